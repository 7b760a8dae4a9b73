"""Every published definition, and which of them hold for a period or can be had from some records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from lmis.errors import NotFound
from lmis.indicators.definitions import (
    employment,
    jobs,
    labour_force,
    national_definitions,
    other_work,
    pay,
    underutilisation,
    with_inputs,
    youth,
)
from lmis.indicators.frame import Frame
from lmis.indicators.indicator import Indicator
from lmis.indicators.needs import variables_of
from lmis.text.nearest import nearest

CATALOGUE: tuple[Indicator, ...] = (
    *labour_force.INDICATORS,
    *national_definitions.INDICATORS,
    *underutilisation.INDICATORS,
    *youth.INDICATORS,
    *employment.INDICATORS,
    *jobs.INDICATORS,
    *pay.INDICATORS,
    *other_work.INDICATORS,
    *with_inputs.INDICATORS,
)
"""Table A, in the order of its subjects; a row of it may have several definitions."""

ROWS: Final = tuple(f"A{number}" for number in range(1, 43))
"""The rows of the table."""


class UnknownIndicator(NotFound):
    """There is no such indicator."""


def in_force(on: date, catalogue: Iterable[Indicator] = CATALOGUE) -> tuple[Indicator, ...]:
    """Of each code the definition that holds for a period beginning on this day: the latest by then."""
    latest: dict[str, Indicator] = {}
    for indicator in catalogue:
        held = latest.get(indicator.code)
        if indicator.since <= on and (held is None or held.since < indicator.since):
            latest[indicator.code] = indicator
    return tuple(latest.values())


def indicator(code: str, on: date, catalogue: Iterable[Indicator] = CATALOGUE) -> Indicator:
    """The definition with this code. Raises UnknownIndicator with the nearest codes."""
    known = {one.code: one for one in in_force(on, catalogue)}
    if code not in known:
        raise UnknownIndicator(code=code, nearest=nearest(code, {key: one.title for key, one in known.items()}))
    return known[code]


def measurable(frame: Frame, indicators: Sequence[Indicator], records: str = "persons") -> tuple[Indicator, ...]:
    """Those about such records whose every variable is there, and which need no other input."""
    asked = (one for one in indicators if one.records == records and not one.inputs)
    return tuple(one for one in asked if variables_of(one) <= set(frame.columns))
