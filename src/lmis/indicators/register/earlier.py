"""What earlier editions showed and hid of the cells of an edition: of its period, its parts and the period before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
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
    if figures.empty:
        return [Seen(*one) for one in zip(known, hidden, other, strict=True)]
    columns = _Columns.of(figures, periods[0].register.labels)
    for _, groups in groupby(columns.groups(), key=lambda group: group[0][0]):
        there, shown, same = none.copy(), none.copy(), none[0].copy()
        for cells, equal, then, status in _cells(groups, columns, tables, periods, definitions):
            same[cells] |= equal
            for place, least in enumerate(thresholds.values()):
                there[place, cells] |= (then >= least) | ~many[place][cells]
                shown[place, cells] |= ~np.isin(status, hidden_from[place])
        known |= shown & same
        other |= shown & ~same
        hidden |= there & ~shown
    return [Seen(*one) for one in zip(known, hidden & ~known, other & ~known, strict=True)]


@dataclass(frozen=True, slots=True, eq=False)
class _Columns:
    """The figures of earlier editions by column, and the code of each in every dimension; -1 where it has none now."""

    figures: pd.DataFrame
    numbers: Mapping[str, Numbers]
    status: Any
    codes: Mapping[str, Codes]
    sizes: Mapping[str, int]

    @classmethod
    def of(cls, figures: pd.DataFrame, labels: Mapping[str, tuple[str, ...]]) -> _Columns:
        """Take them apart once."""
        numbers = {name: figures[name].to_numpy(dtype=np.float64) for name in ("numerator", "denominator")}
        codes = {
            name: _coded(figures[column], held)
            for name, held in labels.items()
            if (column := name.removesuffix("_2")) in figures
        }
        sizes = {name: len(held) for name, held in labels.items()}
        return cls(figures, numbers, figures["status"].to_numpy(), codes, sizes)

    def groups(self) -> Iterator[tuple[tuple[str, str, str, str], Codes]]:
        """(edition, indicator, period, breakdown), and the rows; an edition after the other."""
        keys = ["edition", "indicator", "period", "breakdown"]
        groups: Any = self.figures.reset_index(drop=True).groupby(keys, sort=False).indices
        yield from sorted(groups.items(), key=lambda group: str(group[0][0]))

    def places(self, rows: Codes, breakdown: str, cells: int) -> Codes:
        """The place of each row in a breakdown; the place after the last where there is none."""
        places, lost = np.zeros(len(rows), dtype=np.int64), np.zeros(len(rows), dtype=np.bool_)
        for name in dimensions_of(breakdown):
            codes = self.codes[name][rows]
            places, lost = places * self.sizes[name] + codes, lost | (codes < 0)
        return np.where(lost, cells, places)


def _coded(column: pd.Series[Any], labels: Sequence[str]) -> Codes:
    place = {label: at for at, label in enumerate(labels)}
    found, held = pd.factorize(column.to_numpy(dtype=object))
    return np.array([*(place.get(label, -1) for label in held), -1], dtype=np.int64)[found]


def _cells(
    groups: Iterable[tuple[tuple[str, str, str, str], Codes]],
    columns: _Columns,
    tables: Published,
    periods: Sequence[Tallies],
    definitions: Mapping[str, Definition],
) -> Iterator[tuple[Codes, Mask, Numbers, Any]]:
    """Cells that figures of an edition tell of: whether each is the same now, its number then, the figure's status."""
    for (_, code, period, breakdown), rows in groups:
        for tallies, measure, column in _told(periods, definitions.get(code), period):
            part_of = getattr(definitions[code], "part_of", None) if column == "denominator" else None
            inner = whole(breakdown, part_of)
            cells = tables.of(measure, tallies.period, inner)
            if cells is not None and len(rows):
                places = columns.places(rows, inner, tallies.cells(inner))
                found = np.append(cells, NOBODY)[places]
                now = np.append(tallies.of(measure, inner).count, 0)[places]
                among, then = found != NOBODY, columns.numbers[column][rows]
                yield found[among], (now == then)[among], then[among], columns.status[rows][among]


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
        if measure is not None and measure.of_people:
            yield measure, column


def ending_before(period: Period) -> tuple[str, ...]:
    """The month, quarter and year that end on the day before a period begins."""
    last = period.starts_on - timedelta(days=1)
    names = [f"{last.year}M{last.month:02}"]
    if last.month % 3 == 0:
        names.append(f"{last.year}Q{last.month // 3}")
    return (*names, str(last.year)) if last.month == 12 else tuple(names)
