"""Imports that are killed: SIGKILL at random moments, the same file sent again, until it is in; on both databases.

Goal: 300 kills on SQLite and 100 on PostgreSQL: no row lost, none doubled, every audit event there once, the database
whole after each kill, and never more than one chunk carried out again. `python -m benchmarks.crash` runs it at full
length; the same seed kills at the same moments.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import io
import json
import multiprocessing
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
from sqlalchemy import make_url, select

from lmis.cli import app
from lmis.config import Settings
from lmis.model.audit import AuditEvent
from lmis.model.base import Base
from lmis.model.batches import ImportBatch
from lmis.model.sealing import read_key
from lmis.model.session import Database, open_engine
from lmis.sample.world import write_world
from lmis.services import importing
from lmis.services.trail import subjects_of, written_of
from lmis.vocabulary import Actor, Purpose, Role

POSTGRES = os.environ.get("LMIS_TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
CHUNK = 50
LEFT_OUT = {"access_event", "accessed_person", "audit_event", "import_batch", "serial"}
PASSING = {"seconds", "peak_rss_mb", "batch", "resumed"}
"""What differs between the reports of two imports of one file."""


@dataclass
class Result:
    """What came of the kills."""

    database: str
    seed: int
    kills: int = 0
    in_the_middle: int = 0
    """Kills after which the batch stood unfinished."""
    imports: int = 0
    rows: int = 0
    lost: int = 0
    doubled: int = 0
    other_reports: int = 0
    other_rejects: int = 0
    broken_files: int = 0
    refusals: int = 0
    """Times when a file was refused because its dead import was held to be alive."""
    chunk: int = CHUNK
    most_carried_out_again: int = 0
    seconds: float = 0.0

    @property
    def clean(self) -> bool:
        """Whether nothing went wrong."""
        wrong = self.lost, self.doubled, self.other_reports, self.other_rejects, self.broken_files, self.refusals
        return not any(wrong) and self.most_carried_out_again <= self.chunk


@dataclass(frozen=True)
class Register:
    """One database, and the folder of a file that is brought into it."""

    url: str
    folder: Path
    key: str
    file: Path

    @property
    def log(self) -> Path:
        """Chunks as they begin: from which line, to which line."""
        return self.folder / "chunks.log"

    @property
    def rejects(self) -> Path:
        """The rejected rows."""
        return self.folder / "rejects.csv"

    def rejected(self) -> str:
        """The rejected rows with their reasons, which may name another person by a number that is given in turn."""
        return re.sub(r"S-\d{7}-\d", "S", self.rejects.read_text())

    def chunks(self) -> list[tuple[int, int]]:
        """What was begun by all processes so far."""
        if not self.log.exists():
            return []
        return [(int(a), int(b)) for a, b in (line.split() for line in self.log.read_text().splitlines())]

    @contextmanager
    def opened(self) -> Iterator[Database]:
        """The database, for looking."""
        keyring = read_key(self.key, Path("nowhere"))
        database = Database(open_engine(self.url, keyring), keyring)
        try:
            yield database
        finally:
            database.engine.dispose()


def bring(register: Register, chunk: int) -> None:
    """`lmis import … --for-real`, in a process of its own that tells which chunks it begins."""
    os.environ |= {"LMIS_DATABASE_URL": register.url, "LMIS_KEY": register.key}
    log = os.open(register.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    carry_out = importing._Work._carry_out

    def told(self: Any, session: Any, chunk: importing.Chunk) -> None:
        os.write(log, f"{self.report.lines} {self.report.lines + len(chunk.records)}\n".encode())
        carry_out(self, session, chunk)

    importing._Work._carry_out = told  # type: ignore[method-assign]
    importing.CHUNK = chunk  # type: ignore[misc]
    arguments = ["import", "job-seekers", str(register.file), "--for-real", "--json"]
    with (register.folder / "told.txt").open("w") as told_to, contextlib.redirect_stdout(told_to):
        app([*arguments, "--rejects", str(register.rejects)])


def sample_file(folder: Path, people: int, seed: int) -> Path:
    """People of both countries' centres, a few rows broken, blank, doubled, and without their numbers."""
    write_world(people, people // 6, seed, folder / "world", Settings().seeds)
    header, *rows = csv.reader(io.StringIO((folder / "world" / "KH" / "job-seekers.csv").read_text("utf-8-sig")))
    number, sex = header.index("number"), header.index("sex")
    for at, row in enumerate(rows):
        if at % 40 == 7:
            row[sex] = "?"
        if at % 25 == 3:
            row[number] = ""
    rows[10:10] = [[""] * len(header)]
    rows[90:90] = [list(rows[3]), list(rows[20])]
    file = folder / "people.csv"
    with file.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target, lineterminator="\n").writerows([header, *rows])
    return file


