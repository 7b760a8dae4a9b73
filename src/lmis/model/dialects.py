"""The one place that knows SQLite from PostgreSQL."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any, Final, cast

from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import Insert
from sqlalchemy.sql.schema import Table

WAL_FIXED_IN: Final = (3, 51, 3)
"""SQLite's WAL-reset fault (two connections checkpointing at once corrupt the file) is fixed from here on."""

SERIES: Final = ("person", "vacancy", "referral")
"""Records that carry a short number."""


def journal_mode(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> str:
    """`WAL` where SQLite's WAL-reset fault is fixed, else the rollback journal."""
    return "WAL" if version >= WAL_FIXED_IN else "DELETE"


def connect_arguments(url: URL, lock_timeout_ms: int) -> dict[str, Any]:
    """What the driver is told when it connects."""
    if url.get_backend_name() == "sqlite":
        return {"timeout": lock_timeout_ms / 1000, "check_same_thread": False}
    return {"options": f"-c lock_timeout={lock_timeout_ms} -c timezone=UTC"}


def prepare(engine: Engine, lock_timeout_ms: int) -> None:
    """Install what each new connection and transaction of this engine needs."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def pragmas(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, so that DDL and SELECT are inside too
        connection.execute(f"PRAGMA busy_timeout = {lock_timeout_ms}")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA journal_mode = {journal_mode()}")
        connection.execute("PRAGMA synchronous = FULL")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("lmis_write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


NAMELESS: Final = "sqlite:///file:?uri=true"
"""Address of an embedded database in a file without a name, which goes with its only connection."""


def copy_into(source: Engine, target: Engine) -> None:
    """Copy an embedded database as it is now; writers wait for a moment."""
    with closing(source.raw_connection()) as held, closing(target.raw_connection()) as copy:
        cast(sqlite3.Connection, held.driver_connection).backup(cast(sqlite3.Connection, copy.driver_connection))


def is_sqlite(session: Session) -> bool:
    """Whether this session speaks to the embedded database."""
    return session.get_bind().dialect.name == "sqlite"


def take_serials(session: Session, series: str, count: int) -> list[int]:
    """The next `count` serials of a series; gaps are allowed, a serial is never given twice."""
    if not count:
        return []
    if is_sqlite(session):
        last = session.execute(
            text("UPDATE serial SET last = last + :n WHERE series = :s RETURNING last"), {"n": count, "s": series}
        ).scalar_one()
        return list(range(last - count + 1, last + 1))
    rows = session.execute(text(f"SELECT nextval('{series}_serial') FROM generate_series(1, :n)"), {"n": count})
    return list(rows.scalars())


def insert_or_ignore(session: Session, table: Table) -> Insert:
    """An INSERT that leaves a row alone which a unique key holds already."""
    if is_sqlite(session):
        return sqlite.insert(table).on_conflict_do_nothing()
    return postgresql.insert(table).on_conflict_do_nothing()


def create_serials(connection: Connection) -> None:
    """Make what `take_serials` counts with (called by a migration)."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("CREATE TABLE serial (series VARCHAR(20) PRIMARY KEY, last BIGINT NOT NULL)"))
        for series in SERIES:
            connection.execute(text("INSERT INTO serial VALUES (:s, 0)"), {"s": series})
    else:
        for series in SERIES:
            connection.execute(text(f"CREATE SEQUENCE {series}_serial"))


def drop_serials(connection: Connection) -> None:
    """Undo `create_serials`."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("DROP TABLE serial"))
    else:
        for series in SERIES:
            connection.execute(text(f"DROP SEQUENCE {series}_serial"))


def create_substring_index(connection: Connection, table: str, column: str = "search_key") -> None:
    """Trigram index for substrings of three characters and more; SQLite scans its (office, key) index instead."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("CREATE EXTENSION IF NOT EXISTS pg_trgm"))
        connection.execute(text(f"CREATE INDEX ix_{table}_trigram ON {table} USING gin ({column} gin_trgm_ops)"))


def drop_substring_index(connection: Connection, table: str) -> None:
    """Undo `create_substring_index`."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"DROP INDEX IF EXISTS ix_{table}_trigram"))
