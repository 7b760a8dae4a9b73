"""A file that broke off and is sent again goes on behind the last chunk that is in: nothing lost, nothing doubled."""

from __future__ import annotations

import csv
import io
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from conftest import NOW, actor
from factories.registering import hear
from factories.trail import tellings
from lmis.imports.read import Told
from lmis.model import dialects
from lmis.model.batches import ImportBatch, StoredFile
from lmis.model.people import Person, Registration
from lmis.model.session import Database
from lmis.services import jobs
from lmis.services.import_batches import Batch, ImportUnderWay
from lmis.services.importing import ImportReport, import_file
from lmis.services.undoing import undo_batch
from lmis.services.uploading import Upload, rejects_of, upload_file
from lmis.services.working import work
from lmis.services.writing import Status
from lmis.vocabulary import Actor, Purpose, Role

BY = actor(role=Role.HEAD)
SYSTEM = actor(role=Role.SYSTEM, office=None)
HEADER = "number,family_name,sex,birth_year,identity_missing_reason,province,registered_on,wanted_occupations\n"
ROWS = [
    "1,Sok,F,1990,lost,KH02,2026-09-01,8153\n",
    "2,Chan,M,1985,lost,KH02,2026-09-02,\n",
    "3,Keo,X,1990,lost,KH02,2026-09-01,\n",
    ",,,,,,,\n",
    "5,Vann,F,1991,lost,KH02,2026-09-03,\n",
    "6,Lim,M,1992,lost,Nowhere,2026-09-03,\n",
    "1,Sok,F,1990,lost,KH02,2026-09-01,8153\n",
]
FILE = HEADER + "".join(ROWS)
ENDS = {"lines": 7, "created": 3, "updated": 0, "unchanged": 1, "rejected": 2, "blank": 1}


class Killed(BaseException):
    """The process is no more."""


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lmis.services.importing.CHUNK", 2)
    monkeypatch.setattr(dialects, "PATIENCE", 0.0)


def send(database: Database, text: str = FILE, by: Actor = BY, **options: Any) -> ImportReport:
    options = {"file_name": "people.csv", "for_real": True} | options
    return import_file(database, by, "job-seekers", io.BytesIO(text.encode()), **options)


def dies(lines: int) -> Callable[[ImportReport], None]:
    """The end of a process as soon as so many lines are in."""

    def die(done: ImportReport) -> None:
        if done.lines >= lines:
            raise Killed

    return die


