"""Rows as profiles: wages in one currency and period at the day's rate, skills by search key, levels as numbers."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any, Final

from sqlalchemy.orm import Session

from lmis.matching.profiles import SeekerProfile, VacancyProfile
from lmis.queries.profiles import needs_of
from lmis.services.codes import Codes
from lmis.text.keys import search_key
from lmis.vocabulary import LanguageLevel, WagePeriod

PER_MONTH: Final = {
    WagePeriod.HOUR: Decimal(208),
    WagePeriod.DAY: Decimal(26),
    WagePeriod.WEEK: Decimal(52) / 12,
    WagePeriod.MONTH: Decimal(1),
    WagePeriod.YEAR: Decimal(1) / 12,
}
"""Pay periods in a month: six days of eight hours a week, as both countries' laws have it (26 days, 208 hours)."""


def cents_a_month(amount: int | None, currency: str | None, period: str | None, known: Codes, day: date) -> int | None:
    """A wage in US cents a month at the day's rate; None where it is not said, or no rate is known."""
    if amount is None or currency is None or period is None:
        return None
    rate = known.per_usd(currency, day)
    return None if rate is None else _cents(amount, known.currencies[currency], rate, period)


@lru_cache(1 << 16)
def _cents(amount: int, minor_units: int, rate: Decimal, period: str) -> int:
    cents = Decimal(amount) / (Decimal(10) ** minor_units) / rate * 100 * PER_MONTH[WagePeriod(period)]
    return int(cents.quantize(Decimal(1), ROUND_HALF_UP))


def levels(spoken: Iterable[Iterable[str]]) -> dict[str, int]:
    """Languages as a record has them: code -> 1 basic ... 4 native."""
    return {language: _RANKS[level] for language, level in spoken}


_RANKS: Final = {level.value: level.rank for level in LanguageLevel}
_skill = lru_cache(1 << 16)(search_key)
"""Of skills the same few are named again and again."""


def seeker_profile(row: Any, known: Codes, day: date) -> SeekerProfile:
    """A row of `queries.profiles` as a profile."""
    return SeekerProfile(
        id=row.id,
        wanted=tuple(row.wanted_occupations),
        experience=dict(row.experience),
        skills=frozenset([_skill(skill) for skill in row.skills]),
        district=row.district,
        province=row.province,
        wanted_provinces=frozenset(row.wanted_provinces),
        mobility=row.mobility,
        education=row.education,
        languages=levels(row.languages),
        wage=cents_a_month(row.wage_amount, row.wage_currency, row.wage_period, known, day),
        hours=row.wanted_hours,
        available_from=row.available_from,
    )


def own_profile(session: Session, row: Any, known: Codes, day: date) -> SeekerProfile:
    """The profile of somebody who asks for work, with what would help there, told voluntarily: read for nobody else."""
    (told,) = [found.accommodations for found in session.execute(needs_of(), {"person_id": row.id})] or [None]
    return replace(seeker_profile(row, known, day), needs=frozenset(json.loads(told)) if told else frozenset())


def vacancy_profile(row: Any, known: Codes, day: date) -> VacancyProfile:
    """A vacancy, or a row of `vacancies_among`, as it is asked about on a day; its wage is the highest offered."""
    offered = row.wage_max if row.wage_max is not None else row.wage_min
    place = known.places.get(row.province)
    return VacancyProfile(
        id=row.id,
        occupation=row.occupation,
        country=row.country,
        required_skills=frozenset(_skill(skill) for skill in row.required_skills),
        useful_skills=frozenset(_skill(skill) for skill in row.useful_skills),
        district=row.district,
        province=row.province,
        neighbours=place.neighbours if place else frozenset(),
        education=row.education,
        experience_months=row.experience_months,
        languages=levels(row.languages),
        wage=cents_a_month(offered, row.wage_currency, row.wage_period, known, day),
        hours=None if row.hours == "any" else row.hours,
        related=known.related.get(row.occupation, frozenset()),
        scarce=known.scarce.get(row.country, frozenset()),
        rare=known.rare.get(row.country, frozenset()),
        needed_from=day,
        offers=frozenset(row.accommodations),
    )
