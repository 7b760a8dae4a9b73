"""The change log: what was written since, also where a lower number appears after a higher one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

import pytest
from sqlalchemy import Table
from sqlalchemy.orm import Session

from conftest import NOW, actor
from lmis.model.audit import AuditEvent
from lmis.model.copying import insert_rows
from lmis.model.session import Database
from lmis.services import changes
from lmis.services.changes import ChangeLog
from lmis.vocabulary import Purpose

BY = actor()
FAR = 1_000_000
"""Numbers that no event of a fixture has."""


def written(session: Session, numbers: Iterable[int]) -> None:
    """Events with these numbers that changed nothing."""
    who: dict[str, Any] = {"at": NOW, "staff_id": None, "office_id": None, "batch_id": None}
    rows = [{**who, "id": FAR + number, "act": "x", "subject_id": None, "changes": "[]"} for number in numbers]
    insert_rows(session, cast(Table, AuditEvent.__table__), rows)


def told(session: Session, log: ChangeLog, limit: int = 100) -> list[int]:
    """What is waiting; it is done with afterwards."""
    events = log.waiting(session, limit)
    assert log.read(session, events).people == set()
    log.done(events)
    return [number - FAR for number in events]


def test_numbers_that_appear_late_are_told_once(database: Database) -> None:
    with database.open(BY, Purpose.MATCHING, "test") as session:
        written(session, [1, 2, 7, 9])
        log = ChangeLog()
        log.begin(session)
        assert told(session, log) == []
        written(session, [4, 8, 12])
        assert told(session, log) == [4, 8, 12]
        written(session, [3, 5, 10, 11, 13])
        assert told(session, log, 2) == [3, 5]
        assert told(session, log) == [10, 11, 13]
        assert told(session, log) == []
        assert [(first - FAR, last - FAR) for first, last, _ in log.missing] == [(6, 6)]


def test_a_hundred_thousand_numbers_that_never_come_are_one_gap(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.open(BY, Purpose.MATCHING, "test") as session:
        written(session, [1])
        log = ChangeLog()
        log.begin(session)
        written(session, [100_002])
        assert told(session, log) == [100_002]
        assert len(log.missing) == 1
        written(session, [50_000])
        assert told(session, log) == [50_000]
        assert len(log.missing) == 2
        monkeypatch.setattr(changes, "MISSED_FOR", 0.0)
        assert told(session, log) == []
        assert log.missing == []
