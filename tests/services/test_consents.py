"""A consent is given, withdrawn and given anew, each on its day."""

from __future__ import annotations

import io
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from conftest import actor
from factories.register import a_seeker
from lmis.commands.duplicates import MergeDuplicates
from lmis.commands.seekers import AmendSeeker, GiveConsent, SupportConsent, WithdrawConsent, WithdrawSupportConsent
from lmis.model.duplicates import PossibleDuplicate
from lmis.model.people import Person, SupportNeed
from lmis.model.session import Database
from lmis.services.completing import SupportWithdrawn
from lmis.services.consents import give_consents, withdraw_consent, withdraw_support_consent
from lmis.services.importing import import_file
from lmis.services.merging import merge_duplicates
from lmis.services.seekers import amend_seekers
from lmis.services.writing import Status, one
from lmis.vocabulary import ConsentMode, Purpose


def test_what_was_withdrawn_can_be_given_anew(database: Database) -> None:
    by = actor()
    with database.open(by, Purpose.REGISTRATION, "test") as session:
        who = a_seeker(session, by, consent={"mode": "spoken", "on": "2026-09-01"})
        one(withdraw_consent(session, by, [WithdrawConsent(seeker=str(who))]))
        given = GiveConsent(seeker=str(who), mode=ConsentMode.WRITTEN)
        assert one(give_consents(session, by, [given])).status is Status.UPDATED
        assert one(give_consents(session, by, [given])).status is Status.UNCHANGED
        row = session.get_one(Person, who)
        assert (row.consent_mode, row.consent_on, row.consent_withdrawn_on) == ("written", date(2026, 10, 5), None)


def test_nobody_gives_it_for_a_day_to_come_or_for_another_office(database: Database) -> None:
    by = actor()
    with database.open(by, Purpose.REGISTRATION, "test") as session:
        who = str(a_seeker(session, by))
        later = GiveConsent(seeker=who, mode=ConsentMode.SPOKEN, happened_on=date(2026, 10, 6))
        there = GiveConsent(seeker=who, mode=ConsentMode.SPOKEN)
        outcomes = [*give_consents(session, by, [later]), *give_consents(session, actor("KH-JC-03"), [there])]
        told = [type(each.refusal.error).__name__ for each in outcomes if each.refusal]
        assert told == ["InTheFuture", "SeekerNotFound"]


def need(database: Database, who: UUID) -> SupportNeed:
    """What stands of somebody's needs."""
    with database.open(actor(), Purpose.COUNSELLING, "test", write=False) as session:
        row = session.get_one(SupportNeed, who)
        session.expunge_all()
        return row


FILE = {"disability": ["walking"], "accommodations": ["ramp"], "happened_on": "2026-09-01", "own_number": "1"}
AGREED = {"mode": "thumbprint", "on": "2026-09-01"}


@pytest.mark.parametrize(
    ("told", "mode", "day"),
    [({}, None, date(2026, 9, 1)), ({"support_consent": AGREED}, "thumbprint", date(2026, 9, 1))],
)
def test_a_disability_stands_on_a_consent_of_its_own(
    database: Database, told: dict[str, Any], mode: str | None, day: date
) -> None:
    by = actor()
    with database.open(by, Purpose.REGISTRATION, "test") as session:
        who = a_seeker(session, by, **FILE, **told)
    row = need(database, who)
    held = (row.consent_mode, row.consent_on, row.consent_taken_by, row.consent_withdrawn_on)
    assert held == (mode, day, by.staff_id, None)


