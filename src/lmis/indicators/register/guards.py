"""Which figures of an edition are hidden from whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import pandas as pd

from lmis.indicators.disclosure.attack import Bounds
from lmis.indicators.disclosure.hide import hide
from lmis.indicators.frame import Codes
from lmis.indicators.register.dimensions import TOTAL, UNKNOWN
from lmis.indicators.register.earlier import seen_before
from lmis.indicators.register.measure import Definition, Measure, Mismatch
from lmis.indicators.register.published import Published, drawn_for, terms_of, whole
from lmis.indicators.register.tally import Tallies

Thresholds: TypeAlias = Mapping[str, int]
"""Status of a hidden figure → the fewest people that are shown; rising, from the audience that sees most."""

SHOWN: Final = 0
"""What stands for a figure that all see; others are numbered from the audience that sees least."""


@dataclass(frozen=True, slots=True, eq=False)
class Guards:
    """The hidden cells of an edition: of its period, and of its months."""

    thresholds: Thresholds
    tables: Published
    levels: Codes  # per cell from how many audiences it is hidden, those that see least first

    @classmethod
    def of(
        cls,
        periods: Sequence[Tallies],
        indicators: Iterable[Definition],
        thresholds: Thresholds,
        earlier: pd.DataFrame | None = None,
    ) -> Guards:
        """Decide what is hidden: what is hidden from who sees most is hidden from all others, too.

        Args:
            earlier: what other editions hold of these periods, see `earlier.seen_before`. What was hidden stays so;
                what was shown and is the same hides nothing.
        """
        wanted = tuple(indicators) if thresholds else ()
        told = pd.DataFrame(columns=["edition", "period", "breakdown"]) if earlier is None else earlier
        tables, everything = drawn_for(periods, wanted, told)
        size = tables.system.size
        bounds: Bounds | None = None
        levels, hidden = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.bool_)
        before = seen_before(told, tables, everything, wanted, thresholds)
        for threshold, one in zip(thresholds.values(), before, strict=True):
            found = hide(tables.system, threshold, hidden | one.hidden, one.known, one.other, bounds, tables.headlines)
            hidden, bounds = found.hidden, found.bounds
            levels += hidden
        return cls(thresholds, tables, levels)

    def status(self, tallies: Tallies, indicator: Definition, breakdown: str) -> list[str | None]:
        """Per cell of a breakdown the status of a hidden figure; None where all see it.

        A figure that rests on several counts is as hidden as the one that fewest may see.
        """
        level = np.full(tallies.cells(breakdown), SHOWN, dtype=np.int64)
        if self.thresholds:
            for measure, inner in terms_of(indicator, breakdown):
                level = np.maximum(level, self._whole(tallies, measure, inner, breakdown))
            if isinstance(indicator, Mismatch):
                level = np.maximum(level, self._inside(tallies, indicator, breakdown))
        names = [*reversed(list(self.thresholds)), None]
        return [names[one - 1] for one in level.tolist()]

    def _level(self, tallies: Tallies, measure: Measure, breakdown: str) -> Codes:
        cells = self.tables.of(measure, tallies.period, breakdown)
        if cells is None:
            return np.full(tallies.cells(breakdown), SHOWN, dtype=np.int64)
        return np.asarray(np.append(self.levels, SHOWN)[cells])  # NOBODY is the last

    def _whole(self, tallies: Tallies, measure: Measure, inner: str, breakdown: str) -> Codes:
        """The levels of a count in the cells of a breakdown; where it is counted over parts, of their whole."""
        found = self._level(tallies, measure, inner)
        if inner == breakdown:
            return found
        names = breakdown.split("-")
        part = next(name for name in names if whole(breakdown, name) == inner)
        shape = tallies.shape(breakdown)
        rest = tuple(1 if name == part else size for name, size in zip(names, shape, strict=True))
        return np.broadcast_to(found.reshape(rest), shape).ravel()

    def _inside(self, tallies: Tallies, indicator: Mismatch, breakdown: str) -> Codes:
        """An index over cells tells of each of them; and its seekers tell how many did not state their category."""
        inner = indicator.over if breakdown == TOTAL else f"{breakdown}-{indicator.over}"
        rows = tallies.cells(breakdown)
        found = [
            self._level(tallies, measure, inner).reshape(rows, -1).max(axis=1)
            for measure in indicator.measures
            if measure.of_people
        ]
        unknown = tallies.register.labels[indicator.over].index(UNKNOWN)
        few = tallies.of(indicator.seekers, inner).people.reshape(rows, -1)[:, unknown]
        below = [(few > 0) & (few < least) for least in self.thresholds.values()]
        return np.asarray(np.maximum.reduce([*found, np.sum(below, axis=0)]))
