"""How often people of a group are chosen beside all others, with an interval, and at equal merit."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

Flags = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

FOUR_FIFTHS: Final = 0.8
"""A ratio of selection rates below this, or above its inverse, is looked into.

Source: Uniform Guidelines on Employee Selection Procedures, 29 CFR 1607.4 D (1978): a rule of thumb, no proof.
"""
Z: Final = 1.959964
QUANTILES: Final = (0.0, 0.5, 0.75, 0.9, 0.95, 0.975, 0.99)
"""Where the strata of merit begin: finer at the top, because that is where people are chosen."""


class Counts(NamedTuple):
    """One stratum: how many of the group, and of all others, and how many of each were chosen."""

    chosen: float
    people: float
    others_chosen: float
    others: float


@dataclass(frozen=True, slots=True)
class Ratio:
    """The selection rate of a group over that of all others, with its 95 % interval; None where there is none."""

    value: float | None
    low: float | None = None
    high: float | None = None

    @property
    def within_four_fifths(self) -> bool | None:
        """Whether the ratio lies between .8 and 1.25; None where there is none."""
        return None if self.value is None else FOUR_FIFTHS <= self.value <= 1 / FOUR_FIFTHS


def selection_ratio(strata: Iterable[Counts]) -> Ratio:
    """The common ratio over strata; of a single one it is the plain ratio of rates.

    Source: N. Mantel and W. Haenszel (1959) for risk ratios; interval: S. Greenland and J. M. Robins, Biometrics 41
        (1985); of a single stratum it is Katz's interval on the logarithm.
    """
    table = np.array([one for one in strata if one.people and one.others], dtype=np.float64).reshape(-1, 4)
    chosen, people, others_chosen, others = table.T
    total = people + others
    up, down = (chosen * others / total).sum(), (others_chosen * people / total).sum()
    if not down or not up:
        return Ratio(0.0 if down else None)
    spread = (people * others * (chosen + others_chosen) / total**2 - chosen * others_chosen / total).sum()
    width = Z * math.sqrt(max(spread, 0.0) / (up * down))
    value = float(up / down)
    return Ratio(value, value * math.exp(-width), value * math.exp(width))


def merit_strata(merit: Floats) -> Ints:
    """The stratum of each person by true merit for one vacancy: people of equal merit share one."""
    edges = np.quantile(merit, QUANTILES[1:])
    return np.searchsorted(edges, merit, side="right").astype(np.int64)


def stratified(gained: Floats, of_group: Flags, strata: Ints) -> list[Counts]:
    """The counts of every stratum of one vacancy.

    Args:
        gained: what each person got: 1 or 0 where chosen or not, or the attention of a place in a list.
    """
    size = int(strata.max(initial=-1)) + 1
    sides = [(np.bincount(strata[side], gained[side], size), np.bincount(strata[side], minlength=size))
             for side in (of_group, ~of_group)]  # fmt: skip
    (chosen, people), (others_chosen, others) = sides
    rows = zip(chosen.tolist(), people.tolist(), others_chosen.tolist(), others.tolist(), strict=True)
    return [Counts(*row) for row in rows if row[1] + row[3]]


def exposure(size: int, ranked: Sequence[int]) -> Floats:
    """The attention that each of `size` people gets: 1 / log2(1 + place), 0 for those who are not in the list.

    Source: A. Singh and T. Joachims, Fairness of exposure in rankings (KDD 2018).
    """
    given = np.zeros(size)
    given[list(ranked)] = 1 / np.log2(np.arange(2, len(ranked) + 2))
    return given
