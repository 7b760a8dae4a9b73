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

from lmis.indicators.frame import Codes, Frame, Numbers


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """The design of a frame with its units numbered: PSU 0 … P-1, each of one stratum 0 … H-1."""

    weight: Numbers  # per record
    psu: Codes  # per record
    stratum_of: Codes  # per PSU
    psus_in: Codes  # per stratum: how many PSUs it has
    has_design: bool

    @property
    def single(self) -> npt.NDArray[np.bool_]:
        """Per stratum: has it only one PSU?"""
        return np.equal(self.psus_in, 1)


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """The finest groups, G of them: one for each combination of labels and PSU that occurs."""

    of_record: Codes  # per record: its group
    psu: Codes  # (G,)
    labels: Codes  # (G, breakdowns): codes of the labels, -1 where missing

    def total(self, values: npt.NDArray[Any]) -> Numbers:
        """Per group: the sum of a value per record."""
        return sums(self.of_record, values, len(self.psu))


@dataclass(frozen=True, slots=True, eq=False)
class Margin:
    """The cells of some of the breakdowns, C of them, and the pairs of cell and PSU that occur, Q of them."""

    labels: Codes  # (C, breakdowns of this margin)
    groups: Codes  # the groups that fall into a cell: those with a label in every breakdown of the margin
    pair_of_group: Codes  # per group of `groups`
    cell: Codes  # (Q,)
    psu: Codes  # (Q,)

    def by_pair(self, totals: Numbers) -> Numbers:
        """Per pair: the sum of a total per group."""
        return sums(self.pair_of_group, totals[self.groups], len(self.cell))

    def by_cell(self, values: Numbers) -> Numbers:
        """Per cell: the sum of a value per pair."""
        return sums(self.cell, values, len(self.labels))


def sums(place: Codes, values: npt.NDArray[Any], places: int) -> Numbers:
    """Per place, 0 to `places` - 1: the sum of the values that lie there."""
    return np.bincount(place, weights=values, minlength=places).astype(np.float64, copy=False)


def sample_of(frame: Frame) -> Sample:
    """Number the units of a frame; PSUs are counted within their stratum."""
    design = frame.design
    if design is None:
        one = np.zeros(frame.rows, dtype=np.int64)
        return Sample(np.ones(frame.rows), one, one[:1], np.ones(1, dtype=np.int64), has_design=False)
    _, stratum = np.unique(design.stratum, return_inverse=True)
    units, psu = _combine((stratum, design.psu))
    psus_in = np.bincount(units[:, 0]).astype(np.int64)
    return Sample(design.weight, psu, units[:, 0], psus_in, has_design=True)


def groups_of(frame: Frame, by: Sequence[str], sample: Sample) -> Groups:
    """Sort the records into the finest groups."""
    labels = [frame.category(name).codes for name in by]
    units, of_record = _combine((*labels, sample.psu))
    return Groups(of_record=of_record, psu=units[:, -1], labels=units[:, :-1])


def margin_of(groups: Groups, breakdowns: Sequence[int]) -> Margin:
    """The cells of the breakdowns with these positions; none of them: one cell, the total."""
    chosen = groups.labels[:, list(breakdowns)]
    inside = np.flatnonzero((chosen >= 0).all(axis=1))
    labels, cell_of_group = _combine(tuple(chosen[inside].T), rows=len(inside))
    pairs, pair_of_group = _combine((cell_of_group, groups.psu[inside]))
    return Margin(labels, inside, pair_of_group, cell=pairs[:, 0], psu=pairs[:, 1])


def _combine(columns: Sequence[Codes], rows: int | None = None) -> tuple[Codes, Codes]:
    """The combinations of codes that occur, sorted, and for each row the position of its combination."""
    length = len(columns[0]) if columns else int(rows or 0)
    position = np.zeros(length, dtype=np.int64)
    for column in columns:
        code = column - column.min(initial=0)
        position = position * (code.max(initial=0) + 1) + code
        position = np.unique(position, return_inverse=True)[1].astype(np.int64)
    first = np.unique(position, return_index=True)[1]
    combinations = np.column_stack([column[first] for column in columns]) if columns else np.zeros((len(first), 0))
    return combinations.astype(np.int64), position
