"""Who read whom: one event per reading, one row per person returned."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, ForeignKey, Index, Insert, String, bindparam, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from lmis.model.base import Base
from lmis.model.dialects import rows_given
from lmis.model.types import Utc, code_text


class AccessEvent(Base):
    """One reading of people: who, from which office, when, and for which purpose."""

    __tablename__ = "access_event"
    __table_args__ = (Index("ix_access_event_staff_at", "staff_id", "at"),)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Utc)
    staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    office_id: Mapped[UUID | None] = mapped_column(ForeignKey("office.id"))
    kind: Mapped[str] = mapped_column(code_text())
    purpose: Mapped[str] = mapped_column(code_text())
    operation: Mapped[str] = mapped_column(String(80))
    people: Mapped[int]


class AccessedPerson(Base):
    """A person who was returned by a reading. The row outlives the person's record, so it is no foreign key."""

    __tablename__ = "accessed_person"
    __table_args__ = (Index("ix_accessed_person_person", "person_id"),)
    event_id: Mapped[UUID] = mapped_column(ForeignKey("access_event.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)


def keep(connection: Connection, events: Sequence[Mapping[str, Any]], read_in: UUID, people: Collection[UUID]) -> None:
    """Write events of one reading, and who was read in the one of them that has the id `read_in`.

    On PostgreSQL in one statement: all of it is there or nothing, and it is sent once.
    """
    if connection.dialect.name == "postgresql":
        shared = {name: value for name, value in events[0].items() if name not in OWN}
        own = {f"{name}s": [one[name] for one in events] for name in OWN}
        connection.execute(_at_once(), {**shared, **own, "event_id": read_in, "persons": list(people)})
        return
    connection.execute(insert(AccessEvent), events)
    if people:
        connection.execute(insert(AccessedPerson), [{"event_id": read_in, "person_id": one} for one in people])


OWN = ("id", "kind", "people")
"""What differs between the events of one reading."""


@cache
def _at_once() -> Insert:
    events = rows_given("events", *((name, AccessEvent.__table__.c[name].type) for name in OWN))
    shared = [column for column in AccessEvent.__table__.c if column.name not in OWN]
    told = select(*(events.c[name] for name in OWN), *(bindparam(one.name, type_=one.type) for one in shared))
    kept = insert(AccessEvent).from_select([*OWN, *(one.name for one in shared)], told).cte("kept")
    person = rows_given("read", ("person", AccessedPerson.__table__.c.person_id.type))
    rows = select(bindparam("event_id", type_=AccessEvent.__table__.c.id.type), person.c.person)
    return insert(AccessedPerson).from_select(["event_id", "person_id"], rows).add_cte(kept)
