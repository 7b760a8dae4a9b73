"""Where the records fall: cells of a breakdown, crossed with the primary sampling units (PSU) of the design.

Records are added up once, into the finest groups (every breakdown × PSU); each margin then adds up groups,
never records, so that its cost hardly depends on the size of the survey.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from lmis.indicators.frame import Codes, Numbers

LONGEST: Final = 2**25
"""Keys that are marked in a list rather than hashed: five bytes each."""


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
    groups: Codes | slice  # the groups that fall into a cell: those with a label in every breakdown of the margin
    pair_of_group: Codes  # per group of `groups`
    cell_of_group: Codes  # per group of `groups`
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
        return sums(self.cell_of_group, totals[self.groups], len(self.labels))


def sums(place: Codes, values: npt.NDArray[Any], places: int) -> Numbers:
    """Per place, 0 to `places` - 1: the sum of the values that lie there."""
    return np.bincount(place, weights=values, minlength=places).astype(np.float64, copy=False)


def margin_of(labels: Codes, psu: Codes, breakdowns: Sequence[int], sample: Sample) -> Margin:
    """The cells of the breakdowns with these positions; none of them: one cell, the total.

    Args:
        labels: (G, all breakdowns), per group the code of its label, -1 where it has none.
        psu: (G,), per group its unit.
    """
    columns = [labels[:, position] for position in breakdowns]
    groups: Codes | slice = slice(None)
    if any(column.min(initial=0) < 0 for column in columns):
        groups = np.flatnonzero(np.logical_and.reduce([column >= 0 for column in columns]))
    columns, units = [column[groups] for column in columns], len(sample.stratum_of)
    sizes = [int(column.max(initial=0)) + 1 for column in columns]
    key = np.zeros(len(psu[groups]), dtype=np.int64)
    for column, size in zip(columns, sizes, strict=True):
        key = key * size + column
    pair_of_group, found = _ranked(key * units + psu[groups], prod(sizes) * units)
    named, unit = np.divmod(found, max(units, 1))
    starts = _changes(named)
    cell = np.cumsum(starts) - 1
    runs = np.flatnonzero(starts | _changes(sample.stratum_of[unit]))
    codes = np.column_stack([*_unpacked(named[starts], sizes), named[starts]])[:, :-1]
    return Margin(
        labels=codes,
        groups=groups,
        pair_of_group=pair_of_group,
        cell_of_group=cell[pair_of_group],
        cell=cell,
        psu=unit,
        runs=runs,
        cells=np.flatnonzero(starts[runs]),
    )


def _unpacked(keys: Codes, sizes: Sequence[int]) -> list[Codes]:
    """The codes that were packed into keys, the first of them varying slowest."""
    parts = []
    for size in reversed(sizes):
        keys, code = np.divmod(keys, size)
        parts.append(code)
    return parts[::-1]


def combined(columns: Sequence[Codes]) -> tuple[Codes, Codes]:
    """The combinations of codes that occur, sorted, (n, columns), and for each row the position of its combination."""
    lowest = [int(column.min(initial=0)) for column in columns]
    sizes = [int(column.max(initial=0)) - low + 1 for column, low in zip(columns, lowest, strict=True)]
    key = np.zeros(len(columns[0]), dtype=np.int64)
    for column, low, size in zip(columns, lowest, sizes, strict=True):
        key = key * size + (column - low)
    position, found = _ranked(key, prod(sizes))
    parts = [code + low for code, low in zip(_unpacked(found, sizes), lowest, strict=True)]
    return np.column_stack(parts).astype(np.int64, copy=False), position


def sorted_unique(values: Codes) -> tuple[Codes, Codes]:
    """Per row the position of its value among the different values, and these, sorted; hashed, for speed."""
    codes, found = pd.factorize(values)
    order = np.argsort(found)
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return rank[codes], np.asarray(found[order], dtype=np.int64)


def _ranked(keys: Codes, size: int) -> tuple[Codes, Codes]:
    """As `sorted_unique`, of keys from 0 to `size` - 1: marked in a list of all of them where it is not too long."""
    if size > LONGEST:
        return sorted_unique(keys)
    seen = np.zeros(size, dtype=np.bool_)
    seen[keys] = True
    found = np.flatnonzero(seen)
    rank = np.empty(size, dtype=np.int32)
    rank[found] = np.arange(len(found), dtype=np.int32)
    return rank[keys].astype(np.int64), found


def _changes(keys: Codes) -> npt.NDArray[np.bool_]:
    """Where a key differs from the one before; the first one does."""
    first = np.ones(len(keys), dtype=np.bool_)
    first[1:] = keys[1:] != keys[:-1]
    return first
