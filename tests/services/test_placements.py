"""Placing people: capacity, spells, referrals, and taking a placement back."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from conftest import actor, office_id
from factories.register import a_placement, a_referral, a_seeker, a_vacancy
from lmis.commands.placements import CancelPlacement, PlaceSeeker
from lmis.commands.seekers import CloseRegistration, ReopenRegistration, TransferSeeker
from lmis.commands.vacancies import ChangeOpenings, CloseVacancy, PostVacancy
from lmis.errors import LmisError
from lmis.model.people import Registration
from lmis.model.referrals import Referral, ReferralMove
from lmis.model.session import Database
from lmis.model.vacancies import Opening, OpeningEntry
from lmis.services.openings import FewerThanFilled, change_openings, least_stock
from lmis.services.placements import cancel_placements, place_seekers
from lmis.services.referrals import VacancyFull
from lmis.services.registrations import close_registrations, reopen_registrations, transfer_seekers
from lmis.services.vacancies import close_vacancies
from lmis.services.writing import Status, one
from lmis.vocabulary import Purpose

BY = actor()


def test_a_placement_ends_the_spell_and_makes_other_referrals_obsolete(database: Database) -> None:
    with database.open(BY, Purpose.PLACEMENT, "test") as session:
        seeker, first, second = a_seeker(session, BY), a_vacancy(session, BY), a_vacancy(session, BY)
        a_referral(session, BY, seeker, first)
        a_referral(session, BY, seeker, second)
        a_placement(session, BY, seeker, first)
        spell = session.scalars(select(Registration)).one()
        states = {r.vacancy_id: r.state for r in session.scalars(select(Referral))}
    assert (spell.closed_on, spell.close_reason) == (date(2026, 9, 20), "placed")
    assert states == {first: "placed", second: "obsolete"}


def test_a_full_vacancy_refuses_and_a_cancelled_placement_gives_its_opening_back(database: Database) -> None:
    with database.open(BY, Purpose.PLACEMENT, "test") as session:
        vacancy = a_vacancy(session, BY, openings=1)
        first, second = a_seeker(session, BY), a_seeker(session, BY)
        placement = a_placement(session, BY, first, vacancy)
        with pytest.raises(VacancyFull):
            a_placement(session, BY, second, vacancy)
        one(cancel_placements(session, BY, [CancelPlacement(placement=str(placement), because="did_not_start")]))
        with pytest.raises(VacancyFull):  # on that day it was taken still
            a_placement(session, BY, second, vacancy)
        a_placement(session, BY, second, vacancy, happened_on=BY.today)
        balance = session.scalar(select(func.sum(OpeningEntry.openings)))
        running = session.scalars(select(Registration).where(Registration.closed_on.is_(None))).all()
    assert balance == 0
    assert [spell.person_id for spell in running] == [first]


def test_placing_the_same_person_again_changes_nothing(database: Database) -> None:
    with database.open(BY, Purpose.PLACEMENT, "test") as session:
        seeker, vacancy = a_seeker(session, BY), a_vacancy(session, BY)
        placement = a_placement(session, BY, seeker, vacancy)
        again = place_seekers(session, BY, [PlaceSeeker(seeker=str(seeker), vacancy=str(vacancy))])
    assert (one(again).status, one(again).id) == (Status.UNCHANGED, placement)


def test_a_late_placement_takes_an_opening_that_was_withdrawn_later(database: Database) -> None:
    with database.open(BY, Purpose.PLACEMENT, "test") as session:
        seeker = a_seeker(session, BY)
        vacancy = a_vacancy(session, BY, openings=3, withdrawn_on=date(2026, 9, 25))
        a_placement(session, BY, seeker, vacancy, happened_on=date(2026, 9, 20))
        kinds = session.execute(select(OpeningEntry.kind, func.sum(OpeningEntry.openings)).group_by(OpeningEntry.kind))
        ledger = dict(kinds.all())
        openings = session.scalars(select(Opening.open)).all()
    assert ledger == {"notified": 3, "withdrawn": -2, "filled": -1}
    assert sorted(openings) == [False, False, True]


def test_a_placement_before_the_registration_is_refused(database: Database) -> None:
    with database.open(BY, Purpose.PLACEMENT, "test") as session:
        seeker, vacancy = a_seeker(session, BY, happened_on=date(2026, 9, 15)), a_vacancy(session, BY)
        with pytest.raises(LmisError) as refused:
            a_placement(session, BY, seeker, vacancy, happened_on=date(2026, 9, 10))
    assert refused.value.name == "not-registered"


def test_a_placement_of_somebody_who_moved_away_can_be_cancelled(database: Database) -> None:
    with database.open(BY, Purpose.PLACEMENT, "test") as session:
        seeker, vacancy = a_seeker(session, BY), a_vacancy(session, BY)
        placement = a_placement(session, BY, seeker, vacancy)
        one(transfer_seekers(session, BY, [TransferSeeker(seeker=str(seeker), office="KH-JC-12")]))
        one(cancel_placements(session, BY, [CancelPlacement(placement=str(placement), because="did_not_start")]))
        spell = session.scalars(select(Registration).where(Registration.closed_on.is_(None))).one()
    assert spell.office_id == office_id("KH-JC-12")


def test_what_is_filled_later_or_lowered_cannot_be_taken_by_a_late_file(database: Database) -> None:
    with database.open(BY, Purpose.PLACEMENT, "test") as session:
        raised, lowered = a_vacancy(session, BY, openings=1), a_vacancy(session, BY, openings=3)
        one(
            change_openings(
                session, BY, [ChangeOpenings(vacancy=str(raised), openings=2, happened_on=date(2026, 10, 1))]
            )
        )
        a_placement(session, BY, a_seeker(session, BY), raised, happened_on=date(2026, 9, 5))
        with pytest.raises(VacancyFull):
            a_placement(session, BY, a_seeker(session, BY), raised, happened_on=date(2026, 9, 5))
        a_placement(session, BY, a_seeker(session, BY), raised, happened_on=date(2026, 10, 2))
        one(
            change_openings(
                session, BY, [ChangeOpenings(vacancy=str(lowered), openings=1, happened_on=date(2026, 9, 2))]
            )
        )
        one(close_vacancies(session, BY, [CloseVacancy(vacancy=str(lowered), happened_on=date(2026, 9, 20))]))
        a_placement(session, BY, a_seeker(session, BY), lowered, happened_on=date(2026, 9, 10))
        with pytest.raises(VacancyFull):
            a_placement(session, BY, a_seeker(session, BY), lowered, happened_on=date(2026, 9, 10))


def test_registered_placed_and_cancelled_on_one_day_is_registered_still(database: Database) -> None:
    with database.open(BY, Purpose.PLACEMENT, "test") as session:
        seeker, vacancy = a_seeker(session, BY, happened_on=BY.today), a_vacancy(session, BY)
        placement = a_placement(session, BY, seeker, vacancy, happened_on=BY.today)
        one(cancel_placements(session, BY, [CancelPlacement(placement=str(placement), because="recorded_by_mistake")]))
        spell = session.scalars(select(Registration)).one()
    assert (spell.opened_on, spell.closed_on) == (BY.today, None)


def test_a_number_that_belongs_to_somebody_else_is_refused(database: Database) -> None:
    with database.open(BY, Purpose.PLACEMENT, "test") as session:
        vacancy, first, second = a_vacancy(session, BY), a_seeker(session, BY), a_seeker(session, BY)
        a_placement(session, BY, first, vacancy, own_number="P1")
        with pytest.raises(LmisError) as refused:
            a_placement(session, BY, second, vacancy, own_number="P1")
    assert refused.value.name == "number-taken"


def test_an_end_of_time_for_a_closing_day_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="closes_on"):
        PostVacancy(employer="1", title="Cook", occupation="5120", province="KH02", closes_on=date(9999, 12, 31))


def test_a_late_placement_that_was_cancelled_leaves_a_spell_which_ran_longer(database: Database) -> None:
    with database.open(BY, Purpose.PLACEMENT, "test") as session:
        stayed, back, vacancy = a_seeker(session, BY), a_seeker(session, BY), a_vacancy(session, BY, openings=3)
        for seeker, day in ((stayed, date(2026, 9, 28)), (back, date(2026, 9, 10))):
            leave = CloseRegistration(seeker=str(seeker), because="own_wish", happened_on=day)
            one(close_registrations(session, BY, [leave]))
        one(reopen_registrations(session, BY, [ReopenRegistration(seeker=str(back), happened_on=date(2026, 9, 12))]))
        one(close_registrations(session, BY, [CloseRegistration(seeker=str(back), because="own_wish")]))
        for seeker, day in ((stayed, date(2026, 9, 17)), (back, date(2026, 9, 8))):
            late = {"cancelled_on": date(2026, 9, 24), "cancelled_because": "did_not_start"}
            a_placement(session, BY, seeker, vacancy, happened_on=day, **late)
        spells = session.scalars(select(Registration).order_by(Registration.opened_on)).all()
    assert [(s.opened_on, s.closed_on) for s in spells if s.person_id == stayed] == [
        (date(2026, 9, 1), date(2026, 9, 28))
    ]
    assert [(s.opened_on, s.closed_on) for s in spells if s.person_id == back] == [
        (date(2026, 9, 1), date(2026, 9, 10)),
        (date(2026, 9, 12), BY.today),
    ]


def test_a_file_cannot_lower_openings_that_were_held_on_that_day(database: Database) -> None:
    with database.open(BY, Purpose.PLACEMENT, "test") as session:
        vacancy = a_vacancy(session, BY, own_number="V1", openings=3, closes_on=date(2026, 9, 20))
        for _ in range(2):
            placement = a_placement(session, BY, a_seeker(session, BY), vacancy, happened_on=date(2026, 9, 15))
            cancel = CancelPlacement(placement=str(placement), because="did_not_start", happened_on=date(2026, 10, 1))
            one(cancel_placements(session, BY, [cancel]))
        with pytest.raises(FewerThanFilled):
            a_vacancy(session, BY, own_number="V1", openings=1, closes_on=date(2026, 9, 20))
        entries = session.execute(select(OpeningEntry.happened_on, OpeningEntry.openings)).all()
    assert all(least_stock([tuple(entry) for entry in entries], day) >= 0 for day, _ in entries)


def test_a_referral_that_a_file_brings_after_the_placement_elsewhere_is_obsolete(database: Database) -> None:
    with database.open(BY, Purpose.PLACEMENT, "test") as session:
        seeker, taken, other = a_seeker(session, BY), a_vacancy(session, BY), a_vacancy(session, BY)
        a_placement(session, BY, seeker, taken)
        late = a_referral(session, BY, seeker, other)
        held = session.get_one(Referral, late)
        moves = session.scalars(
            select(ReferralMove.to_state, ReferralMove.person_id).where(ReferralMove.referral_id == late)
        ).all()
    assert (held.state, held.answered_on) == ("obsolete", date(2026, 9, 20))
    assert sorted(moves) == ["obsolete", "referred"]
