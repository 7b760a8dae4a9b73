"""The tables of an edition that count people, drawn up as cells and what holds among them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise
from typing import Final, TypeAlias

import numpy as np
import pandas as pd

from lmis.indicators.disclosure.system import NOBODY, Drawing, System
from lmis.indicators.frame import Codes, Mask, Numbers
from lmis.indicators.register import identities
from lmis.indicators.register.dimensions import FINE, PEOPLE, TOTAL, UNKNOWN, dimensions_of
from lmis.indicators.register.measure import Definition, Measure, Rule
from lmis.indicators.register.periods import Period
from lmis.indicators.register.tally import Tallies, rule_of

DAY: Final = timedelta(days=1)

Table: TypeAlias = tuple[Rule, str, str]
"""Whose rows, the period, and the breakdown; measures that count the same rows are one table."""


@dataclass(slots=True, eq=False)
class Published:
    """What is published of some periods: the edition's, and its months."""

    system: System
    cells: dict[Table, Codes]

    def of(self, measure: Measure, period: Period, breakdown: str) -> Codes | None:
        """The cells of a measure in all places of a breakdown; None where it is not published by it."""
        return self.cells.get((rule_of(measure, breakdown), period.text, breakdown))

    @property
    def headlines(self) -> Mask:
        """The totals for the country that everybody asks for first."""
        found = np.zeros(self.system.size, dtype=np.bool_)
        rules = {rule_of(measure, TOTAL) for measure in identities.HEADLINES}
        for (rule, _, breakdown), cells in self.cells.items():
            if breakdown == TOTAL and rule in rules:
                found[cells[cells != NOBODY]] = True
        return found


def published(
    periods: Sequence[Tallies],
    indicators: Iterable[Definition],
    beside: Sequence[Tallies] = (),
    seen: Iterable[tuple[str, str]] = (),
) -> Published:
    """Draw up the system of the first period and of its months.

    A table holds how many people stand behind each cell. What no figure shows but everybody can work out is in it as
    well: the stock before, and who is in a whole and not in its part.

    Args:
        beside: parts of the period that are not in this edition but in others: the quarters of a year.
        seen: periods and breakdowns of figures that others show: only what was ever shown helps to work anything out.
    """
    work, wanted = _Work(periods, beside), tuple(indicators)
    for tallies in periods:
        for indicator in wanted:
            for breakdown in indicator.by:
                if breakdown not in left_out(periods, tallies):
                    work.show(tallies, indicator, breakdown)
    shown = {tallies.period.text: dict(work.measures[tallies.period.text]) for tallies in periods}
    elsewhere = set(seen)
    for tallies in (*periods[1:], *beside):
        for measure, breakdowns in shown[periods[0].period.text].items():
            for breakdown in sorted(breakdowns):
                if (tallies.period.text, breakdown) in elsewhere:
                    work.table(tallies, measure, breakdown)
    for tallies in (*periods, *beside):
        for breakdown in sorted(work.measures[tallies.period.text].get(identities.STANDING, ())):
            if breakdown in PEOPLE:
                work.table(tallies, identities.BEFORE, breakdown)
    work.relate()
    cells = np.concatenate([*work.shown, np.zeros(0, dtype=np.int64)])
    weight = np.bincount(cells, minlength=work.drawing.size)
    return Published(work.drawing.done(weight.astype(np.float64)), work.cells)


def drawn_for(
    periods: Sequence[Tallies], indicators: Iterable[Definition], figures: pd.DataFrame
) -> tuple[Published, list[Tallies]]:
    """The system of an edition beside the figures of others, and all periods whose cells are in it."""
    held, inside = set(figures["period"].unique()), [one.period.text for one in periods]
    beside = [
        Tallies(periods[0].register, one)
        for one in periods[0].period.parts
        if one.text in held and one.text not in inside
    ]
    seen = set(zip(figures["period"], figures["breakdown"], strict=True))
    return published(periods, indicators, beside, seen), [*periods, *beside]


def left_out(periods: Sequence[Tallies], tallies: Tallies) -> frozenset[str]:
    """The breakdowns that a period is not published by: the finest, in the months beside a quarter."""
    return frozenset() if tallies is periods[0] else FINE


def terms_of(indicator: Definition, breakdown: str) -> Iterator[tuple[Measure, str]]:
    """The counts of people that a figure shows or rests on, each with the breakdown in which it is counted."""
    part_of = getattr(indicator, "part_of", None)
    for place, measure in enumerate(indicator.measures):
        if measure.of_people:
            yield measure, whole(breakdown, part_of) if place else breakdown


def whole(breakdown: str, part_of: str | None) -> str:
    """The breakdown without the dimension whose cells are parts."""
    return "-".join(name for name in dimensions_of(breakdown) if name != part_of) or TOTAL


