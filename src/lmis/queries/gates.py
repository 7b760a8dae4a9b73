"""What the gates of matching may know of a person: birth and licences, and nothing that gives points."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, select

from lmis.model.people import Person, Registration
from lmis.queries.scope import in_scope
from lmis.vocabulary import Actor


def registered_gates(by: Actor, born_from: int | None = None) -> Select[Any]:
    """Birth and licences of everybody in sight with an open registration; a scan of the engine, not a reading.

    Args:
        born_from: only those born in this year or later.
    """
    columns = (Person.id, Person.birth_date, Person.birth_year, Person.licences)
    query: Select[Any] = select(*columns).join(Registration, Registration.person_id == Person.id)
    query = query.where(Registration.closed_on.is_(None), in_scope(by, Person.office_id, Person.country))
    if born_from is not None:
        query = query.where(Person.birth_year >= born_from)
    return query.execution_options(people="engine")
