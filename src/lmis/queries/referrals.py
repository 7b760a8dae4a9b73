"""Questions about referrals."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Select, or_, select, tuple_

from lmis.model.referrals import Referral, ReferralMove
from lmis.model.vacancies import Vacancy
from lmis.queries.scope import in_scope, matches_ref
from lmis.vocabulary import LIVE_REFERRAL_STATES, Actor, ReferralState


def _scope(by: Actor) -> Select[Referral]:
    """Referrals of the actor's office, or of the country for those who see across offices."""
    return (
        select(Referral)
        .join(Vacancy, Vacancy.id == Referral.vacancy_id)
        .where(in_scope(by, Referral.office_id, Vacancy.country))
    )


def referrals_by_ref(by: Actor, refs: Iterable[str]) -> Select[Referral]:
    """Referrals in the actor's sight that one of the references names."""
    return _scope(by).where(
        matches_ref(refs, "R", by, Referral.id, Referral.serial, Referral.office_id, Referral.own_number)
    )


def known_referrals(
    office_id: UUID, ids: Iterable[UUID], own_numbers: Iterable[str], pairs: Iterable[tuple[UUID, UUID]]
) -> Select[Referral]:
    """Referrals known by id or own number, and the live ones of these (person, vacancy) pairs."""
    named = (Referral.office_id == office_id) & Referral.own_number.in_(list(own_numbers))
    live = tuple_(Referral.person_id, Referral.vacancy_id).in_(list(pairs)) & Referral.state.in_(LIVE_REFERRAL_STATES)
    return select(Referral).where(or_(Referral.id.in_(list(ids)), named, live))


def live_referrals_of(people: Iterable[UUID]) -> Select[Referral]:
    """Live referrals of these people."""
    return (
        select(Referral)
        .where(Referral.person_id.in_(list(people)), Referral.state.in_(LIVE_REFERRAL_STATES))
        .order_by(Referral.id)
    )


def ended_referrals(by: Actor, people: Iterable[UUID], vacancies: Iterable[UUID]) -> Select[Referral]:
    """Referrals in the actor's sight of these people to these vacancies that came to nothing, oldest first."""
    return (
        _scope(by)
        .where(Referral.person_id.in_(list(people)), Referral.vacancy_id.in_(list(vacancies)))
        .where(Referral.state.not_in([*LIVE_REFERRAL_STATES, ReferralState.PLACED]))
        .order_by(Referral.referred_on, Referral.id)
    )


def referrals_of_vacancy(by: Actor, vacancy_id: UUID) -> Select[Referral]:
    """Referrals to a vacancy, oldest first."""
    return _scope(by).where(Referral.vacancy_id == vacancy_id).order_by(Referral.referred_on, Referral.id)


def referrals_found(
    by: Actor, after: UUID | None, limit: int, *, states: Iterable[str] = (), person: UUID | None = None
) -> Select[Referral]:
    """A page of referrals in the actor's sight, ordered by id."""
    query = _scope(by)
    if states := list(states):
        query = query.where(Referral.state.in_(states))
    if person is not None:
        query = query.where(Referral.person_id == person)
    if after is not None:
        query = query.where(Referral.id > after)
    return query.order_by(Referral.id).limit(limit)


def moves_of(referral_id: UUID) -> Select[ReferralMove]:
    """The log of a referral, oldest first."""
    return (
        select(ReferralMove)
        .where(ReferralMove.referral_id == referral_id)
        .order_by(ReferralMove.happened_on, ReferralMove.recorded_at)
    )


def referrals_of_placements(ids: Iterable[UUID]) -> Select[Referral]:
    """Referrals by id, without regard to office: the caller holds their placements."""
    return select(Referral).where(Referral.id.in_(list(ids)))
