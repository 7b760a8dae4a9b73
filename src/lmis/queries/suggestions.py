"""Questions about stored suggestions and whose turn it was; a merged record stands for the one that is kept."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, or_, select, union_all
from sqlalchemy.orm import aliased

from lmis.model.people import Person, Registration
from lmis.model.suggestions import PersonTurn, Suggestion, SuggestionRun, VacancyTurn
from lmis.model.vacancies import Vacancy
from lmis.queries.scope import in_scope
from lmis.vocabulary import Actor


def person_turns(by: Actor) -> Select[UUID, datetime]:
    """(person, when last suggested) of everybody in sight who was; a scan of the engine, not a reading."""
    kept = aliased(Person)
    return (
        select(kept.id, func.max(PersonTurn.last_suggested_at))
        .select_from(PersonTurn)
        .join(Person, Person.id == PersonTurn.person_id)
        .join(kept, kept.id == func.coalesce(Person.merged_into, Person.id))
        .where(in_scope(by, kept.office_id, kept.country))
        .group_by(kept.id)
        .execution_options(people="engine")
    )


def turns_among(people: Collection[UUID]) -> Select[UUID, datetime]:
    """(person, when last suggested) of those of these people who were, found by their keys; a scan of the engine."""
    turn = select(PersonTurn.last_suggested_at).join(Person, Person.id == PersonTurn.person_id)
    own = turn.add_columns(Person.id.label("id")).where(Person.id.in_(people))
    merged = turn.add_columns(Person.merged_into.label("id")).where(Person.merged_into.in_(people))
    found = union_all(own, merged).subquery()
    query = select(found.c.id, func.max(found.c.last_suggested_at)).group_by(found.c.id)
    return query.execution_options(people="engine")


def vacancy_turns(by: Actor) -> Select[UUID, datetime]:
    """(vacancy, when people were last suggested for it) of the vacancies in sight."""
    return (
        select(VacancyTurn.vacancy_id, VacancyTurn.last_suggested_at)
        .join(Vacancy, Vacancy.id == VacancyTurn.vacancy_id)
        .where(in_scope(by, Vacancy.office_id, Vacancy.country))
    )


def latest_run(country: str, office_id: UUID) -> Select[SuggestionRun]:
    """The newest run that asked for the people and vacancies of an office."""
    return (
        select(SuggestionRun)
        .where(
            or_(SuggestionRun.country.is_(None), SuggestionRun.country == country),
            or_(SuggestionRun.office_id.is_(None), SuggestionRun.office_id == office_id),
        )
        .order_by(SuggestionRun.made_at.desc(), SuggestionRun.id.desc())
        .limit(1)
    )


def runs_before(at: datetime) -> Select[SuggestionRun]:
    """Runs that were made before an instant."""
    return select(SuggestionRun).where(SuggestionRun.made_at < at)


def suggested_people(by: Actor, run_id: UUID, vacancy_id: UUID) -> Select[int, int, bool, UUID, bool, bool]:
    """The rows of a vacancy in a run by rank, with the record that is kept; a scan of the engine: it hands out nobody.

    Columns: points and whether it is capped, person (NULL where the record is gone), whether the actor sees the person,
    and whether a registration is open.
    """
    kept = aliased(Person)
    registered = select(Registration.id).where(Registration.person_id == kept.id, Registration.closed_on.is_(None))
    return (
        select(
            Suggestion.rank,
            Suggestion.points,
            Suggestion.capped,
            kept.id.label("person_id"),
            in_scope(by, kept.office_id, kept.country).label("in_sight"),
            registered.exists().label("registered"),
        )
        .outerjoin(Person, Person.id == Suggestion.person_id)
        .outerjoin(kept, kept.id == func.coalesce(Person.merged_into, Person.id))
        .where(Suggestion.run_id == run_id, Suggestion.vacancy_id == vacancy_id)
        .order_by(Suggestion.rank)
        .execution_options(people="engine")
    )


def suggested_vacancies(run_id: UUID, person_id: UUID) -> Select[Suggestion]:
    """The rows of a person in a run, those of records that were merged into this one among them; best points first."""
    merged = select(Person.id).where(Person.merged_into == person_id)
    return (
        select(Suggestion)
        .where(
            Suggestion.run_id == run_id,
            or_(Suggestion.person_id == person_id, Suggestion.person_id.in_(merged)),
        )
        .order_by(Suggestion.points.desc(), Suggestion.rank, Suggestion.vacancy_id)
    )
