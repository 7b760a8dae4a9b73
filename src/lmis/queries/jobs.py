"""Questions about long work, and about files that were sent on a page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import aliased

from lmis.model.jobs import Job
from lmis.model.offices import Office
from lmis.queries.scope import in_scope
from lmis.vocabulary import Actor


def jobs_in_sight(by: Actor) -> Select[Job]:
    """The jobs of the actor's office (or country)."""
    offices = select(Job).outerjoin(Office, Office.id == Job.office_id)
    return offices.where(in_scope(by, Job.office_id, Office.country))


def deliveries_among(by: Actor, ids: Iterable[UUID]) -> Select[UUID]:
    """Which of these deliveries are in sight."""
    return jobs_in_sight(by).where(Job.id.in_(list(ids)), Job.root_id == Job.id).with_only_columns(Job.id)


def steps_of(by: Actor, root_id: UUID) -> Select[Job]:
    """What was done about one delivery, in order; nothing where it is out of sight."""
    return jobs_in_sight(by).where(Job.root_id == root_id).order_by(Job.step)


def waiting_deliveries(by: Actor, since: datetime, limit: int) -> Select[Job]:
    """The first steps of deliveries of which nothing was imported yet, the latest first."""
    later = aliased(Job)
    imported = exists().where(later.root_id == Job.id, later.batch_id.is_not(None))
    roots = jobs_in_sight(by).where(Job.root_id == Job.id, Job.recorded_at > since, ~imported)
    return roots.order_by(Job.recorded_at.desc(), Job.id.desc()).limit(limit)
