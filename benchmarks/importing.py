"""How fast full job-seeker rows come in on PostgreSQL: validated, de-duplicated, sealed, audited.

`python -m benchmarks.importing [--rows 100000] [--memory 100000 2000000]`, in the same run beside what moves the same
cells and knows nothing of them: PostgreSQL's COPY of the file into a table of text, `pandas.to_sql`, and sqlite3's
`executemany`. Goals: 20,000 rows a second as the floor and 100,000 as the goal, and a peak of 300 MB whatever the size.
The seconds are those of the wall, for two processes share the work; ratios to the peers say more than they do.
"""

from __future__ import annotations

import argparse
import csv
import os
import shutil
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from uuid import uuid4

import psycopg
from sqlalchemy import create_engine, make_url

from benchmarks.measuring import apart, memory
from benchmarks.seekers import a_folder
from lmis.config import Settings
from lmis.model.migrations import upgrade
from lmis.model.sealing import Keyring
from lmis.model.session import Database, open_engine
from lmis.services.importing import import_file
from lmis.services.reference import load_reference
from lmis.vocabulary import Actor, Purpose, Role

POSTGRES = os.environ.get("LMIS_TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
FLOOR, GOAL, MOST_MEMORY = 20_000, 100_000, 300
KEYRING = Keyring(bytes(range(32)))
TOGETHER = 10_000


@contextmanager
def a_database() -> Iterator[str]:
    """The address of an empty database, which is gone afterwards."""
    name = f"lmis_bench_{uuid4().hex[:8]}"
    with psycopg.connect(POSTGRES, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'".encode())
        try:
            yield make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def ours(path: Path) -> tuple[float, float, int]:
    """Import a file for real into a register of its own: seconds, peak (MB), rows created."""
    with a_database() as url:
        settings = Settings()
        upgrade(url, settings.migrations)
        database = Database(open_engine(url, KEYRING), KEYRING)
        by = Actor(None, None, None, Role.SYSTEM, datetime.now(UTC))
        with database.open(by, Purpose.NONE, "set up") as session:
            load_reference(session, settings.seeds, by.at)
        began = time.perf_counter()
        with path.open("rb") as source:
            report = import_file(database, by, "job-seekers", source, file_name=path.name, for_real=True)
        seconds = time.perf_counter() - began
        database.engine.dispose()
        assert report.lines == report.created + report.updated + report.unchanged + report.rejected + report.blank
        return seconds, memory("VmHWM"), report.created


def by_copy(path: Path) -> float:
    """COPY of the file as it is, into a table of text without a key."""
    with a_database() as url, psycopg.connect(url) as connection, path.open("rb") as file:
        columns = ", ".join(f'"{name}" text' for name in file.readline().decode().strip().split(","))
        connection.execute(f"CREATE TABLE held ({columns})".encode())
        began = time.perf_counter()
        with connection.cursor() as cursor, cursor.copy("COPY held FROM STDIN (FORMAT csv)") as copy:
            while data := file.read(1 << 20):
                copy.write(data)
        connection.commit()
        return time.perf_counter() - began


def by_pandas(path: Path) -> float:
    """`pandas.to_sql` of the cells as text, so many rows at a time."""
    import pandas as pd  # here, for the process that imports a file is measured without it

    with a_database() as url:
        engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"))
        began = time.perf_counter()
        with pd.read_csv(path, dtype=str, chunksize=TOGETHER) as frames:
            for frame in frames:
                frame.to_sql("held", engine, if_exists="append", index=False)
        seconds = time.perf_counter() - began
        engine.dispose()
        return seconds


def by_sqlite(path: Path) -> float:
    """`executemany` of the cells into an embedded database on disk."""
    with (
        closing(sqlite3.connect(path.with_suffix(".db"))) as connection,
        path.open(encoding="utf-8", newline="") as file,
    ):
        rows = csv.reader(file)
        header = next(rows)
        connection.execute(f"CREATE TABLE held ({', '.join(header)})")
        began = time.perf_counter()
        connection.executemany(f"INSERT INTO held VALUES ({', '.join('?' * len(header))})", rows)
        connection.commit()
        return time.perf_counter() - began


def written(rows: int, folder: Path) -> Path:
    """So many full rows of Cambodia's offices as a file."""
    from lmis.sample.world import write_world

    write_world(rows * 3 // 2, 100, 1, folder / "world", Settings().seeds)
    path = folder / f"{rows}.csv"
    with (folder / "world" / "KH" / "job-seekers.csv").open("rb") as world, path.open("wb") as file:
        file.writelines(islice(world, rows + 1))
    shutil.rmtree(folder / "world")
    return path


def speed(rows: int, folder: Path) -> bool:
    """Print seconds and ratios; whether the floor is reached."""
    path = written(rows, folder)
    print(f"{rows:,} full rows, {path.stat().st_size / 1e6:.0f} MB")
    peers: dict[str, Callable[[Path], float]] = {
        "COPY, text only": by_copy,
        "pandas.to_sql": by_pandas,
        "sqlite3 executemany": by_sqlite,
    }
    seconds, peak, created = apart(ours, path).result
    print(f"  {told('this import', rows, seconds)}   peak {peak:.0f} MB, {created:,} created")
    for name, peer in peers.items():
        took = peer(path)
        print(f"  {told(name, rows, took)}   {seconds / took:.1f} x its time")
    print(f"  floor {FLOOR:,} rows/s: {rows / seconds >= FLOOR}; goal {GOAL:,}: {rows / seconds >= GOAL}")
    return rows / seconds >= FLOOR and peak <= MOST_MEMORY


def told(name: str, rows: int, seconds: float) -> str:
    """A line of figures."""
    return f"{name:<22}{rows / seconds:>10,.0f} rows/s{seconds:>8.1f} s"


def main() -> int:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--memory", type=int, nargs="*", default=[])
    asked = parser.parse_args()
    with a_folder() as folder:
        reached = speed(asked.rows, folder)
        for rows in asked.memory:
            _, peak, _ = apart(ours, written(rows, folder)).result
            print(f"  {rows:>9,} rows: peak {peak:.0f} MB (at most {MOST_MEMORY})")
            reached &= peak <= MOST_MEMORY
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
