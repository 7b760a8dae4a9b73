"""What some records can tell, and for the rest why not: a figure that is not available has a reason and is never 0."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from lmis.indicators.estimate import CLASSES, FIGURES, KEYS, NUMBERS, TERMS, InputLacking, estimate, inputs_for
from lmis.indicators.frame import TOTAL, Frame
from lmis.indicators.indicator import Indicator
from lmis.indicators.inputs import Inputs
from lmis.indicators.needs import variables_of
from lmis.indicators.standards import StandardNotCarried, under

NOT_AVAILABLE: Final = "not available"

TOLERATED: Final = frozenset({"future_start", "available_for_more", "hazardous_work", "chores_hours"})
"""Variables of which the concepts say that no answer counts as no: a questionnaire may do without."""


@dataclass(frozen=True, slots=True)
class Lacking:
    """Why an indicator cannot be had: variables that nobody answered, or inputs that no table has."""

    indicator: Indicator
    variables: tuple[str, ...] = ()
    series: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        """The names of what is missing."""
        return "missing: " + ", ".join((*self.variables, *self.series))


def lacking(frame: Frame, indicator: Indicator, inputs: Inputs | None = None) -> Lacking | None:
    """What an indicator needs and these records and inputs do not have; None where there is all of it."""
    silent = [name for name in sorted(variables_of(indicator)) if not _answered(frame, name)]
    absent = [name for name in silent if name not in TOLERATED or name not in frame.columns]
    series: tuple[str, ...] = ()
    try:
        inputs_for(indicator, frame.ref_area, frame.time, inputs or Inputs())
    except InputLacking as error:
        series = (f"{error.values['series']} {error.values['period']}",)
    return Lacking(indicator, tuple(absent), series) if absent or series else None


def estimate_all(
    frame: Frame, indicators: Sequence[Indicator], by: Sequence[str], *, inputs: Inputs | None = None, **how: Any
) -> pd.DataFrame:
    """As `estimate`, of whatever can be had; each of the others has one row, "not available", with the reason.

    Args:
        how: as for `estimate`.
    """
    gaps = {one: lacking(frame, one, inputs) for one in indicators}
    found = estimate(frame, [one for one in indicators if gaps[one] is None], by, inputs=inputs, **how)
    told = set(found["indicator"])
    reasons = {one.code: gap.told for one, gap in gaps.items() if gap is not None}
    reasons |= {one.code: "missing: anybody to count" for one in indicators if one.code not in told | set(reasons)}
    return _with(found, frame, by, frame.standard, reasons)


def estimate_standards(
    frame: Frame,
    indicators: Sequence[Indicator],
    by: Sequence[str],
    standards: Sequence[int] = (13, 19),
    *,
    inputs: Inputs | None = None,
    **how: Any,
) -> pd.DataFrame:
    """As `estimate_all`, by each of the standards; where one is not carried, its rows say so."""
    tables = []
    for standard in standards:
        try:
            tables.append(estimate_all(under(frame, standard), indicators, by, inputs=inputs, **how))
        except StandardNotCarried:
            empty = pd.DataFrame(columns=[*KEYS, *by, *CLASSES, *FIGURES])
            reasons = {one.code: "missing: own_use_work" for one in indicators}
            tables.append(_with(empty, frame, by, standard, reasons))
    return pd.concat([table.astype(object) for table in tables], ignore_index=True)


def _answered(frame: Frame, variable: str) -> bool:
    return variable in frame.columns and bool(frame.known(variable).any())


def _with(
    found: pd.DataFrame, frame: Frame, by: Sequence[str], standard: int | None, reasons: dict[str, str]
) -> pd.DataFrame:
    """The figures, and below them a row for each that is not available."""
    if not reasons:
        return found
    numbers = dict.fromkeys((*NUMBERS, *TERMS), None)
    rows = [
        dict.fromkeys((*by, *CLASSES), TOTAL)
        | numbers
        | {"indicator": code, "ref_area": frame.ref_area, "time": frame.time, "standard": standard}
        | {"respondents": 0, "base": 0, "status": NOT_AVAILABLE, "note": reason}
        for code, reason in reasons.items()
    ]
    below = pd.DataFrame(rows, columns=list(found.columns)).astype(object)
    return pd.concat([found.astype(object), below], ignore_index=True) if len(found) else below
