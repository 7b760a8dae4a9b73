"""From a query of data to the selection of a dataflow: keys, filters of SDMX 3.0, periods and instants."""

from __future__ import annotations

import operator
import re
from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final

from lmis.exchange.asking import DataQuery
from lmis.exchange.faults import QueryNotUnderstood
from lmis.exchange.flows import Flow
from lmis.exchange.observations import Selection, bounds
from lmis.exchange.structures import TIME
from lmis.text.nearest import nearest

Holds = Callable[[str], bool]

TESTS: Final[Mapping[str, Callable[[str, str], bool]]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
    "co": lambda code, part: part in code,
    "nc": lambda code, part: part not in code,
    "sw": str.startswith,
    "ew": str.endswith,
}
"""Operators of filters. Source: SDMX REST 2.2, "Filtering data"."""

PERIOD: Final = re.compile(
    r"(\d{4})(?:-(?:(?P<part>A1|S[12]|T[123]|Q[1-4]|M(?:0[1-9]|1[0-2])|W(?:0[1-9]|[1-4]\d|5[0-3])|D\d{3})"
    r"|(?P<month>0[1-9]|1[0-2])(?:-(?P<day>0[1-9]|[12]\d|3[01])(?:T[\d:.]+(?:Z|[+-][\d:]+)?)?)?))?",
    re.ASCII,
)


EXPECTED: Final = "2026, 2026-S1, 2026-Q3, 2026-07, 2026-W31, 2026-07-31"


def selection_of(query: DataQuery, flow: Flow) -> Selection:
    """What a query selects of this dataflow.

    Raises:
        QueryNotUnderstood: a key with another number of dimensions, a dimension that there is not, a period or number
            that cannot be read.
    """
    given = query.parameters
    keys = tuple(_by_dimension(key, flow) for key in query.keys)
    codes, conditions = _filtered(query, flow)
    if len(keys) == 1:
        for name, wanted in keys[0].items():
            codes[name] = wanted & codes[name] if name in codes else wanted
    return Selection(
        codes=codes,
        alternatives=keys if len(keys) > 1 else (),
        conditions=conditions,
        start=_day(given, "startPeriod", last=False),
        end=_day(given, "endPeriod", last=True),
        updated_after=_instant(given, "updatedAfter"),
        first=_count(given, "firstNObservations"),
        last=_count(given, "lastNObservations"),
    )


def _by_dimension(key: Sequence[Sequence[str]], flow: Flow) -> dict[str, frozenset[str]]:
    ids = flow.structure.ids
    if len(key) != len(ids):
        raise QueryNotUnderstood(
            parameter="key", value=".".join("+".join(one) for one in key)[:200], expected=".".join(ids)
        )
    return {name: frozenset(codes) for name, codes in zip(ids, key, strict=True) if codes}


def _filtered(query: DataQuery, flow: Flow) -> tuple[dict[str, frozenset[str]], dict[str, tuple[Holds, ...]]]:
    known = (*flow.structure.ids, TIME)
    codes: dict[str, frozenset[str]] = {}
    conditions: dict[str, tuple[Holds, ...]] = {}
    for name, asked in query.filters:
        if name not in known:
            raise QueryNotUnderstood(parameter=f"c[{name}]"[:60], nearest=nearest(name, {one: one for one in known}))
        for alternatives in asked.split("+"):
            plain = frozenset(alternatives.split(","))
            if name != TIME and not any(":" in one or one == "*" for one in plain):
                codes[name] = plain & codes[name] if name in codes else plain
            elif "*" not in plain:
                conditions[name] = (*conditions.get(name, ()), _any(name, alternatives))
    return codes, conditions


def _any(name: str, text: str) -> Holds:
    tests = []
    for one in text.split(","):
        how, colon, value = one.partition(":")
        if not colon or how not in TESTS:
            how, value = ("eq", one) if how not in TESTS else (how, value)
        if not value:
            raise QueryNotUnderstood(parameter=f"c[{name}]", value=one[:60], allowed=sorted(TESTS))
        tests.append(_time_test(how, value) if name == TIME else _test(how, value))
    return lambda code: any(test(code) for test in tests)


def _test(how: str, value: str) -> Holds:
    test = TESTS[how]
    return lambda code: test(code, value)


def _time_test(how: str, value: str) -> Holds:
    """A condition on periods: they lie before, in or after the one that is named."""
    if how in ("co", "nc", "sw", "ew"):
        return _test(how, value)
    first, last = (day_of(value, last=end) for end in (False, True))
    if first is None or last is None:
        raise QueryNotUnderstood(parameter=f"c[{TIME}]", value=value[:60], expected=EXPECTED)
    tests: Mapping[str, Callable[[tuple[date, date]], bool]] = {
        "eq": lambda days: days[0] >= first and days[1] <= last,
        "ne": lambda days: days[0] < first or days[1] > last,
        "lt": lambda days: days[1] < first,
        "le": lambda days: days[1] <= last,
        "gt": lambda days: days[0] > last,
        "ge": lambda days: days[0] >= first,
    }
    return lambda period: tests[how](bounds(period))


def _day(given: Mapping[str, str], name: str, *, last: bool) -> date | None:
    if name not in given:
        return None
    found = day_of(given[name], last=last)
    if found is None:
        raise QueryNotUnderstood(parameter=name, value=given[name][:60], expected=EXPECTED)
    return found


def day_of(text: str, *, last: bool) -> date | None:
    """The first or last day of a period as SDMX writes it, reporting periods too; None where it is none."""
    match = PERIOD.fullmatch(text.replace(" ", "+"))
    if match is None or match[1] == "0000":
        return None
    year = int(match[1])
    if match["day"]:
        return _date(year, int(match["month"]), int(match["day"]))
    if match["month"]:
        return _edge(year, int(match["month"]), 1, last)
    if not match["part"]:
        return _edge(year, 1, 12, last)
    kind, number = match["part"][0], int(match["part"][1:])
    if kind == "W":
        return _week(year, number, last)
    if kind == "D":
        return date(year, 1, 1) + timedelta(days=number - 1) if 1 <= number <= 366 else None
    months = {"A": 12, "S": 6, "T": 4, "Q": 3, "M": 1}[kind]
    return _edge(year, months * (number - 1) + 1, months, last)


def _edge(year: int, month: int, months: int, last: bool) -> date:
    if not last:
        return date(year, month, 1)
    final = month + months - 1
    return date(year, final, monthrange(year, final)[1])


def _week(year: int, number: int, last: bool) -> date | None:
    try:
        return date.fromisocalendar(year, number, 7 if last else 1)
    except ValueError:
        return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _instant(given: Mapping[str, str], name: str) -> datetime | None:
    if name not in given:
        return None
    try:
        found = datetime.fromisoformat(given[name].replace(" ", "+"))
    except ValueError:
        raise QueryNotUnderstood(parameter=name, value=given[name][:60], expected="2026-10-05T02:00:00Z") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _count(given: Mapping[str, str], name: str) -> int | None:
    if name not in given:
        return None
    if not re.fullmatch(r"[1-9]\d{0,8}", given[name], re.ASCII):
        raise QueryNotUnderstood(parameter=name, value=given[name][:60], expected="1, 2, 3 …")
    return int(given[name])
