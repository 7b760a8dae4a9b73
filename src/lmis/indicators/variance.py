"""Standard errors by Taylor linearisation, for clusters drawn with replacement within strata.

Source: K. M. Wolter, Introduction to Variance Estimation, 2nd ed. (2007), §6; the same as R's `svytotal`,
`svymean` and `svyratio` with `svydesign(ids = ~psu, strata = ~stratum, nest = TRUE)`.

A cell is a domain: a PSU without anyone in the cell scores 0 and still counts among the PSUs of its stratum, and the
degrees of freedom are those of the whole design.

A stratum with a single (lonely) PSU has no mean of its own to deviate from. What it adds to the variance:

`centred`    the squared deviation from the mean of all PSUs of the sample: the default; Stata's
             `singleunit(centered)`, and for rates, means and quotients the same as R's `adjust`, because their scores
             add up to 0
`adjust`     the square of its score: R's `survey.lonely.psu = "adjust"`, larger for counts
`average`    as much as the other strata on average; only strata with somebody in the cell count, as in R
`certainty`  nothing, because the PSU was certain to be drawn
`remove`     nothing: the same, under R's other name
`fail`       refused with LonelyUnits
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, get_args

import numpy as np

from lmis.errors import Invalid
from lmis.indicators.cells import Margin, Sample, sums
from lmis.indicators.frame import Codes, Numbers
from lmis.text.nearest import nearest

Lonely: TypeAlias = Literal["centred", "adjust", "average", "certainty", "remove", "fail"]
CENTRED: Final[Lonely] = "centred"


class LonelyUnits(Invalid):
    """Some strata have only one sampling unit, and it was asked that this be refused."""


class UnknownTreatment(Invalid):
    """This is no way to treat a stratum with only one sampling unit."""


def require_treatment(sample: Sample, lonely: str) -> None:
    """Raise UnknownTreatment with the nearest ones; or LonelyUnits, with the number of strata, where they must fail."""
    if lonely not in get_args(Lonely):
        raise UnknownTreatment(value=lonely, nearest=nearest(lonely, get_args(Lonely)))
    if lonely == "fail" and sample.has_design and sample.single.any():
        raise LonelyUnits(count=int(sample.single.sum()))


@dataclass(frozen=True, slots=True, eq=False)
class Spreading:
    """How scores spread between the PSUs of one margin: the parts that all indicators share."""

    sample: Sample
    margin: Margin
    lonely: Lonely
    present: Codes  # per run of pairs (one cell, one stratum): its pairs
    units: Codes  # per run: the PSUs of the stratum
    factor: Numbers  # per run: n / (n - 1), 0 of a lonely one
    share: Numbers | None  # per cell: strata / strata of several units, where lonely ones are as the average

    def errors(self, scores: Numbers) -> Numbers:
        """The standard error of the sum of the scores, per cell.

        Args:
            scores: per pair of cell and PSU, the linearised and weighted sum of its records.

        Returns:
            Per cell, in the unit of the scores; NaN for a frame without a design or a sample of one PSU.
        """
        cells = len(self.margin.labels)
        if not self.sample.has_design or len(self.sample.stratum_of) < 2 or not cells:
            return np.full(cells, np.nan)
        return np.sqrt(self._within_strata(scores) + self._single_units(scores))

    def _within_strata(self, scores: Numbers) -> Numbers:
        """Strata of n > 1 units: n / (n - 1) times the squared deviations from the mean of the stratum."""
        mean = np.add.reduceat(scores, self.margin.runs) / self.units
        deviations = scores - np.repeat(mean, self.present)
        squares = np.add.reduceat(deviations * deviations, self.margin.runs)
        squares += (self.units - self.present) * mean**2  # units with nobody in the cell: they deviate by the mean
        total = np.add.reduceat(self.factor * squares, self.margin.cells)
        return np.asarray(total if self.share is None else total * self.share, dtype=np.float64)

    def _single_units(self, scores: Numbers) -> Numbers:
        """Strata of one unit."""
        margin, sample = self.margin, self.sample
        cells = len(margin.labels)
        if self.lonely not in ("centred", "adjust") or not sample.single.any():
            return np.zeros(cells)
        alone = sample.single[sample.stratum_of[margin.psu]]
        if self.lonely == "adjust":
            return sums(margin.cell[alone], scores[alone] ** 2, cells)
        mean = margin.by_cell(scores) / len(sample.stratum_of)
        deviations = sums(margin.cell[alone], (scores - mean[margin.cell])[alone] ** 2, cells)
        empty = sample.single.sum() - np.bincount(margin.cell[alone], minlength=cells)
        return np.asarray(deviations + empty * mean**2, dtype=np.float64)


def spreading_of(sample: Sample, margin: Margin, lonely: Lonely) -> Spreading:
    """Count the units of each cell and stratum."""
    units = sample.psus_in[sample.stratum_of[margin.psu[margin.runs]]]
    present = np.diff(margin.runs, append=len(margin.cell))
    several = units > 1
    factor = np.where(several, units / np.maximum(units - 1, 1), 0.0)
    share = None
    if lonely == "average" and sample.single.any() and len(margin.runs):
        strata = np.diff(margin.cells, append=len(margin.runs))
        counted = np.add.reduceat(several, margin.cells, dtype=np.int64)
        share = np.divide(strata, counted, out=np.full(len(strata), np.nan), where=counted > 0)
    return Spreading(sample, margin, lonely, present, units, factor, share)


def whole(sample: Sample) -> Margin:
    """The margin of one cell in which every PSU has somebody."""
    psus = np.arange(len(sample.stratum_of), dtype=np.int64)
    zeros = np.zeros_like(psus)
    runs = np.flatnonzero(np.diff(sample.stratum_of, prepend=-1))
    return Margin(zeros[:1, None][:, :0], slice(None), psus, zeros, zeros, psus, runs, zeros[:1])
