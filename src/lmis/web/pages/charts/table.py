"""What a chart shows: a table of figures, from which drawing, page, CSV and workbook are made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeAlias

UNKNOWN: Final = "_U"
GIVEN: Final = "given"
"""The status of a day or share at which a figure is told: what was asked for, and is no figure itself."""


Part: TypeAlias = Literal["value", "numerator", "denominator", "derived", "given"]
"""What of a stored figure a cell shows; `derived` is computed here from several, `given` is no figure at all."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A published figure; hidden or not to be had, it has no numbers at all."""

    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    status: str = "not_available"
    version: str = "1"
    lower: float | None = None
    upper: float | None = None
    records: int | None = None
    note: str | None = None
    se: float | None = None
    indicator: str = ""  # of which this is a figure; empty where nothing is known
    part: Part = "value"

    @property
    def hidden(self) -> bool:
        """Whether it would tell about too few people."""
        return self.status == "hidden"

    @property
    def unreliable(self) -> bool:
        """Whether so few answered, or answers lie so far apart, that it may mislead."""
        return self.status == "unreliable"


NOBODY: Final = Cell(value=0, numerator=0, status="published")
"""A cell of a count of the register without a row: nothing was counted there."""
NO_FIGURE: Final = Cell()


def cell_of(row: Any) -> Cell:
    """A row of `reading.Reading`."""
    terms = (row.value, row.numerator, row.denominator, row.status, row.version)
    return Cell(*terms, row.lower, row.upper, row.records, row.note, row.se, row.indicator)


@dataclass(frozen=True, slots=True)
class Column:
    """Figures of one indicator and, where it is told by it, one cell of it."""

    name: str
    indicator: str
    unit: str
    decimals: int
    key: tuple[str, ...] = ()  # codes: sex, class …


@dataclass(frozen=True, slots=True)
class Row:
    """Figures of one place, group or period."""

    code: str
    name: str
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows and columns of figures, with what is to be said of them."""

    head: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    unapplied: frozenset[str] = frozenset()
    """Filters by which these figures are not published."""
    breaks: Sequence[int] = field(default=())
    """Rows before which the standard changes, so that figures do not compare."""
    notes: Sequence[str] = ()

    def cells(self) -> Iterator[Cell]:
        """All cells."""
        return (cell for row in self.rows for cell in row.cells)

    @property
    def told(self) -> bool:
        """Whether there is any figure, if only a hidden one."""
        return any((cell.value is not None and cell.status != GIVEN) or cell.hidden for cell in self.cells())

    def column(self, at: int) -> list[Cell]:
        """The cells of a column."""
        return [row.cells[at] for row in self.rows]
