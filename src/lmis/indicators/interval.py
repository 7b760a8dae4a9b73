"""Confidence intervals that stay where the figure can be.

A share is bounded on the scale of its log-odds, so that it stays between 0 and 1: R's `svyciprop(method = "xlogit")`.
A count, a mean or a quotient of means is bounded by so many standard errors to either side, and not below 0; a gap has
no lowest value. A quantile brings its own bounds (`distribution`). The number of standard errors is that of Student's t
with the degrees of freedom of the whole design, PSUs less strata, in every cell: R's `df = degf(design)`.

Source: E. L. Korn and B. I. Graubard, Survey Methodology 24 (1998): logit intervals.
"""

from __future__ import annotations

import numpy as np
from scipy.special import stdtrit

from lmis.indicators.frame import Numbers
from lmis.indicators.indicator import Indicator, LowShare, Ratio, Relative


def standard_errors_to_bound(confidence: float, degrees_of_freedom: int) -> float:
    """How many standard errors the bound is away; NaN without degrees of freedom."""
    return float(stdtrit(degrees_of_freedom, (1 + confidence) / 2)) if degrees_of_freedom > 0 else float("nan")


def interval(indicator: Indicator, value: Numbers, se: Numbers, t: float) -> tuple[Numbers, Numbers]:
    """The bounds of an estimate, before it is turned into percent.

    Args:
        t: of `standard_errors_to_bound`.
    """
    if isinstance(indicator, (Ratio, LowShare)):
        return _between_zero_and_one(value, se, t)
    lower, upper = value - t * se, value + t * se
    return lower if isinstance(indicator, Relative) and indicator.gap else np.maximum(lower, 0.0), upper


def _between_zero_and_one(share: Numbers, se: Numbers, t: float) -> tuple[Numbers, Numbers]:
    """Exactly 0 or 1 has no log-odds: its bounds are itself."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        odds = np.log(share / (1 - share))
        width = t * se / (share * (1 - share))
        lower, upper = 1 / (1 + np.exp(width - odds)), 1 / (1 + np.exp(-width - odds))
    inside = (share > 0) & (share < 1)
    certain = np.where(np.isnan(se), np.nan, share)
    return np.where(inside, lower, certain), np.where(inside, upper, certain)
