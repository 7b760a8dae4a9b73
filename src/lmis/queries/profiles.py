"""What matching may know: questions whose columns hold no sex, age, name, identity, religion or disability.

Those that are asked with every suggestion are built once, for building them takes as long as their answer: what differs
is given when they are asked, under the names that their first lines tell.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache, lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, select

from lmis.model.people import Person, Registration, SupportNeed
from lmis.model.placements import Placement
from lmis.model.referrals import Referral
from lmis.model.vacancies import Opening, Vacancy
from lmis.queries.scope import Sight, in_scope
from lmis.vocabulary import LIVE_REFERRAL_STATES, Actor

SEEKER_COLUMNS = (
    Person.id,
    Person.wanted_occupations,
    Person.experience,
    Person.skills,
    Person.district,
    Person.province,
    Person.wanted_provinces,
    Person.mobility,
    Person.education,
    Person.languages,
    Person.wage_amount,
    Person.wage_currency,
    Person.wage_period,
    Person.wanted_hours,
    Person.available_from,
)

VACANCY_COLUMNS = (
    Vacancy.id,
    Vacancy.serial,
    Vacancy.occupation,
    Vacancy.country,
    Vacancy.required_skills,
    Vacancy.useful_skills,
    Vacancy.district,
    Vacancy.province,
    Vacancy.education,
    Vacancy.experience_months,
    Vacancy.languages,
    Vacancy.wage_min,
    Vacancy.wage_max,
    Vacancy.wage_currency,
    Vacancy.wage_period,
    Vacancy.hours,
    Vacancy.accommodations,
    Vacancy.licences,
    Vacancy.hazardous,
    Vacancy.office_id,
)
KEPT = 1 << 10
"""For so many different sights questions are kept: more than there are offices."""


def registered_profiles(by: Actor) -> Select[Any]:
    """The matching columns of everybody in sight with an open registration; a scan of the engine, not a reading."""
    return (
        select(*SEEKER_COLUMNS)
        .join(Registration, Registration.person_id == Person.id)
        .where(Registration.closed_on.is_(None), in_scope(by, Person.office_id, Person.country))
        .execution_options(people="engine")
    )


def profiles_of(people: Iterable[UUID]) -> Select[Any]:
    """The matching columns of these people: a reading of each."""
    return select(*SEEKER_COLUMNS).where(Person.id.in_(list(people)))


def registered_skills(by: Actor) -> Select[str, list[str]]:
    """(country, skills) of everybody in sight with an open registration; a scan of the engine."""
    return registered_profiles(by).with_only_columns(Person.country, Person.skills)


@cache
def needs_of() -> Select[UUID, str | None]:
    """What `person_id` said would help at work, as long as the consent stands; nothing of a disability. A reading."""
    return (
        select(SupportNeed.person_id, SupportNeed.accommodations)
        .join(Person, Person.id == SupportNeed.person_id)
        .where(SupportNeed.person_id == bindparam("person_id"), Person.consent_withdrawn_on.is_(None))
    )


@cache
def taking() -> Select[bool, UUID | None]:
    """Whether an opening of `vacancy_id` is free, beside each person with a live referral to it; a scan of the engine.

    Where nobody is referred there is one row, without a person.
    """
    live = and_(Referral.vacancy_id == Vacancy.id, Referral.state.in_(LIVE_REFERRAL_STATES))
    return (
        select(has_free_opening(bindparam("vacancy_id")), Referral.person_id)
        .select_from(Vacancy)
        .outerjoin(Referral, live)
        .where(Vacancy.id == bindparam("vacancy_id"))
        .execution_options(people="engine")
    )


def live_referrals() -> Select[UUID, UUID]:
    """(person, vacancy) of every live referral; a scan of the engine."""
    return (
        select(Referral.person_id, Referral.vacancy_id)
        .where(Referral.state.in_(LIVE_REFERRAL_STATES))
        .execution_options(people="engine")
    )


@cache
def referrals_live_for() -> Select[UUID, UUID]:
    """(person, vacancy) of the live referrals of `person_id`."""
    return select(Referral.person_id, Referral.vacancy_id).where(
        Referral.person_id == bindparam("person_id"), Referral.state.in_(LIVE_REFERRAL_STATES)
    )


def has_free_opening(vacancy_id: Any) -> ColumnElement[bool]:
    """Whether a vacancy has an open opening that no placement holds."""
    taken = select(Placement.opening_id).where(Placement.opening_id == Opening.id).exists()
    return select(Opening.id).where(Opening.vacancy_id == vacancy_id, Opening.open, ~taken).exists()


def vacancies_with_openings(by: Actor, today: date) -> Select[Vacancy, bool, bool]:
    """(vacancy, whether it is open on that day, whether an opening is free) of every vacancy in sight."""
    still_open = Vacancy.closed_on.is_(None) & (Vacancy.closes_on >= today)
    return (
        select(Vacancy, still_open, has_free_opening(Vacancy.id))
        .where(in_scope(by, Vacancy.office_id, Vacancy.country))
        .execution_options(people="aggregate")
    )


@lru_cache(KEPT)
def vacancies_among(sight: Sight) -> Select[UUID, *tuple[Any, ...]]:
    """What decides over those of `vacancies` that are in sight; `today`: the day on which they are open or not."""
    still_open = Vacancy.closed_on.is_(None) & (Vacancy.closes_on >= bindparam("today"))
    return (
        select(*VACANCY_COLUMNS, still_open.label("still_open"), has_free_opening(Vacancy.id).label("free"))
        .where(Vacancy.id.in_(bindparam("vacancies", expanding=True)), sight.rows(Vacancy.office_id, Vacancy.country))
        .execution_options(people="aggregate")
    )
