"""Taking an imported file back, as long as nothing was built on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import LargeBinary, Table, Uuid, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lmis.errors import Conflict, NotFound
from lmis.model.audit import AuditEvent
from lmis.model.base import Base
from lmis.model.batches import ImportBatch
from lmis.model.dialects import is_sqlite
from lmis.model.types import Sealed
from lmis.queries.batches import batch_in_sight
from lmis.services.built_upon import Claims, Listed, blocks_of, built_upon, events_of, key_of, parts
from lmis.services.trail import written_of
from lmis.services.writing import Change, Draft, Outcome, Status, record, write
from lmis.vocabulary import Actor


class BatchNotFound(NotFound):
    """There is no such import in your office."""


class BuiltUpon(Conflict):
    """Later records stand on what this import brought, so it cannot be taken back."""


def undo_batch(session: Session, by: Actor, batch_id: UUID) -> Outcome:
    """Take back everything that a batch wrote: new rows go, changed values return, and versions move on.

    It goes block by block, newest first, so that memory does not grow with the file; all of it or nothing is done.

    Returns:
        Updated; unchanged where it was undone already; or a refusal `BuiltUpon` with what stands on it (kind → count
        and first ids; `services.built_upon` has the rule), and nothing is taken back. An import that still runs goes
        no further; one that broke off is taken back as far as it came.

    Raises:
        BatchNotFound: there is none in the actor's sight.
    """
    batch = session.scalars(batch_in_sight(by, batch_id).with_for_update(of=ImportBatch)).one_or_none()
    if batch is None:
        raise BatchNotFound(value=str(batch_id))
    if batch.state == "undone":
        return Outcome(Status.UNCHANGED, batch_id)
    held, listed = record(batch), events_of(session, batch_id)
    claims = Claims.of(session, batch_id, listed)
    if built := built_upon(session, batch_id, claims):
        return _refused(built)
    try:
        with session.begin_nested():
            _take_back(session, by, batch_id, held, listed)
            # whoever wrote meanwhile was waited for by now; on SQLite nobody could
            if not is_sqlite(session) and (built := built_upon(session, batch_id, claims)):
                raise BuiltUpon(built=built)
    except (IntegrityError, BuiltUpon):
        if built := built_upon(session, batch_id, claims):
            return _refused(built)
        raise
    return Outcome(Status.UPDATED, batch_id)


def _refused(built: Mapping[str, Mapping[str, Any]]) -> Outcome:
    return Draft("undo-import").refuse(BuiltUpon(built=built)).outcome


def _take_back(session: Session, by: Actor, batch_id: UUID, held: Mapping[str, Any], listed: Listed) -> None:
    """Write everything the other way round, newest first: what came later may refer to what came before."""
    for events in blocks_of(session, listed[::-1], AuditEvent.batch_id == batch_id):
        told = [(event.subject_id, changes_of(session, event.changes)) for event in events]
        versions = versions_of(session, (change for _, changes in told for change in changes))
        write(session, by, [reversed_draft(subject, changes, versions) for subject, changes in told])
    own = Draft("undo-import", batch_id)
    own.update(ImportBatch, batch_id, held, state="undone", undone_at=by.at)
    write(session, by, [own])


def reversed_draft(
    subject: UUID | None, changes: Sequence[Change], versions: dict[tuple[str, Any], int], act: str = "undo-import"
) -> Draft:
    """The changes of one command, the other way round."""
    draft = Draft(act, subject)
    for change in reversed(changes):
        back = change.old
        if back is not None and "version" in back:
            place = (change.table.name, key_of(change.key))
            versions[place] += 1
            back = back | {"version": versions[place]}
        draft.changes.append(Change(change.table, change.key, change.new, back))
    return draft


def versions_of(session: Session, changes: Iterable[Change]) -> dict[tuple[str, Any], int]:
    """(table, key) → the present version of every row whose values return."""
    keys: dict[Table, set[Any]] = defaultdict(set)
    for change in changes:
        if change.old is not None and "version" in change.old:
            keys[change.table].add(key_of(change.key))
    held = {}
    for table, wanted in keys.items():
        key = next(iter(table.primary_key.columns))
        for part in parts(wanted):
            rows = session.execute(select(key, table.c.version, *_person_of(table)).where(key.in_(part)))
            held.update({(table.name, row[0]): row[1] for row in rows})
    return held


def _person_of(table: Table) -> list[Any]:
    """The column with the person's id, which every reading of a personal table tells."""
    return [table.c[table.info["person"]].label("person_id")] if "person" in table.info else []


def changes_of(session: Session, told: str) -> list[Change]:
    """What one audit event wrote, with the values that columns hold."""
    return [
        Change(table, *(_values(table, part) for part in parts_))  # type: ignore[arg-type]
        for name, *parts_ in written_of(session, told)
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
    wanted = getattr(kind, "impl_instance", kind).python_type
    if wanted in (date, datetime):
        return wanted.fromisoformat(value)
    return Decimal(value) if wanted is Decimal else value
