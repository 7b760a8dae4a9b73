"""A second pair of eyes: every statement of the suite that reads a person's columns has its access record.

It listens to all engines of the process, also to those that go around `Database`, judges statements by their text
alone, and counts their rows by running them again: it shares nothing with `lmis.model.reading`.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import Connection, Engine, event, text

from lmis.model.session import Database

PERSONAL = (
    "person", "support_need", "registration", "registration_stay", "registration_renewal", "referral",
    "referral_move", "placement", "follow_up", "service_event", "possible_duplicate",
    "suggestion", "person_turn",
)  # fmt: skip
NAME = r'"?(?:main\.|public\.)?"?(' + "|".join(PERSONAL) + r')"?\b'
SOURCE = re.compile(rf"\b(?:FROM|JOIN|,)\s+{NAME}|\b(?:UPDATE|INTO|FROM)\s+{NAME}.*\bRETURNING\b", re.I | re.S)
COLUMN = re.compile(r'^"?(\w+)"?\."?\w+"?(?:\s+AS\s+"?\w+"?)?$', re.I)

COPY = "sqlite:///file%3A?uri=true"
"""A copy without a name: whom it reads is recorded in the database that it was made of."""


TRAIL = re.compile(r"(\bchanges\b|\*).*\bFROM\s+(?:.*\W)?audit_event\b", re.I | re.S)


def reads_people(statement: str) -> bool:
    """Whether the outermost SELECT (or RETURNING) gives out columns of a table that tells about people.

    The changes of the audit trail tell about them too.
    """
    plain = _outermost(statement)
    if TRAIL.search(plain):
        return True
    if not SOURCE.search(plain):
        return False
    head = re.match(r"\s*SELECT\s+(?:DISTINCT\s+)?(.*?)\bFROM\b", plain, re.I | re.S)
    if head is None:
        return bool(re.search(r"\bRETURNING\b", plain, re.I))
    columns = [COLUMN.match(part.strip()) for part in head[1].split(",")]
    return not all(column and column[1].lower() not in PERSONAL for column in columns)


def _outermost(statement: str) -> str:
    """The statement without what stands in brackets: a subquery that only asks for existence gives nothing out."""
    depth, out = 0, []
    for sign in statement:
        depth += sign == "("
        if depth == 0:
            out.append(sign)
        depth -= sign == ")"
    return "".join(out)


@dataclass
class Sighting:
    """One statement that returned rows about people."""

    statement: str
    database: str
    reading: UUID | None
    operation: str | None


@dataclass
class Watcher:
    """Collects sightings, and tells which of them have no access record."""

    sightings: list[Sighting] = field(default_factory=list)

    def start(self) -> None:
        """Listen to every engine of the process."""
        event.listen(Engine, "after_cursor_execute", self._see)

    def stop(self) -> None:
        """Listen no more."""
        event.remove(Engine, "after_cursor_execute", self._see)

    def _see(self, conn: Connection, _c: Any, statement: str, parameters: Any, _x: Any, many: bool) -> None:
        if many or not reads_people(statement) or not _has_rows(conn, statement, parameters):
            return
        reading = conn.info.get("reading")
        url = conn.engine.url.render_as_string()
        self.sightings.append(
            Sighting(statement, url, getattr(reading, "id", None), getattr(reading, "operation", None))
        )

    def unrecorded(self, database: Database) -> list[Sighting]:
        """Sightings in this database without an access event; they are forgotten afterwards."""
        urls = {database.engine.url.render_as_string(), COPY}
        mine = [s for s in self.sightings if s.database in urls]
        self.sightings = [s for s in self.sightings if s.database not in urls]
        if not mine:
            return []
        with database.engine.connect() as connection:
            rows = connection.execute(text("SELECT id, kind, operation FROM access_event")).all()
        persons = {UUID(str(row.id)) for row in rows if row.kind == "person"}
        system = {row.operation for row in rows if row.kind != "person"}
        return [s for s in mine if s.reading not in persons and s.operation not in system]


def _has_rows(conn: Connection, statement: str, parameters: Any) -> bool:
    raw = conn.connection.dbapi_connection
    again = re.sub(r"\s+FOR UPDATE(?:\s+SKIP LOCKED)?\s*$", "", statement.rstrip().rstrip(";"))
    if not re.match(r"\s*(SELECT|WITH)\b", again, re.I):
        return True
    counting = f"SELECT 1 FROM ({again}) AS again LIMIT 1"
    if isinstance(raw, sqlite3.Connection):
        return sqlite3.Cursor(raw).execute(counting, parameters).fetchone() is not None
    assert isinstance(raw, psycopg.Connection)
    return _postgres_rows(raw, counting, parameters)


def _postgres_rows(raw: psycopg.Connection[Any], counting: str, parameters: Sequence[Any]) -> bool:
    with psycopg.Cursor(raw) as cursor:
        return cursor.execute(counting.encode(), parameters).fetchone() is not None
