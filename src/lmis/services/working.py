"""Doing the long work: one job after another, under a lease."""

from __future__ import annotations

import io
import logging
import os
import socket
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
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
from lmis.services.importing import import_file, plain_words
from lmis.services.lookups import Labels
from lmis.services.publishing import publish
from lmis.services.repeating import forget_old_answers
from lmis.vocabulary import Actor, Country, Language, Purpose, Role

LOG: Final = logging.getLogger(__name__)

PAUSE: Final = 1.0
"""Seconds between two looks at an empty queue."""

PASSING: Final = (Busy, NoSpaceLeft)
"""Refusals that say nothing about the work: it is tried again till they are gone."""

Clock = Callable[[], Actor]
"""Who works, with the time of now."""


@dataclass(frozen=True)
class Speech:
    """What a door lends to work for others: refusals in words of the sender's language, labels of closed lists."""

    words: Callable[[LmisError, Language], str] = lambda error, _language: plain_words(error)
    labels: Labels | None = None


class UnknownJob(NotFound):
    """Nobody here knows how to do this job."""


def work(
    database: Database,
    clock: Clock,
    name: str,
    stop: threading.Event,
    *,
    once: bool = False,
    speech: Speech | None = None,
) -> int:
    """Take jobs until `stop` is set (or, with `once`, until none is left); returns how many were done."""
    holder, done = f"{name}@{socket.gethostname()}:{os.getpid()}"[:80], 0
    settled: date | None = None
    while not stop.is_set():
        try:
            with database.open(clock(), Purpose.NONE, "lease-job") as session:
                job = jobs.lease(session, clock(), holder)
            if job is not None:
                done += _do(database, clock, holder, job, speech or Speech())
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
        _settle(database, now, {}, Speech())
    return now.today


def _do(database: Database, clock: Clock, holder: str, job: Job, speech: Speech) -> int:
    """Do one job while its lease is kept; a refusal ends it, anything else is tried again."""
    finished = threading.Event()
    keeper = threading.Thread(target=_keep, args=(database, clock, job.id, holder, finished), daemon=True)
    keeper.start()
    try:
        if job.kind not in HANDLERS:
            raise UnknownJob(value=job.kind)
        by = _actor(database, clock(), job)
        result = HANDLERS[job.kind](database, by, job.payload, speech)
    except Exception as error:
        passing = isinstance(error, PASSING)
        known = isinstance(error, LmisError) and not passing
        name = error.name if isinstance(error, LmisError) else type(error).__name__
        LOG.error("job %s (%s) met %s", job.id, job.kind, name)
        with database.open(clock(), Purpose.NONE, "fail-job") as session:
            jobs.fail(session, clock(), job.id, holder, name, again=not known, counted=not passing)
        return 0
    finally:
        finished.set()
        keeper.join()
    with database.open(clock(), Purpose.NONE, "finish-job") as session:
        done = jobs.finish(session, job.id, holder, result)
        if done and "file" in job.payload:
            remove_files(session, by, StoredFile.id == UUID(job.payload["file"]))
        return int(done)


def _keep(database: Database, clock: Clock, job_id: UUID, holder: str, finished: threading.Event) -> None:
    """Extend the lease till the work is finished; a busy database is asked again at the next turn."""
    while not finished.wait(jobs.LEASE.total_seconds() / 10):
        with suppress(Busy, OperationalError), database.open(clock(), Purpose.NONE, "extend-lease") as session:
            if not jobs.extend(session, clock(), job_id, holder):
                return


def _actor(database: Database, now: Actor, job: Job) -> Actor:
    """Whoever asked for the work acts in it, with the rights of then and the clock of now."""
    if job.staff_id is None:
        return Actor(None, job.office_id, None, Role.SYSTEM, now.at)
    with database.open(now, Purpose.NONE, "job-actor", write=False) as session:
        staff, country = session.execute(
            select(Staff, Office.country).join(Office, Office.id == Staff.office_id).where(Staff.id == job.staff_id)
        ).one()
        return Actor(staff.id, staff.office_id, Country(country), Role(staff.role), now.at, Language(staff.language))


def _import(database: Database, by: Actor, payload: Mapping[str, Any], speech: Speech) -> dict[str, Any]:
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
        words=lambda error: speech.words(error, by.language),
        labels=speech.labels,
        told=Told(profile=payload.get("headers", {})),
        remember=payload.get("remember", False),
    )
    with database.open(by, Purpose.NONE, "keep-rejects") as session:
        name, text = f"rejects-{payload['file_name']}", rejects.getvalue().encode()
        kept = str(keep_file(session, by, "keep-rejects", name, text)) if report.rejected else None
    return {"report": report.as_json(), "rejects": kept}


def _publish(database: Database, by: Actor, payload: Mapping[str, Any], _speech: Speech) -> dict[str, Any]:
    with database.open(by, Purpose.STATISTICS, "publish") as session:
        report = publish(session, by, payload["period"], Country(payload["country"]), state=payload["state"])
    return {"edition": str(report.edition_id), "number": report.number, "changed": report.changed}


def _settle(database: Database, by: Actor, _payload: Mapping[str, Any], _speech: Speech) -> dict[str, Any]:
    """What is due each day: openings that expired, answers and files that are kept no longer."""
    with database.open(by, Purpose.ADMINISTRATION, "settle") as session:
        return {
            "openings": expire_vacancies(session, by),
            "answers": forget_old_answers(session, by),
            "files": forget_files(session, by),
        }


HANDLERS: Final[Mapping[str, Callable[[Database, Actor, Mapping[str, Any], Speech], dict[str, Any]]]] = {
    "import": _import,
    "publish": _publish,
    "settle": _settle,
}
"""What can be done: kind of job → who does it."""
