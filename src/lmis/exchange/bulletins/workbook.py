"""A bulletin as a workbook: a sheet in brief, one for each table, and one about the figures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from lmis.exchange.bulletins.content import Bulletin, Column, Table
from lmis.exchange.spreadsheets import Sheet, write_workbook


def write_bulletin(bulletin: Bulletin, out: BinaryIO) -> None:
    """Write a workbook of Excel."""
    write_workbook(sheets_of(bulletin), out)


def sheets_of(bulletin: Bulletin) -> Iterator[Sheet]:
    """The sheets: numbers are numbers, and a sign stands where there is none."""
    yield Sheet(
        name=bulletin.brief,
        title=bulletin.title,
        about=_about(bulletin),
        headers=[bulletin.brief],
        rows=[[sentence] for sentence in bulletin.headline],
        width=100,
    )
    for table in bulletin.tables:
        yield _sheet(bulletin, table)
    yield Sheet(
        name=bulletin.about,
        title=bulletin.about,
        about=_about(bulletin),
        headers=["", bulletin.about],
        rows=[[note.title if at == 0 else None, line] for note in bulletin.notes for at, line in enumerate(note.lines)],
        width=100,
    )


def _about(bulletin: Bulletin) -> list[str]:
    return [line for line in (bulletin.banner, bulletin.ministry, bulletin.place, bulletin.state) if line]


def _sheet(bulletin: Bulletin, table: Table) -> Sheet:
    columns = table.columns
    return Sheet(
        name=table.title,
        title=table.title,
        about=_about(bulletin),
        headers=[table.names, *_headers(table)],
        rows=[
            [row.name, *(value.shown if value.number is None else value.number for value in row.values)]
            for row in table.rows
        ],
        notes=[*table.notes, bulletin.signs],
        decimals=[None, *(column.decimals for column in columns)],
        signed=frozenset(at for at, column in enumerate(columns, 1) if column.signed),
        fixed=1,
    )


def _headers(table: Table) -> Iterator[str]:
    """A line for each column: what stands over its group, and its own."""
    for group in table.groups:
        for column in group.columns:
            yield _header(group.title, column)


def _header(group: str, column: Column) -> str:
    if not group or group.casefold() == column.title.casefold():
        return column.title
    return f"{group}: {column.title}"
