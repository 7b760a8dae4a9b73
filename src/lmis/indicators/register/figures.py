"""From counts to the figures of an edition: one row per indicator and cell in which something was counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final, TypeAlias

import numpy as np
import pandas as pd

from lmis.indicators.frame import Codes, Mask
from lmis.indicators.given import Given, Givens
from lmis.indicators.register.balance import check_balance
from lmis.indicators.register.dimensions import DIMENSIONS, TOTAL, dimensions_of
from lmis.indicators.register.estimates import Estimator
from lmis.indicators.register.guards import Guards, Thresholds
from lmis.indicators.register.measure import Definition
from lmis.indicators.register.periods import Period
from lmis.indicators.register.published import left_out
from lmis.indicators.register.table import Register
from lmis.indicators.register.tally import Tallies

NO_THRESHOLDS: Final[Thresholds] = {}

Part: TypeAlias = dict[str, Any]  # columns of some figures

PUBLISHED: Final = "published"
NOT_AVAILABLE: Final = "not_available"

CELLS: Final = tuple(name for name in DIMENSIONS if name != "occupation_2")
"""Columns of a figure's cell; ISCO codes of both depths share one."""

NUMBERS: Final = ("value", "se", "lower", "upper", "numerator", "denominator")

COLUMNS: Final = (
    *("indicator", "version", "period", "breakdown", *CELLS),
    *(*NUMBERS, "records", "status", "note"),
)


def figures_of(
    register: Register,
    period: Period,
    indicators: Iterable[Definition],
    thresholds: Thresholds = NO_THRESHOLDS,
    given: Iterable[Given] = (),
    earlier: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The figures of a period; a quarter holds those of its three months too, without the finest breakdowns.

    A cell without a row is one in which nothing was counted: zero. The total always has its row.

    Args:
        thresholds: statuses of figures that are hidden because they tell about few people, or because they would give
            such a figure away; their numbers are there all the same.
        given: figures from outside the register, for the definitions that need them.
        earlier: figures of the editions before, which everybody has seen (`earlier.seen_before`).

    Returns:
        Columns `COLUMNS`, sorted by period, indicator, breakdown and cell; cell columns that a breakdown does not have
        are None. A count has its number as value and numerator. A quotient has both of its terms. Of what is waited
        for the terms are what came and what was watched; `se`, `lower` and `upper` (95 %) are there where there is a
        standard error or an interval. A figure that is not to be had has no value, the status `not_available`, and
        `note` says why (`estimates.NOTES`). `records`: how many people the figure tells about (of its terms that count
        people the fewest), or openings where it tells about nobody.

    Raises:
        NotBalanced: stocks and flows do not agree in some cell of the period or of a month.
    """
    wanted, outside = tuple(indicators), Givens(given)
    parts, all_tallies = [], [Tallies(register, one) for one in (period, *period.months)]
    for tallies in all_tallies:
        check_balance(tallies)
    guards = Guards.of(all_tallies, wanted, thresholds, earlier)
    for tallies in all_tallies:
        estimator = Estimator(tallies, outside)
        parts += [
            _cells(estimator, guards, indicator, breakdown)
            for indicator in wanted
            for breakdown in indicator.by
            if breakdown not in left_out(all_tallies, tallies)
        ]
    order = ["period", "indicator", "breakdown", *CELLS]
    return _joined(parts).sort_values(order, na_position="first", ignore_index=True, kind="stable")


def _joined(parts: Sequence[tuple[int, Part]]) -> pd.DataFrame:
    """One column after the other; what a part does not have is None, or NaN among numbers."""
    rows = sum(size for size, _ in parts)
    columns = {
        name: np.full(rows, np.nan) if name in NUMBERS else np.full(rows, None, dtype=object) for name in COLUMNS
    }
    columns["records"] = np.zeros(rows, dtype=np.int64)
    start = 0
    for size, part in parts:
        for name, values in part.items():
            columns[name][start : start + size] = values
        start += size
    return pd.DataFrame(columns)


def _cells(estimator: Estimator, guards: Guards, indicator: Definition, breakdown: str) -> tuple[int, Part]:
    """How many rows, and their columns; a single value stands for all rows."""
    found, tallies = estimator.of(indicator, breakdown), estimator.tallies
    where = np.flatnonzero(found.held | (breakdown == TOTAL))
    known, hidden = ~np.isnan(found.value[where]), guards.status(tallies, indicator, breakdown)
    return len(where), {
        "indicator": indicator.code,
        "version": indicator.version,
        "period": tallies.period.text,
        "breakdown": breakdown,
        **_labels(tallies, breakdown, where),
        **{name: numbers[where] for name, numbers in found.columns()},
        "records": found.people[where],
        "status": _status([hidden[place] for place in where.tolist()], known),
        "note": np.array([None if one else found.note for one in known.tolist()], dtype=object),
    }


def _status(hidden: Sequence[str | None], known: Mask) -> Codes:
    """Hidden, published, or not to be had."""
    status = np.where(known, PUBLISHED, NOT_AVAILABLE).astype(object)
    return np.array([one or other for one, other in zip(hidden, status, strict=True)], dtype=object)


def _labels(tallies: Tallies, breakdown: str, where: Codes) -> Part:
    """The cell columns of these cells that the breakdown has."""
    names = dimensions_of(breakdown)
    at = np.unravel_index(where, tallies.shape(breakdown)) if names else ()
    return {
        name.removesuffix("_2"): np.array(tallies.register.labels[name], dtype=object)[codes]
        for name, codes in zip(names, at, strict=True)
    }
