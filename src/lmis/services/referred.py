"""Who was referred today out of a list of suggestions, explained as the list explains, so that they stay on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lmis.matching.profiles import SeekerProfile, VacancyProfile
from lmis.matching.rank import Suggestion, explain
from lmis.matching.weights import Weights
from lmis.model.referrals import Referral
from lmis.model.vacancies import Vacancy
from lmis.queries.profiles import profiles_of
from lmis.queries.referrals import referrals_found, referrals_of_vacancy
from lmis.queries.scope import in_scope
from lmis.services.codes import codes
from lmis.services.profiles import own_profile, seeker_profile, vacancy_profile
from lmis.vocabulary import LIVE_REFERRAL_STATES, Actor

MOST = 200
"""Referrals of one day that a list has room for."""


@dataclass(frozen=True)
class Referred:
    """Referrals of today by the person or vacancy of a list, and these as suggestions; most points first."""

    referrals: Mapping[UUID, Referral]
    suggestions: Sequence[Suggestion]


def people_referred_today(session: Session, by: Actor, vacancy: Vacancy, weights: Weights) -> Referred:
    """The people who were referred to a vacancy today, in sight and without an end."""
    query = referrals_of_vacancy(by, vacancy.id).where(Referral.referred_on == by.today)
    live = query.where(Referral.state.in_(LIVE_REFERRAL_STATES)).limit(MOST)
    referrals = {row.person_id: row for row in session.scalars(live)}
    if not referrals:
        return Referred({}, [])
    known = codes(session)
    wanted = vacancy_profile(vacancy, known, by.today)
    rows = session.execute(profiles_of(referrals)).all()
    pairs = [(row.id, seeker_profile(row, known, by.today), wanted) for row in rows]
    return Referred(referrals, _explained(pairs, weights))


def vacancies_referred_today(session: Session, by: Actor, person: UUID, weights: Weights) -> Referred:
    """The vacancies to which a person was referred today, in sight and without an end."""
    found = referrals_found(by, None, MOST, states=LIVE_REFERRAL_STATES, person=person)
    rows = session.scalars(found.where(Referral.referred_on == by.today))
    referrals = {row.vacancy_id: row for row in rows}
    if not referrals:
        return Referred({}, [])
    known = codes(session)
    (own,) = session.execute(profiles_of([person])).all()
    seeking = own_profile(session, own, known, by.today)
    seen = select(Vacancy).where(Vacancy.id.in_(list(referrals)), in_scope(by, Vacancy.office_id, Vacancy.country))
    pairs = [(row.id, seeking, vacancy_profile(row, known, by.today)) for row in session.scalars(seen)]
    return Referred(referrals, _explained(pairs, weights))


def _explained(pairs: Sequence[tuple[UUID, SeekerProfile, VacancyProfile]], weights: Weights) -> list[Suggestion]:
    found = []
    for id_, seeker, vacancy in pairs:
        reasons = explain(seeker, vacancy, weights)
        found.append(Suggestion(id_, 0, sum(reason.points for reason in reasons), reasons))
    return sorted(found, key=lambda one: (-one.points, one.id))
