"""Vacancies and the ledger of their openings."""

from __future__ import annotations

from collections import Counter
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from conftest import actor
from factories.register import a_placement, a_seeker, a_vacancy, an_employer
from lmis.commands.vacancies import AmendVacancy, ChangeOpenings, CloseVacancy, PostVacancy
from lmis.errors import LmisError
from lmis.model.placements import Placement
from lmis.model.session import Database
from lmis.model.vacancies import Opening, OpeningEntry, Vacancy
from lmis.services.expiry import expire_vacancies
from lmis.services.openings import change_openings
from lmis.services.vacancies import amend_vacancies, close_vacancies, post_vacancies
from lmis.services.writing import Status, one, record
from lmis.vocabulary import Purpose

BY = actor()


def ledger(session: Session) -> dict[str, int]:
    """Kind of entry → openings moved."""
    moved: Counter[str] = Counter()
    for kind, openings in session.execute(select(OpeningEntry.kind, OpeningEntry.openings)):
        moved[kind] += openings
    return dict(moved)


def test_openings_are_raised_lowered_and_withdrawn(database: Database) -> None:
    with database.open(BY, Purpose.NONE, "test") as session:
        vacancy = str(a_vacancy(session, BY, openings=3))
        one(change_openings(session, BY, [ChangeOpenings(vacancy=vacancy, openings=5)]))
        one(change_openings(session, BY, [ChangeOpenings(vacancy=vacancy, openings=2)]))
        one(close_vacancies(session, BY, [CloseVacancy(vacancy=vacancy)]))
        assert ledger(session) == {"notified": 3, "raised": 2, "lowered": -3, "withdrawn": -2}
        assert not any(session.scalars(select(Opening.open)))
        again = one(close_vacancies(session, BY, [CloseVacancy(vacancy=vacancy)]))
    assert again.status is Status.UNCHANGED


def test_openings_do_not_fall_below_what_is_filled(database: Database) -> None:
    with database.open(BY, Purpose.PLACEMENT, "test") as session:
        vacancy = a_vacancy(session, BY, openings=3)
        a_placement(session, BY, a_seeker(session, BY), vacancy)
        with pytest.raises(LmisError) as refused:
            one(change_openings(session, BY, [ChangeOpenings(vacancy=str(vacancy), openings=0)]))
    assert (refused.value.name, refused.value.values["filled"]) == ("fewer-than-filled", 1)


def test_a_vacancy_whose_closing_day_has_passed_can_be_brought_in_and_filled(database: Database) -> None:
    with database.open(BY, Purpose.PLACEMENT, "test") as session:
        seeker = a_seeker(session, BY, happened_on=date(2026, 1, 5))
        vacancy = a_vacancy(session, BY, openings=3, happened_on=date(2026, 2, 1), closes_on=date(2026, 3, 31))
        assert expire_vacancies(session, BY) == 3
        a_placement(session, BY, seeker, vacancy, happened_on=date(2026, 3, 10))
        assert expire_vacancies(session, BY) == -1
        assert expire_vacancies(session, BY) == 0
        assert ledger(session) == {"notified": 3, "expired": -2, "filled": -1}
        days = set(session.scalars(select(OpeningEntry.happened_on).where(OpeningEntry.kind == "expired")))
    assert days == {date(2026, 4, 1)}


def test_moving_the_closing_day_takes_the_expiry_back(database: Database) -> None:
    with database.open(BY, Purpose.NONE, "test") as session:
        vacancy = a_vacancy(session, BY, openings=2, closes_on=date(2026, 9, 30))
        expire_vacancies(session, BY)
        one(amend_vacancies(session, BY, [AmendVacancy(vacancy=str(vacancy), closes_on=date(2026, 12, 31))]))
        assert expire_vacancies(session, BY) == 0
        assert ledger(session) == {"notified": 2, "expired": 0}


def test_the_same_file_row_twice_changes_nothing_and_a_corrected_one_updates(database: Database) -> None:
    with database.open(BY, Purpose.NONE, "test") as session:
        employer = an_employer(session, BY)
        assert a_vacancy(session, BY, employer, own_number="9") == a_vacancy(session, BY, employer, own_number="9")
        held = record(session.scalars(select(Vacancy)).one())
        a_vacancy(session, BY, employer, own_number="9", openings=4, title="Sewer")
        vacancy = session.scalars(select(Vacancy)).one()
        assert ledger(session) == {"notified": 2, "raised": 2}
    assert (held["version"], vacancy.version, vacancy.title) == (1, 2, "Sewer")


