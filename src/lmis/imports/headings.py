"""Headers within a table: where its own comes again, and where that of another table stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, Generic, TypeVar

from lmis.imports.anchoring import Anchor
from lmis.imports.definition import Template
from lmis.imports.fitting import ENOUGH, Fitting
from lmis.imports.records import Record

FIRST: Final = 8
"""A header that comes again is known by one of its first cells."""

A_DIGIT: Final = re.compile(r"\d")
"""Nearly every row of people has one; a header has none."""

T = TypeVar("T", bound=Template)


class Headings(Generic[T]):
    """The header of a table, and what has become of it since."""

    def __init__(self, found: Anchor[T], fitting: Fitting, full: int) -> None:
        """Match the header once.

        Args:
            full: the number of cells that rows of this file have.
        """
        self.header, self.template, self.rows, self.report = found.header, found.definition, found.rows, found.report
        self.fitting, self.width, self.full = fitting, len(found.header), full
        self.names = [column.name if (column := self.template.column(cell)) else "" for cell in self.header]
        self.first = next((at for at, name in enumerate(self.names) if name), 0)
        self.words = self._words()
        self.order: list[int] | None = None  # where the columns stand now, when it came again in another order
        self.wide = self.full  # how many cells the header in force has
        self.foreign: int | None = None  # the width of another table's header, below which rows are not ours

    def _words(self) -> frozenset[str]:
        """Everything by which a header row could begin, as it may be spelled."""
        known = {word for column in self.template.columns for word in (column.name, *column.also)}
        known |= {cell for cell in self.header if cell.strip()}
        return frozenset(
            form for word in known for form in (word, word.strip(), word.lower(), word.upper(), word.title())
        )

    @property
    def stand(self) -> bool:
        """Whether the first header still tells what stands where."""
        return self.foreign is None and self.order is None

    def may_begin(self, rows: Iterable[list[str]]) -> bool:
        """Whether one of these rows begins as a header would."""
        return not self.words.isdisjoint([cells[self.first] for cells in rows])

    def are_not(self, cells: list[str]) -> bool:
        """Whether a row is no header of any table at a glance."""
        return bool(A_DIGIT.search("".join(cells))) and self.words.isdisjoint(map(str.strip, cells[:FIRST]))

    def come_again(self, record: Record) -> bool:
        """Whether the header comes again, perhaps in another order or language; then a table of ours goes on."""
        cells = record.cells
        if record.refusal is not None or not any(cell.strip() in self.words for cell in cells[:FIRST]):
            return False
        names = [column.name if (column := self.template.column(cell)) else "" for cell in cells]
        if self.report is not None:
            names[self.report : self.report + 3] = [""] * 3
        told, ours = [name for name in names if name], [name for name in self.names if name]
        if len(told) < min(2, len(ours)) or len(set(told)) < len(told) or 2 * len(told) < len(said(cells)):
            return False
        if self._same(names):
            self.order, self.foreign = None, None
            return True
        order = self._order(names) if set(told) == set(ours) else None
        self.order, self.foreign, self.wide = order, len(cells) if order is None else None, len(cells)
        return order is not None

    def _same(self, names: list[str]) -> bool:
        own = [*self.names, *[""] * (len(names) - self.width)]
        if self.rows > 1:  # one of its two rows
            return all(name in ("", own[at]) for at, name in enumerate(names))
        return [*names, *[""] * (self.width - len(names))] == own

    def _order(self, names: list[str]) -> list[int] | None:
        """Where the cells of the first header's columns stand now; unknown columns are taken as they come."""
        rest = iter([at for at, name in enumerate(names) if not name])
        order = [names.index(name) if name else next(rest, -1) for name in self.names]
        return None if -1 in order else order

    def are_back(self, cells: list[str]) -> bool:
        """Whether a row below another table's header is ours again: it has our width, not theirs, and fits."""
        if len(cells) != self.full or self.full == self.foreign:
            return False
        return self.fitting.proven(cells[: self.width]) or len(self.fitting.closed) < ENOUGH

    def begin_another(self, cells: Sequence[str], gap: bool) -> bool:
        """Whether a record looks like the header of another table: words only, and none where it would fit."""
        if A_DIGIT.search("".join(cells)):
            return False
        words = said(cells)
        if len(words) < 2 or len(set(words)) < len(words) or any(sign.isdigit() for cell in words for sign in cell):
            return False
        held, wrong = self.fitting.misfits(cells)
        if gap and (len(cells) != self.full or (held >= 2 and wrong == held)):
            return True
        return held >= 3 and wrong == held


def said(cells: Sequence[str]) -> list[str]:
    """The cells that hold something."""
    return [cell.strip() for cell in cells if cell.strip()]
