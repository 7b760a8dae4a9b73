"""Where the records fall: cells of a breakdown, crossed with the primary sampling units (PSU) of the design.

Records are added up once, into the finest groups (every breakdown × PSU); each margin then adds up groups,
never records, so that its cost hardly depends on the size of the survey.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from lmis.indicators.frame import Codes, Numbers


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """The units of a design, numbered by stratum: PSU 0 … P-1, each of one stratum 0 … H-1."""

    stratum_of: Codes  # (P,), never falling
    psus_in: Codes  # (H,): how many PSUs the stratum has
    has_design: bool

    @property
    def single(self) -> npt.NDArray[np.bool_]:
        """Per stratum: has it only one PSU?"""
        return np.equal(self.psus_in, 1)

    @property
    def degrees_of_freedom(self) -> int:
        """PSUs less strata, of the whole design: R's `degf`."""
        return len(self.stratum_of) - len(self.psus_in)


@dataclass(frozen=True, slots=True, eq=False)
class Margin:
    """The cells of some of the breakdowns, C of them, and the pairs of cell and PSU that occur, Q of them.

    Pairs are sorted by cell and PSU, so that those of one cell and stratum stand together: a run.
    """

    labels: Codes  # (C, breakdowns of this margin)
    groups: Codes  # the groups that fall into a cell: those with a label in every breakdown of the margin
    pair_of_group: Codes  # per group of `groups`
    cell: Codes  # (Q,)
    psu: Codes  # (Q,)
    runs: Codes  # the first pair of each run
    cells: Codes  # the first run of each cell

    def by_pair(self, totals: Numbers) -> Numbers:
        """Per pair: the sum of a total per group."""
        return sums(self.pair_of_group, totals[self.groups], len(self.cell))

    def by_cell(self, values: Numbers) -> Numbers:
        """Per cell: the sum of a value per pair."""
        return sums(self.cell, values, len(self.labels))

    def by_cell_of_groups(self, totals: Numbers) -> Numbers:
        """Per cell: the sum of a total per group."""
        return sums(self.cell[self.pair_of_group], totals[self.groups], len(self.labels))


def sums(place: Codes, values: npt.NDArray[Any], places: int) -> Numbers:
    """Per place, 0 to `places` - 1: the sum of the values that lie there."""
    return np.bincount(place, weights=values, minlength=places).astype(np.float64, copy=False)


def margin_of(labels: Codes, psu: Codes, breakdowns: Sequence[int], sample: Sample) -> Margin:
    """The cells of the breakdowns with these positions; none of them: one cell, the total.

    Args:
        labels: (G, all breakdowns), per group the code of its label, -1 where it has none.
        psu: (G,), per group its unit.
    """
    chosen = labels[:, list(breakdowns)]
    inside = np.flatnonzero((chosen >= 0).all(axis=1))
    pairs, pair_of_group = combined([*chosen[inside].T, psu[inside]])
    starts = _changes(pairs[:, :-1])
    cell = np.cumsum(starts) - 1
    stratum = sample.stratum_of[pairs[:, -1]]
    begins = starts | _changes(stratum[:, None])
    runs = np.flatnonzero(begins)
    cells = np.flatnonzero(starts[runs])
    return Margin(pairs[starts, :-1], inside, pair_of_group, cell, pairs[:, -1], runs, cells)


def combined(columns: Sequence[Codes]) -> tuple[Codes, Codes]:
    """The combinations of codes that occur, sorted, (n, columns), and for each row the position of its combination."""
    lowest = [int(column.min(initial=0)) for column in columns]
    sizes = [int(column.max(initial=0)) - low + 1 for column, low in zip(columns, lowest, strict=True)]
    key = np.zeros(len(columns[0]), dtype=np.int64)
    for column, low, size in zip(columns, lowest, sizes, strict=True):
        key = key * size + (column - low)
    position, found = sorted_unique(key)
    parts = []
    for low, size in zip(reversed(lowest), reversed(sizes), strict=True):
        found, code = np.divmod(found, size)
        parts.append(code + low)
    return np.column_stack(parts[::-1]).astype(np.int64), position


def sorted_unique(values: Codes) -> tuple[Codes, Codes]:
    """Per row the position of its value among the different values, and these, sorted; hashed, for speed."""
    codes, found = pd.factorize(values)
    order = np.argsort(found)
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return rank[codes], np.asarray(found[order], dtype=np.int64)


def _changes(keys: Codes) -> npt.NDArray[np.bool_]:
    """Where a row differs from the one before; the first row does."""
    first = np.ones(len(keys), dtype=np.bool_)
    first[1:] = (keys[1:] != keys[:-1]).any(axis=1)
    return first
