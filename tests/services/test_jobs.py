"""Jobs under leases: each is done once, and a lost lease is taken over."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from conftest import NOW, actor
from lmis.errors import LmisError
from lmis.model.session import Database
from lmis.services import jobs
from lmis.services.working import work
from lmis.vocabulary import Actor, Purpose, Role

BY = actor(role=Role.SYSTEM)


def later(minutes: int) -> Actor:
    return replace(BY, at=NOW + timedelta(minutes=minutes))


def test_a_job_is_leased_once_until_its_lease_runs_out(database: Database) -> None:
    with database.open(BY, Purpose.NONE, "test") as session:
        job = jobs.enqueue(session, BY, "settle", {})
        held = jobs.lease(session, BY, "first")
        assert held is not None
        assert held.id == job
        assert jobs.lease(session, BY, "second") is None
        taken = jobs.lease(session, later(6), "second")
        assert taken is not None
        assert not jobs.finish(session, job, "first", {})
        assert jobs.finish(session, job, "second", {"well": True})
        assert jobs.lease(session, later(60), "third") is None


def test_a_job_that_fails_again_and_again_is_given_up(database: Database) -> None:
    with database.open(BY, Purpose.NONE, "test") as session:
        job = jobs.enqueue(session, BY, "settle", {})
        for turn in range(jobs.ATTEMPTS):
            assert jobs.lease(session, later(10 * turn), "worker") is not None
        assert jobs.lease(session, later(10 * jobs.ATTEMPTS), "worker") is None
        assert jobs.job_in_sight(session, BY, job).state == "failed"


def test_the_worker_does_what_it_knows_and_tells_what_it_does_not(database: Database) -> None:
    with database.open(BY, Purpose.NONE, "test") as session:
        known, unknown = jobs.enqueue(session, BY, "settle", {}), jobs.enqueue(session, BY, "brew-coffee", {})
    assert work(database, lambda: later(1), "worker", threading.Event(), once=True) == 1
    with database.open(BY, Purpose.NONE, "test", write=False) as session:
        assert jobs.job_in_sight(session, BY, known).result == {"openings": 0, "answers": 0, "files": 0}
        assert jobs.job_in_sight(session, BY, unknown).error == "unknown-job"


def test_a_job_of_another_office_is_not_found(database: Database) -> None:
    with database.open(BY, Purpose.NONE, "test") as session:
        job = jobs.enqueue(session, actor(), "settle", {})
        with pytest.raises(LmisError) as refused:
            jobs.job_in_sight(session, actor("KH-JC-12"), job)
    assert refused.value.name == "job-not-found"
