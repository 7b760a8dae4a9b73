"""Questions about placements, follow-ups and services."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Select, or_, select

from lmis.model.placements import FollowUp, Placement
from lmis.model.services import ServiceEvent
from lmis.model.vacancies import Vacancy
from lmis.queries.scope import in_scope, matches_ref
from lmis.vocabulary import Actor


def _scope(by: Actor) -> Select[Placement]:
    return (
        select(Placement)
        .join(Vacancy, Vacancy.id == Placement.vacancy_id)
        .where(in_scope(by, Placement.office_id, Vacancy.country))
    )


def placements_by_ref(by: Actor, refs: Iterable[str]) -> Select[Placement]:
    """Placements in the actor's sight that one of the references names."""
    return _scope(by).where(matches_ref(refs, "P", by, Placement.id, None, Placement.office_id, Placement.own_number))


def known_placements(
    office_id: UUID, ids: Iterable[UUID], own_numbers: Iterable[str], people: Iterable[UUID]
) -> Select[Placement]:
    """Placements known by id or own number, and every placement of these people."""
    named = (Placement.office_id == office_id) & Placement.own_number.in_(list(own_numbers))
    return select(Placement).where(or_(Placement.id.in_(list(ids)), named, Placement.person_id.in_(list(people))))


def placements_held(people: Iterable[UUID]) -> Select[Placement]:
    """The placements of these people that were not cancelled, first ones first."""
    holding = Placement.person_id.in_(list(people)), Placement.cancelled_on.is_(None)
    return select(Placement).where(*holding).order_by(Placement.started_on)


def placements_found(by: Actor, after: UUID | None, limit: int, *, person: UUID | None = None) -> Select[Placement]:
    """A page of placements in the actor's sight, ordered by id."""
    query = _scope(by)
    if person is not None:
        query = query.where(Placement.person_id == person)
    if after is not None:
        query = query.where(Placement.id > after)
    return query.order_by(Placement.id).limit(limit)


def placements_of_vacancy(by: Actor, vacancy_id: UUID) -> Select[Placement]:
    """Placements in a vacancy that are in the actor's sight, oldest first."""
    return _scope(by).where(Placement.vacancy_id == vacancy_id).order_by(Placement.started_on, Placement.id)


def placements_of_referral(by: Actor, referral_id: UUID) -> Select[Placement]:
    """Placements that a referral led to, in the actor's sight, oldest first."""
    return _scope(by).where(Placement.referral_id == referral_id).order_by(Placement.started_on, Placement.id)


def follow_ups_of(placement_id: UUID) -> Select[FollowUp]:
    """What was found out about a placement, oldest first."""
    return select(FollowUp).where(FollowUp.placement_id == placement_id).order_by(FollowUp.happened_on)


def services_of(person_id: UUID) -> Select[ServiceEvent]:
    """Services that a person was given, oldest first."""
    return select(ServiceEvent).where(ServiceEvent.person_id == person_id).order_by(ServiceEvent.happened_on)
