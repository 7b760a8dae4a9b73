"""Exports: imported again they change nothing, and an empty register is built up from them as it was."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from conftest import actor, office_id
from factories.register import a_placement, a_referral, a_seeker, a_vacancy, an_employer
from lmis.commands.placements import CancelPlacement
from lmis.commands.referrals import AnswerReferral
from lmis.commands.seekers import (
    CloseRegistration,
    RegisterQuickly,
    ReopenRegistration,
    TransferSeeker,
    WithdrawConsent,
)
from lmis.commands.vacancies import ChangeOpenings, CloseVacancy
from lmis.config import Settings
from lmis.errors import LmisError
from lmis.model.access import AccessedPerson, AccessEvent
from lmis.model.people import Person, Registration
from lmis.model.placements import Placement
from lmis.model.referrals import Referral
from lmis.model.session import Database
from lmis.sample.world import write_world
from lmis.services.consents import withdraw_consent
from lmis.services.exporting import ExportReport, export_file
from lmis.services.importing import ImportReport, import_file
from lmis.services.openings import change_openings
from lmis.services.placements import cancel_placements
from lmis.services.referrals import answer_referrals
from lmis.services.registrations import close_registrations, reopen_registrations, transfer_seekers
from lmis.services.seekers import register_quickly
from lmis.services.vacancies import close_vacancies
from lmis.services.writing import one
from lmis.vocabulary import Actor, Purpose, Role

BY = actor(role=Role.HEAD)
ELSEWHERE = actor("KH-JC-12", role=Role.HEAD)
SYSTEM = actor(role=Role.SYSTEM, office=None)
ORDER = ("employers", "job-seekers", "vacancies", "referrals", "placements")


def export(
    database: Database, kind: str, by: Actor = SYSTEM, office: str = "KH-JC-02", **options: Any
) -> tuple[bytes, ExportReport]:
    out = io.StringIO()
    report = export_file(database, by, kind, out, office=office, **options)
    return ("\ufeff" + out.getvalue()).encode(), report


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def send(database: Database, kind: str, content: bytes, by: Actor = SYSTEM) -> ImportReport:
    return import_file(database, by, kind, io.BytesIO(content), file_name=f"{kind}.csv", for_real=True)


def register(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """What the figures are made of: spells, referrals and placements."""
    spells = select(
        Registration.person_id, Registration.opened_on, Registration.closed_on, Registration.close_reason
    ).order_by(Registration.person_id, Registration.opened_on)
    referrals = select(Referral.person_id, Referral.id, Referral.state, Referral.reason).order_by(Referral.id)
    placements = select(
        Placement.person_id, Placement.id, Placement.referral_id, Placement.started_on, Placement.cancelled_on
    ).order_by(Placement.id)
    with database.open(SYSTEM, Purpose.NONE, "test", write=False) as session:
        held = {"spells": spells, "referrals": referrals, "placements": placements}
        return {name: [tuple(row) for row in session.execute(query)] for name, query in held.items()}


def test_a_sample_world_comes_back_with_no_change_and_builds_an_empty_register(
    database: Database, another_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lmis.services.exporting.PAGE", 7)
    write_world(600, 120, 3, tmp_path, Settings().seeds)
    offices = set()
    for country in ("KH", "LA"):
        for kind in ORDER:
            content = (tmp_path / country / f"{kind}.csv").read_bytes()
            offices |= {row["office"] for row in rows(content)}
            assert send(database, kind, content).rejected == 0
    files = {(kind, office): export(database, kind, office=office) for kind in ORDER for office in sorted(offices)}
    exported = 0
    for (kind, office), (content, told) in files.items():
        report = send(database, kind, content)
        assert (report.unchanged, report.lines, told.blanks) == (told.lines, told.lines, []), (office, report.refusals)
        exported += told.lines
    assert exported > 900
    for (kind, office), (content, _) in files.items():
        report = send(another_database, kind, content)
        assert report.rejected == 0, (office, kind, report.refusals[:3])
    for (kind, office), (content, _) in files.items():
        assert export(another_database, kind, office=office)[0] == content, (office, kind)
    assert register(another_database) == register(database)


def troubles(session: Session) -> None:
    """What a counter does in a month, with every name that a table could stumble over."""
    employer = an_employer(session, BY, name="'=Danger", phone="+85512345678", size="1-9")
    numbered = an_employer(session, BY, name="Needle; Thread", own_number="E-1")
    back = a_seeker(
        session, BY, skills=["a;b", "c\\", "\\;"], disability=["seeing"], family_name="@Sok", phone="+66812345678"
    )
    end = CloseRegistration(seeker=str(back), because="found_work", happened_on=date(2026, 9, 5))
    one(close_registrations(session, BY, [end]))
    one(reopen_registrations(session, BY, [ReopenRegistration(seeker=str(back), happened_on=date(2026, 9, 7))]))
    one(withdraw_consent(session, BY, [WithdrawConsent(seeker=str(back))]))
    home = a_seeker(session, BY, own_number="1", family_name="-", licences=["driving_car", "welder"])
    moved = a_seeker(session, ELSEWHERE, own_number="1", family_name="''Keo")
    go = TransferSeeker(seeker=str(moved), office="KH-JC-02", happened_on=date(2026, 9, 5))
    one(transfer_seekers(session, ELSEWHERE, [go]))
    looking = a_seeker(session, BY, own_number="2")
    law = {"licences": ["welder"], "hazardous": True}
    many = a_vacancy(session, BY, employer, openings=2, wage_min=20850, wage_currency="USD", wage_period="month", **law)
    one(change_openings(session, BY, [ChangeOpenings(vacancy=str(many), openings=4, happened_on=date(2026, 9, 8))]))
    other = a_vacancy(session, BY, numbered, own_number="V-1", description='He said "no",\nthen left.')
    a_referral(session, BY, home, many, own_number="R-1")
    a_referral(session, BY, home, other)
    a_placement(session, BY, home, many, wage={"amount": 20850, "currency": "USD"}, contract="casual")
    a_referral(session, BY, back, many, happened_on=date(2026, 9, 11))
    refused = a_referral(session, BY, looking, other)
    no = AnswerReferral(
        referral=str(refused), state="refused", reason="lacks_experience", happened_on=date(2026, 9, 12)
    )
    one(answer_referrals(session, BY, [no]))
    sent = a_referral(session, BY, moved, other)
    said = AnswerReferral(referral=str(sent), state="accepted", happened_on=date(2026, 9, 13))
    one(answer_referrals(session, BY, [said]))
    taken = a_placement(session, BY, moved, other)
    cancelling = CancelPlacement(placement=str(taken), because="did_not_start", happened_on=date(2026, 9, 22))
    one(cancel_placements(session, BY, [cancelling]))
    one(close_vacancies(session, BY, [CloseVacancy(vacancy=str(many), happened_on=date(2026, 9, 25))]))


def test_whatever_a_counter_did_comes_back_with_no_change_and_builds_an_empty_register(
    database: Database, another_database: Database
) -> None:
    with database.open(SYSTEM, Purpose.REGISTRATION, "test") as session:
        troubles(session)
    files = {kind: export(database, kind) for kind in ORDER}
    assert {kind: told.lines for kind, (_, told) in files.items()} == {
        "employers": 2, "job-seekers": 6, "vacancies": 2, "referrals": 5, "placements": 2,
    }  # fmt: skip
    for kind, (content, told) in files.items():
        report = send(database, kind, content)
        assert (report.unchanged, report.lines, told.blanks) == (told.lines, told.lines, []), (kind, report.refusals)
        report = send(another_database, kind, content)
        assert report.rejected == 0, report.refusals
    for kind, (content, _) in files.items():
        assert export(another_database, kind)[0] == content
    assert register(another_database) == register(database)


def test_a_person_with_several_spells_has_a_row_for_each(database: Database) -> None:
    with database.open(SYSTEM, Purpose.REGISTRATION, "test") as session:
        troubles(session)
    people = [row for row in rows(export(database, "job-seekers")[0]) if row["family_name"] == "'@Sok"]
    assert [(row["registered_on"], row["closed_on"], row["closed_because"]) for row in people] == [
        ("2026-09-01", "2026-09-05", "found_work"),
        ("2026-09-07", "", ""),
    ]
    assert people[0]["lmis_id"] == people[1]["lmis_id"]
    assert people[0]["phone"] == "'+66812345678"


def test_a_number_of_another_office_is_not_told_as_ones_own(database: Database) -> None:
    with database.open(SYSTEM, Purpose.REGISTRATION, "test") as session:
        troubles(session)
    numbers = {row["family_name"]: row["number"] for row in rows(export(database, "job-seekers")[0])}
    assert (numbers["'-"], numbers["'''Keo"]) == ("1", "")


def test_nobody_brings_back_a_consent_that_was_withdrawn(database: Database) -> None:
    with database.open(BY, Purpose.REGISTRATION, "test") as session:
        consent = {"mode": "written", "on": date(2026, 9, 1)}
        seekers = [a_seeker(session, BY, consent=consent, own_number=number) for number in ("1", "2")]
        one(withdraw_consent(session, BY, [WithdrawConsent(seeker=str(seekers[0]))]))
    told = [(row["number"], row["consent_mode"]) for row in rows(export(database, "job-seekers")[0])]
    assert told == [("1", ""), ("2", "written")]


def test_people_of_five_fields_have_a_file_of_their_own(database: Database, another_database: Database) -> None:
    with database.open(BY, Purpose.REGISTRATION, "test") as session:
        a_seeker(session, BY, own_number="1")
        surge = {"name": "សុខ ដារ៉ា", "age": 30, "province": "KH02", "sector": "01", "happened_on": date(2026, 9, 1)}
        wage = {"amount": 20000, "currency": "USD"}
        one(register_quickly(session, BY, [RegisterQuickly.model_validate(surge | {"wage": wage})]))
    content, told = export(database, "job-seekers")
    assert (told.lines, told.taken_quickly) == (1, 1)
    quick, told = export(database, "job-seekers", quick=True)
    assert (told.lines, told.taken_quickly) == (1, 0)
    assert [send(database, "job-seekers", file).unchanged for file in (content, quick)] == [1, 1]
    assert [send(another_database, "job-seekers", file).created for file in (content, quick)] == [1, 1]
    assert export(another_database, "job-seekers", quick=True)[0] == quick


def test_each_person_read_is_on_record_with_the_purpose(database: Database) -> None:
    with database.open(SYSTEM, Purpose.REGISTRATION, "test") as session:
        troubles(session)
    for kind in ORDER:
        export(database, kind, BY)
    with database.open(SYSTEM, Purpose.NONE, "test", write=False) as session:
        read = select(AccessEvent.operation, AccessedPerson.person_id).join(
            AccessedPerson, AccessedPerson.event_id == AccessEvent.id
        )
        seen = session.execute(read.where(AccessEvent.purpose == Purpose.EXPORT)).all()
        offices = set(session.scalars(select(AccessEvent.office_id).where(AccessEvent.purpose == Purpose.EXPORT)))
        people = set(session.scalars(select(Person.id).where(Person.office_id == BY.office_id)))
    assert {person for operation, person in seen if operation == "export-job-seekers"} == people
    assert {operation for operation, _ in seen} == {"export-job-seekers", "export-referrals", "export-placements"}
    assert offices == {office_id("KH-JC-02")}


@pytest.mark.parametrize(
    ("by", "office", "error"),
    [
        (BY, "KH-JC-12", "not-your-register"),
        (actor("KH-MIN", role=Role.COORDINATOR), "LA-JC-01", "not-your-register"),
        (SYSTEM, "KH-JC-99", "unknown-code"),
    ],
    ids=["another office", "another country", "no office"],
)
def test_another_offices_register_is_refused_before_a_line_is_written(
    database: Database, by: Actor, office: str, error: str
) -> None:
    out = io.StringIO()
    with pytest.raises(LmisError) as refused:
        export_file(database, by, "job-seekers", out, office=office)
    assert (refused.value.name, out.getvalue()) == (error, "")
    assert export(database, "job-seekers", actor("KH-MIN", role=Role.COORDINATOR))[1].lines == 0


def test_places_are_not_exported(database: Database) -> None:
    with pytest.raises(LmisError) as refused:
        export(database, "places")
    assert refused.value.name == "unknown-kind"
