"""Questions about imports."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Select, and_, false, or_, select

from lmis.model.batches import ImportBatch
from lmis.model.jobs import Job
from lmis.model.offices import Office
from lmis.queries.scope import in_scope
from lmis.vocabulary import Actor, Role


def batch_in_sight(by: Actor, batch_id: UUID) -> Select[ImportBatch]:
    """An import of the actor's office (or country)."""
    return _in_sight(by).where(ImportBatch.id == batch_id)


def batches_found(by: Actor, after: UUID | None, limit: int) -> Select[ImportBatch]:
    """A page of the imports in the actor's sight, ordered by id."""
    query = _in_sight(by)
    if after is not None:
        query = query.where(ImportBatch.id > after)
    return query.order_by(ImportBatch.id).limit(limit)


def undone_among(ids: Iterable[UUID]) -> Select[UUID]:
    """Which of these imports were taken back."""
    return select(ImportBatch.id).where(ImportBatch.id.in_(list(ids)), ImportBatch.state == "undone")


def latest_batches(by: Actor, before: UUID | None, limit: int) -> Select[ImportBatch, UUID | None]:
    """A page of the imports in the actor's sight, the latest first, each with the delivery that it belongs to."""
    query = _in_sight(by).outerjoin(Job, Job.batch_id == ImportBatch.id).add_columns(Job.root_id)
    if before is not None:
        last = select(ImportBatch.recorded_at, ImportBatch.id).where(ImportBatch.id == before).subquery()
        at, id_ = select(last.c.recorded_at).scalar_subquery(), select(last.c.id).scalar_subquery()
        query = query.where(
            or_(ImportBatch.recorded_at < at, and_(ImportBatch.recorded_at == at, ImportBatch.id < id_))
        )
    return query.order_by(ImportBatch.recorded_at.desc(), ImportBatch.id.desc()).limit(limit)


def _in_sight(by: Actor) -> Select[ImportBatch]:
    """Imports of offices in sight; a file of several offices belongs to the system."""
    if by.sees_all_offices and by.country is None:
        return select(ImportBatch)
    own = select(Office.id).where(in_scope(by, Office.id, Office.country))
    of_many = ImportBatch.office_id.is_(None) if by.role is Role.SYSTEM else false()
    return select(ImportBatch).where(ImportBatch.office_id.in_(own) | of_many)
