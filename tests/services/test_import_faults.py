"""When the database or the disk fails at any call: an import ends committed or absent, and goes on afterwards."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

import psycopg
import pytest
from sqlalchemy import event, func, select
from sqlalchemy.exc import DBAPIError

from conftest import actor
from factories.trail import tellings
from lmis.errors import LmisError
from lmis.model.batches import ImportBatch
from lmis.model.people import Person
from lmis.model.reading import PostgresCursor, SqliteConnection, SqliteCursor, WatchedCursor
from lmis.model.session import Database, NoSpaceLeft
from lmis.services.importing import ImportReport, import_file
from lmis.vocabulary import Purpose, Role

BY = actor(role=Role.HEAD)
SYSTEM = actor(role=Role.SYSTEM, office=None)
HEADER = "number,family_name,sex,birth_year,identity_missing_reason,province,registered_on,wanted_occupations\n"
WORDS = {"sqlite": sqlite3.OperationalError("disk I/O error"), "postgresql": psycopg.OperationalError("no answer")}


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lmis.services.importing.CHUNK", 2)


class Faults:
    """Counts the calls of the driver, and lets some of them fail."""

    def __init__(self, error: Exception) -> None:
        self.error, self.calls, self.failing, self.after = error, 0, range(0), False

    def call(self, do: Any, *arguments: Any, **options: Any) -> Any:
        self.calls += 1

        if self.calls not in self.failing:
            return do(*arguments, **options)
        if self.after:
            do(*arguments, **options)
        raise type(self.error)(*self.error.args)

    @contextmanager
    def at(self, first: int, last: int, *, after: bool = False) -> Iterator[None]:
        self.calls, self.failing, self.after = 0, range(first, last + 1), after
        try:
            yield
        finally:
            self.failing = range(0)


@pytest.fixture
def faults(database: Database, monkeypatch: pytest.MonkeyPatch) -> Faults:
    """Every statement and every commit of this test's database passes here."""
    faults = Faults(WORDS[database.engine.dialect.name])

    def through(owner: type, name: str) -> None:
        do = getattr(owner, name)
        monkeypatch.setattr(owner, name, lambda *a, **o: faults.call(do, *a, **o), raising=False)

    through(WatchedCursor, "execute")
    if database.engine.dialect.name == "sqlite":
        through(SqliteCursor, "executemany")
        through(SqliteConnection, "commit")
    else:
        through(PostgresCursor, "executemany")
        through(psycopg.Connection, "commit")
    return faults


def row_of(number: str, born: int, sex: str = "F") -> str:
    """A person whose name is like nobody's: what is alike would be compared, with more calls of the database."""
    digest = sha256(number.encode()).digest()
    name = "".join("bdfgjklmnprstvz"[byte % 15] + "aeiou"[byte % 5] for byte in digest[:9])
    return f"{number},{name},{sex},{born},lost,KH02,2026-09-01,8153\n"


def text_of(turn: object) -> str:
    """A file whose people nobody brought before."""
    return HEADER + "".join(row_of(f"{turn}-{n}", 1960 + n) for n in range(1, 5)) + row_of(f"{turn}-5", 1990, "X")


def send(database: Database, text: str, **options: Any) -> ImportReport:
    content = io.BytesIO(text.encode())
    return import_file(database, BY, "job-seekers", content, file_name="people.csv", for_real=True, **options)


def people(database: Database, turn: object) -> int:
    with database.open(SYSTEM, Purpose.NONE, "count", write=False) as session:
        counting = select(func.count()).select_from(Person).where(Person.own_number.startswith(f"{turn}-"))
        return session.scalar(counting.execution_options(people="aggregate")) or 0


def reported(database: Database) -> int:
    """What all batches together say that they created."""
    with database.open(SYSTEM, Purpose.NONE, "look", write=False) as session:
        return sum(report["created"] for report in session.scalars(select(ImportBatch.report)))


@pytest.mark.parametrize("how", ["once", "from then on", "after it was done"])
def test_whichever_call_fails_a_chunk_is_in_or_not_and_the_file_goes_on(
    database: Database, faults: Faults, how: str
) -> None:
    assert send(database, text_of("first")).created == 4
    with faults.at(0, 0):
        assert send(database, text_of("count")).created == 4
        calls = faults.calls
    assert calls > 40
    step = 1 if database.engine.dialect.name == "sqlite" else 3
    told = 8
    for turn in range(1, calls + 1, step):
        last = 10**9 if how == "from then on" else turn
        rejects = io.StringIO()
        try:
            with faults.at(turn, last, after=how == "after it was done"):
                send(database, text_of(turn))
        except (LmisError, DBAPIError):
            pass
        else:
            assert faults.calls <= turn, "a fault that is met is told, but for the last call, which lets the lock go"
            assert people(database, turn) == 4
            told += 4
            continue
        finished = people(database, turn) == 4 and turn >= calls - 1  # only the answer was lost
        assert people(database, turn) in (0, 2, 4)
        assert people(database, turn) == reported(database) - told, "what is in is told, what is told is in"
        report = send(database, text_of(turn), rejects=rejects)
        assert (report.lines, report.rejected) == (5, 1), turn
        assert report.created == 4 or (finished and report.unchanged == 4), turn
        assert len(rejects.getvalue().splitlines()) == 2
        assert people(database, turn) == 4
        told += 4
    assert (reported(database), tellings(database, "register-seeker")) == (told, told)


def test_a_full_disk_refuses_clearly_and_the_file_goes_on_when_there_is_room(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    if database.engine.dialect.name != "sqlite":
        pytest.skip("the pages of a database are counted on the embedded one")
    monkeypatch.setattr("lmis.services.importing.CHUNK", 25)
    room: list[int] = []

    @event.listens_for(database.engine, "connect")
    def limit(connection: Any, _record: Any) -> None:
        if room:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {pages + room[0]}")

    broke_off = set()
    for pages in range(0, 200, 7):
        rows = "".join(row_of(f"{pages}-{n}", 1960 + n % 40) for n in range(100))
        database.engine.dispose()
        room[:] = [pages]
        try:
            report = send(database, HEADER + rows)
        except NoSpaceLeft:
            assert people(database, pages) % 25 == 0, "reading goes on"
            broke_off.add(people(database, pages))
            database.engine.dispose()
            room.clear()
            report = send(database, HEADER + rows)
        else:
            break
        assert (report.lines, report.created, people(database, pages)) == (100, 100, 100)
    assert broke_off == {0, 25, 50, 75, 100} or broke_off == {0, 25, 50, 75}
    with sqlite3.connect(str(database.engine.url.database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()
    event.remove(database.engine, "connect", limit)


def test_rejected_rows_that_cannot_be_written_down_are_not_lost(database: Database) -> None:
    class Full(io.StringIO):
        def write(self, text: str) -> int:
            if self.tell() > 200:
                raise OSError(28, "No space left on device")
            return super().write(text)

    bad = "".join(f"{n},Sok,X,1990,lost,KH02,2026-09-01,8153\n" for n in range(9))
    with pytest.raises(OSError):
        send(database, HEADER + bad, rejects=Full())
    rejects = io.StringIO()
    report = send(database, HEADER + bad, rejects=rejects)
    assert (report.rejected, len(rejects.getvalue().splitlines())) == (9, 10)
    assert report.resumed
