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
    records = found.changes.records.set_index("record")
    causes = [(row.amount, cause) for row in why.records.itertuples() for cause in row.causes]
    listed = records.loc[list(dict.fromkeys(cause for _, cause in causes))]
    _read(session, listed)
    for amount, cause in causes:
        row = listed.loc[cause]
        person, vacancy = _number("S", row["person"]), _number("V", row["vacancy"])
        office = row["office"] if isinstance(row["office"], str) else None
        day = None if pd.isna(row["day"]) else row["day"].date()
        yield RecordLine(int(amount), row["table"], row["change"], person, vacancy, office, day, row["corrections"])


def _read(session: Session, listed: pd.DataFrame) -> None:
    """Read who is listed, so that an access record tells it."""
    serials = sorted({int(one) for one in listed["person"] if one >= 0})
    for start in range(0, len(serials), 500):
        session.execute(select(Person.id).where(Person.serial.in_(serials[start : start + 500]))).all()


def _number(letter: str, serial: int) -> str | None:
    return serial_text(letter, int(serial)) if serial > 0 else None
