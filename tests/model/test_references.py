"""References to code tables hold on both databases, for one row as for many."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import delete, insert, update
from sqlalchemy.exc import IntegrityError

from conftest import actor, office_id
from factories.register import a_seeker
from lmis.model.base import Base
from lmis.model.people import Registration, RegistrationStay
from lmis.model.reference import Place
from lmis.model.references import CHECKED, KEYS
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


def test_what_is_checked_together_is_a_reference_of_the_model() -> None:
    for table, columns in CHECKED.items():
        for column, target in columns.items():
            (key,) = Base.metadata.tables[table].c[column].foreign_keys
            assert key.column.table.name == target
            assert key.column.name == KEYS.get(target, "id")
