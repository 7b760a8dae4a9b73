"""Confidence intervals that stay where the figure can be."""

from __future__ import annotations

import numpy as np

from lmis.indicators.frame import Numbers
from lmis.indicators.indicator import HUNDRED, Indicator, Ratio


def interval(indicator: Indicator, value: Numbers, se: Numbers, z: float) -> tuple[Numbers, Numbers]:
    """The bounds of an estimate, before it is turned into percent.

    A share is bounded on the scale of its log-odds, so that it stays between 0 and 1; a count or a mean is
    bounded by `z` standard errors to either side, and not below 0.

    Source: E. L. Korn and B. I. Graubard, Survey Methodology 24 (1998): logit intervals; R's
        `svyciprop("logit")`, with the normal instead of the t distribution.
    """
    if isinstance(indicator, Ratio) and indicator.unit in HUNDRED:
        return _between_zero_and_one(value, se, z)
    return np.maximum(value - z * se, 0.0), value + z * se


def _between_zero_and_one(share: Numbers, se: Numbers, z: float) -> tuple[Numbers, Numbers]:
    """Exactly 0 or 1 has no log-odds: its bounds are itself."""
    with np.errstate(divide="ignore", invalid="ignore"):
        odds = np.log(share / (1 - share))
        width = z * se / (share * (1 - share))
        lower, upper = 1 / (1 + np.exp(width - odds)), 1 / (1 + np.exp(-width - odds))
    inside = (share > 0) & (share < 1)
    certain = np.where(np.isnan(se), np.nan, share)
    return np.where(inside, lower, certain), np.where(inside, upper, certain)
