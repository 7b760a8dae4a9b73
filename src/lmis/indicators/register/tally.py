"""Counting: a measure, a period and a breakdown give a number per cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import prod

import numpy as np

from lmis.indicators.frame import Codes, Mask
from lmis.indicators.register.dimensions import dimensions_of
from lmis.indicators.register.measure import Measure, Rule
from lmis.indicators.register.periods import Period
from lmis.indicators.register.table import Register, Rows


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """Counts per cell; the cells of a breakdown are all combinations of its labels, the last label running fastest."""

    count: Codes
    people: Codes  # distinct persons behind the count; of openings, the count itself


@dataclass(slots=True)
class Tallies:
    """All counts of one period, each made once."""

    register: Register
    period: Period
    _rows: dict[Rule, tuple[Rows, Mask]] = field(default_factory=dict)
    _tallies: dict[tuple[Measure, str], Tally] = field(default_factory=dict)

    def of(self, measure: Measure, breakdown: str) -> Tally:
        """The counts of a measure in the cells of a breakdown."""
        key = (measure, breakdown)
        if key not in self._tallies:
            self._tallies[key] = self._count(measure, breakdown)
        return self._tallies[key]

    def shape(self, breakdown: str) -> tuple[int, ...]:
        """How many labels each dimension of a breakdown has."""
        return tuple(len(self.register.labels[name]) for name in dimensions_of(breakdown))

    def cells(self, breakdown: str) -> int:
        """How many cells a breakdown has."""
        return prod(self.shape(breakdown))

    def cell(self, breakdown: str, position: int) -> dict[str, str]:
        """Dimension → label of one cell."""
        names = dimensions_of(breakdown)
        at = np.unravel_index(position, self.shape(breakdown)) if names else ()
        return {name: self.register.labels[name][int(code)] for name, code in zip(names, at, strict=True)}

    def rows_of(self, measure: Measure, breakdown: str) -> Rows:
        """The rows that a measure counts in a breakdown."""
        return self._rows_of(rule_of(measure, breakdown))[0]

    def _count(self, measure: Measure, breakdown: str) -> Tally:
        cells = self.cells(breakdown)
        rows, again = self._rows_of(rule_of(measure, breakdown))
        cell = position_of(rows, dimensions_of(breakdown), self.shape(breakdown))
        count = _sum(cell, rows.amount, cells)
        if rows.person is None:
            return Tally(count, count)
        people = _persons(cell, rows.person, again, cells)
        return Tally(people if measure.counts == "persons" else count, people)

    def _rows_of(self, rule: Rule) -> tuple[Rows, Mask]:
        """The rows of a rule, and those of people who are in them more than once."""
        if rule not in self._rows:
            rows = rule(self.register, self.period)
            again = np.zeros(rows.size, dtype=np.bool_)
            if rows.person is not None:
                again = np.bincount(rows.person)[rows.person] > 1
            self._rows[rule] = rows, again
        return self._rows[rule]


def rule_of(measure: Measure, breakdown: str) -> Rule:
    """The rows that a measure counts in a breakdown: by office they may be others."""
    by_office = "office" in dimensions_of(breakdown)
    return measure.at_offices if by_office and measure.at_offices else measure.rows


def position_of(rows: Rows, names: tuple[str, ...], shape: tuple[int, ...]) -> Codes:
    """Per row: the number of its cell."""
    position = np.zeros(rows.size, dtype=np.int64)
    for name, labels in zip(names, shape, strict=True):
        position = position * labels + rows.codes[name]
    return position


def _sum(cell: Codes, amount: Codes | None, cells: int) -> Codes:
    """Per cell: the rows, or the sum of their amounts (exact: far below 2^53)."""
    return np.bincount(cell, weights=amount, minlength=cells).astype(np.int64)


def _persons(cell: Codes, person: Codes, again: Mask, cells: int) -> Codes:
    """Per cell: the distinct persons; only those who may be there twice are looked for."""
    once = np.bincount(cell[~again], minlength=cells)
    span = int(person.max(initial=0)) + 1
    pairs = np.unique(cell[again] * span + person[again])
    return (once + np.bincount(pairs // span, minlength=cells)).astype(np.int64)
