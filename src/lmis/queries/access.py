"""Questions about who read whom."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Select, and_, or_, select

from lmis.model.access import AccessedPerson, AccessEvent
from lmis.model.offices import Office, Staff
from lmis.model.people import Person
from lmis.queries.scope import in_scope
from lmis.vocabulary import Actor

Reader = Select[AccessEvent, str | None, str | None]
"""(event, name of the reader, code of the reader's office)."""


def _events() -> Reader:
    return (
        select(AccessEvent, Staff.name, Office.code)
        .outerjoin(Staff, Staff.id == AccessEvent.staff_id)
        .outerjoin(Office, Office.id == AccessEvent.office_id)
    )


def readings_of(person_id: UUID, after: UUID | None, limit: int) -> Reader:
    """A page of the readings of one person, newest first; whoever read, from whichever office.

    Readings of a record that was merged into this one are readings of this person.
    """
    merged = select(Person.id).where(Person.merged_into == person_id)
    read = select(AccessedPerson.event_id).where(
        or_(AccessedPerson.person_id == person_id, AccessedPerson.person_id.in_(merged))
    )
    return _page(_events().where(AccessEvent.id.in_(read)), after, limit)


def readings_by_office(by: Actor, after: UUID | None, limit: int, *, staff: UUID | None = None) -> Reader:
    """A page of the readings of the actor's office (or country), newest first; of one reader where one is named."""
    query = _events().where(in_scope(by, AccessEvent.office_id, Office.country))
    if staff is not None:
        query = query.where(AccessEvent.staff_id == staff)
    return _page(query, after, limit)


def _page(query: Reader, after: UUID | None, limit: int) -> Reader:
    if after is not None:
        at = select(AccessEvent.at).where(AccessEvent.id == after).scalar_subquery()
        query = query.where(or_(AccessEvent.at < at, and_(AccessEvent.at == at, AccessEvent.id > after)))
    return query.order_by(AccessEvent.at.desc(), AccessEvent.id).limit(limit)
