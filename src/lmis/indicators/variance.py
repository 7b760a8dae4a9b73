"""Standard errors by Taylor linearisation, for clusters drawn with replacement within strata.

Source: K. M. Wolter, Introduction to Variance Estimation, 2nd ed. (2007), §6; the same as R's `svytotal`,
`svymean` and `svyratio` with `svydesign(ids = ~psu, strata = ~stratum, nest = TRUE)`.
"""

from __future__ import annotations

import numpy as np

from lmis.indicators.cells import Margin, Sample, sums
from lmis.indicators.frame import Numbers


def standard_error(sample: Sample, margin: Margin, scores: Numbers) -> Numbers:
    """The standard error of the sum of the scores, per cell.

    A cell is a domain: a PSU without anyone in the cell scores 0 and still counts among the PSUs of its stratum. A
    stratum with a single PSU has no mean of its own to deviate from: its PSU deviates from the mean of all PSUs of
    the sample, those without anyone in the cell included as 0; that errs towards too large a standard error.

    Args:
        scores: per pair of cell and PSU, the linearised and weighted sum of its records.

    Returns:
        Per cell, in the unit of the scores; NaN for a frame without a design or a sample of one PSU.
    """
    psus = len(sample.stratum_of)
    if not sample.has_design or psus < 2:
        return np.full(len(margin.labels), np.nan)
    squares = _within_strata(sample, margin, scores) + _single_units(sample, margin, scores)
    return np.sqrt(squares)


def _within_strata(sample: Sample, margin: Margin, scores: Numbers) -> Numbers:
    """Strata of n > 1 units: n / (n - 1) times the squared deviations from the mean of the stratum."""
    strata = len(sample.psus_in)
    places, place = np.unique(margin.cell * strata + sample.stratum_of[margin.psu], return_inverse=True)
    units = sample.psus_in[places % strata]
    mean = sums(place, scores, len(places)) / units
    empty = units - np.bincount(place, minlength=len(places))  # units with nobody in the cell: they deviate by the mean
    squares = sums(place, (scores - mean[place]) ** 2, len(places)) + empty * mean**2
    factor = np.where(units > 1, units / np.maximum(units - 1, 1), 0.0)
    return sums(places // strata, factor * squares, len(margin.labels))


def _single_units(sample: Sample, margin: Margin, scores: Numbers) -> Numbers:
    """Strata of one unit: the squared deviation from the mean of all units of the sample."""
    alone = sample.single[sample.stratum_of[margin.psu]]
    mean = margin.by_cell(scores) / len(sample.stratum_of)
    deviations = margin.by_cell(alone * (scores - mean[margin.cell]) ** 2)
    empty = sample.single.sum() - margin.by_cell(alone.astype(np.float64))
    return np.asarray(deviations + empty * mean**2, dtype=np.float64)
