"""From counts to the figures of an edition: one row per indicator and cell in which something was counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from lmis.indicators.frame import Codes, Mask, Numbers
from lmis.indicators.indicator import HUNDRED
from lmis.indicators.register.balance import check_balance
from lmis.indicators.register.dimensions import DIMENSIONS, FINE, SEEKERS, TOTAL, dimensions_of
from lmis.indicators.register.guards import Guards, Thresholds
from lmis.indicators.register.measure import RegisterIndicator
from lmis.indicators.register.periods import Period
from lmis.indicators.register.register import Register
from lmis.indicators.register.tally import Tallies, Tally

NO_THRESHOLDS: Final[Thresholds] = {}

Part: TypeAlias = dict[str, npt.NDArray[Any]]  # columns of some figures

PUBLISHED: Final = "published"
NOT_AVAILABLE: Final = "not_available"

CELLS: Final = tuple(name for name in DIMENSIONS if name != "occupation_2")
"""Columns of a figure's cell; ISCO codes of both depths share one."""

COLUMNS: Final = (
    *("indicator", "version", "period", "breakdown", *CELLS),
    *("value", "numerator", "denominator", "records", "status"),
)


def figures_of(
    register: Register,
    period: Period,
    indicators: Iterable[RegisterIndicator],
    thresholds: Thresholds = NO_THRESHOLDS,
) -> pd.DataFrame:
    """The figures of a period; a quarter holds those of its three months too, without the finest breakdowns.

    A cell without a row is one in which nothing was counted: zero. The total always has its row.

    Args:
        thresholds: statuses of figures that are hidden because they tell about few people, or because they would give
            such a figure away; their numbers are there all the same.

    Returns:
        Columns `COLUMNS`, sorted by period, indicator, breakdown and cell; cell columns that a breakdown does not have
        are None. A count has its number as value and numerator. A quotient has both of its terms, and no value
        (`not_available`) where there is nothing to divide by. `records`: how many people the figure tells about (the
        fewer, where both terms of a quotient count people), or openings where it tells about nobody.

    Raises:
        NotBalanced: stocks and flows do not agree in some cell of the period or of a month.
    """
    wanted = tuple(indicators)
    parts = []
    for one in (period, *period.months):
        tallies = Tallies(register, one)
        check_balance(tallies)
        left_out = frozenset[str]() if one is period else FINE
        guards = Guards(tallies, wanted, thresholds, left_out)
        parts += [
            _cells(tallies, guards, indicator, breakdown)
            for breakdown in SEEKERS
            if breakdown not in left_out
            for indicator in wanted
            if breakdown in indicator.by
        ]
    order = ["period", "indicator", "breakdown", *CELLS]
    return _joined(parts).sort_values(order, na_position="first", ignore_index=True, kind="stable")


def _joined(parts: Sequence[Part]) -> pd.DataFrame:
    return pd.DataFrame({name: np.concatenate([part[name] for part in parts]) for name in COLUMNS})


def _cells(tallies: Tallies, guards: Guards, indicator: RegisterIndicator, breakdown: str) -> Part:
    of = tallies.of(indicator.of, breakdown)
    per = tallies.of(indicator.per, breakdown) if indicator.per else None
    held = of.count != 0 if per is None else (of.count != 0) | (per.count != 0)
    where = np.flatnonzero(held | (breakdown == TOTAL))
    value = of.count.astype(np.float64) if per is None else _quotient(of.count, per.count, indicator.unit)
    same = {
        "indicator": indicator.code,
        "version": indicator.version,
        "period": tallies.period.text,
        "breakdown": breakdown,
    }
    labels, known = _labels(tallies, breakdown, where), ~np.isnan(value[where])
    return {
        **{name: np.full(len(where), text, dtype=object) for name, text in same.items()},
        **labels,
        "value": value[where],
        "numerator": of.count[where].astype(np.float64),
        "denominator": np.full(len(where), np.nan) if per is None else per.count[where].astype(np.float64),
        "records": _records(indicator, of, per)[where],
        "status": _status(guards, indicator, breakdown, labels, known),
    }


def _status(guards: Guards, indicator: RegisterIndicator, breakdown: str, labels: Part, known: Mask) -> Codes:
    """Hidden, published, or not to be had."""
    columns = [labels[name.removesuffix("_2")] for name in dimensions_of(breakdown)]
    cells = zip(*columns, strict=True) if columns else [()] * len(known)
    status = np.where(known, PUBLISHED, NOT_AVAILABLE).astype(object)
    for place, cell in enumerate(cells):
        status[place] = guards.status(indicator, (breakdown, *cell)) or status[place]
    return status


def _labels(tallies: Tallies, breakdown: str, where: Codes) -> Part:
    """The cell columns of these cells, None where the breakdown does not have them."""
    names = dimensions_of(breakdown)
    at = np.unravel_index(where, tallies.shape(breakdown)) if names else ()
    found: Part = {name: np.full(len(where), None, dtype=object) for name in CELLS}
    for name, codes in zip(names, at, strict=True):
        found[name.removesuffix("_2")] = np.array(tallies.register.labels[name], dtype=object)[codes]
    return found


def _quotient(of: Codes, per: Codes, unit: str) -> Numbers:
    known = np.where(per == 0, np.nan, per)
    return of / known * HUNDRED.get(unit, 1.0)


def _records(indicator: RegisterIndicator, of: Tally, per: Tally | None) -> Codes:
    """The people behind a figure: of both terms the fewer that are not none."""
    terms = [
        tally
        for measure, tally in ((indicator.of, of), (indicator.per, per))
        if measure and measure.of_people and tally
    ]
    if not terms:
        return per.people if per else of.people
    if len(terms) == 1:
        return terms[0].people
    one, other = terms[0].people, terms[1].people
    return np.where((one == 0) | (other == 0), np.maximum(one, other), np.minimum(one, other))
