"""The one place that knows SQLite from PostgreSQL."""

from __future__ import annotations

import fcntl
import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from hashlib import sha256
from typing import Any, Final, cast

from sqlalchemy import Boolean, Connection, Engine, any_, bindparam, event, func, literal, text
from sqlalchemy import cast as cast_to
from sqlalchemy import column as sql_column
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement
from sqlalchemy.sql.dml import Insert
from sqlalchemy.sql.schema import Table
from sqlalchemy.sql.visitors import InternalTraversal
from sqlalchemy.types import NullType

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
    # a counter whose line is dead lets go of what it holds after a minute, not after PostgreSQL's two hours
    alive = "-c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3"
    return {"options": f"-c lock_timeout={lock_timeout_ms} -c timezone=UTC {alive}"}


def prepare(engine: Engine, lock_timeout_ms: int) -> None:
    """Install what each new connection and transaction of this engine needs."""

    @event.listens_for(engine, "reset")
    def leave_nothing_open(connection: Any, _record: Any, _state: Any) -> None:
        # a commit that failed leaves its transaction open, and SQLAlchemy takes it for closed: the next to use the
        # connection would write in it, and on SQLite everybody else would wait for its lock
        connection.rollback()

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


PATIENCE: Final = 3.0
"""Seconds in which PostgreSQL notices that the process behind a connection is dead."""


@contextmanager
def claim(engine: Engine, name: str) -> Iterator[bool]:
    """Hold a name while the work under it goes on; False where a living process holds it.

    No clock decides who is alive: the kernel lets go of a dead process's file, PostgreSQL of a lost connection's lock.
    """
    digest = sha256(name.encode()).digest()
    if engine.dialect.name == "postgresql":
        with _advisory_lock(engine, int.from_bytes(digest[:8], signed=True)) as held:
            yield held
    elif file := _file_of(engine):
        with _locked_file(f"{file}-{digest[:8].hex()}.claim") as held:
            yield held
    else:
        yield True


def _file_of(engine: Engine) -> str | None:
    """The file of an embedded database; None where it lives in memory or has no name."""
    file = engine.url.database
    return None if not file or file == ":memory:" or file.startswith("file:") else file


@contextmanager
def _locked_file(path: str) -> Iterator[bool]:
    """A lock on a file that is there only while somebody holds it, or was killed while holding it."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        if not (os.path.exists(path) and os.path.samestat(os.fstat(handle), os.stat(path))):
            yield False  # who held it went a moment ago and took the file along
            return
        try:
            yield True
        finally:
            os.unlink(path)
    finally:
        os.close(handle)


@contextmanager
def _advisory_lock(engine: Engine, key: int) -> Iterator[bool]:
    with engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        asked, until = text("SELECT pg_try_advisory_lock(:key)").bindparams(key=key), time.monotonic() + PATIENCE
        held = False
        try:
            while not (held := bool(connection.scalar(asked))) and time.monotonic() < until:
                time.sleep(0.05)
            yield held
        finally:
            with suppress(DBAPIError):
                if held:
                    connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": key})
            connection.invalidate()  # whatever went wrong, the lock goes with the connection


def out_of_space(error: BaseException | None) -> bool:
    """Whether the database refuses because its disk is full.

    SQLite then rolls all of the transaction back by itself, so that what is told last may be a savepoint that is gone.
    """
    seen: list[BaseException] = []
    while error is not None and error not in seen:
        told = str(error.orig) if isinstance(error, DBAPIError) else ""
        if "disk is full" in told or "No space left" in told:
            return True
        seen.append(error)
        error = error.__cause__ or error.__context__
    return False


def is_sqlite(session: Session) -> bool:
    """Whether this session speaks to the embedded database."""
    return session.get_bind().dialect.name == "sqlite"


def look_up_by_keys(session: Session) -> None:
    """Look up each row by its key until the transaction ends, as large as the tables may be; on PostgreSQL.

    Within an import tables grow a hundredfold between two looks that the server takes at them, and a plan that was the
    best for a small table reads a large one as a whole for every chunk.
    """
    if not is_sqlite(session):
        names = ("enable_seqscan", "enable_hashjoin", "enable_mergejoin", "jit")
        off = ", ".join(f"set_config('{name}', 'off', true)" for name in names)
        session.execute(text(f"SELECT {off}"))


def wait_for_turn(session: Session, table: Table) -> None:
    """Be the only writer of a table until the end of this transaction, after who is at it now; readers go on reading.

    On PostgreSQL this comes before the first question of a transaction that sees one instant, so that this instant is
    after the other's commit. On SQLite whoever writes is alone anyway.
    """
    if not is_sqlite(session):
        session.execute(text(f"LOCK TABLE {table.name} IN SHARE ROW EXCLUSIVE MODE"))


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


class among(ColumnElement[bool]):
    """Whether a column holds one of many values: one array on PostgreSQL, where a list costs a parameter for each."""

    inherit_cache = True
    type = Boolean()
    _traverse_internals = [  # noqa: RUF012
        ("listed", InternalTraversal.dp_clauseelement),
        ("array", InternalTraversal.dp_clauseelement),
    ]

    def __init__(self, column: Any, values: Iterable[Any]) -> None:
        """`column` IN `values`."""
        some = list(values)
        self.listed, self.array = column.in_(some), column == any_(_array(column, some))


@compiles(among)
def _listed(element: among, compiler: Any, **options: Any) -> str:
    return str(compiler.process(element.listed, **options))


@compiles(among, "postgresql")
def _in_array(element: among, compiler: Any, **options: Any) -> str:
    return str(compiler.process(element.array, **options))


def settling(engine: Engine) -> Engine:
    """The engine for an access record by itself: on PostgreSQL one statement, which is a transaction of its own."""
    alone = {"isolation_level": "AUTOCOMMIT"} if engine.dialect.name == "postgresql" else {}
    return engine.execution_options(lmis_write=True, **alone)


def rows_given(name: str, *columns: tuple[str, Any]) -> Any:
    """Lists that are given when a statement is carried out, as a table of (name, type) columns; PostgreSQL.

    The list of a column `kind` is given as `kinds`.
    """
    named = [sql_column(name, type_) for name, type_ in columns]
    lists = (bindparam(f"{name}s", type_=postgresql.ARRAY(type_)) for name, type_ in columns)
    return func.unnest(*lists).table_valued(*named, name=name).render_derived(name=name)


def rows_of(*columns: tuple[str, Sequence[Any], Any]) -> Any:
    """Columns of values as a table to join with, each told as (name, values, a column of that type); PostgreSQL."""
    named = [sql_column(name, column.type) for name, _, column in columns]
    unnested = func.unnest(*(_array(column, values) for _, values, column in columns))
    return unnested.table_valued(*named, name="asked").render_derived(name="asked")


def _array(column: Any, values: Iterable[Any]) -> Any:
    """Values of a column's type as one text, which the server reads as an array: quicker than one by one.

    The text goes without a type of its own: one that is cast from text would be unknown to who makes the plan.
    """
    return cast_to(literal(f"{{{','.join(_elements(list(values)))}}}", NullType()), postgresql.ARRAY(column.type))


def _elements(values: list[Any]) -> Iterable[str]:
    """Values of one type, or None, as they are written in an array."""
    if None in values:
        told = iter(_elements([value for value in values if value is not None]))
        return ["NULL" if value is None else next(told) for value in values]
    match values[:1]:
        case [str()]:
            return ['"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"' for value in values]
        case [bytes()]:
            return [f'"\\\\x{value.hex()}"' for value in values]
    return map(str, values)
