"""What a table of figures must agree with, whoever made it: our own before publishing, others' before we read them.

Each check is a pure function from figures to the findings of what is wrong; an empty list is a table that agrees.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby, pairwise
from typing import Final, Literal, TypeAlias

TOTALS: Final = frozenset({"_T", "T", "SEX_T", "BOTHSEX", "total"})
"""Codes of all of them together."""

MEN: Final = frozenset({"M", "SEX_M", "MALE"})
WOMEN: Final = frozenset({"F", "SEX_F", "FEMALE"})

BUDDHIST: Final = 543
"""Years by which the Buddhist era is ahead, as Thailand and Lao PDR count; Cambodia's is ahead by 544 for a part."""

Dims: TypeAlias = tuple[tuple[str, str], ...]
Kind: TypeAlias = Literal[
    "outside_sex_range", "contributions", "parts_differ", "stock_flow", "survey_differs", "break_without_flag",
    "buddhist_year", "mixed_units", "duplicate_series", "counts_in_amounts", "padded",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a table: its series, its cell, its period, and the text it was read from where there is one."""

    series: str
    dims: Dims  # (dimension, code), in the order of the dimensions
    period: str  # as 2026, 2026Q3, 2026M07, or the year of another calendar
    value: float
    unit: str = ""
    text: str | None = None

    def code(self, dimension: str) -> str:
        """Its code in a dimension; empty where it has none."""
        return dict(self.dims).get(dimension, "")

    def but(self, dimension: str) -> tuple[str, Dims, str]:
        """What it shares with the figures that differ in one dimension only."""
        return self.series, tuple(pair for pair in self.dims if pair[0] != dimension), self.period


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not agree: which check, of which series, where, and with which numbers."""

    kind: Kind
    series: str
    period: str = ""
    dims: Dims = ()
    numbers: tuple[float, ...] = ()
    other: str = ""  # the other series, unit or text that it was held against


def within_sexes(figures: Iterable[Figure], rates: Iterable[str], within: float = 0.05) -> list[Finding]:
    """A rate of both sexes lies between that of men and that of women.

    Where it is their sum instead, they are contributions to it, not rates: published so they mislead.

    Args:
        rates: the series that are rates or means.
        within: by how much rounding may carry it outside, in the unit of the figure.
    """
    wanted, found = frozenset(rates), []
    for (series, dims, period), one in _by_dimension((f for f in figures if f.series in wanted), "SEX").items():
        both, men, women = (_first(one, codes) for codes in (TOTALS, MEN, WOMEN))
        if both is None or men is None or women is None:
            continue
        low, high = sorted((men, women))
        if low - within <= both <= high + within:
            continue
        summed = abs(men + women - both) <= max(within, 0.005 * abs(both))
        kind: Kind = "contributions" if summed else "outside_sex_range"
        found.append(Finding(kind, series, period, dims, (both, men, women)))
    return found


def parts_of_totals(
    figures: Iterable[Figure], counts: Iterable[str], dimension: str, rounding: float = 0.5
) -> list[Finding]:
    """The parts of a count add up to its total, but for what rounding each of them may make.

    A cell without a total, or with fewer than two parts, is not looked at.
    """
    wanted, found = frozenset(counts), []
    for (series, dims, period), one in _by_dimension((f for f in figures if f.series in wanted), dimension).items():
        total = _first(one, TOTALS)
        parts = [value for code, value in one.items() if code not in TOTALS]
        if total is None or len(parts) < 2:
            continue
        if abs(sum(parts) - total) > rounding * (len(parts) + 1):
            found.append(Finding("parts_differ", series, period, dims, (total, sum(parts))))
    return found


def whole_and_parts(
    figures: Iterable[Figure], whole: str, parts: Sequence[str], rounding: float = 0.5
) -> list[Finding]:
    """A series is the sum of others in every cell that all of them have: labour force = employed + unemployed."""
    held = {(f.series, f.dims, f.period): f.value for f in figures if f.series in (whole, *parts)}
    found = []
    for (series, dims, period), total in held.items():
        terms = [held.get((part, dims, period)) for part in parts]
        known = [term for term in terms if term is not None]
        if series == whole and len(known) == len(parts) and abs(sum(known) - total) > rounding * (len(parts) + 1):
            found.append(Finding("parts_differ", whole, period, dims, (total, sum(known)), " + ".join(parts)))
    return found


def stocks_and_flows(
    figures: Iterable[Figure], stock: str, entries: str, exits: str, rounding: float = 0.5
) -> list[Finding]:
    """Stock = stock of the period before + entries - exits, in every cell whose two periods follow each other."""
    held = {(f.series, f.dims, f.period): f.value for f in figures if f.series in (stock, entries, exits)}
    found = []
    for (series, dims, period), after in held.items():
        terms = [held.get(key) for key in (
            (stock, dims, period_before(period)), (entries, dims, period), (exits, dims, period),
        )]  # fmt: skip
        known = [term for term in terms if term is not None]
        if series != stock or len(known) < 3:
            continue
        before, come, gone = known
        if abs(before + come - gone - after) > 4 * rounding:
            found.append(Finding("stock_flow", series, period, dims, (before, come, gone, after)))
    return found


def survey_and_register(figures: Iterable[Figure], survey: str, register: str, most: float = 1.0) -> list[Finding]:
    """Those on the register are no more than `most` times those whom the survey finds, in the same cell and period."""
    held = {(f.series, f.dims, f.period): f.value for f in figures if f.series in (survey, register)}
    return [
        Finding("survey_differs", register, period, dims, (value, found), survey)
        for (series, dims, period), value in held.items()
        if series == register and (found := held.get((survey, dims, period))) is not None and value > most * found
    ]


def breaks(figures: Iterable[Figure], flagged: Iterable[tuple[str, str]] = (), times: float = 3.0) -> list[Finding]:
    """A series that changes `times` over, up or down, from one period to the next without a flag of a break.

    Args:
        flagged: (series, period) at which a break is told.
    """
    told, found = frozenset(flagged), []
    ordered = sorted(figures, key=lambda f: (f.series, f.dims, f.period))
    for (series, dims), group in groupby(ordered, key=lambda f: (f.series, f.dims)):
        one = list(group)
        for before, after in pairwise(one):
            low, high = sorted((before.value, after.value))
            if (series, after.period) not in told and low > 0 and high >= times * low:
                found.append(Finding("break_without_flag", series, after.period, dims, (before.value, after.value)))
    return found


def buddhist_years(periods: Iterable[str], this_year: int) -> list[Finding]:
    """Years that only the Buddhist era has: more than a few years ahead, and near to now when turned back.

    Args:
        periods: anything that begins with a year of four digits, a date of a header too.
    """
    found = []
    for text in periods:
        year = int(text[:4]) if text[:4].isdigit() else this_year
        if year > this_year + 100 and this_year - 150 <= year - BUDDHIST <= this_year + 10:
            found.append(Finding("buddhist_year", "", text, (), (float(year), float(year - BUDDHIST))))
    return found


def mixed_units(figures: Iterable[Figure]) -> list[Finding]:
    """A series in which percent and shares of one stand side by side, in one period.

    Found by a figure of both sexes of more than 1 whose men's and women's are both at most 1, or the other way round.
    """
    found = []
    for (series, dims, period), one in _by_dimension(figures, "SEX").items():
        both, men, women = (_first(one, codes) for codes in (TOTALS, MEN, WOMEN))
        if both is None or men is None or women is None or min(both, men, women) <= 0:
            continue
        if (both > 1 >= max(men, women)) or (both <= 1 < min(men, women)):
            found.append(Finding("mixed_units", series, period, dims, (both, men, women)))
    return found


def duplicate_series(figures: Iterable[Figure], least: int = 3) -> list[Finding]:
    """Two series that hold the same numbers, at least `least` different ones, in the same cells of a period."""
    cells: dict[tuple[str, str], dict[Dims, float]] = defaultdict(dict)
    for one in figures:
        cells[one.period, one.series][one.dims] = one.value
    found = []
    for (period, series), (other_period, other) in combinations(sorted(cells), 2):
        mine, theirs = cells[period, series], cells[other_period, other]
        if period == other_period and mine == theirs and len(set(mine.values())) >= least:
            found.append(Finding("duplicate_series", series, period, (), tuple(mine.values()), other))
    return found


def counts_in_amounts(figures: Iterable[Figure], amounts: Iterable[str], within: float = 0.001) -> list[Finding]:
    """A mean (earnings, hours) whose men and women add up to both together: those are counts of people.

    A mean of both lies between them, so it cannot be their sum unless one is none.

    Args:
        within: the part of the total by which rounding may keep them apart.
    """
    wanted, found = frozenset(amounts), []
    for (series, dims, period), one in _by_dimension((f for f in figures if f.series in wanted), "SEX").items():
        both, men, women = (_first(one, codes) for codes in (TOTALS, MEN, WOMEN))
        if both is None or men is None or women is None or min(men, women) <= 0:
            continue
        if abs(men + women - both) <= within * abs(both):
            found.append(Finding("counts_in_amounts", series, period, dims, (both, men, women)))
    return found


def padded(figures: Iterable[Figure]) -> list[Finding]:
    """Values that were written with spaces around them."""
    return [
        Finding("padded", one.series, one.period, one.dims, (one.value,), one.text)
        for one in figures
        if one.text is not None and one.text != one.text.strip()
    ]


def period_before(period: str) -> str:
    """The period before: 2025Q4 before 2026Q1, 2025M12 before 2026M01, 2025 before 2026."""
    year, rest = int(period[:4]), period[4:]
    if not rest:
        return str(year - 1)
    part, most = int(rest[1:]) - 1, 4 if rest[0] == "Q" else 12
    year, part = (year, part) if part else (year - 1, most)
    return f"{year}{rest[0]}{part:0{len(rest) - 1}}"


def _by_dimension(figures: Iterable[Figure], dimension: str) -> Mapping[tuple[str, Dims, str], dict[str, float]]:
    """Figures that differ in one dimension only, by their code in it."""
    found: dict[tuple[str, Dims, str], dict[str, float]] = defaultdict(dict)
    for one in figures:
        if one.code(dimension):
            found[one.but(dimension)][one.code(dimension)] = one.value
    return found


def _first(values: Mapping[str, float], codes: Iterable[str]) -> float | None:
    return next((values[code] for code in sorted(codes) if code in values), None)


def findings_of(figures: Sequence[Figure], prepared: str, this_year: int, rates: Iterable[str], amounts: Iterable[str],
                counts: Iterable[str]) -> list[Finding]:  # fmt: skip
    """Everything that can be said of somebody else's table without knowing more of it.

    Args:
        prepared: the day in its header.
        rates, amounts, counts: its series of each kind.
    """
    held, means = list(figures), frozenset(amounts)
    return [
        *buddhist_years([prepared, *sorted({one.period for one in held})], this_year),
        *within_sexes([one for one in held if one.series not in means], rates),
        *mixed_units(held),
        *duplicate_series(held),
        *counts_in_amounts(held, means),
        *parts_of_totals(held, counts, "SEX"),
        *padded(held),
    ]
