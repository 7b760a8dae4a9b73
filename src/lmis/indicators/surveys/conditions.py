"""The conditions of a mapping file: comparisons of columns, joined by all, any and not; nothing else.

{PUFC09_WORK: 1}                        the cell is 1
{PUFC10_JOB: [2, 3]}                    it is 2 or 3
{AGE: {from: 15, to: 24}}               from 15 to 24, both included; also above and below, not included
{PUFC25_LOOKW: missing}                 there is no answer; answered: there is one
{WORKED: 2, JOB: 2}                     both hold
{any: [{A: 1}, {B: 1}]}  {all: […]}  {not: {…}}
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from lmis.errors import Invalid
from lmis.indicators.frame import Mask
from lmis.indicators.surveys.source import Source
from lmis.text.nearest import nearest

JOINS = ("all", "any", "not")
BOUNDS = ("from", "to", "above", "below")
STATES = ("missing", "answered")


class UnreadableCondition(Invalid):
    """This is not a condition: name a column and the values that it may have."""


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
class Joined:
    """All or any of the parts hold, or the one part does not."""

    how: str
    parts: tuple[Condition, ...]


Condition: TypeAlias = OneOf | Between | Missing | Joined


def parse_condition(said: Any, pointer: str) -> Condition:
    """Read a condition. Raises UnreadableCondition or UnknownBound with the place in the file."""
    if not isinstance(said, dict) or not said:
        raise UnreadableCondition(pointer=pointer, value=said)
    parts = tuple(_part(str(key), value, f"{pointer}/{key}") for key, value in said.items())
    return parts[0] if len(parts) == 1 else Joined("all", parts)


def parse_test(column: str, said: Any, pointer: str) -> Condition:
    """Read what one column is compared with."""
    if isinstance(said, str) and said in STATES:
        return Missing(column, said == "missing")
    if isinstance(said, dict):
        return Between(column, tuple((name, _bound(name, value, pointer)) for name, value in said.items()))
    values = said if isinstance(said, list) else [said]
    if not values or any(isinstance(value, bool) or not isinstance(value, (str, int, float)) for value in values):
        raise UnreadableCondition(pointer=pointer, value=said)
    return OneOf(column, tuple(values))


def _part(key: str, said: Any, pointer: str) -> Condition:
    if key not in JOINS:
        return parse_test(key, said, pointer)
    if key == "not":
        return Joined("not", (parse_condition(said, pointer),))
    if not isinstance(said, list) or not said:
        raise UnreadableCondition(pointer=pointer, value=said)
    return Joined(key, tuple(parse_condition(one, f"{pointer}/{place}") for place, one in enumerate(said)))


def _bound(name: Any, value: Any, pointer: str) -> float:
    if name not in BOUNDS:
        raise UnknownBound(pointer=pointer, value=name, nearest=nearest(str(name), BOUNDS))
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise UnreadableCondition(pointer=f"{pointer}/{name}", value=value)
    return float(value)


def columns_of(condition: Condition) -> set[str]:
    """The columns that a condition looks at."""
    if isinstance(condition, Joined):
        return set().union(*(columns_of(part) for part in condition.parts))
    return {condition.column}


def holds(condition: Condition, source: Source) -> Mask:
    """Where the condition holds. A missing answer fulfils no comparison; `not` of one holds there."""
    match condition:
        case OneOf(column, values):
            return source.equal(column, values)
        case Missing(column, missing):
            return source.missing(column) if missing else ~source.missing(column)
        case Between(column, bounds):
            numbers = source.numbers(column)
            tests = {"from": np.greater_equal, "to": np.less_equal, "above": np.greater, "below": np.less}
            return _every([tests[name](numbers, limit) for name, limit in bounds])
        case Joined("not", parts):
            return ~holds(parts[0], source)
        case Joined(how, parts):
            masks = [holds(part, source) for part in parts]
            return _every(masks) if how == "all" else ~_every([~mask for mask in masks])


def _every(masks: Sequence[Mask]) -> Mask:
    return np.asarray(np.logical_and.reduce(masks), dtype=np.bool_)
