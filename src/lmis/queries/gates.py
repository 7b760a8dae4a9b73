"""What the gates of matching may know of a person: birth and licences, and nothing that gives points."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, select

from lmis.model.people import Person, Registration
from lmis.model.vacancies import Vacancy
from lmis.queries.profiles import KEPT, SEEKER_COLUMNS, registered_profiles
from lmis.queries.scope import Sight
from lmis.vocabulary import Actor

KIND = (Person.birth_date, Person.birth_year, Person.licences, Person.office_id, Person.country)
"""What decides whether somebody is asked for at all; nothing of it gives a point."""


def registered_gates(by: Actor, born_from: int | None = None) -> Select[UUID, date | None, int, list[str]]:
    """Birth and licences of everybody in sight with an open registration; a scan of the engine, not a reading.

    Args:
        born_from: only those born in this year or later.
    """
    columns = (Person.id, Person.birth_date, Person.birth_year, Person.licences)
    query = registered_profiles(by).with_only_columns(*columns)
    if born_from is not None:
        query = query.where(Person.birth_year >= born_from)
    return query


def registered_kinds(by: Actor) -> Select[Any]:
    """What the gates ask of everybody in sight with an open registration, beside what gives points; a scan."""
    return registered_profiles(by).add_columns(*KIND)


@lru_cache(KEPT)
def registered_among(sight: Sight) -> Select[Any]:
    """What decides over those of `people` who are in sight and have an open registration: a reading of each."""
    return (
        select(*SEEKER_COLUMNS, *KIND, Person.serial)
        .join(Registration, Registration.person_id == Person.id)
        .where(
            Person.id.in_(bindparam("people", expanding=True)),
            Registration.closed_on.is_(None),
            sight.rows(Person.office_id, Person.country),
        )
    )


def licences_of(people: Iterable[UUID]) -> Select[UUID, list[str]]:
    """(id, licences) of these people: a reading of each."""
    return select(Person.id, Person.licences).where(Person.id.in_(list(people)))


def licences_required(vacancy_id: UUID) -> Select[list[str]]:
    """What the law requires for the work of a vacancy."""
    return select(Vacancy.licences).where(Vacancy.id == vacancy_id)
