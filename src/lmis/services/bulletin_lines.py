"""A line of a bulletin: openings, registrations and their ratio, each with its changes; codes only, no words.

What is hidden from an audience comes here without a number (`queries.editions`) and is never 0. Every number that is
not there says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from lmis.indicators.register.dimensions import UNKNOWN
from lmis.queries import bulletins as asked

COUNTS: Final = frozenset({asked.OPENINGS, asked.SEEKERS, asked.OPENINGS_STOCK, asked.SEEKERS_STOCK})
"""Where nothing was counted there is no row, and the number is 0."""


class Why(StrEnum):
    """Why a number is not there."""

    HIDDEN = "hidden"
    NOT_AVAILABLE = "not_available"
    HIDDEN_BEFORE = "hidden_before"
    NOTHING_BEFORE = "nothing_before"
    NOT_PUBLISHED = "not_published"
    REDEFINED = "redefined"


@dataclass(frozen=True, slots=True)
class Number:
    """A published number, or why there is none."""

    value: float | None
    why: Why | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """A number, and its change on the quarter and on the year before: in percent of a count, plain of a ratio."""

    now: Number
    quarter: Number
    year: Number


@dataclass(frozen=True, slots=True)
class Reporting:
    """How many offices have at least one act on record in the quarter, of how many."""

    reporting: int
    all: int


@dataclass(frozen=True, slots=True)
class Line:
    """One occupation, sector, level of education or province; None for the whole country."""

    code: str | None
    openings: Compared
    seekers: Compared
    ratio: Compared
    shortage: Number  # 1, 0, -1
    offices: Reporting | None = None

    @property
    def gap(self) -> float | None:
        """Openings less registrations; None where either is hidden."""
        openings, seekers = self.openings.now.value, self.seekers.now.value
        return None if openings is None or seekers is None else openings - seekers


class Held:
    """The figures of one edition, by indicator and cell."""

    def __init__(self, rows: Iterable[Any]) -> None:
        self.numbers: dict[tuple[str, str, str | None], Number] = {}
        self.versions: dict[str, str] = {}
        self.offices: set[str] = set()
        for row in rows:
            if row.breakdown == "office":
                self.offices.add(row.office)
                continue
            self.versions[row.indicator] = row.version
            code = getattr(row, row.breakdown.removesuffix("_2"), None)
            self.numbers[row.indicator, row.breakdown, code] = _number(row)

    def number(self, indicator: str, breakdown: str, code: str | None) -> Number:
        """The number of a cell; without a row a count is 0, and all else has nothing to divide by."""
        nothing = Number(0.0) if indicator in COUNTS else Number(None, Why.NOT_AVAILABLE)
        return self.numbers.get((indicator, breakdown, code), nothing)

    def codes(self, breakdown: str) -> set[str]:
        """The cells of a breakdown in which openings or registrations were counted."""
        wanted = (asked.OPENINGS, asked.SEEKERS)
        return {code for one, held, code in self.numbers if one in wanted and held == breakdown and code is not None}


@dataclass(frozen=True, slots=True)
class Comparison:
    """The figures of three editions; the earlier two may not have been published."""

    quarter: Held | None
    year: Held | None
    now: Held

    def of(self, indicator: str, breakdown: str, code: str | None) -> Compared:
        """A number with its changes."""
        now = self.now.number(indicator, breakdown, code)
        changes = []
        for earlier in (self.quarter, self.year):
            if now.value is None:
                changes.append(Number(None, now.why))
            elif earlier is None:
                changes.append(Number(None, Why.NOT_PUBLISHED))
            elif earlier.versions.get(indicator) != self.now.versions.get(indicator):
                changes.append(Number(None, Why.REDEFINED))
            else:
                changes.append(change(now.value, earlier.number(indicator, breakdown, code), indicator in COUNTS))
        return Compared(now, *changes)

    def line(
        self,
        breakdown: str,
        code: str | None = None,
        offices: Reporting | None = None,
        indicators: Sequence[str] = asked.FLOWS,
    ) -> Line:
        """A line of a table."""
        openings, seekers, ratio = (self.of(indicator, breakdown, code) for indicator in indicators)
        return Line(code, openings, seekers, ratio, self.now.number(asked.CLASS, breakdown, code), offices)

    def lines(
        self, breakdown: str, always: Sequence[str] = (), counters: Sequence[tuple[str, str | None]] = ()
    ) -> list[Line]:
        """The lines of a breakdown: what was counted in one of the three quarters, and what stands there always."""
        counted = set(always).union(*(held.codes(breakdown) for held in (self.now, self.quarter, self.year) if held))
        return [
            self.line(
                breakdown, code, self.reporting([one for one in counters if one[1] == code]) if counters else None
            )
            for code in sorted(counted, key=lambda code: (code == UNKNOWN, code))
        ]

    def reporting(self, counters: Sequence[tuple[str, str | None]]) -> Reporting:
        """How many of these offices report."""
        return Reporting(sum(code in self.now.offices for code, _ in counters), len(counters))


def change(now: float, before: Number, percent: bool) -> Number:
    """By how much a number differs from an earlier one."""
    if before.value is None:
        return Number(None, Why.HIDDEN_BEFORE if before.why is Why.HIDDEN else Why.NOTHING_BEFORE)
    if not percent:
        return Number(now - before.value)
    return Number(100 * (now - before.value) / before.value) if before.value else Number(None, Why.NOTHING_BEFORE)


def _number(row: Any) -> Number:
    if row.value is not None:
        return Number(row.value)
    return Number(None, Why.HIDDEN if row.status == "hidden" else Why.NOT_AVAILABLE)
