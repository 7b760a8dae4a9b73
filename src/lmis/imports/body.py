"""The records below a header: where it comes again, where another table begins, and which lines are not certain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Generic, TypeVar

from lmis.errors import Invalid
from lmis.imports.anchoring import FEW, Anchor
from lmis.imports.definition import Template
from lmis.imports.dialect import SEPARATORS, Dialect, Lines
from lmis.imports.fitting import ENOUGH, CellsShifted, Fitting
from lmis.imports.records import Record, Tally

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
        self.header, self.template, self.dialect, self.tally = found.header, found.definition, dialect, tally
        self.width, self.full, self.rows = len(self.header), len(self.header) + tails[0], found.rows
        self.whole = {self.width + tail for tail in tails}
        self.fitting = fitting
        self.names = [column.name if (column := self.template.column(cell)) else "" for cell in self.header]
        self.report = found.report
        self.first = next((at for at, name in enumerate(self.names) if name), 0)
        self.words = self._words()
        self.order: list[int] | None = None
        self.foreign: int | None = None
        self.mended = 0

    def _words(self) -> frozenset[str]:
        """Everything by which a header row could begin, as it may be spelled."""
        known = {word for column in self.template.columns for word in (column.name, *column.also)}
        known |= {cell for cell in self.header if cell.strip()}
        return frozenset(
            form for word in known for form in (word, word.strip(), word.lower(), word.upper(), word.title())
        )

    def judged(self, records: Iterable[Record], lines: Lines | None = None) -> Iterator[Record]:
        """Every record but repeated headers; the tally is kept meanwhile."""
        held: Record | None = None
        torn = gap = False
        first, words, full, tally = self.first, self.words, self.full, self.tally
        plain, workbook, count = full == self.width, self.dialect is None, 0
        for record in records:
            cells = record.cells
            if workbook and len(cells) < full:
                cells.extend([""] * (full - len(cells)))
            quiet = record.refusal is None and len(cells) == full and self.foreign is None and self.order is None
            if not (quiet and plain and not gap and cells[first] not in words):
                if self._is_header(record):
                    tally.headers += 1
                    torn = gap = False
                    continue
                record = self._judged(record, gap)
                gap = record.blank or (record.refusal is not None and len(_said(record.cells)) <= 1)
            if torn:
                record, torn = _torn(record) or record, False
            if len(cells) == 1 and self._is_fragment(record):
                held, torn = _torn(held), True
            if held is not None:
                yield self._counted(held)
            held, count = record, count + 1
        if held is not None:
            if lines is not None and not lines.ended and count > FEW and not held.blank and held.refusal is None:
                held = held.refused(FileCut())
            yield self._counted(held)

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
        if self.foreign is not None or isinstance(record.refusal, (AnotherTable, LineTorn, FileCut)):
            return None
        return self.fitting.mended(record.raw, record.cells, self.dialect)

    def _is_fragment(self, record: Record) -> bool:
        """A line without any separator in a table of several columns: perhaps the piece of a torn cell."""
        if self.dialect is None or self.width == 1 or len(record.cells) != 1 or not record.cells[0].strip():
            return False
        line = record.raw or record.cells[0]
        others = [Dialect(sign, self.dialect.quote) for sign in SEPARATORS if sign in line]
        return not any(len(other.split(line) or ()) == self.width for other in others)

    def _is_header(self, record: Record) -> bool:
        """Whether the header comes again, perhaps in another order or language; then a table of ours goes on."""
        cells = record.cells
        if record.refusal is not None or not any(cell.strip() in self.words for cell in cells[:8]):
            return False
        names = [column.name if (column := self.template.column(cell)) else "" for cell in cells]
        if self.report is not None:
            names[self.report : self.report + 3] = [""] * 3
        told, ours = [name for name in names if name], [name for name in self.names if name]
        if len(told) < min(2, len(ours)) or len(set(told)) < len(told) or 2 * len(told) < len(_said(cells)):
            return False
        if self._same(names):
            self.order, self.foreign = None, None
            return True
        order = self._order(names) if set(told) == set(ours) else None
        self.order, self.foreign = order, len(cells) if order is None else None
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

    def _judged(self, record: Record, gap: bool) -> Record:
        """A record that is not plainly one of the table."""
        if record.refusal is not None or record.blank:
            return record._replace(cells=record.cells[: self.width]) if record.refusal is None else record
        cells = record.cells
        if self.foreign is not None:
            if not self._is_back(cells, self.foreign):
                return record.refused(AnotherTable(line=record.line))
            self.foreign = None
        if self._begins_another(cells, gap):
            self.foreign = len(cells)
            return record.refused(AnotherTable(line=record.line))
        if self.order is not None:
            if len(cells) < self.width:
                return record.refused(CellsShifted(cells=len(cells), wanted=self.width))
            return record._replace(cells=[cells[at] for at in self.order])
        return self._of_width(record, cells)

    def _is_back(self, cells: list[str], foreign: int) -> bool:
        """Whether a row below another table's header is ours again: it has our width, not theirs, and fits."""
        if len(cells) != self.full or self.full == foreign:
            return False
        return self.fitting.proven(cells[: self.width]) or len(self.fitting.closed) < ENOUGH

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

    def _begins_another(self, cells: Sequence[str], gap: bool) -> bool:
        """Whether a record looks like the header of another table: words only, and none where it would fit."""
        said = _said(cells)
        if len(said) < 2 or len(set(said)) < len(said) or any(sign.isdigit() for cell in said for sign in cell):
            return False
        held, wrong = self.fitting.misfits(cells)
        if gap and (len(cells) != self.full or (held >= 2 and wrong == held)):
            return True
        return held >= 3 and wrong == held


def _said(cells: Sequence[str]) -> list[str]:
    return [cell.strip() for cell in cells if cell.strip()]


def _torn(record: Record | None) -> Record | None:
    return record if record is None or record.blank else record.refused(LineTorn())
