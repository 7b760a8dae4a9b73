"""A table is known by its header: where it stands, what comes before it, where it comes again, where another begins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, Generic, TypeVar

from lmis.errors import Invalid
from lmis.imports.definition import Template, header_key
from lmis.imports.dialect import SEPARATORS, Dialect, Lines
from lmis.imports.fitting import CellsShifted, Fitting
from lmis.imports.records import Record, Tally
from lmis.imports.rejects import report_at
from lmis.text.nearest import nearest

MOST_BEFORE: Final = 60
"""Lines that may stand before the header: titles, the ministry's name, the date of the list."""
MOST_SAMPLED: Final = 200
MOST_COLUMNS: Final = 2_000
MOST_MENDED: Final = 10_000
"""Lines of one file for which a way to mend them is sought."""
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


class AnotherTable(Invalid):
    """Another table begins before this line, with a header of its own: send it as a file of its own."""


class LineTorn(Invalid):
    """A line beside this one is no row of the table, and may be a part of it: look whether a cell was torn apart."""


class FileCut(Invalid):
    """The file breaks off without a line end, so its last line may be cut: send the whole file, or end the line."""


def with_profile(definition: T, profile: dict[str, str] | None) -> T:
    """The definition that also knows a sender's own headers.

    Args:
        profile: own header → name of the column. It comes before the words that the column is known by.

    Raises:
        UnknownColumn: a column that the definition does not have.
    """
    if not profile:
        return definition
    names = [column.name for column in definition.columns]
    for name in profile.values():
        if name not in names:
            raise UnknownColumn(value=name, nearest=nearest(name, names))
    own = {header_key(header) for header in profile}
    columns = tuple(
        replace(
            column,
            also=(
                *(word for word in column.also if header_key(word) not in own),
                *(header for header, name in profile.items() if name == column.name),
            ),
        )
        for column in definition.columns
    )
    return replace(definition, columns=columns)


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
    return replace(found, score=found.score + len(definition.columns)) if found.complete else found


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


class Body(Generic[T]):
    """The records below a header: each is taken, or put in quarantine with its reason."""

    def __init__(self, found: Anchor[T], dialect: Dialect | None, tally: Tally, tails: Sequence[int] = (0,)) -> None:
        """Match the header once.

        Args:
            dialect: of delimited text; None for a workbook, where cells cannot shift.
            tails: blank cells behind the last column that rows of this file have, the usual number first.
        """
        self.header, self.template, self.dialect, self.tally = found.header, found.definition, dialect, tally
        self.width, self.full, self.rows = len(self.header), len(self.header) + tails[0], found.rows
        self.whole = {self.width + tail for tail in tails}
        self.fitting = Fitting(self.header, self.template)
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
            back = len(cells) == self.full != self.foreign and self.fitting.proven(cells[: self.width])
            if not back:
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


def _said(cells: Sequence[str]) -> list[str]:
    return [cell.strip() for cell in cells if cell.strip()]


def _torn(record: Record | None) -> Record | None:
    return record if record is None or record.blank else record.refused(LineTorn())
