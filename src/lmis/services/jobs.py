"""Long work: jobs in a table, taken under a lease by whoever works; a lost lease is taken over."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import and_, insert, or_, select, update
from sqlalchemy.orm import Session

from lmis.errors import Conflict, NotFound
from lmis.model.ids import new_id
from lmis.model.jobs import Job
from lmis.queries.jobs import jobs_in_sight
from lmis.vocabulary import Actor

LEASE: Final = timedelta(minutes=5)
ATTEMPTS: Final = 3


class JobNotFound(NotFound):
    """There is no such job in your office."""


class WorkStopped(Conflict):
    """The work was stopped by hand."""


def enqueue(session: Session, by: Actor, kind: str, payload: dict[str, Any], **part: Any) -> UUID:
    """Put a job in the queue; returns its id.

    Args:
        part: of which delivery it is a step, where it is one (`root_id`, `step`; of the first one also its `id`).
    """
    id_: UUID = part.pop("id", None) or new_id()
    job = {"id": id_, "kind": kind, "state": "waiting", "office_id": by.office_id, "staff_id": by.staff_id}
    whole = job | {"payload": payload, "attempts": 0, "due_at": by.at, "recorded_at": by.at, "progress": 0, "step": 0}
    session.execute(insert(Job), [whole | part])
    return id_


def lease(session: Session, by: Actor, holder: str) -> Job | None:
    """Take the next job that is due, or whose lease has run out; None where nothing is to be done."""
    lost = and_(Job.state == "running", Job.lease_until < by.at)
    due = and_(Job.state == "waiting", Job.due_at <= by.at)
    query = select(Job).where(or_(lost, due)).order_by(Job.due_at, Job.id).limit(1).with_for_update(skip_locked=True)
    job = session.scalars(query).one_or_none()
    if job is None:
        return None
    state = "running" if job.attempts < ATTEMPTS else "failed"
    values = {"state": state, "lease_until": by.at + LEASE, "holder": holder, "attempts": job.attempts + 1}
    values["progress"] = 0
    session.execute(update(Job).where(Job.id == job.id).values(values))
    session.expunge(job)
    return job if state == "running" else None


def extend(session: Session, by: Actor, job_id: UUID, holder: str, progress: int = 0) -> bool:
    """Keep the lease while the work goes on, and tell how far it is; False where somebody else has taken over."""
    held = update(Job).where(Job.id == job_id, Job.holder == holder, Job.state == "running")
    values = {"lease_until": by.at + LEASE, "progress": progress}
    return bool(session.execute(held.values(values)).rowcount)  # type: ignore[attr-defined]


def finish(session: Session, job_id: UUID, holder: str, result: dict[str, Any]) -> bool:
    """The work is done; False where somebody else has taken over."""
    held = update(Job).where(Job.id == job_id, Job.holder == holder, Job.state == "running")
    report = result.get("report") or {}
    batch = UUID(report["batch"]) if report.get("batch") else None
    values = {"state": "done", "result": result, "lease_until": None, "batch_id": batch}
    done = session.execute(held.values(values | {"progress": report.get("lines", 0)}))
    return bool(done.rowcount)  # type: ignore[attr-defined]


def fail(
    session: Session,
    by: Actor,
    job_id: UUID,
    holder: str,
    error: str,
    *,
    again: bool,
    counted: bool = True,
    told: list[Any] | None = None,
) -> None:
    """The work failed: tried again after a minute, or given up with the name of the error.

    Args:
        counted: whether this was one of the few attempts that a job has.
        told: the error as it is kept, for whoever asks what became of the job.
    """
    held = update(Job).where(Job.id == job_id, Job.holder == holder, Job.state == "running")
    state = {"state": "waiting", "due_at": by.at + timedelta(minutes=1)} if again else {"state": "failed"}
    attempts = Job.attempts if counted else Job.attempts - 1
    result = {"told": told} if told else None
    session.execute(held.values(**state, attempts=attempts, error=error, lease_until=None, result=result))


def stop(session: Session, job_id: UUID) -> None:
    """Nobody works on it any more; whoever does it now breaks off at the next look."""
    going = update(Job).where(Job.id == job_id, Job.state.in_(["waiting", "running"]))
    session.execute(going.values(state="stopped", lease_until=None))


def is_stopped(session: Session, job_id: UUID) -> bool:
    """Whether a job was stopped by hand."""
    return session.scalars(select(Job.state).where(Job.id == job_id)).one_or_none() == "stopped"


def job_in_sight(session: Session, by: Actor, job_id: UUID) -> Job:
    """A job of the actor's office.

    Raises:
        JobNotFound: there is none.
    """
    job = session.scalars(jobs_in_sight(by).where(Job.id == job_id)).one_or_none()
    if job is None:
        raise JobNotFound(value=str(job_id))
    return job
