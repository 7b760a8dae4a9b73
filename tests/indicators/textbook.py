"""The estimator once more, as a textbook writes it: loops over people, units and strata, nothing shared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import nan, sqrt


@dataclass(frozen=True)
class Person:
    weight: float
    stratum: int
    psu: int
    top: float  # 1 or an amount if counted in the numerator and in the cell, else 0
    bottom: float = 0.0  # 1 if counted in the denominator and in the cell, else 0


def total(people: Sequence[Person]) -> tuple[float, float]:
    """The weighted total and its standard error."""
    value = sum(one.weight * one.top for one in people)
    return value, spread(people, [one.weight * one.top for one in people])


def ratio(people: Sequence[Person]) -> tuple[float, float]:
    """The quotient of two weighted totals and its linearised standard error."""
    top = sum(one.weight * one.top for one in people)
    bottom = sum(one.weight * one.bottom for one in people)
    if bottom == 0:
        return nan, nan
    value = top / bottom
    return value, spread(people, [one.weight * (one.top - value * one.bottom) / bottom for one in people])


def spread(people: Sequence[Person], scores: Sequence[float]) -> float:
    """The square root of the sum over strata of n / (n - 1) times the squared deviations of the units."""
    units: dict[tuple[int, int], float] = defaultdict(float)
    for one, score in zip(people, scores, strict=True):
        units[one.stratum, one.psu] += score
    if len(units) < 2:
        return nan
    overall = sum(units.values()) / len(units)
    variance = 0.0
    for stratum in {stratum for stratum, _ in units}:
        inside = [score for (home, _), score in units.items() if home == stratum]
        if len(inside) == 1:
            variance += (inside[0] - overall) ** 2
            continue
        mean = sum(inside) / len(inside)
        for score in inside:
            variance += len(inside) / (len(inside) - 1) * (score - mean) ** 2
    return sqrt(variance)
