"""Which cells of a period are hidden from whom, by the sums among the breakdowns of the register."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

import numpy as np

from lmis.indicators.disclosure import Cell, Sum, hidden_cells
from lmis.indicators.register.dimensions import TOTAL, UNKNOWN, dimensions_of
from lmis.indicators.register.measure import Definition, Measure, Rule
from lmis.indicators.register.tally import Tallies

Thresholds: TypeAlias = Mapping[str, int]
"""Status of a hidden figure → the fewest people that are shown; rising, from the audience that sees most."""


class Guards:
    """The hidden cells of one period, by what is measured."""

    def __init__(
        self,
        tallies: Tallies,
        indicators: Iterable[Definition],
        thresholds: Thresholds,
        left_out: frozenset[str],
    ) -> None:
        """Guard what counts people, in all breakdowns in which some indicator shows the same rows."""
        self.tallies, self.thresholds = tallies, thresholds
        self._by: dict[Rule, set[str]] = defaultdict(set)
        self._hidden: dict[Measure, dict[Cell, str]] = {}
        for indicator in indicators:
            for measure in _of_people(indicator):
                self._by[measure.rows] |= set(indicator.by) - left_out

    def status(self, indicator: Definition, cell: Cell) -> str | None:
        """The status of a hidden figure, of a quotient that of its term which fewer may see; None where all see it."""
        if not self.thresholds:
            return None
        found = {self._of(measure).get(cell) for measure in _of_people(indicator)}
        return next((status for status in self.thresholds if status in found), None)

    def _of(self, measure: Measure) -> dict[Cell, str]:
        if measure not in self._hidden:
            self._hidden[measure] = self._guarded(measure)
        return self._hidden[measure]

    def _guarded(self, measure: Measure) -> dict[Cell, str]:
        counts, people = self._cells(measure)
        sums, status, hidden = sums_of(counts), dict[Cell, str](), set[Cell]()
        for name, threshold in self.thresholds.items():
            hidden = hidden_cells(people, sums, threshold, hidden)
            status = {cell: status.get(cell, name) for cell in hidden}
        return status

    def _cells(self, measure: Measure) -> tuple[dict[Cell, int], dict[Cell, int]]:
        """Cell → how many were counted, and how many people stand behind them; cells of nobody are not there."""
        counts: dict[Cell, int] = {}
        people: dict[Cell, int] = {}
        for breakdown in sorted(self._by[measure.rows]):
            tally = self.tallies.of(measure, breakdown)
            for position in np.flatnonzero(tally.count):
                cell = (breakdown, *self.tallies.cell(breakdown, int(position)).values())
                counts[cell], people[cell] = int(tally.count[position]), int(tally.people[position])
        return counts, people


def _of_people(indicator: Definition) -> list[Measure]:
    return [measure for measure in indicator.measures if measure.of_people]


def sums_of(counts: Mapping[Cell, int]) -> list[Sum]:
    """The sums that hold exactly: who is counted in two offices makes that breakdown none."""
    parts: dict[tuple[Cell, str], list[Cell]] = defaultdict(list)
    for cell in counts:
        for margin in _margins(cell):
            parts[margin, cell[0]].append(cell)
    return [
        Sum(total, tuple(cells))
        for (total, _breakdown), cells in parts.items()
        if counts.get(total) == sum(counts[cell] for cell in cells)
    ]


def _margins(cell: Cell) -> Iterator[Cell]:
    """The cells that this one is a part of, one step up."""
    breakdown, *labels = cell
    names = dimensions_of(breakdown)
    if breakdown == "occupation_2":
        yield ("occupation", labels[0] if labels[0] == UNKNOWN else labels[0][:1])
    elif len(names) > 1:
        yield from zip(names, labels, strict=True)
    elif names:
        yield (TOTAL,)
