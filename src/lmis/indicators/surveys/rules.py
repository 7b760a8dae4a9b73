"""How one harmonised variable is made from the survey's columns: a few kinds of rule, and no others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from lmis.indicators.frame import Answers, Category, Codes, Column, Mask, Quantity
from lmis.indicators.surveys.conditions import Condition, columns_of, holds, variables_in
from lmis.indicators.surveys.numbers import MonthsSince, Number, NumberCases, months_since, number, number_cases
from lmis.indicators.surveys.source import Source
from lmis.indicators.surveys.values import is_one_of, number_of
from lmis.indicators.surveys.variables import VARIABLES, Kind


@dataclass(frozen=True, slots=True)
class YesNo:
    """Yes where `yes` holds, else no where `no` holds, else no answer; without a `no` everybody else is no."""

    yes: Condition
    no: Condition | None


@dataclass(frozen=True, slots=True)
class Recode:
    """A column's values to labels; without pairs the value itself, or the first digits of it."""

    column: str
    pairs: tuple[tuple[str | float, str], ...] = ()
    digits: int | None = None
    keep: int | None = None  # of `digits` digits, filled with zeros from the left, the first so many


@dataclass(frozen=True, slots=True)
class Cases:
    """The label of the first condition that holds."""

    cases: tuple[tuple[Condition, str], ...]


@dataclass(frozen=True, slots=True)
class NotAsked:
    """The questionnaire does not have it: no answer from anybody."""

    kind: Kind


Rule: TypeAlias = YesNo | Recode | Cases | Number | NumberCases | MonthsSince | NotAsked
Made: TypeAlias = tuple[Column, dict[str, int]]  # the column, and source values that no rule covers → how often


def conditions_of(rule: Rule) -> tuple[Condition, ...]:
    """The conditions that a rule puts."""
    match rule:
        case YesNo(yes, no):
            return (yes,) if no is None else (yes, no)
        case Cases(cases) | NumberCases(cases):
            return tuple(condition for condition, _ in cases)
    return ()


def columns_used(rule: Rule) -> set[str]:
    """The columns of the survey that a rule reads."""
    found = set().union(*(columns_of(condition) for condition in conditions_of(rule)))
    match rule:
        case Recode(column=column):
            return {column}
        case Number(columns=columns, period=period):
            return {*columns, *([period.column] if period else [])}
        case MonthsSince(year, month):
            return {year, month}
    return found


def variables_used(rule: Rule) -> set[str]:
    """The harmonised variables that a rule looks at."""
    return set().union(*(variables_in(condition) for condition in conditions_of(rule)))


def make(variable: str, rule: Rule, source: Source, whom: Mask | None = None) -> Made:
    """Apply a rule to the survey's table.

    Args:
        whom: the people whom the variable is of; the others have no answer, and leave nothing uncovered.
    """
    where = np.ones(source.rows, dtype=np.bool_) if whom is None else whom
    match rule:
        case YesNo(yes, no):
            is_yes = holds(yes, source)
            known = is_yes | (holds(no, source) if no is not None else True)
            return only(Answers(is_yes, known), where), _left_out(rule, where & ~known, source)
        case Cases(cases):
            category = _cases(cases, source)
            return only(category, where), _left_out(rule, where & (category.codes < 0), source)
        case Recode():
            return _recoded(variable, rule, source, where)
        case Number():
            return _number(rule, source, where)
        case NumberCases():
            made = number_cases(rule, source)
            return only(Quantity(made), where), _left_out(rule, where & np.isnan(made), source)
        case MonthsSince():
            return only(Quantity(months_since(rule, source)), where), {}
        case NotAsked(kind):
            return _silence(kind, source.rows), {}


def only(column: Column, where: Mask) -> Column:
    """The column without the answers of those who are elsewhere."""
    match column:
        case Answers(yes, known):
            return Answers(yes & where, known & where)
        case Category(codes, labels):
            return Category(np.where(where, codes, -1), labels)
    return Quantity(np.where(where, column.values, np.nan))


def _cases(cases: tuple[tuple[Condition, str], ...], source: Source) -> Category:
    labels = tuple(sorted({label for _, label in cases}))
    codes = np.full(source.rows, -1, dtype=np.int64)
    for condition, label in cases:
        codes[(codes < 0) & holds(condition, source)] = labels.index(label)
    return Category(codes, labels)


def _recoded(variable: str, rule: Recode, source: Source, where: Mask) -> Made:
    codes, texts = source.codes(rule.column)
    found = [_label(text, rule) for text in texts]
    found = [label if label is not None and VARIABLES[variable].allows(label) else None for label in found]
    labels = tuple(sorted({label for label in found if label is not None}))
    positions = [-1 if label is None else labels.index(label) for label in found]
    made = np.array([*positions, -1], dtype=np.int64)[codes]
    uncovered = _counted(codes, texts, where & (made < 0) & ~source.refused(rule.column))
    return only(Category(made, labels), where), uncovered


def _label(text: str, rule: Recode) -> str | None:
    if rule.pairs:
        return next((label for value, label in rule.pairs if is_one_of(text, (value,))), None)
    if rule.digits is None:
        return text
    number = number_of(text)
    if not number >= 0 or number != int(number) or number >= 10**rule.digits:
        return None
    return f"{int(number):0{rule.digits}d}"[: rule.keep]


def _number(rule: Number, source: Source, where: Mask) -> Made:
    uncovered: dict[str, int] = {}
    for column in rule.columns:
        strange = np.isnan(source.numbers(column)) & ~source.refused(column)
        uncovered |= _counted(*source.codes(column), where & strange)
    if rule.period is not None:
        known = [value for value, _ in rule.period.factors]
        strange = ~source.equal(rule.period.column, known) & ~source.missing(rule.period.column)
        uncovered |= _counted(*source.codes(rule.period.column), where & strange)
    return only(Quantity(number(rule, source)), where), uncovered


def _left_out(rule: Rule, silent: Mask, source: Source) -> dict[str, int]:
    """The values that conditions about a single column leave out; of several it cannot be said whose."""
    columns = columns_used(rule)
    if len(columns) != 1:
        return {}
    (column,) = columns
    return _counted(*source.codes(column), silent & ~source.refused(column))


def _counted(codes: Codes, texts: list[str], uncovered: Mask) -> dict[str, int]:
    """How often each text occurs among the uncovered records; an empty cell is no text."""
    counts = np.bincount(codes[uncovered & (codes >= 0)], minlength=len(texts))
    return {text: int(count) for text, count in zip(texts, counts, strict=True) if count}


def _silence(kind: Kind, rows: int) -> Column:
    if kind == "yes_no":
        return Answers(np.zeros(rows, dtype=np.bool_), np.zeros(rows, dtype=np.bool_))
    if kind == "number":
        return Quantity(np.full(rows, np.nan))
    return Category(np.full(rows, -1, dtype=np.int64), ())
