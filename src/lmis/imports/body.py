"""The records below a header: where it comes again, where another table begins, and which lines are not certain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Generic, TypeVar

from lmis.errors import Invalid
from lmis.imports.anchoring import FEW, Anchor
from lmis.imports.definition import Template
from lmis.imports.dialect import SEPARATORS, Dialect
from lmis.imports.fitting import CellsShifted, Fitting
from lmis.imports.headings import Headings, said
from lmis.imports.records import Record, Tally
from lmis.imports.splitting import Lines

MOST_MENDED: Final = 2_000
"""Lines of one file for which a way to mend them is sought."""

T = TypeVar("T", bound=Template)


class AnotherTable(Invalid):
    """Another table begins before this line, with a header of its own: send it as a file of its own."""


class LineTorn(Invalid):
    """A line beside this one is no row of the table, and may be a part of it: look whether a cell was torn apart."""


class FileCut(Invalid):
    """The file breaks off without a line end, so its last line may be cut: send the whole file, or end the line."""


class Body(Generic[T]):
    """The records below a header: each is taken, or put in quarantine with its reason."""

    def __init__(
        self,
        found: Anchor[T],
        dialect: Dialect | None,
        tally: Tally,
        fitting: Fitting,
        tails: Sequence[int] = (0,),
    ) -> None:
        """Match the header once.

        Args:
            dialect: of delimited text; None for a workbook, where cells cannot shift.
            tails: blank cells behind the last column that rows of this file have, the usual number first.
        """
        self.dialect, self.tally = dialect, tally
        self.width, self.full = len(found.header), len(found.header) + tails[0]
        self.fitting = fitting
        self.headings = Headings(found, fitting, self.full)
        self.mended = self.count = 0
        self.held: Record | None = None
        self.torn = self.gap = False

    def judged(self, blocks: Iterable[list[Record]], lines: Lines | None = None) -> Iterator[list[Record]]:
        """Every record but repeated headers, many at a time; the tally is kept meanwhile."""
        for block in blocks:
            if self.dialect is None:
                self._fill(block)
            yield self._taken(block) if self._is_calm(block) else list(self._looked_at(block))
        if (last := self.held) is not None:
            cut = lines is not None and not lines.ended and self.count > FEW and not last.blank
            yield [self._counted(last.refused(FileCut()) if cut else last)]

    def _fill(self, block: list[Record]) -> None:
        """Rows of a workbook end with their last cell that holds something."""
        for record in block:
            if len(record.cells) < self.full:
                record.cells.extend([""] * (self.full - len(record.cells)))

    def _is_calm(self, block: list[Record]) -> bool:
        """Whether all records of a block are plainly rows of the table, so that none has to be looked at."""
        rows = [record.cells for record in block]
        if self.torn or self.gap or not self.headings.stand or {*map(len, rows)} != {self.full}:
            return False
        if not all(record.refusal is None for record in block):
            return False
        if self.full == self.width:
            return not self.headings.may_begin(rows)
        return all(self.headings.are_not(row) and not "".join(row[self.width :]).strip() for row in rows)

    def _taken(self, block: list[Record]) -> list[Record]:
        """A block as it is. The last record of all may be cut, so one is held back."""
        before = [] if self.held is None else [self._counted(self.held)]
        if self.full > self.width:
            block = [record._replace(cells=record.cells[: self.width]) for record in block]
        self.count += len(block)
        self.held = block.pop()
        blank = sum(record.blank for record in block if not record.cells[0].strip())
        self.tally.blank += blank
        self.tally.records += len(block) - blank
        return before + block

    def _looked_at(self, block: list[Record]) -> Iterator[Record]:
        """Each record of a block by itself."""
        for record in block:
            cells = record.cells
            plain = record.refusal is None and len(cells) == self.full == self.width and self.headings.stand
            if not plain or self.gap or cells[self.headings.first] in self.headings.words:
                if self.headings.come_again(record):
                    self.tally.headers += 1
                    self.torn = self.gap = False
                    continue
                record = self._judged(record, self.gap)
                self.gap = record.blank or (record.refusal is not None and len(said(record.cells)) <= 1)
            if self.torn:
                record, self.torn = _torn(record) or record, False
            if len(cells) == 1 and self._is_fragment(record):
                self.held, self.torn = _torn(self.held), True
            if self.held is not None:
                yield self._counted(self.held)
            self.held, self.count = record, self.count + 1

    def _counted(self, record: Record) -> Record:
        if record.refusal is not None:
            self.tally.quarantined += 1
            if record.raw is None and self.dialect is not None:
                record = record._replace(raw=self.dialect.separator.join(record.cells))
            if record.suggestion is None and self.mended < MOST_MENDED and isinstance(record.refusal, Invalid):
                self.mended += 1
                way = self._way(record)
                record = record if way is None else record._replace(suggestion=way)
        elif (record.cells and record.cells[0].strip()) or not record.blank:
            self.tally.records += 1
        else:
            self.tally.blank += 1
        return record

    def _way(self, record: Record) -> list[str] | None:
        if self.headings.foreign is not None or isinstance(record.refusal, (AnotherTable, LineTorn, FileCut)):
            return None
        return self.fitting.mended(record.raw, record.cells, self.dialect)

    def _is_fragment(self, record: Record) -> bool:
        """A line without any separator in a table of several columns: perhaps the piece of a torn cell."""
        if self.dialect is None or self.width == 1 or len(record.cells) != 1 or not record.cells[0].strip():
            return False
        line = record.raw or record.cells[0]
        others = [Dialect(sign, self.dialect.quote) for sign in SEPARATORS if sign in line]
        return not any(len(other.split(line) or ()) == self.width for other in others)

    def _judged(self, record: Record, gap: bool) -> Record:
        """A record that is not plainly one of the table."""
        if record.refusal is not None or record.blank:
            return record._replace(cells=record.cells[: self.width]) if record.refusal is None else record
        cells = record.cells
        if self.headings.foreign is not None:
            if not self.headings.are_back(cells):
                return record.refused(AnotherTable(line=record.line))
            self.headings.foreign = None
        if self.headings.begin_another(cells, gap):
            self.headings.foreign = len(cells)
            return record.refused(AnotherTable(line=record.line))
        if self.headings.order is not None:
            return self._reordered(record, self.headings.order, self.headings.wide)
        return self._of_width(record, cells)

    def _reordered(self, record: Record, order: Sequence[int], wide: int) -> Record:
        """A record below a header that came again in another order, with as many cells as that one."""
        cells = record.cells
        if self.dialect is None:
            cells = [*cells, *[""] * (wide - len(cells))]
        if len(cells) != wide:
            return record.refused(CellsShifted(cells=len(cells), wanted=wide))
        return record._replace(cells=[cells[at] for at in order])

    def _of_width(self, record: Record, cells: list[str]) -> Record:
        """The record with as many cells as the header, where no other way of reading it fits."""
        extra = [cell for cell in cells[self.width :] if cell.strip()]
        if not extra and len(cells) >= self.width:
            if (
                len(cells) == self.full
                or self.dialect is None
                or (len(cells) < self.full and cells[self.width - 1].strip())
            ):
                return record._replace(cells=cells[: self.width])
            if len(cells) > self.full and self.fitting.aligned(cells) == [cells[: self.width]]:
                return record._replace(cells=cells[: self.width])
        return record.refused(CellsShifted(cells=len(cells), wanted=self.width))


def _torn(record: Record | None) -> Record | None:
    return record if record is None or record.blank else record.refused(LineTorn())
