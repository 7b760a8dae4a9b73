"""Values and linearised scores of the indicators that are functions of sums.

The score of a PSU is by how much the figure would change with its people, to the first order; the spread of the
scores between the PSUs of each stratum gives the standard error (`variance`).

Source: J. C. Deville, Survey Methodology 25 (1999): linearisation of functions of totals.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from lmis.indicators.cells import Margin
from lmis.indicators.frame import Numbers
from lmis.indicators.indicator import Applied, Count, Indicator, Mean, Relative


@dataclass(frozen=True, slots=True, eq=False)
class Estimate:
    """Per cell the value, and per pair of cell and PSU its score."""

    value: Numbers
    scores: Numbers
    numerator: Numbers | None = None  # per cell; None where the figure is not a sum, nor one sum divided by another
    denominator: Numbers | None = None


def estimate_of(indicator: Indicator, margin: Margin, sums: Sequence[Numbers], factors: Sequence[float]) -> Estimate:
    """The value and the scores of an indicator in the cells of a margin.

    Args:
        sums: its terms per pair of cell and PSU, in the order of `plan.form_of`.
        factors: the values of its inputs, in the order of `inputs.periods_needed`.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        match indicator:
            case Count():
                value = margin.by_cell(sums[0])
                return Estimate(value, sums[0], value)
            case Relative(gap=gap):
                found = _relative(margin, sums)
                return Estimate(1 - found.value, -found.scores) if gap else found
            case Applied(growth=growth):
                return _applied(margin, sums[0], factors, growth=growth)
            case Mean() if factors:
                found = _quotient(margin, sums[0], sums[1])
                return replace(found, value=found.value / factors[0], scores=found.scores / factors[0])
            case _:
                return _quotient(margin, sums[0], sums[1])


def _quotient(margin: Margin, top: Numbers, bottom: Numbers) -> Estimate:
    """One sum divided by another."""
    size, numerator = margin.by_cell(bottom), margin.by_cell(top)
    value = numerator / size
    return Estimate(value, (top - value[margin.cell] * bottom) / size[margin.cell], numerator, size)


def _relative(margin: Margin, sums: Sequence[Numbers]) -> Estimate:
    """The quotient of two quotients."""
    first, second = _quotient(margin, sums[0], sums[1]), _quotient(margin, sums[2], sums[3])
    value = first.value / second.value
    value[second.value == 0] = np.nan
    return Estimate(value, (first.scores - value[margin.cell] * second.scores) / second.value[margin.cell])


def _applied(margin: Margin, people: Numbers, factors: Sequence[float], *, growth: bool) -> Estimate:
    """An input for each of the people; its growth over the same of the year before, which is taken as it is given."""
    size = margin.by_cell(people)
    value = factors[0] / size
    if growth:
        value = value / (factors[1] / factors[2])
    scores = -(value / size)[margin.cell] * people
    return Estimate(value - 1 if growth else value, scores)
