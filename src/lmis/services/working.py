"""Doing the long work: one job after another, under a lease."""

from __future__ import annotations

import io
import logging
import os
import socket
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from lmis.errors import LmisError, NotFound
from lmis.imports.read import Told
from lmis.model.batches import StoredFile
from lmis.model.jobs import Job
from lmis.model.offices import Office, Staff
from lmis.model.session import Busy, Database, NoSpaceLeft
from lmis.services import jobs
from lmis.services.expiry import expire_vacancies
from lmis.services.files import file_content, forget_files, keep_file, remove_files
from lmis.services.importing import ImportReport, import_file
from lmis.services.keeping_faults import kept_error, kept_faults
from lmis.services.lookups import Labels
from lmis.services.publishing import publish
from lmis.services.repeating import forget_old_answers
from lmis.vocabulary import Actor, Country, Language, Purpose, Role

LOG: Final = logging.getLogger(__name__)

PAUSE: Final = 1.0
"""Seconds between two looks at an empty queue."""

GLANCE: Final = 2.0
"""Seconds between two looks at how far a piece of work has come."""

PASSING: Final = (Busy, NoSpaceLeft)
"""Refusals that say nothing about the work: it is tried again till they are gone."""

Clock = Callable[[], Actor]
"""Who works, with the time of now."""


class UnknownJob(NotFound):
    """Nobody here knows how to do this job."""


@dataclass
class Doing:
    """A piece of work under way: how far it is, whether it is finished, and whether somebody stopped it."""

    lines: int = 0
    labels: Labels | None = None
    """By which cells may name the values of closed lists; a door brings them."""
    finished: threading.Event = field(default_factory=threading.Event)
    stopped: threading.Event = field(default_factory=threading.Event)

    def told(self, report: ImportReport) -> None:
        """So many lines are done; whoever keeps the lease writes it down, for the work itself may hold the database.

        Raises:
            WorkStopped: somebody stopped it; what is done by now stays as it is.
        """
        self.lines = report.lines
        if self.stopped.is_set():
            raise jobs.WorkStopped()


def work(
    database: Database,
    clock: Clock,
    name: str,
    stop: threading.Event,
    *,
    once: bool = False,
    labels: Labels | None = None,
) -> int:
    """Take jobs until `stop` is set (or, with `once`, until none is left); returns how many were done."""
    holder, done = f"{name}@{socket.gethostname()}:{os.getpid()}"[:80], 0
    settled: date | None = None
    while not stop.is_set():
        try:
            with database.open(clock(), Purpose.NONE, "lease-job") as session:
                job = jobs.lease(session, clock(), holder)
            if job is not None:
                done += _do(database, clock, holder, job, labels)
                continue
            if once:
                break
            settled = _settle_daily(database, clock, settled)
        except Exception as error:  # the worker outlives whatever one piece of work meets; names and ids only
            LOG.error("work was interrupted by %s", type(error).__name__)
            if once:
                raise
        stop.wait(PAUSE)
    return done


def _settle_daily(database: Database, clock: Clock, settled: date | None) -> date:
    """When nothing else is to be done, settle once on each day; returns the day."""
    now = clock()
    if settled != now.today:
        _settle(database, now, {}, Doing())
    return now.today


def _do(database: Database, clock: Clock, holder: str, job: Job, labels: Labels | None) -> int:
    """Do one job while its lease is kept; a refusal ends it, anything else is tried again."""
    doing = Doing(labels=labels)
    keeper = threading.Thread(target=_keep, args=(database, clock, job.id, holder, doing), daemon=True)
    keeper.start()
    try:
        if job.kind not in HANDLERS:
            raise UnknownJob(value=job.kind)
        by = _actor(database, clock(), job)
        result = HANDLERS[job.kind](database, by, job.payload, doing)
    except Exception as error:
        passing = isinstance(error, PASSING)
        known = isinstance(error, LmisError) and not passing
        name = error.name if isinstance(error, LmisError) else type(error).__name__
        LOG.error("job %s (%s) met %s", job.id, job.kind, name)
        with database.open(clock(), Purpose.NONE, "fail-job") as session:
            jobs.fail(session, clock(), job.id, holder, name, again=not known, counted=not passing, told=_told(error))
        return 0
    finally:
        doing.finished.set()
        keeper.join()
    with database.open(clock(), Purpose.NONE, "finish-job") as session:
        done = jobs.finish(session, job.id, holder, result)
        if done and "file" in job.payload and not job.payload.get("kept"):
            remove_files(session, by, StoredFile.id == UUID(job.payload["file"]))
        if done and "then" in job.payload:
            jobs.enqueue(session, by, job.kind, job.payload["then"], root_id=job.root_id, step=job.step + 1)
        return int(done)


