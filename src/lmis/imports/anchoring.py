"""A table is known by its header: in which words, where it stands, and how many lines come before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, Generic, TypeVar

from lmis.errors import Invalid
from lmis.imports.definition import Column, Template, header_key
from lmis.imports.records import Record
from lmis.imports.rejects import report_at
from lmis.text.nearest import nearest

MOST_BEFORE: Final = 60
"""Lines that may stand before the header: titles, the ministry's name, the date of the list."""
MOST_SAMPLED: Final = 200
MOST_COLUMNS: Final = 2_000
COMPLETE: Final = 10 * MOST_COLUMNS
"""A header that lacks nothing goes before one of which more is known."""
FEW: Final = 5

T = TypeVar("T", bound=Template)


class HeaderNotFound(Invalid):
    """No line of the file names the columns of this kind of file."""


class ColumnMissing(Invalid):
    """The file lacks a column that is needed."""


class ColumnTwice(Invalid):
    """Two columns of the file mean the same."""


class TooManyColumns(Invalid):
    """The header has more columns than any table of an office."""


class UnknownColumn(Invalid):
    """There is no such column in this kind of file."""


def with_profile(definitions: Sequence[T], profile: Mapping[str, str]) -> list[T]:
    """The definitions that also know a sender's own headers.

    Args:
        profile: own header → name of the column. It comes before the words that the column is known by.

    Raises:
        UnknownColumn: a column that none of the definitions has.
    """
    names = [column.name for definition in definitions for column in definition.columns]
    for name in profile.values():
        if name not in names:
            raise UnknownColumn(value=name, nearest=nearest(name, names))
    own = {header_key(header) for header in profile}
    return [
        replace(definition, columns=tuple(_with_own(column, profile, own) for column in definition.columns))
        for definition in definitions
    ]


def _with_own(column: Column, profile: Mapping[str, str], own: set[str]) -> Column:
    words = [word for word in column.also if header_key(word) not in own]
    return replace(column, also=(*words, *(header for header, name in profile.items() if name == column.name)))


@dataclass(frozen=True)
class Anchor(Generic[T]):
    """A header that was found: of which template, how many records come before it, and how many it takes."""

    definition: T
    header: list[str]
    before: int
    rows: int
    score: int
    report: int | None = None
    """Where the three columns of a rejects file stand; no column of the template is looked for there."""

    @property
    def complete(self) -> bool:
        """Whether all columns that are needed are there."""
        named = {column.name for cell in self.header if (column := self.definition.column(cell))}
        return all(column.name in named for column in self.definition.columns if self.definition.needed(column))


def anchor(records: Sequence[Record], definitions: Sequence[T]) -> Anchor[T] | None:
    """The record under which most headers are known; the first of several alike."""
    best: Anchor[T] | None = None
    rows = [record.cells[:MOST_COLUMNS] for record in records[:MOST_BEFORE]]
    for definition in definitions:
        for at, cells in enumerate(rows):
            found = _anchor_at(definition, cells, at, 1)
            if found is not None and (best is None or found.score > best.score):
                best = found
    if best is None or best.complete:
        return best
    for at, (upper, lower) in enumerate(pairwise(rows)):
        found = _anchor_at(best.definition, _merged(upper, lower), at, 2)
        if found is not None and found.complete and found.score > best.score:
            best = found
    return best


def _anchor_at(definition: T, cells: list[str], at: int, rows: int) -> Anchor[T] | None:
    report = report_at(cells)
    header = cells if report is None else [*cells[:report], *[""] * 3, *cells[report + 3 :]]
    names = [column.name for cell in header if cell and len(cell) <= 200 and (column := definition.column(cell))]
    if not names:
        return None
    width = max(at for at, cell in enumerate(cells) if cell.strip()) + 1
    found = Anchor(definition, header[:width], at, rows, len(set(names)), report)
    return replace(found, score=found.score + COMPLETE) if found.complete else found


def _merged(upper: list[str], lower: list[str]) -> list[str]:
    """Two rows of headers as one: a merged cell of the upper one reaches down where nothing stands below it."""
    width = max(len(upper), len(lower))
    above, below = ([*cells, *[""] * (width - len(cells))] for cells in (upper, lower))
    return [under if under.strip() else over for over, under in zip(above, below, strict=True)]


def checked(found: Anchor[T] | None, definitions: Sequence[Template]) -> Anchor[T]:
    """The header, when every column that is needed stands in it once.

    Raises:
        HeaderNotFound, ColumnMissing, ColumnTwice, TooManyColumns.
    """
    if found is None:
        raise HeaderNotFound(wanted=", ".join(column.name for column in definitions[0].columns[:8]))
    if len(found.header) >= MOST_COLUMNS:
        raise TooManyColumns(value=MOST_COLUMNS)
    named = Counter(column.name for cell in found.header if (column := found.definition.column(cell)))
    for column in found.definition.columns:
        if found.definition.needed(column) and column.name not in named:
            near = nearest(column.name, [cell for cell in found.header if cell])
            raise ColumnMissing(column=column.name, nearest=near)
        if named[column.name] > 1:
            raise ColumnTwice(column=column.name)
    return found


def tails_of(found: Anchor[T], records: Sequence[Record]) -> list[int]:
    """The blank cells that rows of a file have behind its last column: as most of them have, and as the header.

    One more or less than usual can be a separator too many or too few, so it is no second number.
    """
    width = len(found.header)
    first, below = records[found.before], records[found.before + found.rows :]
    own = len(first.cells) - width if not any(cell.strip() for cell in first.cells[width:]) else 0
    tails = [
        len(record.cells) - width
        for record in below
        if record.refusal is None and len(record.cells) >= width and not any(c.strip() for c in record.cells[width:])
    ]
    if len(tails) < FEW:
        return [max(own, 0)]
    usual = Counter(tails).most_common(1)[0][0]
    return [usual, own] if abs(own - usual) > 1 else [usual]
