"""How a number is made from the survey's columns: sums, pay by the month, months since a date, bands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from lmis.indicators.frame import Numbers
from lmis.indicators.surveys.conditions import Condition, holds
from lmis.indicators.surveys.source import Source

# How many of each make a month; a year has 365 days.
# Source: ILO, monthly earnings out of pay by the day (365/12) and the week ((365/7)/12).
IN_A_MONTH: Mapping[str, float] = {
    "day": 365 / 12,
    "week": 365 / 7 / 12,
    "fortnight": 365 / 14 / 12,
    "month": 1.0,
    "quarter": 1 / 3,
    "half_year": 1 / 6,
    "year": 1 / 12,
}
BUDDHIST = 543  # years ahead of the Gregorian calendar
LATEST = 2400  # a later year is of the Buddhist era


@dataclass(frozen=True, slots=True)
class Period:
    """The column that says what a payment is for, and what each of its values makes of it in a month."""

    column: str
    factors: tuple[tuple[str | float, float], ...]


@dataclass(frozen=True, slots=True)
class Number:
    """The sum of columns, each times its own factor, all times one more.

    `not_answers` are numbers that stand for no answer (99, 998), `instead` are numbers that stand for another one (-1
    for the age of 0). With `empty`, an empty cell counts as that number as
    long as another one is filled; without it, it makes the sum unknown. `first` takes the first filled column instead.
    """

    columns: tuple[str, ...]
    times: float = 1.0
    not_answers: tuple[str | float, ...] = ()
    factors: tuple[float, ...] = ()  # one for each column; none: all 1
    empty: float | None = None
    first: bool = False
    period: Period | None = None
    instead: tuple[tuple[str | float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class MonthsSince:
    """Completed months from a year and month in two columns until `at`; an unknown month is no answer."""

    year: str
    month: str
    at: tuple[int, int]


@dataclass(frozen=True, slots=True)
class NumberCases:
    """The number of the first condition that holds: bands that stand for a number."""

    cases: tuple[tuple[Condition, float], ...]


def number(rule: Number, source: Source) -> Numbers:
    """The number for every record, NaN where a column is empty or no number."""
    columns = [_answers(rule, column, source) for column in rule.columns]
    factors = rule.factors or (1.0,) * len(columns)
    scaled = [values * factor for values, factor in zip(columns, factors, strict=True)]
    total = _first(scaled) if rule.first else _sum(scaled, rule.empty)
    return total * rule.times * (_monthly(rule.period, source) if rule.period else 1.0)


def _answers(rule: Number, column: str, source: Source) -> Numbers:
    values = source.numbers(column)
    if rule.not_answers:
        values = np.where(source.equal(column, rule.not_answers), np.nan, values)
    for value, meant in rule.instead:
        values = np.where(source.equal(column, (value,)), meant, values)
    return values


def _first(columns: Sequence[Numbers]) -> Numbers:
    taken = columns[0]
    for values in columns[1:]:
        taken = np.where(np.isnan(taken), values, taken)
    return taken


def _sum(columns: Sequence[Numbers], empty: float | None) -> Numbers:
    table = np.stack(columns)
    if empty is not None:
        some = ~np.isnan(table).all(axis=0)
        table = np.where(np.isnan(table) & some, empty, table)
    total: Numbers = table.sum(axis=0)
    return total


def _monthly(period: Period, source: Source) -> Numbers:
    factor = np.full(source.rows, np.nan)
    for value, times in period.factors:
        factor[source.equal(period.column, (value,))] = times
    return factor


def months_since(rule: MonthsSince, source: Source) -> Numbers:
    """Completed months, NaN without both year and month, or where they are later than `at`."""
    years, months = source.numbers(rule.year), source.numbers(rule.month)
    years = np.where(years > LATEST, years - BUDDHIST, years)
    since = (rule.at[0] - years) * 12 + rule.at[1] - np.where((months >= 1) & (months <= 12), months, np.nan)
    return np.where(since >= 0, since, np.nan)


def number_cases(rule: NumberCases, source: Source) -> Numbers:
    """The number of the first case that holds, NaN where none does."""
    made = np.full(source.rows, np.nan)
    for condition, value in rule.cases:
        made = np.where(np.isnan(made) & holds(condition, source), value, made)
    return made