WHOM = {"possible_duplicate": ("first_id", "second_id")}
"""Tables whose rows are about several people, in whichever order."""
SYSTEM = Actor(None, None, None, Role.SYSTEM, datetime.fromisoformat("2026-10-05T02:00:00+00:00"))


def content(database: Database) -> Counter[str]:
    """Every row of the register and every audit event, told without what chance or the clock gave it."""
    found: Counter[str] = Counter()
    with database.open(SYSTEM, Purpose.ADMINISTRATION, "compare", write=False) as session:
        person = Base.metadata.tables["person"]
        asked = select(person.c.id, person.c.own_number).execution_options(people="engine")
        names = {row.id: row.own_number or str(row.id) for row in session.execute(asked)}
        for table in Base.metadata.sorted_tables:
            if table.name in LEFT_OUT:
                continue
            for row in session.execute(select(table).execution_options(people="engine")).mappings():
                about = sorted(
                    str(names[row[key]]) for key in WHOM.get(table.name, (table.info.get("person", ""),)) if key in row
                )
                found[f"{table.name} {about} {_plain(row)}"] += 1
        events = select(AuditEvent.act, AuditEvent.subject_id, AuditEvent.changes)
        events = events.where(AuditEvent.act != "import-batch").execution_options(people="engine")
        for act, subject, changes in session.execute(events):
            about = subjects_of(subject, written_of(session, changes))
            found.update(f"audit {act} {names.get(UUID(one))}" for one in about)
    return found


def _plain(row: Mapping[str, Any]) -> str:
    """What the file said: no ids, instants, or numbers that are given in turn."""
    return repr(
        [(k, v) for k, v in sorted(row.items()) if k != "serial" and not isinstance(v, UUID | datetime | bytes)]
    )


def last_batch(database: Database) -> tuple[str, dict[str, Any]]:
    """State and report of the last batch; nothing where none was begun."""
    with database.open(SYSTEM, Purpose.NONE, "compare", write=False) as session:
        held = session.scalars(select(ImportBatch).order_by(ImportBatch.id.desc()).limit(1)).one_or_none()
        return (held.state, held.report) if held is not None else ("none", {"lines": 0})


@dataclass
class Truth:
    """An import that nobody disturbed."""

    content: Counter[str]
    report: dict[str, Any]
    rejects: str
    seconds: float


class Killer:
    """Brings one file into fresh databases, and kills whoever brings it."""

    def __init__(self, result: Result, fresh: Any, chunk: int) -> None:
        """`fresh` opens a register that holds nothing yet."""
        self.result, self.fresh, self.chunk = result, fresh, chunk
        self.random = random.Random(result.seed)
        self.processes = multiprocessing.get_context("forkserver")
        self.processes.set_forkserver_preload(["lmis.cli", "lmis.sample.world"])

    def run(self, kills: int) -> None:
        """Import after import, until so many processes were killed."""
        with self.fresh() as register:
            truth = self.undisturbed(register)
        self.result.rows = truth.report["lines"]
        while self.result.kills < kills:
            with self.fresh() as register:
                while not self.disturbed(register, truth, kills):
                    pass
                self.compare(register, truth)
                self.result.imports += 1

    def undisturbed(self, register: Register) -> Truth:
        """One import to its end, with the time that it takes."""
        warm = self.processes.Process(target=int)  # the first process waits until the modules are loaded
        warm.start()
        warm.join()
        began = time.perf_counter()
        self.start(register).join()
        seconds = time.perf_counter() - began
        with register.opened() as database:
            state, report = last_batch(database)
            assert state == "done", (register.folder / "told.txt").read_text()
            return Truth(content(database), report, register.rejected(), seconds)

    def start(self, register: Register) -> Any:
        process = self.processes.Process(target=bring, args=(register, self.chunk))
        process.start()
        return process

    def disturbed(self, register: Register, truth: Truth, kills: int) -> bool:
        """One attempt; True when the file is in."""
        before, result = register.chunks(), self.result
        with register.opened() as database:
            lines = last_batch(database)[1]["lines"]
        process = self.start(register)
        if result.kills < kills:
            process.join(self.random.uniform(0, truth.seconds))
            process.kill()
        process.join()
        begun = register.chunks()[len(before) :]
        if begun and before:
            again = max(end for _, end in before) - begun[0][0]
            result.most_carried_out_again = max(result.most_carried_out_again, again)
        if begun and begun[0][0] != lines:
            result.most_carried_out_again = 10**9
        if process.exitcode != -9:
            result.refusals += process.exitcode != 0
            return bool(process.exitcode == 0)
        result.kills += 1
        return self.look(register) == "done"

    def look(self, register: Register) -> str:
        """What a kill left behind; returns the state of the batch."""
        with register.opened() as database:
            state, _ = last_batch(database)
        self.result.in_the_middle += state in ("running", "failed")
        url = make_url(register.url)
        if url.get_backend_name() == "sqlite":
            with closing(sqlite3.connect(str(url.database))) as connection:
                told = [row[0] for row in connection.execute("PRAGMA integrity_check")]
                foreign = connection.execute("PRAGMA foreign_key_check").fetchall()
            self.result.broken_files += told != ["ok"] or bool(foreign)
        return state

    def compare(self, register: Register, truth: Truth) -> None:
        """Hold what is in against the import that nobody disturbed."""
        with register.opened() as database:
            found = content(database)
            _, report = last_batch(database)
        self.result.lost += sum((truth.content - found).values())
        self.result.doubled += sum((found - truth.content).values())
        self.result.other_reports += any(report[k] != v for k, v in truth.report.items() if k not in PASSING)
        self.result.other_rejects += register.rejected() != truth.rejects


