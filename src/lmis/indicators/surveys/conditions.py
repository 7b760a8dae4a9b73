"""The conditions of a mapping file: comparisons of columns, joined by all, any and not; nothing else.

{PUFC09_WORK: 1}                        the cell is 1
{PUFC10_JOB: [2, 3]}                    it is 2 or 3
{AGE: {from: 15, to: 24}}               from 15 to 24, both included; also above and below, not included
{PUFC25_LOOKW: missing}                 there is no answer; answered: there is one
{WORKED: 2, JOB: 2}                     both hold
{any: [{A: 1}, {B: 1}]}  {all: […]}  {not: {…}}
{made: {informal_unit: yes}}            a harmonised variable that the mapping makes elsewhere
{holds: farms_for_market}               a condition that stands under `named`
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from lmis.errors import Invalid
from lmis.indicators.frame import Answers, Column, Mask, Numbers, Quantity
from lmis.indicators.surveys.source import Source
from lmis.indicators.surveys.variables import VARIABLES, Variable
from lmis.text.nearest import nearest

JOINS = ("all", "any", "not", "made", "holds")
BOUNDS = ("from", "to", "above", "below")
STATES = ("missing", "answered")


class UnreadableCondition(Invalid):
    """This is not a condition: name a column and the values that it may have."""


class UnknownTerm(Invalid):
    """No condition of this name stands under `named`, or only further down."""


class UnknownMade(Invalid):
    """A condition asks for a harmonised variable that does not exist, or for a value that it cannot have."""


class UnknownBound(Invalid):
    """A range is written with from, to, above and below."""


@dataclass(frozen=True, slots=True)
class OneOf:
    """The cell is one of these."""

    column: str
    values: tuple[str | float, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """The cell is a number within these bounds."""

    column: str
    bounds: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """There is no answer, or there is one."""

    column: str
    missing: bool


@dataclass(frozen=True, slots=True)
class OfVariable:
    """A harmonised variable has one of these labels (yes and no of a question), is within bounds, or is missing."""

    variable: str
    labels: tuple[str, ...] = ()
    bounds: tuple[tuple[str, float], ...] = ()
    missing: bool | None = None


@dataclass(frozen=True, slots=True)
class Joined:
    """All or any of the parts hold, or the one part does not."""

    how: str
    parts: tuple[Condition, ...]


Condition: TypeAlias = OneOf | Between | Missing | OfVariable | Joined
Terms: TypeAlias = Mapping[str, Condition]  # conditions that have a name


def parse_condition(said: Any, pointer: str, terms: Terms | None = None) -> Condition:
    """Read a condition. Raises UnreadableCondition, UnknownBound, UnknownTerm or UnknownMade with the place."""
    if not isinstance(said, dict) or not said:
        raise UnreadableCondition(pointer=pointer, value=said)
    parts = tuple(_part(str(key), value, f"{pointer}/{key}", terms or {}) for key, value in said.items())
    return parts[0] if len(parts) == 1 else Joined("all", parts)


def parse_terms(said: Any, pointer: str) -> dict[str, Condition]:
    """Read the conditions that have a name; a later one may use an earlier one."""
    if not isinstance(said, dict):
        raise UnreadableCondition(pointer=pointer, value=said)
    terms: dict[str, Condition] = {}
    for name, condition in said.items():
        terms[str(name)] = parse_condition(condition, f"{pointer}/{name}", terms)
    return terms


def parse_test(column: str, said: Any, pointer: str) -> Condition:
    """Read what one column is compared with."""
    if isinstance(said, str) and said in STATES:
        return Missing(column, said == "missing")
    if isinstance(said, dict) and said:
        return Between(column, tuple((name, _bound(name, value, pointer)) for name, value in said.items()))
    values = said if isinstance(said, list) else [said]
    if not values or any(isinstance(value, bool) or not isinstance(value, (str, int, float)) for value in values):
        raise UnreadableCondition(pointer=pointer, value=said)
    return OneOf(column, tuple(values))


def _part(key: str, said: Any, pointer: str, terms: Terms) -> Condition:
    if key not in JOINS:
        return parse_test(key, said, pointer)
    if key == "not":
        return Joined("not", (parse_condition(said, pointer, terms),))
    if key == "holds":
        if not isinstance(said, str) or said not in terms:
            raise UnknownTerm(pointer=pointer, value=said, nearest=nearest(str(said), list(terms)))
        return terms[said]
    if key == "made":
        return _made(said, pointer)
    if not isinstance(said, list) or not said:
        raise UnreadableCondition(pointer=pointer, value=said)
    return Joined(key, tuple(parse_condition(one, f"{pointer}/{place}", terms) for place, one in enumerate(said)))


def _made(said: Any, pointer: str) -> Condition:
    if not isinstance(said, dict) or not said:
        raise UnreadableCondition(pointer=pointer, value=said)
    parts = tuple(_of_variable(str(name), test, f"{pointer}/{name}") for name, test in said.items())
    return parts[0] if len(parts) == 1 else Joined("all", parts)


def _of_variable(name: str, said: Any, pointer: str) -> Condition:
    if name not in VARIABLES:
        raise UnknownMade(pointer=pointer, value=name, nearest=nearest(name, list(VARIABLES)))
    match parse_test(name, said, pointer):
        case Missing(_, missing):
            return OfVariable(name, missing=missing)
        case Between(_, bounds) if VARIABLES[name].kind == "number":
            return OfVariable(name, bounds=bounds)
        case OneOf(_, values) if all(_may_be(VARIABLES[name], str(value)) for value in values):
            return OfVariable(name, labels=tuple(str(value) for value in values))
    raise UnknownMade(pointer=pointer, value=said, nearest=[])


def _may_be(variable: Variable, label: str) -> bool:
    return (
        label in ("yes", "no") if variable.kind == "yes_no" else variable.kind == "category" and variable.allows(label)
    )


def _bound(name: Any, value: Any, pointer: str) -> float:
    if name not in BOUNDS:
        raise UnknownBound(pointer=pointer, value=name, nearest=nearest(str(name), BOUNDS))
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise UnreadableCondition(pointer=f"{pointer}/{name}", value=value)
    return float(value)


def columns_of(condition: Condition) -> set[str]:
    """The survey's columns that a condition looks at."""
    match condition:
        case Joined(_, parts):
            return set().union(*(columns_of(part) for part in parts))
        case OfVariable():
            return set()
    return {condition.column}


