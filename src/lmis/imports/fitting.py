"""Which cells fit which columns: what makes a shift of cells certain, and the only way to mend it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from math import comb
from typing import Final

from lmis.errors import Invalid, LmisError
from lmis.imports.columns import CLOSED
from lmis.imports.definition import Column, Lookups, Template
from lmis.imports.dialect import SEPARATORS, Dialect

REMEMBERED: Final = 5_000
MOST_TRIED: Final = 4_000
"""Ways to mend one line that are tried; where there are more, none is the only one."""
LONGEST: Final = 2_000
"""A longer line is nobody's slip of a finger."""
ENOUGH: Final = 2
"""So many cells of closed columns have to fit before they prove anything."""

NOWHERE: Final = Lookups()


class CellsShifted(Invalid):
    """This line has more or fewer cells than the header: a separator is missing or one too many."""


class Fitting:
    """The columns of one header, as far as their types tell which cells can stand in them."""

    def __init__(self, header: Sequence[str], template: Template, lookups: Lookups = NOWHERE) -> None:
        self.lookups = lookups
        self.width = len(header)
        self.long_cells = template.long_cells
        columns = [template.column(cell) for cell in header]
        self.required = [at for at, column in enumerate(columns) if column is not None and column.required]
        self.closed = [(at, column) for at, column in enumerate(columns) if column and column.parse in CLOSED]
        self.known: dict[int, dict[str, bool]] = {at: {} for at, _ in self.closed}

    def fits(self, cells: Sequence[str]) -> bool:
        """Whether every cell can stand where it stands."""
        return (
            len(cells) == self.width
            and all(cells[at].strip() for at in self.required)
            and all(self._fits(at, column, cells[at]) for at, column in self.closed)
        )

    def proven(self, cells: Sequence[str]) -> bool:
        """Whether they fit, and enough of them could not stand elsewhere."""
        return self.fits(cells) and sum(bool(cells[at].strip()) for at, _ in self.closed) >= ENOUGH

    def stands_alone(self, cells: Sequence[str]) -> bool:
        """Whether a line is a row by itself, and no part of a cell of several lines."""
        if self.long_cells:
            return False
        return len(cells) >= self.width > ENOUGH and (self.proven(cells[: self.width]) or not self.closed)

    def misfits(self, cells: Sequence[str]) -> tuple[int, int]:
        """How many cells of closed columns hold something, and how many of these cannot stand there."""
        held = [(at, column) for at, column in self.closed if at < len(cells) and cells[at].strip()]
        return len(held), sum(not self._fits(at, column, cells[at]) for at, column in held)

    def _fits(self, at: int, column: Column, cell: str) -> bool:
        if not cell or cell.isspace():
            return True
        seen = self.known[at]
        if (known := seen.get(cell)) is not None:
            return known
        try:
            column.parse(cell, self.lookups)
            fits = True
        except LmisError:
            fits = False
        if len(seen) < REMEMBERED:
            seen[cell] = fits
        return fits

    def aligned(self, cells: Sequence[str]) -> list[list[str]]:
        """The different rows that fit when blank cells too many are left out."""
        more = len(cells) - self.width
        blank = [at for at, cell in enumerate(cells) if not cell.strip()]
        if more <= 0 or more > len(blank) or len(cells) > MOST_TRIED:
            return []
        last = [*cells[: self.width]]
        if not any(cell.strip() for cell in cells[self.width :]) and len(blank) == more:
            return [last]
        return _different(self.fits, _without(cells, blank, more)) if comb(len(blank), more) <= MOST_TRIED else []

    def mended(self, line: str | None, cells: Sequence[str], dialect: Dialect | None) -> list[str] | None:
        """The only cells that a damaged line can have meant, where types leave no other; nobody has agreed to it yet.

        A separator is missing or one too many, another one was used, or a quotation mark is missing or one too many.
        """
        if len(self.closed) < ENOUGH or abs(len(cells) - self.width) > ENOUGH + self.width or len(line or "") > LONGEST:
            return None
        ways = _different(self.proven, _ways(line, cells, self.width, dialect))
        return ways[0] if len(ways) == 1 else None


def _different(fits: Callable[[list[str]], bool], ways: Iterator[list[str]]) -> list[list[str]]:
    """At most two different rows that fit: with two, neither is certain."""
    found: list[list[str]] = []
    for tried, cells in enumerate(ways):
        if tried >= MOST_TRIED:
            return []
        if fits(cells) and cells not in found:
            found.append(cells)
            if len(found) > 1:
                break
    return found


def _ways(line: str | None, cells: Sequence[str], width: int, dialect: Dialect | None) -> Iterator[list[str]]:
    more = len(cells) - width
    if more > 0:
        blank = [at for at, cell in enumerate(cells) if not cell.strip()]
        if comb(len(blank), more) <= MOST_TRIED:
            yield from _without(cells, blank, more)
        if dialect is not None and more <= ENOUGH:
            yield from _joined(cells, more, dialect.separator)
    elif more == -1:
        yield from _parted(cells)
        for at in range(len(cells) + 1):
            yield [*cells[:at], "", *cells[at:]]
    if line is None or dialect is None:
        return
    for separator in SEPARATORS:
        if separator != dialect.separator and (other := Dialect(separator, dialect.quote).split(line)) is not None:
            yield other
    quotes = [found.start() for found in re.finditer(re.escape(dialect.quote), line)]
    if len(quotes) <= 4 * width:
        for at in quotes:
            if (other := dialect.split(line[:at] + line[at + 1 :])) is not None:
                yield other


def _without(cells: Sequence[str], blank: Sequence[int], more: int) -> Iterator[list[str]]:
    """Without so many of the blank cells."""
    for gone in combinations(blank, more):
        yield [cell for at, cell in enumerate(cells) if at not in gone]


def _joined(cells: Sequence[str], more: int, separator: str) -> Iterator[list[str]]:
    """With a cell that held separators put together again."""
    for at in range(len(cells) - more):
        yield [*cells[:at], separator.join(cells[at : at + more + 1]), *cells[at + more + 1 :]]


def _parted(cells: Sequence[str]) -> Iterator[list[str]]:
    """With one cell parted in two."""
    for at, cell in enumerate(cells):
        for cut in range(1, len(cell)):
            yield [*cells[:at], cell[:cut], cell[cut:], *cells[at + 1 :]]
