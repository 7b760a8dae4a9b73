"""Rows that are copied are the rows that would have been inserted."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, cast
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Table, select, text
from sqlalchemy.exc import IntegrityError

from conftest import actor, office_id
from lmis.model.audit import AuditEvent
from lmis.model.copying import WORTH_COPYING, insert_rows
from lmis.model.people import Person
from lmis.model.session import Database
from lmis.vocabulary import Purpose

BY = actor()
PEOPLE = cast(Table, Person.__table__)
NASTY = ["\\N", "\\", "a\tb", "a\nb", "a\r\nb", "\\t", "\\.", "", " ", "'\"", "សុខ", "\u200bເຈົ້າ", "\U0001f600", "\x7f"]


def a_row(name: str, serial: int, **given: Any) -> dict[str, Any]:
    """A person of few words."""
    return {
        "id": uuid4(), "serial": serial, "office_id": office_id("KH-JC-02"), "country": "KH", "own_number": str(serial),
        "own_office_id": office_id("KH-JC-02"), "family_name": name, "given_name": None, "search_key": name,
        "birth_date": date(1990, 2, 3), "birth_year": 1990, "identity_number": name or None,
        "identity_index": serial.to_bytes(16), "identity_missing_reason": None, "province": "KH02", "education": 3,
        "experience": [["8153", 12]], "skills": [name, "x"], "languages": [], "wanted_occupations": [],
        "wanted_provinces": [], "wage_amount": 10**12, "recorded_at": BY.at,
    } | given  # fmt: skip


def read_back(database: Database, names: list[str]) -> list[tuple[Any, ...]]:
    """Write people in bulk and read them again."""
    with database.open(BY, Purpose.NONE, "test") as session:
        session.execute(text("DELETE FROM person").execution_options(audited=True))
        insert_rows(session, PEOPLE, [a_row(name, serial) for serial, name in enumerate(names, 1)])
        people = session.scalars(select(Person).order_by(Person.serial)).all()
        return [
            (p.family_name, p.given_name, p.identity_number, p.skills, p.experience, p.birth_date, p.version)
            for p in people
        ]


def expected(name: str) -> tuple[Any, ...]:
    return name, None, name or None, [name, "x"], [["8153", 12]], date(1990, 2, 3), 1


def test_nasty_values_come_back_as_they_went_in(database: Database) -> None:
    names = NASTY * (WORTH_COPYING // len(NASTY) + 1)
    assert read_back(database, names) == [expected(name) for name in names]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    names=st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=1, max_size=9)
)
def test_whatever_is_written_comes_back(database: Database, names: list[str]) -> None:
    names = names * WORTH_COPYING
    assert read_back(database, names) == [expected(name) for name in names]


def test_what_the_database_refuses_is_refused_as_for_a_statement(database: Database) -> None:
    rows = [a_row("Sok", serial) for serial in range(1, WORTH_COPYING + 1)]
    for wrong in ({"serial": 1}, {"province": "KH99"}, {"sex": "?"}, {"family_name": "x", "birth_year": None}):
        with database.open(BY, Purpose.NONE, "test") as session, pytest.raises(IntegrityError) as refused:
            insert_rows(session, PEOPLE, [*(row | {"sex": "F"} for row in rows), a_row("Sok", 99, sex="F") | wrong])
        if session.get_bind().dialect.name == "postgresql":
            assert "Sok" not in str(refused.value), "the details of the server's error tell the row"
    with database.open(BY, Purpose.NONE, "test") as session, pytest.raises(ValueError, match="different columns"):
        insert_rows(session, PEOPLE, [*rows, a_row("Sok", 99, sex="?")])


def test_columns_that_count_by_themselves_are_left_to_the_database(database: Database) -> None:
    at = datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC)
    row = {"at": at, "staff_id": None, "office_id": None, "act": "x", "subject_id": UUID(int=7), "changes": "[]"}
    with database.open(BY, Purpose.NONE, "test") as session:
        insert_rows(session, cast(Table, AuditEvent.__table__), [row] * WORTH_COPYING)
        told = select(AuditEvent.id, AuditEvent.at, AuditEvent.subject_id, AuditEvent.changes).order_by(AuditEvent.id)
        held = session.execute(told.execution_options(people="engine")).all()
    assert len({one.id for one in held}) == WORTH_COPYING
    assert {tuple(one)[1:] for one in held} == {(at, UUID(int=7), "[]")}
