"""Taking an imported file back, as long as nothing was built on it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain
from typing import Any
from uuid import UUID

from sqlalchemy import LargeBinary, Table, Uuid, and_, or_, select
from sqlalchemy.orm import Session

from lmis.errors import Conflict, NotFound
from lmis.model.audit import AuditEvent
from lmis.model.base import Base
from lmis.model.batches import ImportBatch
from lmis.model.types import Sealed
from lmis.queries.batches import batch_in_sight
from lmis.services.writing import Change, Draft, Outcome, Status, record, write
from lmis.vocabulary import Actor

LIMIT = 500
"""Values in one IN list."""


class BatchNotFound(NotFound):
    """There is no such import in your office."""


class BuiltUpon(Conflict):
    """Later records stand on what this import brought, so it cannot be taken back."""


def undo_batch(session: Session, by: Actor, batch_id: UUID) -> Outcome:
    """Take back everything that a batch wrote: new rows go, changed values return, and versions move on.

    Returns:
        Updated; unchanged where it was undone already; or a refusal `BuiltUpon` with what stands on it (kind → count
        and first ids), and nothing is taken back. An import that still runs goes no further; one that broke off is
        taken back as far as it came.

    Raises:
        BatchNotFound: there is none in the actor's sight.
    """
    batch = session.scalars(batch_in_sight(by, batch_id).with_for_update(of=ImportBatch)).one_or_none()
    if batch is None:
        raise BatchNotFound(value=str(batch_id))
    if batch.state == "undone":
        return Outcome(Status.UNCHANGED, batch_id)
    own_events = select(AuditEvent).where(AuditEvent.batch_id == batch_id).order_by(AuditEvent.id)
    events = list(session.scalars(own_events.execution_options(people="engine")))
    changes = {event.id: _changes(event) for event in events}
    built = _built_upon(session, batch_id, events, [change for part in changes.values() for change in part])
    if built:
        return Draft("undo-import").refuse(BuiltUpon(built=built)).outcome
    own = Draft("undo-import", batch_id)
    own.update(ImportBatch, batch_id, record(batch), state="undone", undone_at=by.at)
    versions = _versions(session, changes.values())
    drafts = [_reversed(event, changes[event.id], versions) for event in reversed(events)]
    write(session, by, [*drafts, own])
    return Outcome(Status.UPDATED, batch_id)


def _reversed(event: AuditEvent, changes: Sequence[Change], versions: dict[tuple[str, Any], int]) -> Draft:
    """The changes of one command, the other way round."""
    draft = Draft("undo-import", event.subject_id)
    for change in reversed(changes):
        back = change.old
        if back is not None and "version" in back:
            place = (change.table.name, next(iter(change.key.values())))
            versions[place] += 1
            back = back | {"version": versions[place]}
        draft.changes.append(Change(change.table, change.key, change.new, back))
    return draft


def _versions(session: Session, changes: Iterable[Sequence[Change]]) -> dict[tuple[str, Any], int]:
    """(table, key) → the present version of every row whose values return."""
    keys: dict[Table, set[Any]] = defaultdict(set)
    for change in chain.from_iterable(changes):
        if change.old is not None and "version" in change.old:
            keys[change.table].add(next(iter(change.key.values())))
    held = {}
    for table, wanted in keys.items():
        key = next(iter(table.primary_key.columns))
        for part in _parts(wanted):
            rows = session.execute(select(key, table.c.version, *_person_of(table)).where(key.in_(part)))
            held.update({(table.name, row[0]): row[1] for row in rows})
    return held


def _person_of(table: Table) -> list[Any]:
    """The column with the person's id, which every reading of a personal table tells."""
    return [table.c[table.info["person"]].label("person_id")] if "person" in table.info else []


def _changes(event: AuditEvent) -> list[Change]:
    """What one audit event wrote, with the values that columns hold."""
    return [
        Change(table, *(_values(table, part) for part in parts))  # type: ignore[arg-type]
        for name, *parts in json.loads(event.changes)
        for table in [Base.metadata.tables[name]]
    ]


def _values(table: Table, told: dict[str, Any] | None) -> dict[str, Any] | None:
    """Values of an audit event, from JSON back to what their columns hold."""
    if told is None:
        return None
    return {name: _value(table.c[name].type, value) for name, value in told.items()}


def _value(kind: Any, value: Any) -> Any:
    if value is None or isinstance(kind, Sealed):
        return value
    if isinstance(kind, Uuid):
        return UUID(value)
    if isinstance(kind, LargeBinary):
        return bytes.fromhex(value)
    wanted = _python_type(kind)
    if wanted in (date, datetime):
        return wanted.fromisoformat(value)
    return Decimal(value) if wanted is Decimal else value


def _python_type(kind: Any) -> Any:
    try:
        return getattr(kind, "impl_instance", kind).python_type
    except NotImplementedError:
        return None


def _built_upon(
    session: Session, batch_id: UUID, events: list[AuditEvent], changes: list[Change]
) -> dict[str, dict[str, Any]]:
    """What was changed, or refers to what would go, since the batch: kind → how many, and the first ids."""
    found: dict[str, list[str]] = defaultdict(list)
    first = {event.subject_id: event.id for event in reversed(events) if event.subject_id}
    for later in _later_events(session, batch_id, first):
        found[later.act].append(str(later.subject_id))
    gone = {(c.table.name, next(iter(c.key.values()))) for c in changes if c.old is None}
    for table, id_ in _referring(session, gone):
        found[table].append(str(id_))
    return {kind: {"count": len(set(ids)), "ids": sorted(set(ids))[:5]} for kind, ids in found.items()}


def _parts(values: Iterable[Any]) -> Iterable[list[Any]]:
    ordered = list(values)
    return (ordered[start : start + LIMIT] for start in range(0, len(ordered), LIMIT))


def _later_events(session: Session, batch_id: UUID, first: Mapping[UUID, int]) -> Iterable[AuditEvent]:
    """Events that changed the same records after the batch did, but for those of imports that were undone since.

    Args:
        first: record → the batch's first event about it; other counters write while a long import runs.
    """
    undone = select(ImportBatch.id).where(ImportBatch.state == "undone")
    other = or_(
        AuditEvent.batch_id.is_(None), and_(AuditEvent.batch_id != batch_id, AuditEvent.batch_id.not_in(undone))
    )
    for part in _parts(first):
        same = AuditEvent.subject_id.in_(part), AuditEvent.id > min(first[subject] for subject in part)
        later = select(AuditEvent).where(*same, AuditEvent.act != "undo-import", other)
        for event in session.scalars(later.execution_options(people="engine")):
            if event.subject_id is not None and event.id > first[event.subject_id]:
                yield event


def _referring(session: Session, gone: set[tuple[str, Any]]) -> Iterable[tuple[str, Any]]:
    """Rows that stay and refer to rows that would go: (table, id)."""
    by_table: dict[str, set[Any]] = defaultdict(set)
    for name, key in gone:
        by_table[name].add(key)
    for table in Base.metadata.sorted_tables:
        key_column = next(iter(table.primary_key.columns))
        for foreign in table.foreign_keys:
            if not foreign.column.primary_key or table.name in ("import_batch", "audit_event"):
                continue
            for part in _parts(by_table.get(foreign.column.table.name, ())):
                rows = session.execute(select(key_column, *_person_of(table)).where(foreign.parent.in_(part)))
                yield from ((table.name, row[0]) for row in rows if (table.name, row[0]) not in gone)
