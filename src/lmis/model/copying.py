"""Many new rows at once: COPY on PostgreSQL, INSERT elsewhere; the same values and the same refusals either way."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, Final, cast
from uuid import UUID

import psycopg
from pydantic_core import to_json
from sqlalchemy import JSON, Boolean, Column, ColumnDefault, Dialect, Integer, String, Table, Uuid, insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from lmis.model.dialects import is_sqlite
from lmis.model.types import Sealed, SealedBytes, keyring_of

WORTH_COPYING: Final = 50
"""Fewer rows than this are inserted by a statement."""

NULL: Final = "\\N"
ESCAPES: Final = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})

Write = Callable[[Any], str]


def insert_rows(session: Session, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows of the same columns.

    Raises:
        ValueError: rows name different columns.
        IntegrityError: a key is there already, or what a row refers to is not; as for an INSERT.
    """
    if any(row.keys() != rows[0].keys() for row in rows):
        raise ValueError(f"rows of {table.name} name different columns")
    if is_sqlite(session) or len(rows) < WORTH_COPYING:
        session.execute(insert(table).execution_options(audited=True), rows)
        return
    told = rows[0].keys() | {column.name for column in table.c if _constant(column) is not None}
    names = [column.name for column in table.c if column.name in told]
    copy_lines(session, table, names, _text(table, names, rows, session.connection().dialect))


def copy_lines(session: Session, table: Table, names: Sequence[str], lines: str) -> None:
    """Insert rows that are written in COPY's text form already; PostgreSQL only.

    Raises:
        IntegrityError: as of `insert_rows`.
    """
    connection = session.connection()
    columns = ", ".join(f'"{name}"' for name in names)
    statement = f'COPY "{table.name}" ({columns}) FROM STDIN'
    try:
        # a plain cursor: rows only go in, so there is nobody whose reading could be noted
        driver = cast("psycopg.Connection[Any]", connection.connection.driver_connection)
        with psycopg.Cursor(driver) as cursor, cursor.copy(statement.encode()) as copy:
            copy.write(lines)
    except psycopg.Error as error:
        plain = type(error)(error.diag.message_primary or type(error).__name__)  # its details tell the row
        raise DBAPIError.instance(
            f"COPY {table.name}", None, plain, psycopg.Error, hide_parameters=True, dialect=connection.dialect
        ) from None


def _constant(column: Column[Any]) -> Any:
    """The value of a column that rows leave out, where the model names a plain one."""
    default = column.default
    return default.arg if isinstance(default, ColumnDefault) and default.is_scalar else None


def _text(table: Table, names: Sequence[str], rows: Sequence[Mapping[str, Any]], dialect: Dialect) -> str:
    """The rows in COPY's text form, made column by column."""
    columns: list[list[str]] = []
    for name in names:
        column = table.c[name]
        write = writer(column.type, dialect)
        if name in rows[0]:
            columns.append([NULL if (value := row[name]) is None else write(value) for row in rows])
        else:
            columns.append([write(_constant(column))] * len(rows))
    return "".join(f"{line}\n" for line in map("\t".join, zip(*columns, strict=True)))


@cache
def _day(value: date) -> str:
    return value.isoformat()


def writer(kind: Any, dialect: Dialect) -> Write:
    """How a value of a column's type is written; none of them is None."""
    if isinstance(kind, SealedBytes):
        return lambda value: _plain(kind.process_bind_param(value, dialect))
    if isinstance(kind, Sealed):
        keyring, purpose = keyring_of(dialect), kind.purpose
        return lambda value: "\\\\x" + keyring.seal(purpose, value.encode()).hex()
    if isinstance(kind, JSON):
        return lambda value: _string(to_json(value).decode())
    if isinstance(kind, Uuid):
        return _id
    if isinstance(kind, Boolean):
        return lambda value: "t" if value else "f"
    if isinstance(kind, Integer):
        return str
    return _string if isinstance(kind, String) else _plain


def _id(value: UUID) -> str:
    return value.hex


def _string(value: str) -> str:
    return value if value.isprintable() and "\\" not in value else value.translate(ESCAPES)


def _plain(value: Any) -> str:
    match value:
        case bytes():
            return f"\\\\x{value.hex()}"
        case datetime():
            return value.isoformat()
        case date():
            return _day(value)
        case UUID():
            return value.hex
        case int() | float() | Decimal():
            return str(value)
    raise TypeError(type(value).__name__)


_WRITTEN: Final = re.compile(r"\\(.)")
_MEANT: Final = {"t": "\t", "n": "\n", "r": "\r"}


def cells(lines: str) -> Iterator[list[str | None]]:
    """The cells of rows in COPY's text form; None where there is no value. The way back of `writer` for texts."""
    for line in lines.split("\n")[:-1]:
        yield [None if cell == NULL else _unescaped(cell) for cell in line.split("\t")]


def _unescaped(cell: str) -> str:
    return _WRITTEN.sub(lambda sign: _MEANT.get(sign[1], sign[1]), cell) if "\\" in cell else cell
