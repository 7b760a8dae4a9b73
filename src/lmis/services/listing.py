"""The records behind a changed figure, by the numbers that an office finds them under."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from lmis.model.people import Person
from lmis.services.explaining import Explanation, Why
from lmis.text.numbers import serial_text


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One record that changed a figure."""

    amount: int
    """By how much a count of the figure rose or fell through it."""
    table: str
    change: str
    person: str | None
    vacancy: str | None
    office: str | None
    day: date | None
    corrections: tuple[tuple[str, Any, Any], ...]


def records_listed(session: Session, found: Explanation, why: Why) -> Iterator[RecordLine]:
    """The changed records of a figure; whoever is listed was read, and that is on the record."""
    causes = [(int(one.amount), cause) for one in _rows(why.records) for cause in one.causes]
    wanted = {cause for _, cause in causes}
    records = found.changes.records
    listed = {int(one.record): one for one in _rows(records[records["record"].isin(wanted)])}
    _read(session, {int(one.person) for one in listed.values() if one.person >= 0})
    for amount, cause in causes:
        yield _line(amount, listed[cause])


def _rows(table: pd.DataFrame) -> list[Any]:
    return list(table.itertuples(index=False))


def _line(amount: int, row: Any) -> RecordLine:
    person, vacancy = _number("S", row.person), _number("V", row.vacancy)
    office = row.office if isinstance(row.office, str) else None
    day = None if pd.isna(row.day) else row.day.date()
    return RecordLine(amount, row.table, row.change, person, vacancy, office, day, row.corrections)


def _read(session: Session, people: set[int]) -> None:
    """Read who is listed, so that an access record tells it."""
    serials = sorted(people)
    for start in range(0, len(serials), 500):
        session.execute(select(Person.id).where(Person.serial.in_(serials[start : start + 500]))).all()


def _number(letter: str, serial: int) -> str | None:
    return serial_text(letter, int(serial)) if serial > 0 else None