def test_what_was_withdrawn_is_removed_and_no_file_brings_it_back(database: Database) -> None:
    by = actor()
    with database.open(by, Purpose.REGISTRATION, "test") as session:
        who = a_seeker(session, by, **FILE, support_consent=AGREED)
        withdrawal = WithdrawSupportConsent(seeker=str(who))
        assert one(withdraw_support_consent(session, by, [withdrawal])).status is Status.UPDATED
        assert one(withdraw_support_consent(session, by, [withdrawal])).status is Status.UNCHANGED
        a_seeker(session, by, **FILE, support_consent=AGREED)
        a_seeker(session, by, **FILE)
        told = AmendSeeker(seeker=str(who), disability=("seeing",))
        (refused,) = amend_seekers(session, by, [told])
        assert refused.refusal is not None
        assert isinstance(refused.refusal.error, SupportWithdrawn)
    row = need(database, who)
    assert (row.disability, row.accommodations, row.consent_withdrawn_on) == (None, None, date(2026, 10, 5))
    with database.open(by, Purpose.REGISTRATION, "test") as session:
        anew = SupportConsent(mode=ConsentMode.SPOKEN, on=date(2026, 10, 5))
        one(amend_seekers(session, by, [told.model_copy(update={"support_consent": anew})]))
    row = need(database, who)
    assert (row.disability, row.consent_mode, row.consent_withdrawn_on) == ('["seeing"]', "spoken", None)


def test_a_standing_consent_covers_what_is_told_later(database: Database) -> None:
    by = actor()
    with database.open(by, Purpose.REGISTRATION, "test") as session:
        who = a_seeker(session, by, **FILE, support_consent=AGREED)
        a_seeker(session, by, **(FILE | {"accommodations": ["ramp", "transport"]}))
    row = need(database, who)
    assert (row.accommodations, row.consent_mode, row.consent_on) == (
        '["ramp", "transport"]',
        "thumbprint",
        date(2026, 9, 1),
    )


def test_nobody_consents_to_it_on_a_day_to_come(database: Database) -> None:
    by = actor()
    with database.open(by, Purpose.REGISTRATION, "test") as session:
        who = str(a_seeker(session, by))
        later = SupportConsent(mode=ConsentMode.SPOKEN, on=date(2026, 10, 6))
        (refused,) = amend_seekers(
            session, by, [AmendSeeker(seeker=who, disability=("seeing",), support_consent=later)]
        )
        (too_early,) = withdraw_support_consent(
            session, by, [WithdrawSupportConsent(seeker=who, happened_on=date(2026, 10, 6))]
        )
    for each in (refused, too_early):
        assert each.refusal is not None
        assert type(each.refusal.error).__name__ == "InTheFuture"


@pytest.mark.parametrize("columns", ["", ",support_consent_mode,support_consent_on"])
def test_a_file_tells_needs_with_their_consent(database: Database, columns: str) -> None:
    header = "number,registered_on,family_name,sex,birth_year,identity_missing_reason,province,disability"
    more = ",spoken,2026-09-02" if columns else ""
    lines = [f"{at},2026-09-01,Sok{at},F,199{at},lost,KH02,walking{more}" for at in range(3)]
    content = "\n".join([header + columns, *lines, ""])
    report = import_file(
        database, actor(), "job-seekers", io.BytesIO(content.encode()), file_name="seekers.csv", for_real=True
    )
    assert (report.created, report.rejected) == (3, 0)
    with database.open(actor(), Purpose.COUNSELLING, "test", write=False) as session:
        held = [(row.disability, row.consent_mode, row.consent_on) for row in session.scalars(select(SupportNeed))]
    day = date(2026, 9, 2) if columns else date(2026, 9, 1)
    assert held == [('["walking"]', "spoken" if columns else None, day)] * 3


def test_a_merge_keeps_that_a_person_withdrew(database: Database) -> None:
    by = actor()
    with database.open(by, Purpose.REGISTRATION, "test") as session:
        first = a_seeker(session, by, **(FILE | {"own_number": "1"}))
        second = a_seeker(session, by, **(FILE | {"own_number": "2"}))
        pair = session.scalars(select(PossibleDuplicate)).one().id
        one(withdraw_support_consent(session, by, [WithdrawSupportConsent(seeker=str(second))]))
        one(merge_duplicates(session, by, [MergeDuplicates(pair=str(pair), keep=str(first))]))
        rows = session.scalars(select(SupportNeed)).all()
        assert {(row.disability, row.consent_withdrawn_on) for row in rows} == {(None, date(2026, 10, 5))}
