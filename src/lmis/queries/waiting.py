"""What else waits at a desk: records to complete, placements to ask about, vacancies without suggestions."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Select, and_, or_, select

from lmis.model.people import Person, Registration, RegistrationStay
from lmis.model.placements import FollowUp, Placement
from lmis.model.suggestions import Suggestion
from lmis.model.vacancies import Vacancy
from lmis.queries.scope import in_scope
from lmis.queries.vacancies import is_open
from lmis.vocabulary import Actor, FollowUpFinding

FOLLOW_UPS: Final = ((30, 90, 60), (90, 180, 60), (180, 270, 90))
"""Days after the start: asked for from the first to before the second, unless somebody asked in so many days before
today. Source: retention after 30, 90 and 180 days, as employment services report it."""


def to_complete(by: Actor, *, mine: bool = False) -> Select[RegistrationStay]:
    """Open stays of people of whom only the five fields of a surge are known."""
    query = (
        select(RegistrationStay)
        .join(Person, Person.id == RegistrationStay.person_id)
        .join(Registration, Registration.id == RegistrationStay.registration_id)
        .where(
            RegistrationStay.until.is_(None),
            Registration.closed_on.is_(None),
            Registration.quick,
            in_scope(by, RegistrationStay.office_id, Person.country),
        )
    )
    return query.where(RegistrationStay.officer_id == by.staff_id) if mine else query


def follow_ups_due(by: Actor, *, mine: bool = False) -> Select[Placement]:
    """Placements that stand, about which nobody has asked lately, one, three or six months after the start."""
    about = select(FollowUp.id).where(FollowUp.placement_id == Placement.id)
    left = about.where(FollowUp.finding == FollowUpFinding.LEFT.value).exists()
    due = [
        and_(
            Placement.started_on <= by.today - timedelta(days=first),
            Placement.started_on > by.today - timedelta(days=last),
            ~about.where(FollowUp.happened_on > by.today - timedelta(days=lately)).exists(),
        )
        for first, last, lately in FOLLOW_UPS
    ]
    query = (
        select(Placement)
        .join(Vacancy, Vacancy.id == Placement.vacancy_id)
        .where(in_scope(by, Placement.office_id, Vacancy.country), Placement.cancelled_on.is_(None), ~left, or_(*due))
    )
    return query.where(Placement.officer_id == by.staff_id) if mine else query


def without_suggestions(by: Actor, run_id: UUID) -> Select[Vacancy]:
    """Open vacancies for which a run of suggestions proposed nobody."""
    proposed = select(Suggestion.rank).where(Suggestion.run_id == run_id, Suggestion.vacancy_id == Vacancy.id)
    return select(Vacancy).where(
        in_scope(by, Vacancy.office_id, Vacancy.country), is_open(by.today), ~proposed.exists()
    )
