"""A survey in parts, on one machine or many: each part is added up where it lies, and only the sums travel.

The figures are those of the whole to the last digit, because sums of digits in whole numbers do not depend on how the
records were divided (`exact`), and everything after them is computed once, on the same numbers in the same order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import import_module
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from lmis.indicators.estimate import BREAKDOWNS, figures_of
from lmis.indicators.frame import Answers, Category, Codes, Column, Design, Frame, Quantity
from lmis.indicators.indicator import Indicator
from lmis.indicators.plan import plan_of
from lmis.indicators.tally import merged, tally_of

Part: TypeAlias = Frame | Callable[[], Frame] | Any
"""The people of a part, a function that reads them, or a Dask Delayed of either."""


def estimate_in_parts(
    parts: Sequence[Frame | Callable[[], Frame]],
    indicators: Sequence[Indicator],
    by: Sequence[str] = BREAKDOWNS,
    **how: Any,
) -> pd.DataFrame:
    """As `estimate`, of a survey whose records come in parts; only one part is in memory at a time.

    Args:
        parts: at least one; units are the same where their stratum and their own name are.
        how: as for `estimate`.

    Raises:
        UnitsWithoutNames: a part's design has numbers only.
    """
    plan = plan_of(indicators, by)
    tallies = [tally_of(part() if callable(part) else part, plan, in_parts=True) for part in parts]
    return figures_of(merged(tallies), plan, **how)


def estimate_on_dask(
    parts: Sequence[Part], indicators: Sequence[Indicator], by: Sequence[str] = BREAKDOWNS, **how: Any
) -> pd.DataFrame:
    """As `estimate_in_parts`, each part added up by a worker of the Dask cluster that is connected, or by threads.

    Args:
        parts: frames, functions that read them (on the worker), or Delayed objects of either.
    """
    dask: Any = import_module("dask")
    plan = plan_of(indicators, by)

    def added(part: Part) -> Any:
        return tally_of(part() if callable(part) else part, plan, in_parts=True)

    tallies = dask.compute(*[dask.delayed(added, pure=False)(part) for part in parts])
    return figures_of(merged(tallies), plan, **how)


def frames_of(frame: Frame, parts: int) -> list[Frame]:
    """A frame cut into parts of consecutive rows; units that have no name are named by their number."""
    design = frame.design
    if design is not None and (design.stratum_names is None or design.psu_names is None):
        strata, stratum = np.unique(design.stratum, return_inverse=True)
        psus, psu = np.unique(design.psu, return_inverse=True)
        names = [tuple(f"{number:020d}" for number in found.tolist()) for found in (strata, psus)]
        frame = replace(frame, design=Design(design.weight, stratum, psu, *names))
    return [_rows(frame, rows) for rows in np.array_split(np.arange(frame.rows), parts)]


def _rows(frame: Frame, rows: Codes) -> Frame:
    design = frame.design
    if design is not None:
        drawn = (design.weight[rows], design.stratum[rows], design.psu[rows])
        design = Design(*drawn, design.stratum_names, design.psu_names)
    columns = {name: _part(column, rows) for name, column in frame.columns.items()}
    return replace(frame, rows=len(rows), columns=columns, design=design)


def _part(column: Column, rows: Codes) -> Column:
    if isinstance(column, Answers):
        return Answers(column.yes[rows], column.known[rows])
    if isinstance(column, Category):
        return Category(column.codes[rows], column.labels)
    return Quantity(column.values[rows])
