"""What earlier editions showed and hid of the cells of an edition: of its period, its parts and the period before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import numpy as np
import pandas as pd

from lmis.indicators.disclosure.system import NOBODY
from lmis.indicators.frame import Codes, Mask, Numbers
from lmis.indicators.register import identities
from lmis.indicators.register.dimensions import dimensions_of
from lmis.indicators.register.measure import Definition, Measure, RegisterIndicator, Waiting
from lmis.indicators.register.periods import Period
from lmis.indicators.register.published import Published, whole
from lmis.indicators.register.tally import Tallies

STOCK: Final = identities.STANDING
BEFORE: Final = identities.BEFORE


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """What an audience could see of each cell before: true per cell."""

    known: Mask  # it was shown, and is the same now
    hidden: Mask  # it was hidden in some edition
    other: Mask  # it was shown with another number


def seen_before(
    figures: pd.DataFrame,
    tables: Published,
    periods: Sequence[Tallies],
    indicators: Iterable[Definition],
    thresholds: Mapping[str, int],
) -> list[Seen]:
    """What each audience could see.

    Args:
        figures: of all earlier editions, columns edition, indicator, period, breakdown, the cell, numerator,
            denominator, status.
        periods: all periods whose cells are in the tables.
        thresholds: see `guards.Thresholds`; a cell that was small then and is twice as many now is free again.
    """
    names = list(thresholds)
    hidden_from = [names[: place + 1] for place in range(len(names))]
    many = [tables.system.people >= 2 * least for least in thresholds.values()]
    definitions = {one.code: one for one in indicators}
    none = np.zeros((len(hidden_from), tables.system.size), dtype=np.bool_)
    known, hidden, other = none.copy(), none.copy(), none.copy()
    for _, edition in figures.groupby("edition", sort=False):
        there, shown, same = none.copy(), none.copy(), none[0].copy()
        for cells, equal, then, status in _cells(edition, tables, periods, definitions):
            same[cells] |= equal
            for place, least in enumerate(thresholds.values()):
                there[place, cells] |= (then >= least) | ~many[place][cells]
                shown[place, cells] |= ~np.isin(status, hidden_from[place])
        known |= shown & same
        other |= shown & ~same
        hidden |= there & ~shown
    return [Seen(*one) for one in zip(known, hidden & ~known, other & ~known, strict=True)]


def _cells(
    edition: pd.DataFrame, tables: Published, periods: Sequence[Tallies], definitions: Mapping[str, Definition]
) -> Iterator[tuple[Codes, Mask, Numbers, Any]]:
    """Cells that figures of an edition tell of: whether each is the same now, its number then, the figure's status."""
    for key, table in edition.groupby(["indicator", "period", "breakdown"], sort=False):
        code, period, breakdown = map(str, key)
        for tallies, measure, column in _told(periods, definitions.get(code), period):
            inner, places = _places(table, tallies, definitions[code], breakdown, column)
            cells = tables.of(measure, tallies.period, inner)
            if cells is not None and len(places):
                found = np.append(cells, NOBODY)[places]
                now = np.append(tallies.of(measure, inner).count, 0)[places]
                among = found != NOBODY
                then = table[column].to_numpy(dtype=np.float64)
                yield found[among], (now == then)[among], then[among], table["status"].to_numpy()[among]


def _told(
    periods: Sequence[Tallies], definition: Definition | None, period: str
) -> Iterator[tuple[Tallies, Measure, str]]:
    """Which counts a figure tells of, by its columns: those of its period, and the stock before the next."""
    for measure, column in _columns(definition):
        for tallies in periods:
            if tallies.period.text == period:
                yield tallies, measure, column
            elif measure == STOCK and period in ending_before(tallies.period):
                yield tallies, BEFORE, column


def _columns(definition: Definition | None) -> Iterator[tuple[Measure, str]]:
    """The counts of people that stand in the columns of a figure."""
    found: list[tuple[Measure | None, str]] = []
    if isinstance(definition, RegisterIndicator):
        found = [(definition.of, "numerator"), (definition.per, "denominator")]
    elif isinstance(definition, Waiting):
        found = [(definition.came, "numerator"), (definition.cohort, "denominator")]
    for measure, column in found:
        if measure is not None and (measure.of_people or measure is identities.SETTLED):
            yield measure, column


def _places(
    table: pd.DataFrame, tallies: Tallies, definition: Definition, breakdown: str, column: str
) -> tuple[str, Codes]:
    """The breakdown of a term, and the place of each row in it; the place after the last where there is none."""
    part_of = getattr(definition, "part_of", None) if column == "denominator" else None
    inner = whole(breakdown, part_of)
    places, lost = np.zeros(len(table), dtype=np.int64), np.zeros(len(table), dtype=np.bool_)
    for name in dimensions_of(inner):
        labels = tallies.register.labels[name]
        codes = pd.Categorical(table[name.removesuffix("_2")], categories=list(labels)).codes.astype(np.int64)
        places, lost = places * len(labels) + codes, lost | (codes < 0)
    return inner, np.where(lost, tallies.cells(inner), places)


def ending_before(period: Period) -> tuple[str, ...]:
    """The month, quarter and year that end on the day before a period begins."""
    last = period.starts_on - timedelta(days=1)
    names = [f"{last.year}M{last.month:02}"]
    if last.month % 3 == 0:
        names.append(f"{last.year}Q{last.month // 3}")
    return (*names, str(last.year)) if last.month == 12 else tuple(names)
