"""The one estimator: every indicator, every cell of its breakdowns and their totals, with standard errors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from statistics import NormalDist

import numpy as np
import numpy.typing as npt
import pandas as pd

from lmis.indicators.cells import Groups, Margin, Sample, groups_of, margin_of, sample_of
from lmis.indicators.frame import TOTAL, Frame, Mask, Numbers
from lmis.indicators.indicator import HUNDRED, Indicator
from lmis.indicators.interval import interval
from lmis.indicators.reliability import HIDDEN, Reliability, status_of
from lmis.indicators.terms import Terms
from lmis.indicators.variance import standard_error

BREAKDOWNS = ("sex", "age_group", "region")
KEYS = ("indicator", "ref_area", "time")
FIGURES = ("value", "se", "lower", "upper", "respondents", "base", "status")


def estimate(
    frame: Frame,
    indicators: Sequence[Indicator],
    by: Sequence[str] = BREAKDOWNS,
    reliability: Reliability | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Compute indicators by every combination of the breakdowns, `_T` standing for all together.

    An indicator that is not published by a breakdown has only `_T` there. Records without a label count in
    the totals alone. A cell in which nobody could have been counted has no row.

    Args:
        by: categorical variables of the frame.
        reliability: the thresholds of the status; the usual ones if not given.
        confidence: of the interval between `lower` and `upper`.

    Returns:
        One row per indicator and cell: `indicator`, `ref_area`, `time`, one column per breakdown, `value`,
        `se`, `lower`, `upper` (numbers, or None: all four when `hidden`, the last three also without a
        design), `respondents` (unweighted records that have what is counted), `base` (those it is counted
        among), `status`. Rates with the unit "%" run from 0 to 100.

    Raises:
        UnknownVariable: an indicator or a breakdown needs what these records do not have (see `measurable`).
    """
    limits = reliability or Reliability()
    sample = sample_of(frame)
    terms = Terms(frame, groups_of(frame, by, sample), sample)
    margins = list(_margins(terms.groups, len(by)))
    tables = [
        _labelled(frame, indicator, by, chosen, _cells(terms, indicator, margin, limits, confidence))
        for indicator in indicators
        for chosen, margin in margins
        if {by[position] for position in chosen} <= set(indicator.by)
    ]
    filled = [table for table in tables if len(table)]
    return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=[*KEYS, *by, *FIGURES])


def _margins(groups: Groups, breakdowns: int) -> Iterator[tuple[tuple[int, ...], Margin]]:
    """Every choice among the breakdowns, from none (the total) to all."""
    for size in range(breakdowns + 1):
        for chosen in combinations(range(breakdowns), size):
            yield chosen, margin_of(groups, chosen)


def _cells(terms: Terms, indicator: Indicator, margin: Margin, limits: Reliability, confidence: float) -> pd.DataFrame:
    """The figures of one indicator in one margin, a row per cell and the codes of its labels."""
    numerator, denominator, respondents, base = terms.of(indicator)
    value, se = _value_and_error(terms.sample, margin, numerator, denominator)
    counted = margin.by_cell(margin.by_pair(respondents))
    status = status_of(value, se, counted, terms.sample.has_design, limits)
    scale = HUNDRED.get(indicator.unit, 1.0)
    lower, upper = interval(indicator, value, se, NormalDist().inv_cdf((1 + confidence) / 2))
    figures = {"value": value, "se": se, "lower": lower, "upper": upper}
    hidden = status == HIDDEN
    cells = pd.DataFrame({name: _numbers_or_none(part * scale, hidden) for name, part in figures.items()})
    cells["respondents"] = counted.astype(np.int64)
    cells["base"] = margin.by_cell(margin.by_pair(base)).astype(np.int64)
    cells["status"] = status
    for place in range(margin.labels.shape[1]):
        cells[place] = margin.labels[:, place]
    return cells[cells["base"] > 0]


def _value_and_error(
    sample: Sample, margin: Margin, numerator: Numbers, denominator: Numbers | None
) -> tuple[Numbers, Numbers]:
    """Totals (no denominator) or quotients per cell, with their linearised standard errors."""
    top = margin.by_pair(numerator)
    total = margin.by_cell(top)
    if denominator is None:
        return total, standard_error(sample, margin, top)
    bottom = margin.by_pair(denominator)
    size = margin.by_cell(bottom)
    with np.errstate(divide="ignore", invalid="ignore"):
        quotient = total / size
        scores = (top - quotient[margin.cell] * bottom) / size[margin.cell]
    return quotient, standard_error(sample, margin, scores)


def _labelled(
    frame: Frame, indicator: Indicator, by: Sequence[str], chosen: tuple[int, ...], cells: pd.DataFrame
) -> pd.DataFrame:
    """Name the cells: the indicator, the place, the period, and the labels in the place of their codes."""
    keys: dict[str, object] = {"indicator": indicator.code, "ref_area": frame.ref_area, "time": frame.time}
    for position, name in enumerate(by):
        keys[name] = TOTAL
        if position in chosen:
            labels = np.array(frame.category(name).labels, dtype=object)
            keys[name] = labels[cells[chosen.index(position)].to_numpy()]
    figures = cells[list(FIGURES)]
    return pd.concat([pd.DataFrame(keys, index=cells.index), figures], axis=1)


def _numbers_or_none(values: Numbers, hidden: Mask) -> npt.NDArray[np.object_]:
    """Numbers as objects: None where hidden or unknown, so that it can never be read as 0."""
    shown = values.astype(object)
    shown[hidden | np.isnan(values)] = None
    return shown
