"""Suggesting people for vacancies and vacancies for people: gates from the database, points from `matching`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lmis.matching.gates import Gate, Passage
from lmis.matching.profiles import SeekerProfile, VacancyProfile
from lmis.matching.rank import Ranking, rank_seekers, rank_vacancies
from lmis.matching.weights import Weights
from lmis.model.people import Person
from lmis.model.vacancies import Vacancy
from lmis.queries.profiles import needs_of, profiles_of, registered_profiles
from lmis.services.codes import Codes, codes
from lmis.services.gating import people_through, vacancies_through
from lmis.services.resolving import SeekerNotFound, VacancyNotFound, resolve_people, resolve_vacancies
from lmis.services.weights import weights_in_force
from lmis.text.keys import search_key
from lmis.vocabulary import Actor, LanguageLevel, WagePeriod

PER_MONTH: Final = {
    WagePeriod.HOUR: Decimal(208),
    WagePeriod.DAY: Decimal(26),
    WagePeriod.WEEK: Decimal(52) / 12,
    WagePeriod.MONTH: Decimal(1),
    WagePeriod.YEAR: Decimal(1) / 12,
}
"""Pay periods in a month: six days of eight hours a week, as both countries' laws have it (26 days, 208 hours)."""


@dataclass(frozen=True)
class Suggested:
    """A ranking, when it was made, and the records that it suggests, by id.

    `relaxed`: gate -> how many more would have been weighed without it, because nothing else holds them.
    """

    at: datetime
    weights: Weights
    ranking: Ranking
    records: Mapping[UUID, Any]
    relaxed: Mapping[Gate, int]


def cents_a_month(amount: int | None, currency: str | None, period: str | None, known: Codes, day: date) -> int | None:
    """A wage in US cents a month at the day's rate; None where it is not said, or no rate is known."""
    if amount is None or currency is None or period is None:
        return None
    rate = known.per_usd(currency, day)
    if rate is None:
        return None
    whole = Decimal(amount) / (Decimal(10) ** known.currencies[currency])
    cents = whole / rate * 100 * PER_MONTH[WagePeriod(period)]
    return int(cents.quantize(Decimal(1), ROUND_HALF_UP))


def _levels(spoken: Iterable[Iterable[str]]) -> dict[str, int]:
    return {language: LanguageLevel(level).rank for language, level in spoken}


def seeker_profile(row: Any, known: Codes, day: date) -> SeekerProfile:
    """A row of `queries.profiles` as a profile."""
    return SeekerProfile(
        id=row.id,
        wanted=tuple(row.wanted_occupations),
        experience=dict(row.experience),
        skills=frozenset(search_key(skill) for skill in row.skills),
        district=row.district,
        province=row.province,
        wanted_provinces=frozenset(row.wanted_provinces),
        mobility=row.mobility,
        education=row.education,
        languages=_levels(row.languages),
        wage=cents_a_month(row.wage_amount, row.wage_currency, row.wage_period, known, day),
        hours=row.wanted_hours,
        available_from=row.available_from,
    )


def vacancy_profile(row: Vacancy, known: Codes, day: date) -> VacancyProfile:
    """A vacancy as a profile that is asked about on a day; its wage is the highest that it offers."""
    offered = row.wage_max if row.wage_max is not None else row.wage_min
    place = known.places.get(row.province)
    return VacancyProfile(
        id=row.id,
        occupation=row.occupation,
        country=row.country,
        required_skills=frozenset(search_key(skill) for skill in row.required_skills),
        useful_skills=frozenset(search_key(skill) for skill in row.useful_skills),
        district=row.district,
        province=row.province,
        neighbours=place.neighbours if place else frozenset(),
        education=row.education,
        experience_months=row.experience_months,
        languages=_levels(row.languages),
        wage=cents_a_month(offered, row.wage_currency, row.wage_period, known, day),
        hours=None if row.hours == "any" else row.hours,  # type: ignore[arg-type]
        related=known.related.get(row.occupation, frozenset()),
        scarce=known.scarce.get(row.country, frozenset()),
        rare=known.rare.get(row.country, frozenset()),
        needed_from=day,
        offers=frozenset(row.accommodations),
    )


def _needs(session: Session, person: UUID) -> frozenset[str]:
    """What somebody asked for that would help at work, told voluntarily; read only for a question of his or her own."""
    (told,) = [row.accommodations for row in session.execute(needs_of(person))] or [None]
    return frozenset(json.loads(told)) if told else frozenset()


def suggest_seekers(
    session: Session, by: Actor, vacancy: str, top: int = 20, weights: Weights | None = None
) -> Suggested:
    """The people in sight who suit a vacancy best, and the count of everyone else by reason.

    Args:
        weights: those in force in the vacancy's country where none are given.

    Raises:
        VacancyNotFound: no such vacancy in the actor's sight.
    """
    found = resolve_vacancies(session, by, [vacancy]).get(vacancy)
    if found is None:
        raise VacancyNotFound(value=vacancy)
    weights = weights or weights_in_force(session, by, found.country)
    known = codes(session)
    rows = session.execute(registered_profiles(by)).all()
    passage = people_through(session, by, found, [row.id for row in rows])
    profiles = (seeker_profile(row, known, by.today) for row in rows if row.id in passage.through)
    ranking = rank_seekers(vacancy_profile(found, known, by.today), profiles, weights, top, gated=_held(passage))
    ids = [suggestion.id for suggestion in ranking.suggestions]
    people = {person.id: person for person in session.scalars(select(Person).where(Person.id.in_(ids)))}
    return Suggested(by.at, weights, ranking, people, passage.relaxed)


def suggest_vacancies(
    session: Session, by: Actor, seeker: str, top: int = 20, weights: Weights | None = None
) -> Suggested:
    """The vacancies in sight that suit a person best, and the count of all others by reason.

    Args:
        weights: those in force in the person's country where none are given.

    Raises:
        SeekerNotFound: no such person in the actor's sight.
    """
    person = resolve_people(session, by, [seeker], lock=False).get(seeker)
    if person is None:
        raise SeekerNotFound(value=seeker)
    weights = weights or weights_in_force(session, by, person.country)
    known = codes(session)
    (row,) = session.execute(profiles_of([person.id])).all()
    vacancies, passage = vacancies_through(session, by, person)
    profiles = [vacancy_profile(vacancy, known, by.today) for vacancy in vacancies.values()]
    asking = replace(seeker_profile(row, known, by.today), needs=_needs(session, person.id))
    ranking = rank_vacancies(asking, profiles, weights, top, gated=_held(passage))
    return Suggested(by.at, weights, ranking, vacancies, passage.relaxed)


def _held(passage: Passage) -> dict[str, int]:
    return {gate.value: count for gate, count in passage.held.items()}
