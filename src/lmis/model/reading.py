"""Every read of a person leaves an access record, below the routes: no route can forget it.

A `Reading` (who, office, when, purpose) is bound to the connection. Each statement that returns rows and touches a
personal table must return the person's id with each row; the cursor notes the ids as they are fetched. A statement
that tells no id (a single column, raw SQL without `person_id`) is refused before a row is fetched. Two kinds of
statements return no person to anybody, and are declared by the execution option `people`:

- ``engine``: a system actor or the matcher scans everybody; what it hands out is read again, person by person;
- ``aggregate``: counts over personal tables; it may return no id and no identifying column.

Each of the two leaves one system event without persons. A statement that only asks whether rows of a personal table
exist, and returns nothing of them, reads no person.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final
from uuid import UUID, uuid4

import psycopg
from sqlalchemy import Column, Connection, Engine, event, insert

from lmis.errors import Forbidden
from lmis.model.access import AccessedPerson, AccessEvent
from lmis.model.base import Base
from lmis.vocabulary import Actor, Purpose

IDENTIFYING: Final = frozenset(
    {
        "id",
        "person_id",
        "serial",
        "own_number",
        "family_name",
        "given_name",
        "family_name_native",
        "given_name_native",
        "search_key",
        "birth_date",
        "identity_number",
        "identity_index",
        "phone",
        "phone_index",
        "disability",
        "accommodations",
    }
)
"""Columns of personal tables that an aggregate may not return."""

WRITE: Final = re.compile(r'\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)', re.IGNORECASE)


class UnrecordedRead(Forbidden):
    """A person's record would be read without an access record; nothing is answered."""


class UnauditedWrite(Forbidden):
    """A record would be written without an audit event; nothing is written."""


@dataclass
class Reading:
    """Who reads, why, and whom: collected while rows are fetched, written before anything is answered."""

    by: Actor
    purpose: Purpose
    operation: str
    id: UUID = field(default_factory=uuid4)
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
        counts = dict.fromkeys(self.system, 0) | ({"person": len(people)} if people else {})
        if not counts:
            return
        base = {
            "at": self.by.at,
            "staff_id": self.by.staff_id,
            "office_id": self.by.office_id,
            "purpose": self.purpose,
            "operation": self.operation,
        }
        events = [
            {**base, "id": self.id if kind == "person" else uuid4(), "kind": kind, "people": count}
            for kind, count in counts.items()
        ]
        connection.execute(insert(AccessEvent), events)
        if people:
            connection.execute(insert(AccessedPerson), [{"event_id": self.id, "person_id": p} for p in people])


@lru_cache
def personal_tables() -> dict[str, str]:
    """Name of each personal table → its column with the person's id."""
    return {t.name: t.info["person"] for t in Base.metadata.sorted_tables if "person" in t.info}


@lru_cache
def audited_tables() -> frozenset[str]:
    """Tables that are written only together with an audit event."""
    return frozenset(t.name for t in Base.metadata.sorted_tables if t.info.get("audited"))


@lru_cache(maxsize=4096)
def mentions_people(statement: str) -> bool:
    """Whether a statement names a personal table."""
    return bool(_names().search(statement))


@lru_cache
def _names() -> re.Pattern[str]:
    return re.compile(r"\b(" + "|".join(sorted(personal_tables())) + r")\b")


def _is_person_id(thing: object) -> bool:
    """Whether a result column is the person's id of a personal table, through aliases and subqueries too."""
    bases = getattr(thing, "proxy_set", ())
    return any(
        isinstance(base, Column)
        and base.table is not None
        and personal_tables().get(getattr(base.table, "name", "")) == base.name
        for base in bases
    )


def _is_plain(thing: object) -> bool:
    """Whether a result column is a bare column of a table that tells about no person."""
    bases = [base for base in getattr(thing, "proxy_set", ()) if isinstance(base, Column)]
    return bool(bases) and all(getattr(base.table, "name", "") not in personal_tables() for base in bases)


def _identifies(thing: object) -> bool:
    bases = getattr(thing, "proxy_set", ())
    return any(
        isinstance(base, Column) and getattr(base.table, "name", "") in personal_tables() and base.name in IDENTIFYING
        for base in bases
    )


@dataclass(frozen=True, slots=True)
class Watch:
    """What the cursor is told about the statement it is about to run."""

    reading: Reading | None
    mode: str
    columns: Sequence[Any]


class WatchedCursor:
    """Notes the persons of fetched rows; refuses rows of personal tables that tell no person."""

    watch: Watch | None = None
    _positions: tuple[int, ...] = ()
    _reading: Reading | None = None

    def execute(self, statement: Any, *arguments: Any, **options: Any) -> Any:
        """Run a statement, then decide how its rows are watched."""
        watch, self.watch = self.watch, None
        self._positions = ()
        answer = super().execute(statement, *arguments, **options)  # type: ignore[misc]
        if self.description is not None and mentions_people(str(statement)):  # type: ignore[attr-defined]
            self._plan(watch, str(statement))
        return answer

    def _plan(self, watch: Watch | None, statement: str) -> None:
        if watch is None or watch.reading is None:
            raise UnrecordedRead(why="no_reading")
        if watch.columns and all(any(_is_plain(thing) for thing in column) for column in watch.columns):
            return
        if watch.mode in ("engine", "aggregate"):
            if watch.mode == "aggregate" and any(_identifies(o) for column in watch.columns for o in column):
                raise UnrecordedRead(why="aggregate_tells_persons")
            watch.reading.system[watch.mode] = None
            return
        positions = tuple(i for i, column in enumerate(watch.columns) if any(_is_person_id(o) for o in column))
        if not watch.columns:
            names = [column[0] for column in self.description]  # type: ignore[attr-defined]
            positions = tuple(i for i, name in enumerate(names) if name == "person_id")
        if not positions:
            raise UnrecordedRead(why="no_person_id")
        self._positions, self._reading = positions, watch.reading

    def _noted(self, rows: Sequence[Any]) -> Sequence[Any]:
        if self._positions and self._reading is not None:
            for position in self._positions:
                self._reading.note(row[position] for row in rows)
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
    """The watched cursor of PostgreSQL."""


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
        write = WRITE.match(statement)
        if write and write[1] in audited_tables() and not options.get("audited"):
            raise UnauditedWrite(table=write[1])
        if not many and mentions_people(statement):
            compiled = getattr(context, "compiled", None)
            columns = [entry.objects or () for entry in getattr(compiled, "_result_columns", None) or ()]
            cursor.watch = Watch(conn.info.get("reading"), options.get("people", "person"), columns)

    @event.listens_for(engine, "checkin")
    def unbind(_connection: Any, record: Any) -> None:
        record.info.pop("reading", None)

    @event.listens_for(engine, "connect")
    def server_cursors(connection: Any, _record: Any) -> None:
        if isinstance(connection, psycopg.Connection):
            connection.server_cursor_factory = PostgresServerCursor