def _admin(statement: str) -> None:
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(statement.encode())


def run(kind: str, template: str, key: str, kills: int, seed: int, people: int = 900) -> Result:
    """So many kills on one kind of database.

    Args:
        template: a database that holds the reference tables and nobody: a SQLite file, or the name of a database on
            the PostgreSQL server of the tests.
    """
    result, began = Result(kind, seed), time.perf_counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = sample_file(folder, people, seed)

        @contextmanager
        def fresh() -> Iterator[Register]:
            own = folder / uuid4().hex
            own.mkdir()
            if kind == "sqlite":
                shutil.copy(template, own / "lmis.db")
                yield Register(f"sqlite:///{own / 'lmis.db'}", own, key, file)
            else:
                made = f"lmis_crash_{own.name[:12]}"
                _admin(f"CREATE DATABASE {made} TEMPLATE {template}")
                url = make_url(POSTGRES).set(database=made).render_as_string(hide_password=False)
                try:
                    yield Register(url, own, key, file)
                finally:
                    _admin(f"DROP DATABASE {made} WITH (FORCE)")
            shutil.rmtree(own)

        Killer(result, fresh, CHUNK).run(kills)
    result.seconds = round(time.perf_counter() - began, 1)
    return result


@contextmanager
def template_of(kind: str, folder: Path, key: str) -> Iterator[str]:
    """A database as `lmis init` makes it."""
    name = f"lmis_crash_{uuid4().hex[:12]}"
    if kind == "sqlite":
        url = f"sqlite:///{folder / 'template.db'}"
    else:
        _admin(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'")
        url = make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)
    environment = {**os.environ, "LMIS_DATABASE_URL": url, "LMIS_KEY": key}
    subprocess.run([sys.executable, "-m", "lmis", "init"], env=environment, check=True, stdout=subprocess.DEVNULL)
    yield str(folder / "template.db") if kind == "sqlite" else name
    if kind != "sqlite":
        _admin(f"DROP DATABASE {name} WITH (FORCE)")


def main() -> int:
    """Kill at full length and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sqlite", type=int, default=300)
    parser.add_argument("--postgres", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    clean, key = True, "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    for kind, kills in (("sqlite", given.sqlite), ("postgresql", given.postgres)):
        with tempfile.TemporaryDirectory() as name, template_of(kind, Path(name), key) as template:
            result = run(kind, template, key, kills, given.seed)
        print(json.dumps(vars(result) | {"clean": result.clean}), flush=True)
        print(
            f"{kind}: {result.kills} kills (goal {kills}), {result.in_the_middle} in the middle of {result.imports} "
            f"imports; lost {result.lost} (goal 0), doubled {result.doubled} (goal 0), "
            f"broken files {result.broken_files} (goal 0), carried out again at most "
            f"{result.most_carried_out_again} rows (goal: one chunk, {result.chunk})",
            flush=True,
        )
        clean &= result.clean and result.kills >= kills
    return 0 if clean else 1


if __name__ == "__main__":
    sys.exit(main())
