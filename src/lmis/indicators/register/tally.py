"""Counting: a measure, a period and a breakdown give a number per cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import prod

import numpy as np

from lmis.indicators.frame import Codes
from lmis.indicators.register.dimensions import dimensions_of
from lmis.indicators.register.measure import Measure, Rule
from lmis.indicators.register.periods import Period
from lmis.indicators.register.register import Register, Rows


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
    _rows: dict[Rule, tuple[Rows, bool]] = field(default_factory=dict)
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

    def cell(self, breakdown: str, position: int) -> dict[str, str]:
        """Dimension → label of one cell."""
        names = dimensions_of(breakdown)
        at = np.unravel_index(position, self.shape(breakdown)) if names else ()
        return {name: self.register.labels[name][int(code)] for name, code in zip(names, at, strict=True)}

    def _count(self, measure: Measure, breakdown: str) -> Tally:
        names, shape = dimensions_of(breakdown), self.shape(breakdown)
        rule = measure.at_offices if "office" in names and measure.at_offices else measure.rows
        rows, once = self._rows_of(rule)
        cell = _position(rows, names, shape)
        count = _sum(cell, rows.amount, prod(shape))
        if rows.person is None:
            return Tally(count, count)
        people = count if once else _persons(cell, rows.person, prod(shape))
        return Tally(people if measure.counts == "persons" else count, people)

    def _rows_of(self, rule: Rule) -> tuple[Rows, bool]:
        """The rows of a rule, and whether everybody is in them once."""
        if rule not in self._rows:
            rows = rule(self.register, self.period)
            once = rows.person is not None and len(np.unique(rows.person)) == len(rows.person)
            self._rows[rule] = rows, once
        return self._rows[rule]


def _position(rows: Rows, names: tuple[str, ...], shape: tuple[int, ...]) -> Codes:
    """Per row: the number of its cell."""
    length = len(next(iter(rows.codes.values())))
    position = np.zeros(length, dtype=np.int64)
    for name, labels in zip(names, shape, strict=True):
        position = position * labels + rows.codes[name]
    return position


def _sum(cell: Codes, amount: Codes | None, cells: int) -> Codes:
    """Per cell: the rows, or the sum of their amounts (exact: far below 2^53)."""
    return np.bincount(cell, weights=amount, minlength=cells).astype(np.int64)


def _persons(cell: Codes, person: Codes, cells: int) -> Codes:
    """Per cell: the distinct persons."""
    span = int(person.max(initial=0)) + 1
    return np.bincount(np.unique(cell * span + person) // span, minlength=cells).astype(np.int64)
