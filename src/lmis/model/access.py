"""Who read whom: one event per reading, one row per person returned."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from lmis.model.base import Base
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
