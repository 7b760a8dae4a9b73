"""Writing in bulk, with one audit event per command that changed something.

What goes around it is bookkeeping that nobody decides: leases of jobs, access records, answers kept for requests that
are sent again, attempts to sign in, sign-ins that begin and end, serials; and the reference tables, whose every load
stands in `reference_load` with its version, digest and time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from hashlib import sha256
from typing import Any, Final, cast
from uuid import UUID

from pydantic_core import to_json
from sqlalchemy import Table, bindparam, delete, update
from sqlalchemy.orm import DeclarativeBase, Session

from lmis.errors import LmisError, Refusal
from lmis.model.audit import AuditEvent
from lmis.model.base import Base
from lmis.model.copying import insert_rows
from lmis.model.ids import new_id
from lmis.vocabulary import Actor

Row = Mapping[str, Any]
NOTHING: Final[Row] = {}

TOGETHER: Final = 1_000
"""Rows of a table that one audit event tells."""


class Status(StrEnum):
    """What came of one command."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one command: the id of its record, or the refusal."""

    status: Status
    id: UUID | None = None
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One row that a command inserts (`old` is None), updates, or deletes (`new` is None)."""

    table: Table
    key: dict[str, Any]
    old: dict[str, Any] | None
    new: dict[str, Any] | None


@dataclass(slots=True)
class Draft:
    """Everything that one command writes, in order; empty when it changes nothing."""

    act: str
    subject: UUID | None = None
    changes: list[Change] = field(default_factory=list)
    refusal: Refusal | None = None

    def insert(self, entity: type[DeclarativeBase], **values: Any) -> UUID:
        """Plan a new row; its id is made here when the caller brings none. Returns the id."""
        table = cast(Table, entity.__table__)
        key = _key_of(table)
        if key == ("id",):
            values["id"] = values.get("id") or new_id()
        self.changes.append(Change(table, {name: values[name] for name in key}, None, values))
        return cast(UUID, values.get("id"))

    def update(self, entity: type[DeclarativeBase], key: UUID, old: Row, **values: Any) -> bool:
        """Plan a change of the columns that differ from `old`; returns whether anything differs."""
        table = cast(Table, entity.__table__)
        new = {name: value for name, value in values.items() if old.get(name) != value}
        if not new:
            return False
        if "version" in old:
            new["version"] = old["version"] + 1
        before = {name: old.get(name) for name in new}
        (name,) = table.primary_key.columns.keys()
        self.changes.append(Change(table, {name: key}, before, new))
        return True

    def delete(self, entity: type[DeclarativeBase], key: UUID, old: Row) -> None:
        """Plan the removal of a row."""
        table = cast(Table, entity.__table__)
        (name,) = table.primary_key.columns.keys()
        self.changes.append(Change(table, {name: key}, dict(old), None))

    def refuse(self, error: LmisError, pointer: str = "") -> Draft:
        """Turn the draft into a refusal: nothing of it is written."""
        self.changes.clear()
        self.refusal = Refusal(error, pointer)
        return self

    @property
    def made(self) -> bool:
        """Whether it inserts the subject's own row."""
        return bool(self.changes) and self.changes[0].old is None and self.subject in self.changes[0].key.values()

    @property
    def outcome(self) -> Outcome:
        """Created when the first change inserts the subject's row, else updated, unchanged or rejected."""
        if self.refusal is not None:
            return Outcome(Status.REJECTED, None, self.refusal)
        if not self.changes:
            return Outcome(Status.UNCHANGED, self.subject)
        return Outcome(Status.CREATED if self.made else Status.UPDATED, self.subject)


@cache
def _key_of(table: Table) -> tuple[str, ...]:
    """The names of the primary key's columns."""
    return tuple(table.primary_key.columns.keys())


def write(session: Session, by: Actor, drafts: Sequence[Draft]) -> list[Outcome]:
    """Write all drafts in bulk, one audit event each.

    Rows that go are deleted first, children before parents; then updates (a spell ends before another begins, an
    opening is let go before it is taken); then inserts, parents before children.
    """
    changes = [change for draft in drafts for change in draft.changes]
    _delete(session, [c for c in changes if c.new is None])
    _update(session, [c for c in changes if c.old is not None and c.new is not None])
    _insert(session, [c for c in changes if c.old is None])
    _audit(session, by, [draft for draft in drafts if draft.changes])
    session.expunge_all()  # what was loaded before is older than the rows now; the next question reads anew
    return [draft.outcome for draft in drafts]


