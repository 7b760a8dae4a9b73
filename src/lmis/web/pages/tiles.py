"""The headline figures, each with its changes, its interval, its terms, its way through time and its definition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from lmis.indicators.register.periods import period_of
from lmis.locale.formats import number
from lmis.locale.formats import period as period_words
from lmis.model.figures import Edition
from lmis.web.pages.charts.table import NOBODY, Cell, Column
from lmis.web.pages.charts.view import Defined, View, definition, origin_of
from lmis.web.pages.charts.words import Words

STOCK, ENTRIES, OPENINGS = "PES_SEEK_STK", "PES_SEEK_IN", "PES_VAC_IN"
REFERRALS, PLACEMENTS = "PES_REF", "PES_PLC"
RATIO, FILL = "PES_DSR", "PES_FILL"
RATES: Final = ("PES_PLRATE_REG", "PES_PLRATE_ON", "PES_PLRATE_REF")
COUNTS: Final = (STOCK, ENTRIES, OPENINGS, REFERRALS, PLACEMENTS)
SURVEYED: Final = ("UNE_DEAP_RT", "EAP_DWAP_RT", "EMP_DWAP_RT", "EIP_NEET_RT", "EMP_NIFL_RT", "EAR_EMED_NB")
NAMES: Final = {
    STOCK: "Registered job seekers",
    ENTRIES: "New registrations",
    OPENINGS: "Openings notified",
    REFERRALS: "Referrals",
    PLACEMENTS: "Placements",
    RATIO: "Demand-supply ratio",
    FILL: "Fill rate",
    RATES[0]: "per 100 who registered",
    RATES[1]: "per 100 on the register",
    RATES[2]: "per 100 referred",
    SURVEYED[0]: "Unemployment rate",
    SURVEYED[1]: "Participation rate",
    SURVEYED[2]: "Employment to population",
    SURVEYED[3]: "Young people outside work and school",
    SURVEYED[4]: "Informal employment",
    SURVEYED[5]: "Median monthly earnings",
}
"""The short names of the page; the full title stands with the definition."""
SHOWN: Final = (*COUNTS, RATIO, FILL, *RATES, *SURVEYED)
PERIODS: Final = 12


@dataclass(frozen=True, slots=True)
class Whisker:
    """The interval of a figure on a line of 100: its ends and its value."""

    low: float
    at: float
    high: float
    told: str


@dataclass(frozen=True, slots=True)
class Tile:
    """One headline figure with all that explains it."""

    code: str
    name: str
    value: str
    hidden: bool
    unreliable: bool
    changes: Sequence[str]
    terms: str
    part: float | None  # of 100, for a gauge
    whisker: Whisker | None
    trend: str  # the path of a small line, 100 wide and 24 high
    definition: Defined
    edition: Edition | None
    unapplied: bool  # whether a filter does not hold for it


def tiles_of(view: View, codes: Sequence[str] = SHOWN) -> dict[str, Tile]:
    """The headline figures by code."""
    words = Words(view.language)
    return {code: _tile(view, code, words) for code in codes}


def _tile(view: View, code: str, words: Words) -> Tile:
    edition, found = view.edition(origin_of(code)), view.found(code)
    column, cell = view.column(code, words.said(NAMES[code])), found.at()
    if code in COUNTS and edition is not None and not found.cells:
        cell = NOBODY
    held = view.series(code)
    rate = column.unit == "%"
    return Tile(
        code=code,
        name=column.name,
        value=words.cell(column, cell),
        hidden=cell.hidden,
        unreliable=cell.unreliable,
        changes=changes(column, cell, held, edition.period, words) if edition else (),
        terms=terms(code, cell, words),
        part=min(cell.value, 100.0) if rate and cell.value is not None else None,
        whisker=whisker(column, cell, words),
        trend=trend([one.value for one, _ in list(held.values())[-PERIODS:]]),
        definition=definition(code),
        edition=edition,
        unapplied=bool(found.unapplied),
    )


def changes(
    column: Column, cell: Cell, held: Mapping[str, tuple[Cell, str | None]], period: str, words: Words
) -> list[str]:
    """What changed on the period before and on the year before: in percent of a count or amount, else in points."""
    if cell.hidden or cell.value is None:
        return []
    survey, standard = origin_of(column.indicator) == "survey", held.get(period, (cell, None))[1]
    earlier = max((one for one in held if one < period), default="")
    before, year = earlier if survey else previous(period), period_of(period).year_before.text
    told: list[str] = []
    for one, message in ((before, _before(period, survey)), (year, "{change} on the year before")):
        other, other_standard = held.get(one, (Cell(), standard))
        if other.value is None or standard != other_standard or (one == year == before and told):
            continue
        told.append(words.said(message, change=change(column, cell.value, other.value, words),
                               period=period_words(one, words.language)))  # fmt: skip
    return told or [words.said("no earlier figure")]


def _before(period: str, survey: bool) -> str:
    if survey:
        return "{change} on {period}"
    return "{change} on the previous quarter" if "Q" in period else "{change} on the period before"


def change(column: Column, value: float, before: float, words: Words) -> str:
    """A change: percent of what is counted or paid, points of a rate, the difference of a ratio."""
    relative = column.decimals == 0 or column.unit == "currency"
    if relative and before:
        shown, decimals, unit = 100 * (value - before) / before, 1, "\u00a0%"
    else:
        shown, decimals, unit = value - before, max(column.decimals, 1), ""
    written = number(shown, words.language, decimals, signed=True) if round(shown, decimals) else "±0"
    return words.said("{change} points", change=written) if column.unit == "%" else written + unit


def terms(code: str, cell: Cell, words: Words) -> str:
    """Both terms of a quotient of the register."""
    if cell.numerator is None or cell.denominator is None or origin_of(code) == "survey":
        return ""
    message = "{numerator} for {denominator}" if code == RATIO else "{numerator} of {denominator}"
    shown = {"numerator": cell.numerator, "denominator": cell.denominator}
    return words.said(message, **{name: number(value, words.language) for name, value in shown.items()})


def whisker(column: Column, cell: Cell, words: Words) -> Whisker | None:
    """The interval of 95 % on a line that begins at nothing and ends a little behind it."""
    if cell.value is None or cell.lower is None or cell.upper is None:
        return None
    most = 100.0 if column.unit == "%" and cell.upper > 50 else 1.25 * cell.upper or 1.0
    low, at, high = (100 * max(one, 0) / most for one in (cell.lower, cell.value, cell.upper))
    return Whisker(low, at, high, words.interval(column, cell))


def previous(period: str) -> str:
    """The period before: `2026Q1` follows `2025Q4`."""
    year, letter, part = int(period[:4]), period[4:5], int(period[5:] or 0)
    if not letter:
        return str(year - 1)
    last = 4 if letter == "Q" else 12
    year, part = (year, part - 1) if part > 1 else (year - 1, last)
    return f"{year}{letter}{part}" if letter == "Q" else f"{year}{letter}{part:02}"


def trend(values: Sequence[float | None]) -> str:
    """The path of a line through the values, in a box of 100 × 24; empty where fewer than two stand in a row."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return ""
    low, high = min(known), max(known)
    span, step = (high - low) or 1.0, 100 / (len(values) - 1)
    path, pen = [], "M"
    for at, value in enumerate(values):
        if value is None:
            pen = "M"
            continue
        path.append(f"{pen}{at * step:.1f},{22 - 20 * (value - low) / span:.1f}")
        pen = "L"
    return "".join(path)
