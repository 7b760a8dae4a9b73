"""Quantiles of amounts and the share of low ones, with standard errors.

Quantiles are the lowest amount up to which at least that part of the people lies; where the part is met exactly, the
amount at which it is (R's `svyquantile`, `qrule = "math"`). Their interval is Woodruff's: the interval of the share of
people up to the quantile, `mean ± t x standard error`, turned back into amounts; the standard error is the width of it,
divided by 2 t (R's `interval.type = "mean"`). Where the share's interval leaves 0 to 1, there is neither. R gives the
second lowest amount where the very first person reaches the part already; the lowest is right, and is given here.

The share of low amounts depends on a median that is itself estimated. Its score has two parts: that of a share below a
fixed threshold, and the median's, times the density of people at the threshold; densities are estimated with a
Gaussian kernel of width s N^(-1/5), s the standard deviation of the amount and N the sum of the weights.

Source: R. S. Woodruff, JASA 47 (1952). G. Osier, Variance estimation for complex indicators of poverty and inequality,
Survey Research Methods 3 (2009): influence functions of the at-risk-of-poverty rate, as in R's `convey` and `laeken`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from lmis.indicators.cells import Margin, sums
from lmis.indicators.frame import Codes, Mask, Numbers
from lmis.indicators.variance import Lonely, Spreading, spreading_of, whole

HALF: Final = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Amounts:
    """People of one margin by cell and amount, R rows sorted by both."""

    margin: Margin
    spreading: Spreading
    cell: Codes  # (R,)
    amount: Numbers  # (R,)
    weight: Numbers  # (R,)
    records: Numbers  # (R,)
    pair: Codes  # (R,): the pair of cell and PSU
    upto: Numbers  # (R,): the weight of the cell up to and with the row
    size: Numbers  # (C,): the weight of the cell
    first: Codes  # (C,): its first row

    def quantile(self, parts: Numbers) -> Numbers:
        """Per cell: the lowest amount up to which at least this part lies; NaN for a part outside 0 to 1."""
        cells = len(self.size)
        wanted = parts * self.size
        rows = np.bincount(self.cell, minlength=cells)
        with np.errstate(invalid="ignore"):
            short = np.bincount(self.cell[self.upto < wanted[self.cell]], minlength=cells)
            known = (parts >= 0) & (parts <= 1) & (rows > 0)
        found = np.full(cells, np.nan)
        found[known] = self.amount[(self.first + np.minimum(short, rows - 1))[known]]
        return found

    def share(self, inside: Mask) -> tuple[Numbers, Numbers]:
        """Per cell the share of people in these rows, and per pair of cell and PSU its score."""
        top = np.where(inside, self.weight, 0.0)
        with np.errstate(divide="ignore", invalid="ignore"):
            value = sums(self.cell, top, len(self.size)) / self.size
            scores = sums(self.pair, top - value[self.cell] * self.weight, len(self.margin.cell))
            return value, scores / self.size[self.margin.cell]

    def density(self, at: Numbers) -> Numbers:
        """Per cell: the density of people at an amount, which may differ from cell to cell."""
        with np.errstate(divide="ignore", invalid="ignore"):
            mean = sums(self.cell, self.weight * self.amount, len(self.size)) / self.size
            square = sums(self.cell, self.weight * (self.amount - mean[self.cell]) ** 2, len(self.size)) / self.size
            width = (np.sqrt(square) * self.size**-0.2)[self.cell]
            kernel = np.exp(-(((self.amount - at[self.cell]) / width) ** 2) / 2) / (np.sqrt(2 * np.pi) * width)
            return sums(self.cell, self.weight * kernel, len(self.size)) / self.size


def amounts_of(
    margin: Margin, spreading: Spreading, amounts: Numbers, code: Codes, weight: Numbers, records: Numbers
) -> Amounts:
    """Sort the groups of a margin by cell and amount; those of weight 0 are left out.

    Args:
        amounts: every amount that occurs, from the lowest.
        code, weight, records: per group of the table: its amount as a place in `amounts`, the people of it, and how
            many records they are.
    """
    counted = np.flatnonzero(weight[margin.groups] > 0)
    groups, pair = np.arange(len(weight))[margin.groups][counted], margin.pair_of_group[counted]
    order = np.argsort(margin.cell_of_group[counted] * len(amounts) + code[groups], kind="stable")
    groups, pair = groups[order], pair[order]
    cell, people = margin.cell[pair], weight[groups]
    cells = len(margin.labels)
    first = np.searchsorted(cell, np.arange(cells))
    running = np.cumsum(people)
    before = np.concatenate([[0.0], running])[first]
    return Amounts(
        margin=margin,
        spreading=spreading,
        cell=cell,
        amount=amounts[code[groups]],
        weight=people,
        records=records[groups],
        pair=pair,
        upto=running - before[cell],
        size=sums(cell, people, cells),
        first=first,
    )


def quantile_with_interval(amounts: Amounts, part: float, t: float) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Per cell: the quantile, its standard error, and the bounds of its interval."""
    value = amounts.quantile(np.full(len(amounts.size), part))
    share, scores = amounts.share(amounts.amount <= value[amounts.cell])
    error = t * amounts.spreading.errors(scores)
    lower, upper = amounts.quantile(share - error), amounts.quantile(share + error)
    return value, (upper - lower) / (2 * t), lower, upper


def low_share(amounts: Amounts, everybody: Amounts, below: float, lonely: Lonely) -> tuple[Numbers, Numbers, Numbers]:
    """Per cell: the share of amounts less than `below` times the median of everybody, its standard error, records."""
    cells = len(amounts.size)
    if not cells:
        return np.zeros(0), np.zeros(0), np.zeros(0)
    median = everybody.quantile(np.array([HALF]))
    threshold = below * median[0]
    value, scores = amounts.share(amounts.amount < threshold)
    _, upto_median = everybody.share(everybody.amount <= median[0])
    of_median = np.zeros(len(amounts.spreading.sample.stratum_of))
    with np.errstate(divide="ignore", invalid="ignore"):
        of_median[everybody.margin.psu] = -upto_median / everybody.density(median)[0]
        steep = below * amounts.density(np.full(cells, threshold))
    spreading = spreading_of(amounts.spreading.sample, whole(amounts.spreading.sample), lonely)
    errors = np.full(cells, np.nan)
    pairs = amounts.margin.cell
    begins = np.searchsorted(pairs, np.arange(cells + 1))
    for cell in range(cells):
        mine = slice(begins[cell], begins[cell + 1])
        total = steep[cell] * of_median
        total[amounts.margin.psu[mine]] += scores[mine]
        errors[cell] = spreading.errors(total)[0]
    counted = sums(amounts.cell, np.where(amounts.amount < threshold, amounts.records, 0.0), cells)
    return value, errors, counted
