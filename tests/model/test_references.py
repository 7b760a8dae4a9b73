"""References to code tables hold on both databases, for one row as for many."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import delete, insert, update
from sqlalchemy.exc import IntegrityError

from conftest import actor, office_id
from factories.register import a_seeker
from lmis.model.base import Base
from lmis.model.people import Person, Registration, RegistrationStay
from lmis.model.reference import Place
from lmis.model.references import CHECKED, KEYS, OWNED
from lmis.model.session import Database
from lmis.vocabulary import Purpose


@pytest.fixture
def seeker(database: Database) -> UUID:
    with database.open(actor(), Purpose.REGISTRATION, "test") as session:
        return a_seeker(session, actor())


@pytest.mark.parametrize(
    "change", [{"province": "KH99"}, {"sector": "00"}, {"education": 77}, {"office_id": UUID(int=7)}]
)
def test_a_code_that_is_not_there_is_refused(database: Database, seeker: UUID, change: dict[str, object]) -> None:
    statement = update(Registration).where(Registration.person_id == seeker).values(**change)
    with pytest.raises(IntegrityError), database.open(actor(), Purpose.REGISTRATION, "test") as session:
        session.execute(statement.execution_options(audited=True))


def test_a_stay_of_nobody_is_refused(database: Database, seeker: UUID) -> None:
    row = {
        "id": UUID(int=1),
        "registration_id": UUID(int=2),
        "person_id": UUID(int=3),
        "office_id": office_id("KH-JC-02"),
        "since": date(2026, 1, 1),
        "recorded_at": actor().at,
    }
    with pytest.raises(IntegrityError), database.open(actor(), Purpose.REGISTRATION, "test") as session:
        session.execute(insert(RegistrationStay).execution_options(audited=True), [row])


@pytest.mark.parametrize(
    "statement",
    [delete(Place).where(Place.code == "KH02"), update(Place).where(Place.code == "KH02").values(code="KH98")],
    ids=["removed", "renamed"],
)
def test_a_code_that_is_used_stays(database: Database, seeker: UUID, statement: object) -> None:
    with pytest.raises(IntegrityError), database.open(actor(), Purpose.REGISTRATION, "test") as session:
        session.execute(statement)  # type: ignore[call-overload]


def test_a_code_that_nobody_uses_may_go(database: Database, seeker: UUID) -> None:
    with database.open(actor(), Purpose.REGISTRATION, "test") as session:
        assert session.execute(delete(Place).where(Place.code == "KH0209")).rowcount == 1  # type: ignore[attr-defined]


def test_a_person_with_a_spell_and_a_spell_with_a_stay_stay(database: Database, seeker: UUID) -> None:
    for statement in (delete(Registration), delete(Person)):
        with pytest.raises(IntegrityError), database.open(actor(), Purpose.REGISTRATION, "test") as session:
            session.execute(statement.execution_options(audited=True))


def test_a_spell_moves_to_nobody_who_is_not_there(database: Database, seeker: UUID) -> None:
    for entity in (Registration, RegistrationStay):
        moved = update(entity).where(entity.person_id == seeker).values(person_id=UUID(int=7))
        with pytest.raises(IntegrityError), database.open(actor(), Purpose.REGISTRATION, "test") as session:
            session.execute(moved.execution_options(audited=True))


def test_who_removes_a_person_waits_for_a_spell_that_is_being_written(database: Database, seeker: UUID) -> None:
    if database.engine.dialect.name == "sqlite":
        pytest.skip("on SQLite one writes at a time")
    spell = {
        "id": UUID(int=1),
        "person_id": seeker,
        "office_id": office_id("KH-JC-02"),
        "opened_on": date(2020, 1, 1),
        "renewed_on": date(2020, 1, 1),
        "closed_on": date(2020, 2, 1),
        "close_reason": "moved_away",
        "province": "KH02",
        "recorded_at": actor().at,
        "closed_recorded_at": actor().at,
    }
    with database.open(actor(), Purpose.REGISTRATION, "test") as session:
        for entity in (RegistrationStay, Registration):
            session.execute(delete(entity).execution_options(audited=True))
    with ThreadPoolExecutor(1) as thread, database.open(actor(), Purpose.REGISTRATION, "test") as session:
        session.execute(insert(Registration).execution_options(audited=True), [spell])
        removal = thread.submit(_remove, database, seeker)
        with pytest.raises(TimeoutError):
            removal.result(0.3)  # it waits
        session.commit()
        with pytest.raises(IntegrityError):
            removal.result(20)


def _remove(database: Database, person: UUID) -> None:
    with database.open(actor(), Purpose.REGISTRATION, "test") as session:
        session.execute(delete(Person).where(Person.id == person).execution_options(audited=True))


def test_what_is_checked_together_is_a_reference_of_the_model() -> None:
    for table, columns in [*CHECKED.items(), *OWNED.items()]:
        for column, target in columns.items():
            (key,) = Base.metadata.tables[table].c[column].foreign_keys
            assert key.column.table.name == target
            assert key.column.name == KEYS.get(target, "id")