def test_another_offices_employer_is_not_found(database: Database) -> None:
    other = actor("KH-JC-12")
    with database.open(BY, Purpose.NONE, "test") as session:
        employer = an_employer(session, BY)
    with database.open(other, Purpose.NONE, "test") as session, pytest.raises(LmisError) as refused:
        a_vacancy(session, other, employer)
    assert refused.value.name == "employer-not-found"


def test_what_the_law_asks_is_kept_corrected_and_of_the_list(database: Database) -> None:
    with database.open(BY, Purpose.NONE, "test") as session:
        vacancy = a_vacancy(session, BY, licences=["driving_truck"], hazardous=True)
        one(amend_vacancies(session, BY, [AmendVacancy(vacancy=str(vacancy), hazardous=False)]))
        held = session.get_one(Vacancy, vacancy)
        assert (held.licences, held.hazardous) == (["driving_truck"], False)
        with pytest.raises(LmisError) as refused:
            a_vacancy(session, BY, licences=["driving_lorry"])
    assert (refused.value.name, refused.value.pointer) == ("unknown-code", "#/licences/0")


def test_a_vacancy_needs_four_digits(database: Database) -> None:
    with database.open(BY, Purpose.NONE, "test") as session, pytest.raises(LmisError) as refused:
        a_vacancy(session, BY, occupation="815")
    assert refused.value.name == "four-digits-needed"


def test_the_clients_id_makes_a_retry_harmless(database: Database) -> None:
    with database.open(BY, Purpose.NONE, "test") as session:
        employer, mine = an_employer(session, BY), UUID("11111111-2222-4333-8444-555555555555")
        command = PostVacancy(
            id=mine, employer=str(employer), title="Cook", occupation="5120", province="KH02",
            closes_on=date(2026, 12, 1),
        )  # fmt: skip
        first, again = (one(post_vacancies(session, BY, [command])) for _ in range(2))
    assert (first.id, first.status, again.status) == (mine, Status.CREATED, Status.UNCHANGED)


def test_without_the_applications_guard_the_database_still_refuses(database: Database) -> None:
    def force(opening: Opening, held: Placement, **changed: object) -> None:
        with database.open(BY, Purpose.PLACEMENT, "test") as session:
            row = record(held) | {"id": UUID(int=7), "own_number": None, "opening_id": opening.id} | changed
            session.execute(insert(Placement).execution_options(audited=True), [row])

    with database.open(BY, Purpose.PLACEMENT, "test") as session:
        vacancy, other = a_vacancy(session, BY, openings=2), a_vacancy(session, BY)
        a_placement(session, BY, a_seeker(session, BY), vacancy)
        one(change_openings(session, BY, [ChangeOpenings(vacancy=str(vacancy), openings=1)]))
        held = session.scalars(select(Placement)).one()
        openings = session.scalars(select(Opening).where(Opening.vacancy_id == vacancy).order_by(Opening.ordinal)).all()
        elsewhere = session.scalars(select(Opening).where(Opening.vacancy_id == other)).first()
    taken, shut = openings
    assert elsewhere is not None
    for opening, changed in ((taken, {}), (shut, {}), (shut, {"opening_open": False}), (elsewhere, {})):
        with pytest.raises(IntegrityError):
            force(opening, held, **changed)
    with pytest.raises(IntegrityError), database.open(BY, Purpose.PLACEMENT, "test") as session:
        shutting = update(Opening).where(Opening.id == taken.id).values(open=False)
        session.execute(shutting.execution_options(audited=True))


def test_an_amended_wage_range_does_not_fall(database: Database) -> None:
    wage = {"wage_min": 200_00, "wage_max": 260_00, "wage_currency": "USD", "wage_period": "month"}
    with database.open(BY, Purpose.NONE, "test") as session:
        vacancy = str(a_vacancy(session, BY, **wage))
        with pytest.raises(LmisError) as refused:
            one(amend_vacancies(session, BY, [AmendVacancy(vacancy=vacancy, wage_min=300_00)]))
    assert refused.value.name == "wage-range-falls"
