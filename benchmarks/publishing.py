"""How long publishing a quarter takes. `python -m benchmarks.publishing URL [--times 7] [--period 2026Q3]`.

The database at URL (PostgreSQL) holds a world already, as `lmis demo` makes it; with LMIS_KEY_FILE its key. It is
copied, and in the copy every person, vacancy and what happened to them is there so many times, with other numbers. The
quarter is published from the copy: reading, counting, hiding and writing are timed apart. Goal: 60 seconds for a
million people.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from uuid import uuid4

import psycopg
from sqlalchemy import func, make_url, select

from benchmarks.measuring import timed
from lmis.cli.door import system
from lmis.config import Settings
from lmis.indicators.definitions.register import register_in_force
from lmis.indicators.register.figures import figures_of
from lmis.indicators.register.periods import period_of
from lmis.indicators.register.register import register_of
from lmis.model.people import Person
from lmis.model.session import Database
from lmis.queries.editions import thresholds
from lmis.services.publishing import publish
from lmis.services.register_tables import read_records
from lmis.vocabulary import Country, Purpose

GOAL = 60.0
TABLES = (
    *("person", "support_need", "registration", "registration_stay", "vacancy", "opening", "referral", "placement"),
    "opening_entry",
)
KEYS = ("id", "person_id", "registration_id", "vacancy_id", "opening_id", "referral_id", "placement_id")
"""Columns that name a record which is copied too."""


def copied(url: str, times: int) -> str:
    """A copy of a database in which everything of the register is there so many times; returns its address."""
    source = make_url(url)
    name = f"lmis_bench_{uuid4().hex[:12]}"
    with psycopg.connect(plain(url), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE {name} TEMPLATE "{source.database}"'.encode())
    target = source.set(database=name).render_as_string(hide_password=False)
    with psycopg.connect(plain(target), autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        for table in TABLES:
            statement = multiplied(connection, table)
            for number in range(1, times):
                connection.execute(statement, {"n": number})
        connection.execute("ANALYZE")
    return target


def plain(url: str) -> str:
    """The address as psycopg takes it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def multiplied(connection: psycopg.Connection, table: str) -> bytes:
    """The statement that copies a table's first rows under the number %(n)s."""
    query = "SELECT column_name FROM information_schema.columns WHERE table_name = %s ORDER BY ordinal_position"
    names = [row[0] for row in connection.execute(query, (table,))]
    parts = [copied_column(name) for name in names]
    marker = "id" if "id" in names else "person_id"
    connection.execute(f"CREATE TEMP TABLE IF NOT EXISTS first_{table} AS SELECT {marker} FROM {table}".encode())
    chosen = f"{marker} IN (SELECT {marker} FROM first_{table})"
    return f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(parts)} FROM {table} WHERE {chosen}".encode()


def copied_column(name: str) -> str:
    """What stands in a column of a copy."""
    if name in KEYS:
        return f"md5({name}::text || %(n)s::text)::uuid"
    if name == "serial":
        return "serial + %(n)s::bigint * 1000000"
    if name == "identity_index":
        return "decode(md5(encode(identity_index, 'hex') || %(n)s::text), 'hex')"
    return "NULL" if name in ("own_number", "merged_into") else name


def run(url: str, period: str, country: Country) -> float:
    """Publish a period of a database that nothing was published from yet; returns the seconds it took."""
    database, by = Database.of(Settings(database_url=url)), system(country=country)
    asked = period_of(period)
    with database.open(by, Purpose.STATISTICS, "benchmark", write=False) as session:
        people = session.scalar(select(func.count()).select_from(Person).execution_options(people="aggregate"))
        print(f"{people:,} people")
        with timed("reading"):
            register = register_of(**read_records(session, by, asked, country).tables())
    print(f"  {register.records:,} records")
    with timed("counting, nothing hidden"):
        figures_of(register, asked, register_in_force(asked.starts_on))
    with timed("counting and hiding"):
        found = figures_of(register, asked, register_in_force(asked.starts_on), thresholds())
    del register
    began = time.perf_counter()
    with timed(f"publishing {len(found):,} figures"), database.open(by, Purpose.STATISTICS, "benchmark") as session:
        publish(session, by, period, country)
    print(f"  peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    return time.perf_counter() - began


def main() -> int:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--times", type=int, default=7)
    parser.add_argument("--period", default="2026Q3")
    parser.add_argument("--country", type=Country, default=Country.KH)
    chosen = parser.parse_args()
    target = copied(chosen.url, chosen.times)
    try:
        took = run(target, chosen.period, chosen.country)
    finally:
        with psycopg.connect(plain(chosen.url), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {make_url(target).database} WITH (FORCE)".encode())
    print(f"{took:.1f} s (goal for a million people: {GOAL:g} s)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
