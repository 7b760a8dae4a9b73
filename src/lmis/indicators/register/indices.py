"""Formulas of the labour market: from numbers per cell to indices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from lmis.indicators.frame import Numbers
from lmis.indicators.register.periods import Period

ALPHA: Final = 0.5
"""Weight of vacancies in the matching function. Source: the value that Şahin et al. (2014) take."""

Terms = Mapping[str, Numbers]


def shares(numbers: Numbers) -> Numbers:
    """Each category's part of its cell, (cells, categories); NaN where a cell has nothing."""
    total = numbers.sum(axis=1, keepdims=True)
    return numbers / np.where(total > 0, total, np.nan)


def jackman_roper(openings: Numbers, seekers: Numbers, hires: Numbers | None = None) -> Numbers:
    """½ Σ |u_i - v_i|: the share of seekers who would have to move so that each category has its part of openings.

    Source: R. Jackman and S. Roper, Structural unemployment, Oxford Bulletin of Economics and Statistics 49 (1987).
    """
    return np.asarray(0.5 * np.abs(shares(seekers) - shares(openings)).sum(axis=1))


def sahin(openings: Numbers, seekers: Numbers, hires: Numbers | None = None, alpha: float = ALPHA) -> Numbers:
    """1 - Σ v_i^α u_i^(1-α): the share of matches that are lost because seekers are not where openings are.

    Source: A. Şahin, J. Song, G. Topa and G. L. Violante, Mismatch unemployment, AER 104 (2014), 3529-3564, eq. 4.
    """
    return np.asarray(1 - (shares(openings) ** alpha * shares(seekers) ** (1 - alpha)).sum(axis=1))


def sahin_efficient(openings: Numbers, seekers: Numbers, hires: Numbers, alpha: float = ALPHA) -> Numbers:
    """The same where categories match with different efficiency: 1 - Σ (φ_i / φ̄) v_i^α u_i^(1-α).

    φ_i = h_i / (v_i^α u_i^(1-α)), φ̄ = (Σ φ_i^(1/α) v_i / v)^α. A category without openings or without seekers
    matches nobody.

    Source: Şahin et al. (2014), eq. 5.
    """
    meets = openings**alpha * seekers ** (1 - alpha)
    phi = np.divide(hires, meets, out=np.zeros_like(meets), where=meets > 0)
    mean = (phi ** (1 / alpha) * shares(openings)).sum(axis=1) ** alpha
    parts = (phi * shares(openings) ** alpha * shares(seekers) ** (1 - alpha)).sum(axis=1)
    return np.asarray(1 - parts / np.where(mean > 0, mean, np.nan))


def matching_efficiency(terms: Terms, period: Period) -> dict[str, Numbers]:
    """M / (V^α U^(1-α)), placements a month over what stood at the beginning.

    Source: B. Petrongolo and C. Pissarides, Looking into the black box, JEL 39 (2001); constant returns.
    """
    meets = terms["openings"] ** ALPHA * terms["seekers"] ** (1 - ALPHA)
    return {"numerator": terms["placements"] / period.length, "denominator": meets}


def exit_probability(terms: Terms, period: Period) -> dict[str, Numbers]:
    """F = 1 - (U' - U'ˢ) / U, as a probability of one month.

    Source: R. Shimer, Reassessing the ins and outs of unemployment, Review of Economic Dynamics 15 (2012), eq. 4.
    """
    start = np.where(terms["before"] > 0, terms["before"], np.nan)
    left = np.clip((terms["after"] - terms["new"]) / start, 0.0, 1.0)
    return {"value": 100 * (1 - left ** (1 / period.length))}


def entry_probability(terms: Terms, period: Period) -> dict[str, Numbers]:
    """S = 1 - e^(-s), where s solves U' = (1 - e^(-f-s)) s / (f + s) L + e^(-f-s) U, as a probability of one month.

    Source: R. Shimer (2012), eq. 5.
    """
    staying = 1 - exit_probability(terms, period)["value"] / 100
    with np.errstate(divide="ignore"):
        finding = -np.log(staying) * period.length
    rate = np.array(
        [
            separation_rate(*numbers)
            for numbers in zip(finding, terms["before"], terms["after"], terms["labour_force"], strict=True)
        ]
    )
    return {"value": 100 * (1 - np.exp(-rate / period.length))}


def separation_rate(finding: float, before: float, after: float, labour_force: float) -> float:
    """The rate s per period of Shimer's equation, by bisection: the right-hand side rises with s.

    Returns:
        NaN where a term is missing or not finite, or where no rate leads to as many as there are after.
    """
    terms = np.array([finding, before, after, labour_force])
    if not np.isfinite(terms).all() or not 0 <= after < labour_force:
        return np.nan
    low, high = 0.0, 1.0
    while _after(high, finding, before, labour_force) < after and high < 1e6:
        high *= 2
    if _after(low, finding, before, labour_force) > after * (1 + 1e-12) or high >= 1e6:
        return np.nan
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if _after(middle, finding, before, labour_force) < after else (low, middle)
    return (low + high) / 2


def _after(rate: float, finding: float, before: float, labour_force: float) -> float:
    both = finding + rate
    stay = float(np.exp(-both))
    come = rate / both if both > 0 else 0.0
    return (1 - stay) * come * labour_force + stay * before


def vacancy_rate(terms: Terms, period: Period) -> dict[str, Numbers]:
    """V / (V + occupied posts). Source: Eurostat, job vacancy statistics; Regulation (EC) No 453/2008."""
    return {"numerator": terms["openings"], "denominator": terms["openings"] + terms["posts"]}


def quotient(terms: Terms, period: Period) -> dict[str, Numbers]:
    """The first term over the second."""
    of, per = terms.values()
    return {"numerator": of, "denominator": per}


def covered(terms: Terms, period: Period) -> dict[str, Numbers]:
    """Those who say that they have no work, over the survey's unemployed; at most all who are registered."""
    per = np.where(terms["unemployed"] > 0, terms["unemployed"], np.nan)
    return {
        "numerator": terms["stating"],
        "denominator": terms["unemployed"],
        "lower": 100 * terms["stating"] / per,
        "upper": 100 * terms["registered"] / per,
    }


def wage_growth(terms: Terms, period: Period) -> dict[str, Numbers]:
    """By how many percent the mean wage that openings offer is above that of a year before."""
    now, before = (
        terms[f"wages{when}"] / np.where(terms[f"openings{when}"] > 0, terms[f"openings{when}"], np.nan)
        for when in ("", "_before")
    )
    return {"value": 100 * (now / np.where(before > 0, before, np.nan) - 1)}