def _told(error: Exception) -> list[Any] | None:
    return kept_error(error) if isinstance(error, LmisError) else None


def _keep(database: Database, clock: Clock, job_id: UUID, holder: str, doing: Doing) -> None:
    """Extend the lease till the work is finished, at once where it has come further.

    A busy database is asked again at the next turn.
    """
    told, turns = 0, 0
    while not doing.finished.wait(GLANCE):
        turns += 1
        if doing.lines == told and turns * GLANCE < jobs.LEASE.total_seconds() / 10:
            continue
        with suppress(Busy, OperationalError), database.open(clock(), Purpose.NONE, "extend-lease") as session:
            if not jobs.extend(session, clock(), job_id, holder, doing.lines):
                if jobs.is_stopped(session, job_id):
                    doing.stopped.set()
                return
            told, turns = doing.lines, 0


def _actor(database: Database, now: Actor, job: Job) -> Actor:
    """Whoever asked for the work acts in it, with the rights of then and the clock of now."""
    if job.staff_id is None:
        return Actor(None, job.office_id, None, Role.SYSTEM, now.at)
    with database.open(now, Purpose.NONE, "job-actor", write=False) as session:
        staff, country = session.execute(
            select(Staff, Office.country).join(Office, Office.id == Staff.office_id).where(Staff.id == job.staff_id)
        ).one()
        return Actor(staff.id, staff.office_id, Country(country), Role(staff.role), now.at, Language(staff.language))


def _import(database: Database, by: Actor, payload: Mapping[str, Any], doing: Doing) -> dict[str, Any]:
    """Import an uploaded file; its bytes go when the job is done, the rejected rows wait sealed to be fetched."""
    with database.open(by, Purpose.NONE, "load-file", write=False) as session:
        content = file_content(session, UUID(payload["file"]))
    rejects = io.StringIO()
    report = import_file(
        database,
        by,
        payload["kind"],
        io.BytesIO(content),
        file_name=payload["file_name"],
        office=payload.get("office"),
        for_real=payload["for_real"],
        rejects=rejects,
        labels=doing.labels,
        told=Told(profile=payload.get("headers", {})),
        remember=payload.get("remember", False),
        progress=doing.told,
        tell=kept_faults,
    )
    with database.open(by, Purpose.NONE, "keep-rejects") as session:
        name, text = f"rejects-{payload['file_name']}", rejects.getvalue().encode()
        kept = str(keep_file(session, by, "keep-rejects", name, text)) if report.rejected else None
    return {"report": report.as_json(), "rejects": kept}


def _publish(database: Database, by: Actor, payload: Mapping[str, Any], _doing: Doing) -> dict[str, Any]:
    with database.open(by, Purpose.STATISTICS, "publish") as session:
        report = publish(session, by, payload["period"], Country(payload["country"]), state=payload["state"])
    return {"edition": str(report.edition_id), "number": report.number, "changed": report.changed}


def _settle(database: Database, by: Actor, _payload: Mapping[str, Any], _doing: Doing) -> dict[str, Any]:
    """What is due each day: openings that expired, answers and files that are kept no longer."""
    with database.open(by, Purpose.ADMINISTRATION, "settle") as session:
        return {
            "openings": expire_vacancies(session, by),
            "answers": forget_old_answers(session, by),
            "files": forget_files(session, by),
        }


HANDLERS: Final[Mapping[str, Callable[[Database, Actor, Mapping[str, Any], Doing], dict[str, Any]]]] = {
    "import": _import,
    "publish": _publish,
    "settle": _settle,
}
"""What can be done: kind of job → who does it."""
