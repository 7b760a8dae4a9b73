"""From counts per cell to figures per cell, for each kind of definition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from lmis.indicators.frame import Codes, Mask, Numbers
from lmis.indicators.given import Givens
from lmis.indicators.indicator import HUNDRED
from lmis.indicators.register.dimensions import TOTAL, UNKNOWN, dimensions_of
from lmis.indicators.register.measure import (
    Classified,
    Composite,
    Criterion,
    Definition,
    Input,
    Measure,
    Mismatch,
    NotRecorded,
    RegisterIndicator,
    Waiting,
)
from lmis.indicators.register.survival import Curve, curves
from lmis.indicators.register.tally import Tallies, Tally, position_of

NOTHING_TO_DIVIDE: Final = "nothing_to_divide_by"
NOT_REACHED: Final = "not_reached"
NOT_GIVEN: Final = "no_figure_from_outside"
NOT_RECORDED: Final = "not_recorded"
TOO_LITTLE_KNOWN: Final = "too_little_known"
NOTES: Final = (NOTHING_TO_DIVIDE, NOT_REACHED, NOT_GIVEN, NOT_RECORDED, TOO_LITTLE_KNOWN)
"""Why a figure is not to be had."""


@dataclass(frozen=True, slots=True, eq=False)
class Estimates:
    """The figures of a definition in all cells of a breakdown; NaN where there is none."""

    value: Numbers
    held: Mask  # cells in which something was counted
    people: Codes  # how many people each tells about; openings, where it tells about nobody
    note: str  # why a value is missing, where it is
    numerator: Numbers | None = None
    denominator: Numbers | None = None
    more: Mapping[str, Numbers] = field(default_factory=dict)  # se, lower, upper

    def columns(self) -> Iterator[tuple[str, Numbers]]:
        """The columns of numbers that the definition has."""
        terms = {"value": self.value, "numerator": self.numerator, "denominator": self.denominator}
        yield from ((name, numbers) for name, numbers in terms.items() if numbers is not None)
        yield from self.more.items()


@dataclass(slots=True)
class Estimator:
    """Figures of one period; what several definitions need is made once."""

    tallies: Tallies
    given: Givens
    _curves: dict[tuple[Measure, str], dict[int, Curve]] = field(default_factory=dict)

    def of(self, definition: Definition, breakdown: str) -> Estimates:
        """The figures of a definition in the cells of a breakdown."""
        match definition:
            case RegisterIndicator():
                return self._counted(definition, breakdown)
            case Waiting():
                return self._waited(definition, breakdown)
            case Composite():
                return self._composed(definition, breakdown)
            case Mismatch():
                return self._apart(definition, breakdown)
            case Classified():
                return self._classified(definition, breakdown)
            case NotRecorded():
                return self._absent(breakdown)

    def _counted(self, definition: RegisterIndicator, breakdown: str) -> Estimates:
        of = self.tallies.of(definition.of, breakdown)
        if definition.per is None:
            return Estimates(_numbers(of), of.count != 0, of.people, NOTHING_TO_DIVIDE, _numbers(of))
        per = self._per(definition.per, breakdown, definition.part_of)
        value = _quotient(_numbers(of), _numbers(per), definition.unit)
        held = (of.count != 0) | ((per.count != 0) & (definition.part_of is None))
        people = fewest([(definition.of, of), (definition.per, per)])
        return Estimates(value, held, people, NOTHING_TO_DIVIDE, _numbers(of), _numbers(per))

    def _per(self, measure: Measure, breakdown: str, part_of: str | None) -> Tally:
        """The count in the same cells; of a part, in the cell of which it is one."""
        names = dimensions_of(breakdown)
        if part_of is None or part_of not in names:
            return self.tallies.of(measure, breakdown)
        whole = self.tallies.of(measure, "-".join(name for name in names if name != part_of) or TOTAL)
        shape, axis = self.tallies.shape(breakdown), names.index(part_of)
        rest = tuple(size for at, size in enumerate(shape) if at != axis)
        count, people = (
            np.broadcast_to(np.expand_dims(numbers.reshape(rest), axis), shape).ravel()
            for numbers in (whole.count, whole.people)
        )
        return Tally(count, people)

    def _waited(self, definition: Waiting, breakdown: str) -> Estimates:
        cohort, came = self.tallies.of(definition.cohort, breakdown), self.tallies.of(definition.came, breakdown)
        columns = {name: np.full(len(cohort.count), np.nan) for name in ("value", "se", "lower", "upper")}
        for cell, curve in self._curves_of(definition.cohort, breakdown).items():
            for name, number in _of_curve(definition, curve).items():
                columns[name][cell] = number
        people = fewest([(definition.cohort, cohort), (definition.came, came)])
        value = columns.pop("value")
        return Estimates(value, cohort.count != 0, people, NOT_REACHED, _numbers(came), _numbers(cohort), columns)

    def _curves_of(self, cohort: Measure, breakdown: str) -> dict[int, Curve]:
        if (cohort, breakdown) not in self._curves:
            rows = self.tallies.rows_of(cohort, breakdown)
            watched = rows.watched
            assert watched is not None
            names = dimensions_of(breakdown)
            cell = position_of(rows, names, self.tallies.shape(breakdown))
            self._curves[cohort, breakdown] = curves(cell, watched.entry, watched.time, watched.event)
        return self._curves[cohort, breakdown]

    def _composed(self, definition: Composite, breakdown: str) -> Estimates:
        tallies = {
            name: self.tallies.of(term, breakdown)
            for name, term in definition.terms.items()
            if isinstance(term, Measure)
        }
        terms = {
            name: self._given(term.series, breakdown) if isinstance(term, Input) else _numbers(tallies[name])
            for name, term in definition.terms.items()
        }
        found = dict(definition.formula(terms, self.tallies.period))
        outside = [terms[name] for name, term in definition.terms.items() if isinstance(term, Input)]
        lacking = any(np.isnan(one).all() for one in outside)
        value = found.pop("value", None)
        if value is None:
            value = _quotient(found["numerator"], found["denominator"], definition.unit)
        numerator, denominator = found.pop("numerator", None), found.pop("denominator", None)
        counted = np.array([tally.count != 0 for tally in tallies.values()]).any(axis=0) if tallies else False
        held = (counted & ~np.logical_or.reduce([np.isnan(one) for one in outside])) if outside else counted
        people = fewest([(term, tallies[name]) for name, term in definition.terms.items() if isinstance(term, Measure)])
        note = NOT_GIVEN if lacking else NOTHING_TO_DIVIDE
        held = np.broadcast_to(np.asarray(held), value.shape)
        return Estimates(value, held, np.broadcast_to(people, value.shape), note, numerator, denominator, found)

    def _given(self, series: str, breakdown: str) -> Numbers:
        """Figures from outside in all cells of a breakdown; NaN where there is none."""
        cells = self.tallies.cells(breakdown)
        found = [
            self.given.find(series, self.tallies.period.text, self.tallies.cell(breakdown, at)) for at in range(cells)
        ]
        return np.array([np.nan if one is None else one.value for one in found])

    def _apart(self, definition: Mismatch, breakdown: str) -> Estimates:
        inner = definition.over if breakdown == TOTAL else f"{breakdown}-{definition.over}"
        known = np.array([label != UNKNOWN for label in self.tallies.register.labels[definition.over]])
        wide = [self.tallies.of(measure, inner) for measure in definition.measures]
        rows = self.tallies.cells(breakdown)
        numbers = [_numbers(tally).reshape(rows, len(known))[:, known] for tally in wide]
        value = definition.index(*numbers, *([np.zeros_like(numbers[0])] if definition.hires is None else []))
        seekers = numbers[1].sum(axis=1)
        tallies = [(measure, self.tallies.of(measure, breakdown)) for measure in definition.measures]
        held = (numbers[0].sum(axis=1) > 0) & (seekers > 0)
        return Estimates(100 * value, held, fewest(tallies), NOTHING_TO_DIVIDE, value * seekers, seekers)

    def _classified(self, definition: Classified, breakdown: str) -> Estimates:
        judged = [(one, self.of(one.of, breakdown)) for one in definition.criteria if breakdown in one.of.by]
        points = np.array([_points(one, figures.value) for one, figures in judged])
        known = np.array([~np.isnan(figures.value) for _, figures in judged]).sum(axis=0)
        score = points.sum(axis=0)
        value = (score >= definition.shortage).astype(np.float64) - (score <= -definition.shortage)
        value[known < definition.needed] = np.nan
        people = np.minimum.reduce([_or_most(figures.people) for _, figures in judged])
        people = np.where(people == MOST, 0, people)
        return Estimates(value, known >= definition.needed, people, TOO_LITTLE_KNOWN, score, known.astype(np.float64))

    def _absent(self, breakdown: str) -> Estimates:
        cells = self.tallies.cells(breakdown)
        nothing = np.zeros(cells, dtype=np.int64)
        return Estimates(np.full(cells, np.nan), nothing.astype(np.bool_), nothing, NOT_RECORDED)


MOST: Final = np.iinfo(np.int64).max


def _or_most(people: Codes) -> Codes:
    return np.where(people == 0, MOST, people)


def _points(criterion: Criterion, value: Numbers) -> npt.NDArray[Any]:
    """1 where a figure speaks for a shortage, -1 where for a surplus, 0 between and where there is none."""
    sign = 1 if criterion.rising else -1
    short, many = sign * value >= sign * criterion.shortage, sign * value <= sign * criterion.surplus
    return short.astype(np.float64) - many


def _of_curve(definition: Waiting, curve: Curve) -> dict[str, float]:
    if definition.quantile is not None:
        return dict(zip(("value", "lower", "upper"), curve.quantile(definition.quantile), strict=True))
    assert definition.within is not None
    came, se, lower, upper = curve.came_within(definition.within)
    share = (1 - came, se, 1 - upper, 1 - lower) if definition.left else (came, se, lower, upper)
    found = zip(("value", "se", "lower", "upper"), share, strict=True)
    return {name: number * HUNDRED.get(definition.unit, 1.0) for name, number in found}


def fewest(tallies: Sequence[tuple[Measure, Tally]]) -> Codes:
    """The people behind a figure: of its terms that count people the fewest that are not none."""
    of_people = [tally.people for measure, tally in tallies if measure.of_people]
    if not of_people:
        return tallies[-1][1].people if tallies else np.zeros(1, dtype=np.int64)
    least = np.minimum.reduce([_or_most(people) for people in of_people])
    return np.where(least == MOST, 0, least)


def _numbers(tally: Tally) -> Numbers:
    return tally.count.astype(np.float64)


def _quotient(of: Numbers, per: Numbers, unit: str) -> Numbers:
    return of / np.where(per == 0, np.nan, per) * HUNDRED.get(unit, 1.0)
