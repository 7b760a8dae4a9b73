"""Counselling, training and social protection given to a person."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from lmis.model.base import Base, personal
from lmis.model.types import Utc, code_text, one_of
from lmis.vocabulary import ServiceKind


class ServiceEvent(Base):
    """One service given to a person."""

    __tablename__ = "service_event"
    __table_args__ = (CheckConstraint(one_of("kind", ServiceKind), "kind"), {"info": personal()})
    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    office_id: Mapped[UUID] = mapped_column(ForeignKey("office.id"))
    staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    kind: Mapped[str] = mapped_column(code_text())
    title: Mapped[str] = mapped_column(Text)
    provider: Mapped[str | None] = mapped_column(Text)
    happened_on: Mapped[date]
    ends_on: Mapped[date | None]
    recorded_at: Mapped[datetime] = mapped_column(Utc)
