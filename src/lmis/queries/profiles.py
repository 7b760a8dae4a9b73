"""What matching may know: questions whose columns hold no sex, age, name, identity, religion or disability."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from lmis.model.people import Person, Registration, SupportNeed
from lmis.model.placements import Placement
from lmis.model.referrals import Referral
from lmis.model.vacancies import Opening, Vacancy
from lmis.queries.scope import in_scope
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


def needs_of(person_id: UUID) -> Select[UUID, str | None]:
    """What a person said would help at work, as long as the consent stands; nothing of a disability. A reading."""
    return (
        select(SupportNeed.person_id, SupportNeed.accommodations)
        .join(Person, Person.id == SupportNeed.person_id)
        .where(SupportNeed.person_id == person_id, Person.consent_withdrawn_on.is_(None))
    )


def referred_to(vacancy_id: UUID) -> Select[UUID]:
    """Persons with a live referral to a vacancy; a scan of the engine."""
    return (
        select(Referral.person_id)
        .where(Referral.vacancy_id == vacancy_id, Referral.state.in_(LIVE_REFERRAL_STATES))
        .execution_options(people="engine")
    )


def live_referrals() -> Select[UUID, UUID]:
    """(person, vacancy) of every live referral; a scan of the engine."""
    return (
        select(Referral.person_id, Referral.vacancy_id)
        .where(Referral.state.in_(LIVE_REFERRAL_STATES))
        .execution_options(people="engine")
    )


def referrals_live_for(person_id: UUID) -> Select[UUID, UUID]:
    """(person, vacancy) of the live referrals of a person."""
    return select(Referral.person_id, Referral.vacancy_id).where(
        Referral.person_id == person_id, Referral.state.in_(LIVE_REFERRAL_STATES)
    )


def vacancies_with_openings(by: Actor, today: date) -> Select[Vacancy, bool, bool]:
    """(vacancy, whether it is open on that day, whether an opening is free) of every vacancy in sight."""
    free = (
        select(func.count(Opening.id))
        .where(
            Opening.vacancy_id == Vacancy.id,
            Opening.open,
            ~select(Placement.opening_id).where(Placement.opening_id == Opening.id).exists(),
        )
        .correlate(Vacancy)
        .scalar_subquery()
    )
    still_open = Vacancy.closed_on.is_(None) & (Vacancy.closes_on >= today)
    return (
        select(Vacancy, still_open, free > 0)
        .where(in_scope(by, Vacancy.office_id, Vacancy.country))
        .execution_options(people="aggregate")
    )
