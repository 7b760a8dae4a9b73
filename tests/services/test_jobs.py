"""Jobs under leases: each is done once, and a lost lease is taken over."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from datetime import timedelta

import pytest

from conftest import NOW, actor
from lmis.errors import LmisError
from lmis.model.session import Database
from lmis.services import jobs, working
from lmis.services.import_reports import ImportReport
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


def test_work_that_is_stopped_breaks_off_and_stays_stopped(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = threading.Event()

    def endless(_database: Database, _by: Actor, _payload: object, doing: working.Doing) -> dict[str, object]:
        looked.set()
        for lines in range(1, 500):
            doing.told(ImportReport("job-seekers", False, lines=lines))
            time.sleep(0.02)
        return {}

    monkeypatch.setattr(working, "GLANCE", 0.02)
    monkeypatch.setattr(working, "HANDLERS", {"import": endless})
    with database.open(BY, Purpose.NONE, "test") as session:
        job = jobs.enqueue(session, BY, "import", {})
        other = jobs.enqueue(session, later(90), "import", {})
        jobs.stop(session, other)
    doing = threading.Thread(
        target=work, args=(database, lambda: later(1), "worker", threading.Event()), kwargs={"once": True}
    )
    doing.start()
    assert looked.wait(10)
    with database.open(BY, Purpose.NONE, "test") as session:
        jobs.stop(session, job)
    doing.join(20)
    assert not doing.is_alive()
    with database.open(BY, Purpose.NONE, "test") as session:
        assert {jobs.job_in_sight(session, BY, one).state for one in (job, other)} == {"stopped"}
        assert jobs.lease(session, later(100), "worker") is None


def test_a_job_of_another_office_is_not_found(database: Database) -> None:
    with database.open(BY, Purpose.NONE, "test") as session:
        job = jobs.enqueue(session, actor(), "settle", {})
        with pytest.raises(LmisError) as refused:
            jobs.job_in_sight(session, actor("KH-JC-12"), job)
    assert refused.value.name == "job-not-found"


def test_a_job_tells_how_far_it_is(database: Database) -> None:
    with database.open(BY, Purpose.NONE, "test") as session:
        job = jobs.enqueue(session, BY, "settle", {})
        jobs.lease(session, BY, "worker")
        assert jobs.extend(session, later(1), job, "worker", 5_000)
        assert jobs.job_in_sight(session, BY, job).progress == 5_000
        assert not jobs.extend(session, later(1), job, "another", 9_000)
        jobs.lease(session, later(60), "another")
        session.expire_all()
        assert jobs.job_in_sight(session, BY, job).progress == 0


def test_whoever_keeps_the_lease_writes_down_how_far_the_work_is(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []

    def progress() -> int:
        with database.open(BY, Purpose.NONE, "test", write=False) as session:
            return jobs.job_in_sight(session, BY, job).progress

    def slow(_database: Database, _by: Actor, _payload: object, doing: working.Doing) -> dict[str, object]:
        for lines in (10, 20):
            doing.told(ImportReport("slow", True, lines=lines))
            until = time.monotonic() + 10
            while progress() != lines and time.monotonic() < until:
                time.sleep(0.02)
            seen.append(progress())
        return {}

    monkeypatch.setattr(working, "GLANCE", 0.02)
    monkeypatch.setattr(working, "HANDLERS", {"slow": slow})
    with database.open(BY, Purpose.NONE, "test") as session:
        job = jobs.enqueue(session, BY, "slow", {})
    assert work(database, lambda: later(1), "worker", threading.Event(), once=True) == 1
    assert seen == [10, 20]
