"""Figures in words: how charts and tables write a value, in one language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from lmis.locale.catalogue import label, text
from lmis.locale.formats import compact, number
from lmis.vocabulary import Language
from lmis.web.pages.charts.table import Cell, Column

DASH: Final = "–"
HIDDEN: Final = "…"
"""What a drawing has in place of a hidden figure; a table has the word."""
LARGE: Final = 100_000
CLASSES: Final = {1: "shortage", 0: "balance", -1: "surplus"}
"""The values of a figure that is a class."""


@dataclass(frozen=True, slots=True)
class Words:
    """Writes figures in one language."""

    language: Language

    def said(self, message: str, **values: object) -> str:
        """A text of the catalogue."""
        return text(message, self.language, **values)

    def value(self, value: float, unit: str, decimals: int, *, short: bool = False) -> str:
        """A number with the sign of percent where it is one."""
        shown = (
            compact(value, self.language) if short and abs(value) >= LARGE else number(value, self.language, decimals)
        )
        return f"{shown}\u00a0%" if unit == "%" else shown

    def cell(self, column: Column, cell: Cell) -> str:
        """A figure in a table: the value, the word for hidden, or a dash where nothing can be had."""
        if cell.hidden:
            return self.said("hidden")
        if column.unit == "class" and cell.value is not None:
            return label("shortage_class", CLASSES[round(cell.value)], self.language)
        return DASH if cell.value is None else self.value(cell.value, column.unit, column.decimals)

    def drawn(self, column: Column, cell: Cell) -> str:
        """A figure in a drawing."""
        if cell.hidden:
            return HIDDEN
        if cell.value is None:
            return DASH
        shown = self.value(cell.value, column.unit, column.decimals, short=True)
        return f"{shown} (u)" if cell.unreliable else shown

    def interval(self, column: Column, cell: Cell) -> str:
        """The bounds of 95 %."""
        if cell.lower is None or cell.upper is None:
            return ""
        low, high = (self.value(bound, column.unit, column.decimals) for bound in (cell.lower, cell.upper))
        return f"{low} – {high}"

    def told(self, name: str, column: Column, cell: Cell) -> str:
        """All that is known of a figure, in a line: what a mark says when it is pointed at."""
        if cell.hidden:
            return f"{name}, {column.name}: {label('figure_status', cell.status, self.language)}"
        parts = [f"{name}, {column.name}: {self.cell(column, cell)}"]
        if cell.se:
            shown = self.value(cell.se, column.unit, max(column.decimals, 2))
            parts.append(self.said("Standard error: {value}", value=shown))
        if bounds := self.interval(column, cell):
            parts.append(self.said("Interval of 95 %: {bounds}", bounds=bounds))
        if cell.records is not None:
            parts.append(f"{self.said('Records')}: {number(cell.records, self.language)}")
        if cell.unreliable:
            parts.append(label("figure_status", cell.status, self.language))
        return " · ".join(parts)

    def ticks(self, periods: Sequence[str]) -> list[tuple[str, str]]:
        """What stands below each period: its quarter or month, and the year below the first of a year."""
        shown, year = [], ""
        for period in periods:
            part = self.said("Q{quarter}", quarter=period[5:]) if "Q" in period else period[5:] or period
            shown.append((part, period[:4] if period[:4] != year and len(period) > 4 else ""))
            year = period[:4]
        return shown
