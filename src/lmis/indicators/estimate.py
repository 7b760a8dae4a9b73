"""The one estimator: every indicator, every cell of its breakdowns and their totals, with standard errors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from lmis.errors import Invalid
from lmis.indicators.figures import Cells, Figures
from lmis.indicators.frame import TOTAL, Frame, Mask, Numbers
from lmis.indicators.indicator import SCALES, Applied, Given, Indicator
from lmis.indicators.inputs import Input, Inputs, periods_needed
from lmis.indicators.plan import Plan, plan_of
from lmis.indicators.reliability import HIDDEN, PUBLISHED, Reliability, status_of
from lmis.indicators.tally import Tally, tally_of
from lmis.indicators.variance import CENTRED, Lonely, require_treatment

BREAKDOWNS = ("sex", "age_group", "region")
KEYS = ("indicator", "ref_area", "time", "standard")
CLASSES = ("classification", "class")
TERMS: Final = ("numerator", "denominator")
NUMBERS: Final = ("value", "se", "cv", "lower", "upper")
FIGURES = (*NUMBERS, *TERMS, "respondents", "base", "status", "note")


class InputLacking(Invalid):
    """A figure needs an input that the tables do not have."""


def estimate(
    frame: Frame,
    indicators: Sequence[Indicator],
    by: Sequence[str] = BREAKDOWNS,
    reliability: Reliability | None = None,
    confidence: float = 0.95,
    *,
    lonely: Lonely = CENTRED,
    inputs: Inputs | None = None,
) -> pd.DataFrame:
    """Compute indicators by every combination of the breakdowns, `_T` standing for all together.

    An indicator that is not published by a breakdown has only `_T` there. Records without a label count in
    the totals alone. A cell in which nobody could have been counted has no row.

    Args:
        by: categorical variables of the frame.
        reliability: the thresholds of the status; the usual ones if not given.
        confidence: of the interval between `lower` and `upper`.
        lonely: what a stratum with a single unit adds to the variance (see `variance`).
        inputs: figures of others, for indicators that need them.

    Returns:
        One row per indicator and cell: `indicator`, `ref_area`, `time`, `standard` (of the frame), one column per
        breakdown, `classification` and `class` (of figures that are told by class; else `_T`), `value`, `se`, `cv`
        (standard error / value), `lower`, `upper` (numbers, or None: all five when `hidden`, the last four also
        without a design), `numerator`, `denominator` (the weighted sums behind a count, a rate or a mean, unscaled;
        None where the figure is none of these, or hidden), `respondents` (unweighted records that have what is
        counted), `base` (those it is counted among), `status`, `note` (the inputs, with source and day). Rates with the
        unit "%" run from 0 to 100.

    Raises:
        UnknownVariable: an indicator or a breakdown needs what these records do not have (see `availability`).
        InputLacking: with series and period.
        LonelyUnits, UnknownTreatment: by `lonely`.
    """
    plan = plan_of(indicators, by)
    return figures_of(tally_of(frame, plan), plan, reliability, confidence, lonely=lonely, inputs=inputs)


def figures_of(
    tally: Tally,
    plan: Plan,
    reliability: Reliability | None = None,
    confidence: float = 0.95,
    *,
    lonely: Lonely = CENTRED,
    inputs: Inputs | None = None,
) -> pd.DataFrame:
    """As `estimate`, of sums that are made."""
    require_treatment(tally.units.sample, lonely)
    used = {one: inputs_for(one, tally.ref_area, tally.time, inputs or Inputs()) for one in plan.indicators}
    figures = Figures(tally, plan.by, lonely, confidence, used)
    told = [
        (indicator, cells)
        for indicator, found in zip(plan.indicators, figures.all(plan.indicators), strict=True)
        for cells in found
        if len(cells.value)
    ]
    return _table(tally, plan.by, told, used, reliability or Reliability())


def inputs_for(indicator: Indicator, ref_area: str, time: str, inputs: Inputs) -> tuple[Input, ...]:
    """The inputs of an indicator in a period. Raises InputLacking."""
    growth = isinstance(indicator, Applied) and indicator.growth
    found: list[Input] = []
    for series, period in periods_needed(indicator.inputs, time, growth=growth):
        one = inputs.find(series, ref_area, period)
        if one is None:
            raise InputLacking(code=indicator.code, series=series, period=period)
        found.append(one)
    return tuple(found)


def _table(
    tally: Tally,
    by: Sequence[str],
    told: Sequence[tuple[Indicator, Cells]],
    used: Mapping[Indicator, Sequence[Input]],
    limits: Reliability,
) -> pd.DataFrame:
    """One table of all cells; a column is made at once, because thousands of small tables are slow to join."""
    sizes = [len(cells.value) for _, cells in told]
    rows = sum(sizes)
    columns: dict[str, object] = {"indicator": _repeated([one.code for one, _ in told], sizes)}
    columns |= {"ref_area": tally.ref_area, "time": tally.time, "standard": tally.standard}
    for position, name in enumerate(by):
        column = np.full(rows, TOTAL, dtype=object)
        _fill(column, sizes, [_of(cells, position) for _, cells in told])
        columns[name] = column
    columns["classification"] = _repeated([cells.classification or TOTAL for _, cells in told], sizes)
    columns["class"] = np.concatenate([np.zeros(0, dtype=object), *(_classes(cells) for _, cells in told)])
    columns |= _numbers(tally, told, sizes, limits)
    columns["note"] = _repeated(["; ".join(one.told for one in used[indicator]) for indicator, _ in told], sizes)
    objects = {
        name: pd.Series(column, dtype=object) if _is_text(column) else column for name, column in columns.items()
    }
    return pd.DataFrame(objects, columns=[*KEYS, *by, *CLASSES, *FIGURES], index=range(rows))


def _numbers(
    tally: Tally, told: Sequence[tuple[Indicator, Cells]], sizes: Sequence[int], limits: Reliability
) -> dict[str, object]:
    """The figures themselves, scaled, and None where hidden or unknown, so that they can never be read as 0."""
    value, se, lower, upper, respondents, base = (
        np.concatenate([np.zeros(0), *(getattr(cells, name) for _, cells in told)])
        for name in ("value", "se", "lower", "upper", "respondents", "base")
    )
    status = status_of(value, se, respondents, tally.units.has_design, limits, base)
    status[np.repeat([isinstance(one, Given) for one, _ in told], sizes).astype(np.bool_)] = PUBLISHED
    scale = np.repeat([SCALES.get(one.unit, 1.0) for one, _ in told], sizes)
    with np.errstate(divide="ignore", invalid="ignore"):
        cv = np.where(value != 0, se / np.abs(value), np.nan)
    hidden = status == HIDDEN
    scaled = (value * scale, se * scale, cv, lower * scale, upper * scale)
    found: dict[str, object] = {name: _or_none(part, hidden) for name, part in zip(NUMBERS, scaled, strict=True)}
    for name in TERMS:
        parts = ((getattr(cells, name), size) for (_, cells), size in zip(told, sizes, strict=True))
        known = [np.full(size, np.nan) if part is None else part for part, size in parts]
        found[name] = _or_none(np.concatenate([np.zeros(0), *known]), hidden)
    return found | {
        "respondents": respondents.astype(np.int64),
        "base": base.astype(np.int64),
        "status": status.astype(object),
    }


def _is_text(column: object) -> bool:
    """An array of labels stays as it is: making pandas' own texts of it takes as long as all the figures."""
    return isinstance(column, np.ndarray) and column.dtype == object


def _of(cells: Cells, position: int) -> npt.NDArray[np.object_] | None:
    return cells.labels[cells.chosen.index(position)] if position in cells.chosen else None


def _classes(cells: Cells) -> npt.NDArray[np.object_]:
    found = np.full(len(cells.value), TOTAL, dtype=object)
    if cells.classification:
        found[:] = cells.classes
    return found


def _fill(
    column: npt.NDArray[np.object_], sizes: Sequence[int], parts: Sequence[npt.NDArray[np.object_] | None]
) -> None:
    """Put each part in its place; None leaves it as it is."""
    start = 0
    for size, part in zip(sizes, parts, strict=True):
        if part is not None:
            column[start : start + size] = part
        start += size


def _repeated(values: Sequence[str], sizes: Sequence[int]) -> npt.NDArray[np.object_]:
    return np.repeat(np.array(values, dtype=object), sizes) if values else np.zeros(0, dtype=object)


def _or_none(values: Numbers, hidden: Mask) -> npt.NDArray[np.object_]:
    shown = values.astype(object)
    shown[hidden | np.isnan(values)] = None
    return shown
