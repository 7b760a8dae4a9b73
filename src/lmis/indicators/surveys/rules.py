"""How one harmonised variable is made from the survey's columns: a few kinds of rule, and no others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from lmis.indicators.frame import Answers, Category, Codes, Column, Mask, Quantity
from lmis.indicators.surveys.conditions import Condition, columns_of, holds
from lmis.indicators.surveys.source import Source, is_one_of, number_of
from lmis.indicators.surveys.variables import VARIABLES, Kind


@dataclass(frozen=True, slots=True)
class YesNo:
    """Yes where `yes` holds, else no where `no` holds, else no answer."""

    yes: Condition
    no: Condition


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
class Number:
    """The sum of columns times a factor; `not_answers` are numbers that stand for no answer (99, 998)."""

    columns: tuple[str, ...]
    times: float = 1.0
    not_answers: tuple[str | float, ...] = ()


@dataclass(frozen=True, slots=True)
class NotAsked:
    """The questionnaire does not have it: no answer from anybody."""

    kind: Kind


Rule: TypeAlias = YesNo | Recode | Cases | Number | NotAsked
Made: TypeAlias = tuple[Column, dict[str, int]]  # the column, and source values that no rule covers → how often


def columns_used(rule: Rule) -> set[str]:
    """The columns of the survey that a rule reads."""
    match rule:
        case YesNo(yes, no):
            return columns_of(yes) | columns_of(no)
        case Cases(cases):
            return set().union(*(columns_of(condition) for condition, _ in cases))
        case Recode(column=column):
            return {column}
        case Number(columns=columns):
            return set(columns)
        case NotAsked():
            return set()


def make(variable: str, rule: Rule, source: Source) -> Made:
    """Apply a rule to the survey's table."""
    match rule:
        case YesNo(yes, no):
            is_yes = holds(yes, source)
            known = is_yes | holds(no, source)
            return Answers(yes=is_yes, known=known), _left_out(rule, ~known, source)
        case Cases(cases):
            category = _cases(cases, source)
            return category, _left_out(rule, category.codes < 0, source)
        case Recode():
            return _recoded(variable, rule, source)
        case Number():
            return _number(rule, source)
        case NotAsked(kind):
            return _silence(kind, source.rows), {}


def _cases(cases: tuple[tuple[Condition, str], ...], source: Source) -> Category:
    labels = tuple(sorted({label for _, label in cases}))
    codes = np.full(source.rows, -1, dtype=np.int64)
    for condition, label in cases:
        codes[(codes < 0) & holds(condition, source)] = labels.index(label)
    return Category(codes, labels)


def _recoded(variable: str, rule: Recode, source: Source) -> Made:
    codes, texts = source.codes(rule.column)
    found = [_label(text, rule) for text in texts]
    found = [label if label is not None and VARIABLES[variable].allows(label) else None for label in found]
    labels = tuple(sorted({label for label in found if label is not None}))
    positions = [-1 if label is None else labels.index(label) for label in found]
    made = np.array([*positions, -1], dtype=np.int64)[codes]
    return Category(made, labels), _counted(codes, texts, made < 0)


def _label(text: str, rule: Recode) -> str | None:
    if rule.pairs:
        return next((label for value, label in rule.pairs if is_one_of(text, (value,))), None)
    if rule.digits is None:
        return text
    number = number_of(text)
    if not number >= 0 or number != int(number) or number >= 10**rule.digits:
        return None
    return f"{int(number):0{rule.digits}d}"[: rule.keep]


def _number(rule: Number, source: Source) -> Made:
    total = np.zeros(source.rows)
    uncovered: dict[str, int] = {}
    for column in rule.columns:
        numbers = source.numbers(column)
        uncovered |= _counted(*source.codes(column), np.isnan(numbers))
        total = total + np.where(source.equal(column, rule.not_answers), np.nan, numbers)
    return Quantity(total * rule.times), uncovered


def _left_out(rule: Rule, silent: Mask, source: Source) -> dict[str, int]:
    """The values that conditions about a single column leave out; of several it cannot be said whose."""
    columns = columns_used(rule)
    return _counted(*source.codes(*columns), silent) if len(columns) == 1 else {}


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