def variables_in(condition: Condition) -> set[str]:
    """The harmonised variables that a condition looks at."""
    match condition:
        case Joined(_, parts):
            return set().union(*(variables_in(part) for part in parts))
        case OfVariable(variable):
            return {variable}
    return set()


def holds(condition: Condition, source: Source) -> Mask:
    """Where the condition holds. A missing answer fulfils no comparison; `not` of one holds there."""
    match condition:
        case OneOf(column, values):
            return source.equal(column, values)
        case Missing(column, missing):
            return source.missing(column) if missing else ~source.missing(column)
        case Between(column, bounds):
            return _within(source.numbers(column), bounds)
        case OfVariable():
            return _of_made(condition, source.made[condition.variable])
        case Joined("not", parts):
            return ~holds(parts[0], source)
        case Joined(how, parts):
            masks = [holds(part, source) for part in parts]
            return _every(masks) if how == "all" else ~_every([~mask for mask in masks])


def _of_made(condition: OfVariable, column: Column) -> Mask:
    if condition.missing is not None:
        return ~answered(column) if condition.missing else answered(column)
    if isinstance(column, Quantity):
        return _within(column.values, condition.bounds)
    if isinstance(column, Answers):
        masks = {"yes": column.yes, "no": column.known & ~column.yes}
        return ~_every([~masks[label] for label in condition.labels])
    chosen = np.array([label in condition.labels for label in column.labels] + [False], dtype=np.bool_)
    return chosen[column.codes]


def answered(column: Column) -> Mask:
    """Who has an answer."""
    match column:
        case Answers(known=known):
            return known
        case Quantity(values):
            return ~np.isnan(values)
    return column.codes >= 0


def _within(numbers: Numbers, bounds: tuple[tuple[str, float], ...]) -> Mask:
    tests = {"from": np.greater_equal, "to": np.less_equal, "above": np.greater, "below": np.less}
    return _every([tests[name](numbers, limit) for name, limit in bounds])


def _every(masks: Sequence[Mask]) -> Mask:
    return np.asarray(np.logical_and.reduce(masks), dtype=np.bool_)
