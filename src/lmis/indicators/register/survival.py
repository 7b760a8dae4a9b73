"""How long things take, when not all have come yet: the Kaplan–Meier estimator in many cells at once.

Whoever or whatever enters late is at risk from then on (left truncation); what is lost on the day of an event was
still at risk on it.

Source: E. L. Kaplan and P. Meier, JASA 53 (1958), 457-481; M. Greenwood, Reports on Public Health and Medical Subjects
33 (1926), for the variance; intervals on the scale of log(-log S): J. P. Klein and M. L. Moeschberger, Survival
Analysis, 2nd ed. (2003), sections 4.3 to 4.6.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from lmis.indicators.frame import Codes, Mask, Numbers

Z_95: Final = 1.959963984540054
"""The 97.5 % point of the normal distribution."""


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """The steps of a survival curve of one cell: S(t) from each time on, 1 before the first."""

    time: Codes  # (steps,) days with events, rising
    survival: Numbers  # (steps,) S
    hazard_variance: Numbers  # (steps,) Greenwood's sum, Σ d / n (n - d): the variance of log S
    followed: int  # days up to which somebody was watched

    @property
    def lower(self) -> Numbers:
        """Per step: the lower bound of S, 95 %."""
        return _log_log(self.survival, self.hazard_variance, Z_95)

    @property
    def upper(self) -> Numbers:
        """Per step: the upper bound of S, 95 %."""
        return _log_log(self.survival, self.hazard_variance, -Z_95)

    def quantile(self, share: float) -> tuple[float, float, float]:
        """The first day on which at least this share has come, and its interval; NaN where it was not reached.

        The bounds are the days on which the bounds of the curve reach it (Brookmeyer and Crowley 1982).
        """
        value, first, last = (self._reaches(curve, 1 - share) for curve in (self.survival, self.lower, self.upper))
        return value, first, last

    def came_within(self, days: int) -> tuple[float, float, float, float]:
        """The share that has come after so many days: value, standard error, lower, upper bound.

        NaN where nobody was watched for so long, unless all had come before.
        """
        step = int(np.searchsorted(self.time, days, side="right")) - 1
        all_came = step >= 0 and self.survival[step] == 0.0
        if days > self.followed and not all_came:
            return np.nan, np.nan, np.nan, np.nan
        if step < 0:
            return 0.0, 0.0, 0.0, 0.0
        left = float(self.survival[step])
        error = 0.0 if all_came else left * float(np.sqrt(self.hazard_variance[step]))
        return 1 - left, error, 1 - float(self.upper[step]), 1 - float(self.lower[step])

    def _reaches(self, curve: Numbers, level: float) -> float:
        """The first day on which a falling curve is at or below a level; rounding counts as being there."""
        below = np.flatnonzero(curve <= level + 1e-12)
        return float(self.time[below[0]]) if len(below) else np.nan


def _log_log(survival: Numbers, variance: Numbers, z: float) -> Numbers:
    """S^exp(z·se), se being the standard error of log(-log S); where S is 0 or 1 the bound is S itself."""
    inside = (survival > 0) & (survival < 1)
    safe = np.where(inside, survival, 0.5)
    error = np.sqrt(np.where(inside, variance, 0.0)) / np.abs(np.log(safe))
    return np.where(inside, safe ** np.exp(z * error), survival)


def curves(cell: Codes, entry: Codes, time: Codes, event: Mask) -> dict[int, Curve]:
    """The curve of every cell in which something was watched.

    Args:
        cell: per row, the number of its cell.
        entry: per row, the last day before it was watched; -1 for from the beginning.
        time: per row, the day (≥ 0, after `entry`) on which it came or was lost, counted from its beginning.
        event: per row, whether it came.
    """
    if not len(cell):
        return {}
    found, place = _places(cell)
    span = int(max(time.max(), entry.max())) + 2
    size, start = len(found) * span, place * span
    came = np.bincount((start + time)[event], minlength=size)
    ended = np.bincount(start + time, minlength=size)
    began = np.bincount(start + entry + 1, minlength=size)
    at_risk = np.cumsum(began) - np.cumsum(ended) + ended  # of the cells before, as many have ended as began
    days, risk, gone = (numbers.reshape(-1, span) for numbers in (came, at_risk, ended))
    return {
        int(one): _curve(steps := np.flatnonzero(days[at]), days[at][steps], risk[at][steps], _last(gone[at]))
        for at, one in enumerate(found)
    }


def _places(cell: Codes) -> tuple[Codes, Codes]:
    """The cells that occur, and for each row the position of its cell among them."""
    occurs = np.bincount(cell) > 0
    return np.flatnonzero(occurs), (np.cumsum(occurs) - 1)[cell]


def _last(numbers: Codes) -> int:
    """The last position that is not 0."""
    return int(np.flatnonzero(numbers)[-1])


def _curve(time: Codes, events: Codes, at_risk: Codes, followed: int) -> Curve:
    left = at_risk - events
    survival = np.cumprod(left / at_risk, dtype=np.float64)
    variance = np.cumsum(
        np.divide(events, at_risk * left, out=np.full(len(left), np.inf), where=left > 0), dtype=np.float64
    )
    return Curve(time, survival, variance, followed)
