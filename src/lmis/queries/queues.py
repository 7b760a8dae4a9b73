"""What waits for an officer: questions as pages, and their counts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, func, select

from lmis.model.people import Person, Registration, RegistrationStay
from lmis.model.referrals import Referral
from lmis.model.vacancies import Vacancy
from lmis.queries.scope import in_scope
from lmis.queries.vacancies import is_open
from lmis.vocabulary import LIVE_REFERRAL_STATES, Actor

UNANSWERED_FOR: Final = timedelta(days=7)
"""An employer who has not answered for longer is asked again."""
UNRENEWED_FOR: Final = timedelta(days=75)
"""A registration that was not renewed for so long runs out soon."""
CLOSES_WITHIN: Final = timedelta(days=7)
"""A vacancy whose closing day is so near is shown."""


def waiting_for_employer(by: Actor, *, mine: bool = False) -> Select[Referral]:
    """Live referrals without an answer for more than seven days."""
    query = (
        select(Referral)
        .join(Vacancy, Vacancy.id == Referral.vacancy_id)
        .where(
            in_scope(by, Referral.office_id, Vacancy.country),
            Referral.state.in_(LIVE_REFERRAL_STATES),
            Referral.answered_on.is_(None),
            Referral.referred_on < by.today - UNANSWERED_FOR,
        )
    )
    return query.where(Referral.officer_id == by.staff_id) if mine else query


def _open_stays(by: Actor) -> Select[RegistrationStay]:
    return (
        select(RegistrationStay)
        .join(Person, Person.id == RegistrationStay.person_id)
        .where(RegistrationStay.until.is_(None), in_scope(by, RegistrationStay.office_id, Person.country))
    )


def registrations_expiring(by: Actor, *, mine: bool = False) -> Select[RegistrationStay]:
    """Open stays whose registration was not renewed for 75 days or more."""
    query = (
        _open_stays(by)
        .join(Registration, Registration.id == RegistrationStay.registration_id)
        .where(Registration.closed_on.is_(None), Registration.renewed_on <= by.today - UNRENEWED_FOR)
    )
    return query.where(RegistrationStay.officer_id == by.staff_id) if mine else query


def unassigned(by: Actor, *, mine: bool = False) -> Select[RegistrationStay]:
    """Open stays that no officer looks after; they are nobody's, so `mine` leaves none out."""
    return _open_stays(by).where(RegistrationStay.officer_id.is_(None))


def vacancies_closing(by: Actor, *, mine: bool = False) -> Select[Vacancy]:
    """Open vacancies that close within seven days; they are the whole office's, so `mine` leaves none out."""
    return select(Vacancy).where(
        in_scope(by, Vacancy.office_id, Vacancy.country),
        is_open(by.today),
        Vacancy.closes_on <= by.today + CLOSES_WITHIN,
    )


def page(query: Select[Any], key: Any, after: UUID | None, limit: int) -> Select[Any]:
    """A page of a queue, ordered by `key`."""
    if after is not None:
        query = query.where(key > after)
    return query.order_by(key).limit(limit)


def count(query: Select[Any]) -> Select[int]:
    """How many wait in a queue; tells of nobody."""
    return select(func.count()).select_from(query.subquery()).execution_options(people="aggregate")


def registrations_of_stays(ids: list[UUID]) -> Select[Registration]:
    """The registrations of these stays."""
    return (
        select(Registration)
        .join(RegistrationStay, RegistrationStay.registration_id == Registration.id)
        .where(RegistrationStay.id.in_(ids))
    )