@dataclass(frozen=True, slots=True)
class Lines:
    """New rows of a table in COPY's text form, a line each."""

    table: Table
    columns: list[str]
    lines: list[str]
    """Without their end."""

    def text(self, start: int = 0, end: int | None = None) -> str:
        """Some of them as one text."""
        lines = self.lines[start:end] if start or end else self.lines
        return "\n".join([*lines, ""])


def write_lines(session: Session, by: Actor, act: str, tables: Sequence[Lines]) -> None:
    """Take down in the audit trail what was copied in: one event for so many rows, which tells them as they went in."""
    for start in range(0, max(len(some.lines) for some in tables), TOGETHER):
        parts = [[some.table.name, some.columns, some.text(start, start + TOGETHER)] for some in tables]
        _tell(session, by, [(act, None, to_json({"lines": parts}).decode())])


def _insert(session: Session, changes: list[Change]) -> None:
    rows: dict[Table, list[dict[str, Any]]] = defaultdict(list)
    for change in changes:
        rows[change.table].append(change.new or {})
    for table in Base.metadata.sorted_tables:
        if table in rows:
            insert_rows(session, table, rows[table])


def _update(session: Session, changes: list[Change]) -> None:
    """Changes of the same columns of one table go together; the order of changes to one row is kept."""
    groups: dict[tuple[Table, tuple[str, ...], int], list[dict[str, Any]]] = defaultdict(list)
    seen: dict[tuple[str, Any], int] = defaultdict(int)
    for change in changes:
        (_name, key), *_ = change.key.items()
        turn = seen[change.table.name, key]
        seen[change.table.name, key] += 1
        new = change.new or {}
        values = {"_key": key, **{f"_{column}": value for column, value in new.items()}}
        groups[change.table, tuple(new), turn].append(values)
    for (table, columns, _turn), rows in sorted(groups.items(), key=lambda item: item[0][2]):
        key_column = next(iter(table.primary_key.columns))
        statement = (
            update(table)
            .where(key_column == bindparam("_key"))
            .values({column: bindparam(f"_{column}", type_=table.c[column].type) for column in columns})
        )
        session.execute(statement.execution_options(audited=True), rows)


def _delete(session: Session, changes: list[Change]) -> None:
    keys: dict[Table, list[dict[str, Any]]] = defaultdict(list)
    for change in changes:
        keys[change.table].append({f"_{name}": value for name, value in change.key.items()})
    for table in reversed(Base.metadata.sorted_tables):
        if table in keys:
            where = (c == bindparam(f"_{c.name}", type_=c.type) for c in table.primary_key.columns)
            session.execute(delete(table).where(*where).execution_options(audited=True), keys[table])


def _audit(session: Session, by: Actor, drafts: list[Draft]) -> None:
    _tell(session, by, [(draft.act, draft.subject, _sealed(draft)) for draft in drafts])


def _tell(session: Session, by: Actor, events: Sequence[tuple[str, UUID | None, str]]) -> None:
    """Write audit events: (act, subject, changes)."""
    if not events:
        return
    who = {"at": by.at, "staff_id": by.staff_id, "office_id": by.office_id, "batch_id": by.batch_id}
    rows = [{**who, "act": act, "subject_id": subject, "changes": changes} for act, subject, changes in events]
    insert_rows(session, cast(Table, AuditEvent.__table__), rows)


def _sealed(draft: Draft) -> str:
    changes = [[c.table.name, c.key, _told(c.table, c.old), _told(c.table, c.new, c.old)] for c in draft.changes]
    return to_json(changes, bytes_mode="hex").decode()


def _told(table: Table, values: Row | None, before: Row | None = NOTHING) -> Row | None:
    """The values as an event tells them: of a new row those that it has, of a whole file its digest and size."""
    if values is None:
        return None
    if before is None:
        values = {name: value for name, value in values.items() if value is not None}
    for name in _whole(table):
        if value := values.get(name):
            values = {**values, name: {"sha256": sha256(value).hexdigest(), "bytes": len(value)}}
    return values


@cache
def _whole(table: Table) -> tuple[str, ...]:
    """The columns that hold whole files."""
    return tuple(column.name for column in table.c if column.info.get("whole"))


def record(row: object) -> dict[str, Any]:
    """The columns of a loaded row."""
    return {name: value for name, value in vars(row).items() if not name.startswith("_")}


def one(outcomes: Sequence[Outcome]) -> Outcome:
    """The only outcome of a single command.

    Raises:
        LmisError: the command was refused; the pointer of the field travels in `values`.
    """
    (outcome,) = outcomes
    if outcome.refusal is not None:
        error = outcome.refusal.error
        error.pointer = outcome.refusal.pointer
        raise error
    return outcome
