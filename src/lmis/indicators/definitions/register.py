"""Every definition of a figure from the register, and which of them hold for a period."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from lmis.indicators.definitions import care, market, placements, referrals, registrations, shortages, vacancies
from lmis.indicators.register import identities
from lmis.indicators.register.measure import Definition

REGISTER: Final[tuple[Definition, ...]] = (
    *registrations.INDICATORS,
    *vacancies.INDICATORS,
    *referrals.INDICATORS,
    *placements.INDICATORS,
    *market.INDICATORS,
    *care.INDICATORS,
    *shortages.INDICATORS,
)

OPENINGS_ONLY: Final = frozenset(one.code for one in REGISTER if not one.of_people)
"""Codes of the figures that are never hidden; all others are, where they tell about few people."""

STOCK_CODES: Final = frozenset(one.code for one in REGISTER if identities.STANDING in one.measures)
"""Codes of the figures that rest on how many are registered at the end of the period."""


def register_in_force(on: date, catalogue: Iterable[Definition] = REGISTER) -> tuple[Definition, ...]:
    """Of each code the definition that holds for a period beginning on this day: the latest by then."""
    latest: dict[str, Definition] = {}
    for one in catalogue:
        held = latest.get(one.code)
        if one.since <= on and (held is None or held.since < one.since):
            latest[one.code] = one
    return tuple(latest.values())
