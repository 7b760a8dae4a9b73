"""The change log: what was written since, also where a lower number appears after a higher one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

import pytest
from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from conftest import NOW, actor
from lmis.model.audit import AuditEvent
from lmis.model.copying import NULL, insert_rows, writer
from lmis.model.ids import new_id
from lmis.model.people import Person
from lmis.model.sealing import Keyring
from lmis.model.session import Database
from lmis.model.types import Sealed
from lmis.services import changes
from lmis.services.changes import ChangeLog
from lmis.services.trail import written_of
from lmis.services.writing import Lines, write_lines
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


def test_of_many_who_came_together_only_whose_rows_they_are_is_read(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    log, table = ChangeLog(), cast(Table, Person.__table__)
    ids, [sealed, *_] = [new_id() for _ in range(3)], [one for one in table.c if isinstance(one.type, Sealed)]
    with database.open(BY, Purpose.MATCHING, "test") as session:
        log.begin(session)
        write = writer(sealed.type, session.connection().dialect)
        lines = [f"{id_}\t{write('Sok')}\t{ids[0] if id_ == ids[2] else NULL}" for id_ in ids]
        write_lines(session, BY, "import", [Lines(table, ["id", sealed.name, "merged_into"], lines)])
    opened: set[str] = set()
    honest = Keyring.unseal
    monkeypatch.setattr(Keyring, "unseal", lambda *given: opened.add(given[1]) or honest(*given))
    with database.open(BY, Purpose.MATCHING, "test", write=False) as session:
        moved = log.read(session, log.waiting(session, 1_000))
        assert opened == {cast(Sealed, AuditEvent.__table__.c.changes.type).purpose}  # the event, no name within it
        [[_, _, _, new], *_] = written_of(session, told_by(session))
    assert moved.people == set(ids)
    assert moved.tables == {"person"}
    assert new == {"id": str(ids[0]), sealed.name: "Sok"}


def told_by(session: Session) -> str:
    """What the last event tells."""
    query = select(AuditEvent.changes).order_by(AuditEvent.id.desc()).limit(1)
    return session.scalars(query.execution_options(people="engine")).one()


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
