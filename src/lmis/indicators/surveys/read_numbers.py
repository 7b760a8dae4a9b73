"""The rules of numbers in a mapping file, and what all rules share in being read."""

from __future__ import annotations

import re
from typing import Any

from lmis.errors import Invalid
from lmis.indicators.surveys.conditions import Condition, Terms, parse_condition
from lmis.indicators.surveys.numbers import IN_A_MONTH, MonthsSince, Number, NumberCases, Period
from lmis.text.nearest import nearest

NUMBER_WORDS = (
    "column", "sum", "first", "times", "not_answers", "instead", "empty", "period", "months_since", "cases", "asked",
    "among",
)  # fmt: skip
SOURCES = ("column", "sum", "first", "months_since", "cases")


class UnknownWord(Invalid):
    """The mapping file uses a word that means nothing here."""


class UnfinishedRule(Invalid):
    """A variable's rule does not say how its values are made."""


class UnknownPeriod(Invalid):
    """What a payment is for is none of the periods that are known, and no number to multiply by."""


def check_words(said: Any, allowed: tuple[str, ...], pointer: str) -> dict[str, Any]:
    """A mapping of which every key is allowed. Raises UnknownWord."""
    if not isinstance(said, dict):
        raise UnfinishedRule(pointer=pointer, value=said)
    for key in said:
        if key not in allowed:
            raise UnknownWord(pointer=f"{pointer}/{key}", value=key, nearest=nearest(str(key), allowed))
    return said


def parse_cases(said: Any, pointer: str, terms: Terms) -> list[tuple[Condition, Any, str]]:
    """Read `cases`: the condition of each, what it makes, and where it stands."""
    if not isinstance(said, list) or not said:
        raise UnfinishedRule(pointer=f"{pointer}/cases", value=said)
    made = []
    for place, case in enumerate(said):
        here = f"{pointer}/cases/{place}"
        if set(check_words(case, ("when", "is"), here)) != {"when", "is"}:
            raise UnfinishedRule(pointer=here, value=sorted(case))
        made.append((parse_condition(case["when"], f"{here}/when", terms), case["is"], here))
    return made


def parse_number(words: dict[str, Any], pointer: str, terms: Terms) -> Number | NumberCases | MonthsSince:
    """Read the rule of a number. Raises UnfinishedRule, UnknownWord or UnknownPeriod with the place."""
    sources = [word for word in SOURCES if word in words]
    if len(sources) != 1:
        raise UnfinishedRule(pointer=pointer, value=sorted(words))
    match sources[0]:
        case "cases":
            cases = parse_cases(words["cases"], pointer, terms)
            return NumberCases(tuple((when, _real(value, f"{here}/is")) for when, value, here in cases))
        case "months_since":
            return _months_since(words["months_since"], f"{pointer}/months_since")
    return _number(words, sources[0], pointer)


def _number(words: dict[str, Any], source: str, pointer: str) -> Number:
    said = [words["column"]] if source == "column" else words[source]
    if not isinstance(said, list) or not said:
        raise UnfinishedRule(pointer=f"{pointer}/{source}", value=said)
    parts = [_part(one, f"{pointer}/{source}") for one in said]
    times = _real(words.get("times", 1), f"{pointer}/times")
    if not times > 0:
        raise UnfinishedRule(pointer=f"{pointer}/times", value=words["times"])
    not_answers = words.get("not_answers", [])
    return Number(
        columns=tuple(column for column, _ in parts),
        times=times,
        not_answers=tuple(not_answers if isinstance(not_answers, list) else [not_answers]),
        factors=tuple(factor for _, factor in parts),
        empty=_real(words["empty"], f"{pointer}/empty") if "empty" in words else None,
        first=source == "first",
        period=_period(words["period"], f"{pointer}/period") if "period" in words else None,
        instead=_instead(words.get("instead", {}), f"{pointer}/instead"),
    )


def _instead(said: Any, pointer: str) -> tuple[tuple[str | float, float], ...]:
    if not isinstance(said, dict):
        raise UnfinishedRule(pointer=pointer, value=said)
    return tuple((value, _real(meant, f"{pointer}/{value}")) for value, meant in said.items())


def _part(said: Any, pointer: str) -> tuple[str, float]:
    """A column, or {column: …, times: …}."""
    if isinstance(said, dict):
        words = check_words(said, ("column", "times"), pointer)
        if not isinstance(words.get("column"), str):
            raise UnfinishedRule(pointer=pointer, value=sorted(words))
        return words["column"], _real(words.get("times", 1), f"{pointer}/times")
    if isinstance(said, (list, type(None))):
        raise UnfinishedRule(pointer=pointer, value=said)
    return str(said), 1.0


def _period(said: Any, pointer: str) -> Period:
    words = check_words(said, ("column", "is"), pointer)
    values = words.get("is")
    if not isinstance(words.get("column"), str) or not isinstance(values, dict) or not values:
        raise UnfinishedRule(pointer=pointer, value=sorted(words))
    return Period(words["column"], tuple((key, _factor(one, f"{pointer}/is/{key}")) for key, one in values.items()))


def _factor(said: Any, pointer: str) -> float:
    if isinstance(said, str):
        if said not in IN_A_MONTH:
            raise UnknownPeriod(
                pointer=pointer, value=said, nearest=nearest(said, list(IN_A_MONTH)) or list(IN_A_MONTH)
            )
        return IN_A_MONTH[said]
    return _real(said, pointer)


def _months_since(said: Any, pointer: str) -> MonthsSince:
    words = check_words(said, ("year", "month", "at"), pointer)
    at = re.fullmatch(r"((?:19|20)\d\d)-(0[1-9]|1[0-2])", str(words.get("at")))
    if at is None or not all(isinstance(words.get(key), str) for key in ("year", "month")):
        raise UnfinishedRule(pointer=pointer, value=said)
    return MonthsSince(words["year"], words["month"], (int(at[1]), int(at[2])))


def _real(said: Any, pointer: str) -> float:
    if isinstance(said, bool) or not isinstance(said, (int, float)):
        raise UnfinishedRule(pointer=pointer, value=said)
    return float(said)
