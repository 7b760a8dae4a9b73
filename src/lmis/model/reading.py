"""Every read of a person leaves an access record, below the routes: no route can forget it.

A `Reading` (who, office, when, purpose) is bound to the connection. Each statement that returns rows and touches a
personal table must return the person's id with each row; the cursor notes the ids as they are fetched. A statement
that tells no id (a single column, raw SQL without `person_id`) is refused before a row is fetched. Two kinds of
statements return no person to anybody, and are declared by the execution option `people`:

- ``engine``: a system actor or the matcher scans everybody; what it hands out is read again, person by person;
- ``aggregate``: counts over personal tables; it may return no id and no identifying column.

Each of the two leaves one system event without persons. A statement that only asks whether rows of a personal table
exist, and returns nothing of them, reads no person. What an audit event says was changed is read by a declared scan
(``engine``) only, because it tells about people whom no column names.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import Connection, Engine, event

from lmis.errors import Forbidden
from lmis.model.access import keep
from lmis.model.ids import new_id
from lmis.model.statements import is_write, mentions, mentions_closed
from lmis.model.telling import Places, Telling, UnrecordedRead, telling_of
from lmis.vocabulary import Actor, Purpose


class UnauditedWrite(Forbidden):
    """A record would be written without an audit event; nothing is written."""


@dataclass
class Reading:
    """Who reads, why, and whom: collected while rows are fetched, written before anything is answered."""

    by: Actor
    purpose: Purpose
    operation: str
    id: UUID = field(default_factory=new_id)
    people: dict[Any, None] = field(default_factory=dict)
    system: dict[str, None] = field(default_factory=dict)

    def note(self, ids: Iterable[Any]) -> None:
        """Remember the persons of fetched rows (raw driver values; None is nobody)."""
        self.people.update((value, None) for value in ids if value is not None)

    @property
    def due(self) -> bool:
        """Whether something was read that is not recorded yet."""
        return bool(self.system or self.people)

    def forget(self) -> None:
        """What was read stands in the database now."""
        self.people.clear()
        self.system.clear()

    def record(self, connection: Connection) -> None:
        """Write the events and their rows in the transaction of `connection`; call `forget` once it is committed."""
        people = {value if isinstance(value, UUID) else UUID(str(value)) for value in self.people}
        totals = dict.fromkeys(self.system, 0) | ({"person": len(people)} if people else {})
        if not totals:
            return
        base = {
            "at": self.by.at,
            "staff_id": self.by.staff_id,
            "office_id": self.by.office_id,
            "purpose": self.purpose,
            "operation": self.operation,
        }
        events = [
            {**base, "id": self.id if kind == "person" else new_id(), "kind": kind, "people": count}
            for kind, count in totals.items()
        ]
        keep(connection, events, self.id, people)


@dataclass(frozen=True, slots=True)
class Watch:
    """What the cursor is told about the statement it is about to run."""

    reading: Reading | None
    mode: str
    telling: Telling


class WatchedCursor:
    """Notes the persons of fetched rows; refuses rows of personal tables that tell no person."""

    watch: Watch | None = None
    _positions: tuple[int, ...] = ()
    _telling: tuple[int, ...] = ()
    _reading: Reading | None = None

    def execute(self, statement: Any, *arguments: Any, **options: Any) -> Any:
        """Run a statement, then decide how its rows are watched."""
        watch, self.watch = self.watch, None
        self._positions = ()
        answer = super().execute(statement, *arguments, **options)  # type: ignore[misc]
        closed, personal = mentions_closed(str(statement)), mentions(str(statement), audited=False)
        if (closed or personal) and self.description is not None:  # type: ignore[attr-defined]
            if closed:
                self._plan_closed(watch)
            if personal:
                self._plan(watch)
        return answer

    @staticmethod
    def _plan_closed(watch: Watch | None) -> None:
        """Closed columns are read by the engine, on the record; everything else of their table by anybody."""
        if watch is not None and watch.mode == "engine" and watch.reading is not None:
            watch.reading.system["engine"] = None
        elif watch is None or watch.telling.closed_to_all:
            raise UnrecordedRead(why="engine_only")

    def _plan(self, watch: Watch | None) -> None:
        if watch is None or watch.reading is None:
            raise UnrecordedRead(why="no_reading")
        if watch.mode == "engine":
            watch.reading.system["engine"] = None
        elif watch.mode == "aggregate":
            if watch.telling.no_aggregate:
                raise UnrecordedRead(why=watch.telling.no_aggregate)
            watch.reading.system["aggregate"] = None
        else:
            places = watch.telling.people or Places.named([column[0] for column in self.description])  # type: ignore[attr-defined]
            if places.refused:
                raise UnrecordedRead(why=places.refused)
            self._positions, self._telling, self._reading = places.positions, places.telling, watch.reading

    def _noted(self, rows: Sequence[Any]) -> Sequence[Any]:
        if not self._positions or self._reading is None:
            return rows
        for row in rows:
            ids = [row[position] for position in self._positions if row[position] is not None]
            if not ids and any(row[position] is not None for position in self._telling):
                raise UnrecordedRead(why="row_without_person")
            self._reading.note(ids)
        return rows

    def fetchone(self) -> Any:
        """One row, its person noted."""
        row = super().fetchone()  # type: ignore[misc]
        if row is not None:
            self._noted([row])
        return row

    def fetchmany(self, *arguments: Any, **options: Any) -> Any:
        """Some rows, their persons noted."""
        return self._noted(super().fetchmany(*arguments, **options))  # type: ignore[misc]

    def fetchall(self) -> Any:
        """All rows, their persons noted."""
        return self._noted(super().fetchall())  # type: ignore[misc]

    def __iter__(self) -> Any:
        """Row by row, each person noted."""
        while (row := self.fetchone()) is not None:
            yield row


class SqliteCursor(WatchedCursor, sqlite3.Cursor):
    """The watched cursor of the embedded database."""


class SqliteConnection(sqlite3.Connection):
    """A connection whose every cursor is watched."""

    def cursor(self, factory: Any = None) -> Any:
        """A watched cursor."""
        return super().cursor(SqliteCursor)

    def execute(self, *arguments: Any) -> Any:
        """Like `sqlite3.Connection.execute`, on a watched cursor."""
        return self.cursor().execute(*arguments)


class PostgresCursor(WatchedCursor, psycopg.Cursor[Any]):  # type: ignore[misc]
    """The watched cursor of PostgreSQL; what would bypass the watch is refused."""

    def copy(self, *_arguments: Any, **_options: Any) -> Any:
        """Refuse: rows would come or go unseen."""
        raise UnrecordedRead(why="copy")

    def stream(self, *_arguments: Any, **_options: Any) -> Any:
        """Refuse: rows would come unseen."""
        raise UnrecordedRead(why="stream")


class PostgresServerCursor(WatchedCursor, psycopg.ServerCursor[Any]):  # type: ignore[misc]
    """The watched server-side cursor of PostgreSQL."""


def watched_connection(backend: str) -> dict[str, Any]:
    """Driver arguments that make every cursor of an engine a watched one."""
    return {"factory": SqliteConnection} if backend == "sqlite" else {"cursor_factory": PostgresCursor}


def watch(engine: Engine) -> None:
    """Tell each cursor of `engine` what its statement returns, and refuse writes without an audit event."""

    @event.listens_for(engine, "before_cursor_execute")
    def plan(conn: Connection, cursor: Any, statement: str, _p: Any, context: Any, many: bool) -> None:
        options = context.execution_options if context is not None else {}
        if not options.get("audited") and is_write(statement, context):
            raise UnauditedWrite()
        if not many and (mentions(statement, audited=False) or mentions_closed(statement)):
            mode = options.get("people", "person")
            cursor.watch = Watch(conn.info.get("reading"), mode, telling_of(context))

    @event.listens_for(engine, "checkin")
    def unbind(_connection: Any, record: Any) -> None:
        record.info.pop("reading", None)

    @event.listens_for(engine, "connect")
    def server_cursors(connection: Any, _record: Any) -> None:
        if isinstance(connection, psycopg.Connection):
            connection.server_cursor_factory = PostgresServerCursor
