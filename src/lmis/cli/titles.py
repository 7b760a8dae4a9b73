"""A plain table of titles: the columns that a command names, line by line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lmis.errors import Invalid
from lmis.imports.definition import header_key
from lmis.text.nearest import nearest

_SEPARATORS: Final = ",;\t|"
csv.field_size_limit(1 << 24)


class NoSuchColumn(Invalid):
    """The file has no such column."""


class NotACsv(Invalid):
    """The file is not a CSV text in UTF-8: save it as “CSV UTF-8”."""


@dataclass(frozen=True)
class Table:
    """Rows by the names that the command used for the columns, each with its line."""

    rows: list[tuple[int, dict[str, str]]]


def table_of(file: Path, columns: Sequence[str]) -> Table:
    """Read the named columns of a CSV file; a header is known however its spaces and capitals are written.

    Raises:
        NoSuchColumn: with the columns that there are. NotACsv: it is a spreadsheet, or in another code page.
    """
    try:
        text = file.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise NotACsv(value=file.name) from None
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(_SEPARATORS, key=first.count))
    header = next(reader, [])
    places = {name: _place(name, header) for name in columns}
    return Table(list(_rows(reader, places)))


def _place(name: str, header: Sequence[str]) -> int:
    """Where a column stands: by its very name, else by the same letters."""
    if name in header:
        return header.index(name)
    keys = [header_key(one) for one in header]
    if header_key(name) in keys:
        return keys.index(header_key(name))
    raise NoSuchColumn(value=name, columns=[one for one in header if one.strip()], nearest=nearest(name, header))


def _rows(reader: Iterator[list[str]], places: dict[str, int]) -> Iterator[tuple[int, dict[str, str]]]:
    for line, row in enumerate(reader, start=2):
        yield line, {name: row[at] if at < len(row) else "" for name, at in places.items()}


def cells(cell: str) -> list[str]:
    """What a cell holds, line by line."""
    return [part.strip() for part in cell.splitlines() if part.strip()]
