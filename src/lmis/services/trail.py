"""What audit events tell: changes one by one, or rows that were copied in together."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import JSON, Boolean, Integer, LargeBinary, Row, Table, Uuid
from sqlalchemy.orm import Session

from lmis.model.base import Base
from lmis.model.copying import cells
from lmis.model.types import Sealed, keyring_of
from lmis.services.writing import TOGETHER

Told = dict[str, Any] | None
Written = tuple[str, dict[str, Any], Told, Told]
"""One change as an audit event tells it: table, key, old and new values in JSON."""

BLOCK: Final = 2_000
"""Commands whose events are held at once."""


def written_of(session: Session, told: str, only: Mapping[str, Collection[str]] | None = None) -> list[Written]:
    """The changes of an event, in the order in which they were made.

    Args:
        only: table -> the columns that are wanted of rows that were copied in, where not all are: the other cells,
            sealed ones among them, stay closed. Keys are always told.
    """
    document = json.loads(told)
    if isinstance(document, list):
        return document
    return [
        change for table, names, lines in document["lines"] for change in _copied(session, table, names, lines, only)
    ]


def _copied(
    session: Session, name: str, names: Sequence[str], lines: str, only: Mapping[str, Collection[str]] | None
) -> Iterator[Written]:
    table = Base.metadata.tables[name]
    keys = table.primary_key.columns.keys()
    wanted = set(names) if only is None else {*keys, *only.get(name, ())}
    read = [(at, column, _reader(session, table, column)) for at, column in enumerate(names) if column in wanted]
    for row in cells(lines):
        new = {column: one(text) for at, column, one in read if (text := row[at]) is not None}
        yield name, {key: new[key] for key in keys}, None, new


def _reader(session: Session, table: Table, column: str) -> Callable[[str], Any]:
    """From a cell to the value as an event tells it."""
    kind = table.c[column].type
    if isinstance(kind, Sealed):
        keyring, purpose = keyring_of(session.get_bind().dialect), kind.purpose
        return lambda cell: keyring.unseal(purpose, bytes.fromhex(cell[2:])).decode()
    if isinstance(kind, LargeBinary):
        return lambda cell: cell[2:]
    if isinstance(kind, Uuid):
        return lambda cell: str(UUID(cell))
    if isinstance(kind, JSON):
        return json.loads
    if isinstance(kind, Boolean):
        return lambda cell: cell == "t"
    return int if isinstance(kind, Integer) else str


def in_blocks(events: Sequence[Row[int, UUID | None]]) -> Iterator[Sequence[Row[int, UUID | None]]]:
    """(id, subject) of events, in blocks that are not too large: one without a subject tells of many."""
    block: list[Row[int, UUID | None]] = []
    weight = 0
    for event in events:
        block.append(event)
        weight += 1 if event[1] is not None else TOGETHER
        if weight >= BLOCK:
            yield block
            block, weight = [], 0
    if block:
        yield block


def subjects_of(subject: UUID | None, changes: Sequence[Written]) -> list[str]:
    """Whom an event is about: its subject, or of one that tells of many the people who came or went."""
    if subject is not None:
        return [str(subject)]
    moved = (key["id"] for table, key, old, new in changes if table == "person" and (old is None or new is None))
    return list(dict.fromkeys(moved))
