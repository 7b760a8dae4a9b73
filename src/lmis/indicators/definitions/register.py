"""Every definition of a figure from the register, and which of them hold for a period."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from lmis.indicators.definitions import placements, referrals, registrations, vacancies
from lmis.indicators.register.measure import RegisterIndicator

REGISTER: Final[tuple[RegisterIndicator, ...]] = (
    *registrations.INDICATORS,
    *vacancies.INDICATORS,
    *referrals.INDICATORS,
    *placements.INDICATORS,
)

OPENINGS_ONLY: Final = frozenset(one.code for one in REGISTER if not one.of_people)
"""Codes of the figures that are never hidden; all others are, where they tell about few people."""


def register_in_force(on: date, catalogue: Iterable[RegisterIndicator] = REGISTER) -> tuple[RegisterIndicator, ...]:
    """Of each code the definition that holds for a period beginning on this day: the latest by then."""
    latest: dict[str, RegisterIndicator] = {}
    for one in catalogue:
        held = latest.get(one.code)
        if one.since <= on and (held is None or held.since < one.since):
            latest[one.code] = one
    return tuple(latest.values())