@contextmanager
def without_a_last_word(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Who is killed does not tell that it was: the batch goes on saying that it runs."""
    with monkeypatch.context() as patch:
        patch.setattr(Batch, "break_off", lambda *_: None)
        yield


def ends(report: ImportReport) -> dict[str, int]:
    return {name: getattr(report, name) for name in ENDS}


def count(database: Database, entity: Any, *where: Any) -> int:
    with database.open(SYSTEM, Purpose.NONE, "count", write=False) as session:
        counting = select(func.count()).select_from(entity).where(*where)
        return session.scalar(counting.execution_options(people="aggregate")) or 0


def batches(database: Database) -> list[ImportBatch]:
    with database.open(SYSTEM, Purpose.NONE, "look", write=False) as session:
        return list(session.scalars(select(ImportBatch).order_by(ImportBatch.id)))


@pytest.mark.parametrize("killed", [False, True])
@pytest.mark.parametrize("lines", [2, 4, 6])
def test_goes_on_in_the_same_batch_with_the_counts_of_the_whole_file(
    database: Database, monkeypatch: pytest.MonkeyPatch, lines: int, killed: bool
) -> None:
    if killed:
        with without_a_last_word(monkeypatch), pytest.raises(Killed):
            send(database, progress=dies(lines))
    else:
        with pytest.raises(Killed):
            send(database, progress=dies(lines))
    (broken,) = batches(database)
    assert (broken.state, broken.report["lines"]) == ("running" if killed else "failed", lines)
    served: list[int] = []
    hear(monkeypatch, served.append)
    rejects = io.StringIO()
    report = send(database, rejects=rejects)
    assert ends(report) == ENDS
    assert report.batch_id == broken.id
    assert sum(served) == sum(row[0] in "125" for row in ROWS[lines:]), "what is in is not carried out again"
    (done,) = batches(database)
    assert (done.state, done.report["resumed"]) == ("done", [lines])
    assert {name: done.report[name] for name in ENDS} == ENDS
    told = list(csv.DictReader(io.StringIO(rejects.getvalue())))
    assert [(row["line"], row["column"]) for row in told] == [("4", "sex"), ("7", "province")]
    assert (count(database, Person), count(database, Registration), count(database, StoredFile)) == (3, 3, 0)
    assert tellings(database, "register-seeker") == 3


def test_what_broke_off_again_and_again_comes_to_its_end(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    with without_a_last_word(monkeypatch):
        for lines in (2, 4, 6, 7):
            with pytest.raises(Killed):
                send(database, progress=dies(lines))
    report = send(database)
    assert (ends(report), report.resumed) == (ENDS, [2, 4, 6, 7])
    assert len(batches(database)) == 1


def test_a_chunk_that_was_not_committed_is_not_counted_as_done(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = Batch.keep

    def break_before_the_commit(self: Batch, session: Any, held: Any, *arguments: Any, **options: Any) -> None:
        keep(self, session, held, *arguments, **options)
        if self.report.lines == 4:
            raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(Batch, "keep", break_before_the_commit)
        send(database)
    assert (batches(database)[0].report["lines"], count(database, Person)) == (2, 2)
    report = send(database)
    assert (ends(report), report.resumed) == (ENDS, [2])


def test_rows_without_numbers_keep_their_ids_wherever_it_broke_off(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = "Sok Dara,30,Battambang,14,200\n"
    surge = "name,age,province,sector,wage\n" + row * 3 + "Sok Dara,30,Nowhere,14,200\n" + row * 2
    with without_a_last_word(monkeypatch), pytest.raises(Killed):
        send(database, surge, progress=dies(2))
    report = send(database, surge)
    assert (report.created, report.rejected, report.resumed) == (5, 1, [2])
    again = send(database, "\ufeff" + surge)
    assert (again.unchanged, again.rejected) == (5, 1)
    assert count(database, Person) == 5


def test_a_batch_that_is_alive_is_not_taken_over(database: Database) -> None:
    refused = []

    def send_again(_report: ImportReport) -> None:
        with pytest.raises(ImportUnderWay):
            send(database)
        refused.append(send(database, for_real=False).lines)
        refused.append(send(database, HEADER + ROWS[0]).lines)

    assert ends(send(database, progress=send_again))["lines"] == 7
    assert refused == [7, 1] * 4, "a rehearsal and another file are free to go"
    assert send(database).unchanged == 4


def test_who_was_overtaken_writes_nothing_more(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def for_everybody(*_: Any) -> Iterator[bool]:
        yield True

    monkeypatch.setattr(dialects, "claim", for_everybody)
    with without_a_last_word(monkeypatch), pytest.raises(Killed):
        send(database, progress=dies(2))
    overtaken = []

    def overtake(report: ImportReport) -> None:
        if report.lines == 4:
            overtaken.append(send(database))

    with pytest.raises(ImportUnderWay):
        send(database, progress=overtake)
    assert [ends(report) for report in overtaken] == [ENDS]
    assert count(database, Person) == 3
    assert [batch.state for batch in batches(database)] == ["done"]


def test_another_sender_office_or_content_begins_anew(database: Database) -> None:
    with pytest.raises(Killed):
        send(database, progress=dies(2))
    send(database, by=actor("KH-JC-03", role=Role.HEAD))
    send(database, "\ufeff" + FILE)
    assert [batch.state for batch in batches(database)] == ["failed", "done", "done"]
    assert send(database).resumed == [2]


def test_what_was_done_taken_back_or_broke_off_long_ago_begins_anew(database: Database) -> None:
    first = send(database)
    with pytest.raises(Killed):
        send(database, "\ufeff" + FILE, progress=dies(2))
    with database.open(BY, Purpose.IMPORT, "undo") as session:
        assert undo_batch(session, BY, batches(database)[1].id).status is Status.UPDATED
    again = send(database)
    assert (again.batch_id != first.batch_id, again.unchanged, again.resumed) == (True, 4, [])
    assert send(database, "\ufeff" + FILE).resumed == []
    with pytest.raises(Killed):
        send(database, FILE + "\n", progress=dies(2))
    later = replace(BY, at=NOW + timedelta(days=31))
    assert send(database, FILE + "\n", by=later).resumed == []


def test_records_that_are_cut_in_another_way_than_before_are_all_looked_at_again(database: Database) -> None:
    with pytest.raises(Killed):
        send(database, progress=dies(2))
    (broken,) = batches(database)
    with database.open(SYSTEM, Purpose.NONE, "test") as session:
        other = update(ImportBatch).values(report=broken.report | {"line": 9})
        session.execute(other.execution_options(audited=True))
    rejects = io.StringIO()
    report = send(database, rejects=rejects)
    assert (report.resumed, report.lines, report.created, report.unchanged) == ([], 7, 1, 3)
    assert len(rejects.getvalue().splitlines()) == 3


@pytest.mark.parametrize("chunk", [2, 3])
def test_another_worker_goes_on_where_the_first_one_died(
    database: Database, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    with database.open(BY, Purpose.IMPORT, "upload") as session:
        job = upload_file(session, BY, Upload("job-seekers", "people.csv", FILE.encode(), None, True))
    turns = iter(range(9))

    def die_at_the_second_call(_rows: int) -> None:
        if next(turns) == 1:
            raise Killed

    clock = {"at": NOW}
    with without_a_last_word(monkeypatch), monkeypatch.context() as patch, pytest.raises(Killed):
        hear(patch, die_at_the_second_call)
        work(database, lambda: replace(SYSTEM, **clock), "first", threading.Event(), once=True)
    assert work(database, lambda: replace(SYSTEM, **clock), "second", threading.Event(), once=True) == 0
    monkeypatch.setattr("lmis.services.importing.CHUNK", chunk)
    clock["at"] += jobs.LEASE + timedelta(seconds=1)
    assert work(database, lambda: replace(SYSTEM, **clock), "second", threading.Event(), once=True) == 1
    with database.open(BY, Purpose.IMPORT, "look", write=False) as session:
        result = jobs.job_in_sight(session, BY, job).result
        told = rejects_of(session, BY, job)
    assert result is not None
    assert {name: result["report"][name] for name in ENDS} == ENDS
    assert result["report"]["resumed"] == [4], "the second chunk had nobody to register"
    assert [row.line for row in told.rows] == [4, 7]
    assert (count(database, Person), count(database, StoredFile)) == (3, 1), "only the rejected rows are still kept"


def test_a_file_that_is_read_in_another_way_is_another_file(database: Database) -> None:
    with pytest.raises(Killed):
        send(database, progress=dies(2))
    report = send(database, told=Told(encoding="utf-8"))
    assert (report.lines, report.created, report.unchanged) == (7, 1, 3)
    assert [batch.state for batch in batches(database)] == ["failed", "done"]