@dataclass(slots=True, eq=False)
class _Work:
    periods: Sequence[Tallies]
    beside: Sequence[Tallies]
    drawing: Drawing = field(default_factory=Drawing)
    cells: dict[Table, Codes] = field(default_factory=dict)
    shown: list[Codes] = field(default_factory=list)  # cells, once for each figure that shows them
    measures: dict[str, dict[Measure, set[str]]] = field(default_factory=lambda: defaultdict(dict))

    def of(self, tallies: Tallies, measure: Measure, breakdown: str) -> Codes | None:
        return self.cells.get((rule_of(measure, breakdown), tallies.period.text, breakdown))

    def show(self, tallies: Tallies, indicator: Definition, breakdown: str) -> None:
        for measure, inner in terms_of(indicator, breakdown):
            cells = self.table(tallies, measure, inner)
            self.shown.append(cells[cells != NOBODY])

    def table(self, tallies: Tallies, measure: Measure, breakdown: str) -> Codes:
        """The cells of a table, made when it is first asked for."""
        key = rule_of(measure, breakdown), tallies.period.text, breakdown
        self.measures[tallies.period.text].setdefault(measure, set()).add(breakdown)
        if key not in self.cells:
            people = _people(tallies, measure, breakdown)
            unseen = measure is identities.BEFORE
            self.cells[key] = self.drawing.table(people, people > 0, 0.0 if unseen else 1.0)
        return self.cells[key]

    def relate(self) -> None:
        """Write down all that holds among the tables."""
        for tallies in (*self.periods, *self.beside):
            self._margins(tallies)
            for one in identities.BALANCES:
                self._balance(tallies, one)
            for wide, part in identities.PARTS:
                self._rest(tallies, wide, part)
            self._long(tallies)
        self._parts()

    def _margins(self, tallies: Tallies) -> None:
        done = set()
        for measure, breakdowns in self.measures[tallies.period.text].items():
            for breakdown in breakdowns:
                for margin, places in _margins(tallies, breakdown):
                    whole, parts = self.of(tallies, measure, margin), self.of(tallies, measure, breakdown)
                    key = rule_of(measure, breakdown), rule_of(measure, margin), breakdown, margin
                    if whole is not None and parts is not None and key not in done:
                        done.add(key)
                        self.drawing.equal([(1.0, parts, places), (-1.0, whole, None)])

    def _balance(self, tallies: Tallies, one: identities.Identity) -> None:
        for breakdown in self._breakdowns(tallies, (*one.left, *one.right)):
            if one.holds_by(breakdown):
                left = [(1.0, self.table(tallies, measure, breakdown), None) for measure in one.left]
                right = [(-1.0, self.table(tallies, measure, breakdown), None) for measure in one.right]
                self.drawing.equal([*left, *right])

    def _breakdowns(self, tallies: Tallies, measures: Iterable[Measure]) -> list[str]:
        """The breakdowns by which all of them are published."""
        held = self.measures[tallies.period.text]
        return sorted(set.intersection(*(held.get(measure, set()) for measure in measures)))

    def _rest(self, tallies: Tallies, wide: Measure, part: Measure) -> None:
        """Who is in the whole and not in the part: cells that nothing shows."""
        for breakdown in self._breakdowns(tallies, (wide, part)):
            all_of, some = self.table(tallies, wide, breakdown), self.table(tallies, part, breakdown)
            rest = _people(tallies, wide, breakdown) - _people(tallies, part, breakdown)
            cells = self.drawing.table(np.maximum(rest, 0), all_of != NOBODY, 0.0)
            self.drawing.equal([(1.0, all_of, None), (-1.0, some, None), (-1.0, cells, None)])

    def _long(self, tallies: Tallies) -> None:
        """The long-term registered are those of the longest durations."""
        bands, long = (
            self.of(tallies, identities.PARTS[0][place], name) for place, name in enumerate(("duration", TOTAL))
        )
        if bands is not None and long is not None:
            among = np.isin(tallies.register.labels["duration"], identities.LONG_BANDS)
            self.drawing.equal([(1.0, bands[among], np.zeros(int(among.sum()), dtype=np.int64)), (-1.0, long, None)])

    def _parts(self) -> None:
        """The parts add up to the period; what stands at the end of one stands before the next."""
        first, months = self.periods[0], (*self.periods[1:], *self.beside)
        whole = [one.period.text for one in months] == [one.text for one in first.period.parts]
        for earlier, later in pairwise(months):
            if earlier.period.ends_on + DAY == later.period.starts_on:
                self._same(earlier, later, [identities.STANDING], [identities.BEFORE])
        if not whole or not months:
            return
        for measure in identities.WITHIN:
            for breakdown in self._breakdowns(first, [measure]):
                found = [self.of(one, measure, breakdown) for one in months]
                if all(one is not None for one in found):
                    terms = [(1.0, one, None) for one in found if one is not None]
                    self.drawing.equal([(-1.0, self.table(first, measure, breakdown), None), *terms])
        self._same(first, months[0], [identities.BEFORE], [identities.BEFORE])
        self._same(first, months[-1], identities.AT_END, identities.AT_END)

    def _same(self, one: Tallies, other: Tallies, left: Sequence[Measure], right: Sequence[Measure]) -> None:
        """Two periods say the same of these measures."""
        for first, second in zip(left, right, strict=True):
            for breakdown in set(self._breakdowns(one, [first])) & set(self._breakdowns(other, [second])):
                pair = self.table(one, first, breakdown), self.table(other, second, breakdown)
                self.drawing.equal([(1.0, pair[0], None), (-1.0, pair[1], None)])


def _people(tallies: Tallies, measure: Measure, breakdown: str) -> Numbers:
    """How many people stand behind each place of a table."""
    return np.asarray(tallies.of(measure, breakdown).people, dtype=np.float64)


def _margins(tallies: Tallies, breakdown: str) -> Iterator[tuple[str, Codes]]:
    """The breakdowns one step up, and of every place of this one the place of it that it is a part of."""
    names, shape = dimensions_of(breakdown), tallies.shape(breakdown)
    if breakdown == "occupation_2":
        yield "occupation", _digits(tallies)
    elif len(names) > 1:
        yield from zip(names, np.unravel_index(np.arange(tallies.cells(breakdown)), shape), strict=True)
    elif names:
        yield TOTAL, np.zeros(tallies.cells(breakdown), dtype=np.int64)


def _digits(tallies: Tallies) -> Codes:
    """Of every two-digit occupation the place of its first digit."""
    wide = {label: place for place, label in enumerate(tallies.register.labels["occupation"])}
    fine = tallies.register.labels["occupation_2"]
    return np.array([wide[label if label == UNKNOWN else label[:1]] for label in fine], dtype=np.int64)
