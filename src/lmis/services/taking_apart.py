"""Whether two records that were merged can be taken apart again: to the letter, or not at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from lmis.model.base import Base
from lmis.services.writing import Change

SHOWN = 5
"""Ids that a refusal names of each kind."""


def stands_upon(session: Session, changes: Sequence[Change]) -> dict[str, dict[str, Any]]:
    """What was changed since in rows that return, or refers to rows that go back to the other person; by table."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for table, wanted in _by_table(changes).items():
        held = _rows(session, table, wanted)
        for id_, values in wanted.items():
            now = held.get(id_)
            if now is None or any(now[name] != value for name, value in values.items()):
                found[table.name][str(id_)] = None
    for name, id_ in _children(session, changes):
        found[name][str(id_)] = None
    return {name: {"count": len(ids), "ids": list(ids)[:SHOWN]} for name, ids in found.items()}


def _by_table(changes: Sequence[Change]) -> dict[Table, dict[UUID, dict[str, Any]]]:
    """Table → row → the values that it has to have still; a row's version may have moved on."""
    wanted: dict[Table, dict[UUID, dict[str, Any]]] = defaultdict(lambda: defaultdict(dict))
    for change in changes:
        if change.new is not None:
            told = {name: value for name, value in change.new.items() if name != "version"}
            row = wanted[change.table][_id(change)]
            wanted[change.table][_id(change)] = told | row  # events come newest first: the last value counts
    return wanted


def _id(change: Change) -> UUID:
    id_: UUID = next(iter(change.key.values()))
    return id_


def _rows(session: Session, table: Table, ids: Mapping[UUID, Any]) -> dict[UUID, Mapping[str, Any]]:
    key = next(iter(table.primary_key.columns))
    rows = session.execute(select(*table.c).where(key.in_(list(ids)))).mappings()
    return {row[key.name]: dict(row) for row in rows}


def _children(session: Session, changes: Sequence[Change]) -> Iterator[tuple[str, UUID]]:
    """Rows of a person that refer to a row which goes back to another person, and were not moved with it."""
    moved: dict[str, set[UUID]] = defaultdict(set)
    known: dict[str, set[UUID]] = defaultdict(set)
    for change in changes:
        known[change.table.name].add(_id(change))
        if change.old and change.new and change.old.get("person_id") != change.new.get("person_id"):
            moved[change.table.name].add(_id(change))
    for table in Base.metadata.sorted_tables:
        if "person" not in table.info or table.name == "person":
            continue
        key = next(iter(table.primary_key.columns))
        for foreign in table.foreign_keys:
            parents = moved.get(foreign.column.table.name)
            if not parents or not foreign.column.primary_key:
                continue
            rows = session.execute(select(key, table.c.person_id).where(foreign.parent.in_(parents)))
            yield from ((table.name, row[0]) for row in rows if row[0] not in known[table.name])
