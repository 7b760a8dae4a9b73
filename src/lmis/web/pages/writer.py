"""Figures in words: how a page writes a value, its change and its terms in one language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from lmis.locale.catalogue import text
from lmis.locale.formats import number
from lmis.vocabulary import Language
from lmis.web.pages import reading
from lmis.web.pages.reading import Cell

DASH: Final = "–"
PERIODS_SHOWN: Final = 12
NAMES: Final = {
    reading.STOCK: "Registered job seekers",
    reading.ENTRIES: "New registrations",
    reading.OPENINGS: "Openings notified",
    reading.REFERRALS: "Referrals",
    reading.PLACEMENTS: "Placements",
    reading.RATIO: "Demand-supply ratio",
    reading.FILL: "Fill rate",
    reading.RATES[0]: "per 100 who registered",
    reading.RATES[1]: "per 100 on the register",
    reading.RATES[2]: "per 100 referred",
}
"""The short names of the page; the full title stands with the definition."""

COUNTS: Final = (reading.STOCK, reading.ENTRIES, reading.OPENINGS, reading.REFERRALS, reading.PLACEMENTS)


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes figures in one language."""

    language: Language

    def said(self, message: str, **values: object) -> str:
        """A text of the catalogue."""
        return text(message, self.language, **values)

    def decimals(self, code: str) -> int:
        """How many are shown of a figure: none of a count, one of a rate, two of a ratio."""
        return 0 if code in COUNTS else 2 if code == reading.RATIO else 1

    def figure(self, code: str, cell: Cell) -> str:
        """The value; the word for hidden, or a dash where nothing can be had."""
        if cell.hidden:
            return self.said("hidden")
        if cell.value is None:
            return DASH
        shown = number(cell.value, self.language, self.decimals(code))
        return shown if code in COUNTS or code == reading.RATIO else f"{shown}\u00a0%"

    def change(self, code: str, cell: Cell, before: Cell, period: str) -> str:
        """What changed since the period before: in percent of a count, in points of a rate or ratio."""
        if cell.value is None or before.value is None or (code in COUNTS and not before.value):
            return "" if cell.hidden else self.said("no earlier figure")
        difference = cell.value - before.value
        shown = 100 * difference / before.value if code in COUNTS else difference
        decimals = 2 if code == reading.RATIO else 1
        if not round(shown, decimals):
            return self.said("no change")
        unit = " %" if code in COUNTS else ""
        words = "{change} on the" if code in COUNTS or code == reading.RATIO else "{change} points on the"
        words += " previous quarter" if "Q" in period else " period before"
        return self.said(
            words, change=number(shown, self.language, decimals, signed=True) + unit.replace(" ", "\u00a0")
        )

    def terms(self, code: str, cell: Cell) -> str:
        """Both terms of a quotient."""
        if cell.numerator is None or cell.denominator is None:
            return ""
        words = "{numerator} for {denominator}" if code == reading.RATIO else "{numerator} of {denominator}"
        shown = {"numerator": cell.numerator, "denominator": cell.denominator}
        return self.said(words, **{name: number(value, self.language) for name, value in shown.items()})


def ticks(periods: Sequence[str], writer: Writer) -> list[str]:
    """What stands below each period: its quarter or month, with the year below the first of a year."""
    shown, year = [], ""
    for period in periods:
        part = writer.said("Q{quarter}", quarter=period[5:]) if "Q" in period else period[5:] or period
        shown.append(f"{part}|{period[:4]}" if period[:4] != year and len(period) > 4 else part)
        year = period[:4]
    return shown


def separators(language: Language) -> dict[str, str]:
    """The decimal and thousands separators of a language."""
    example = number(1234.5, language, 1)
    return {"thousands": example[1], "decimal": example[-2]}
