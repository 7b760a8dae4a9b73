"""Placements and what is found out afterwards."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from lmis.model.base import Base, personal
from lmis.model.types import Utc, code_text, one_of
from lmis.vocabulary import Confirmation, Contract, FollowUpFinding, WagePeriod


class Placement(Base):
    """A person starts work in an opening.

    The database itself keeps capacity: `opening_id` is unique, and the foreign key over (opening, vacancy, open)
    can only point at an opening of this vacancy that is open. A cancelled placement lets go of its opening. Nobody
    holds two openings of one vacancy.
    """

    __tablename__ = "placement"
    __table_args__ = (
        UniqueConstraint("opening_id"),
        UniqueConstraint("office_id", "own_number"),
        ForeignKeyConstraint(
            ["opening_id", "vacancy_id", "opening_open"],
            ["opening.id", "opening.vacancy_id", "opening.open"],
            name="fk_placement_open_opening",
        ),
        Index(
            "uq_placement_holding",
            "person_id",
            "vacancy_id",
            unique=True,
            sqlite_where=text("cancelled_on IS NULL"),
            postgresql_where=text("cancelled_on IS NULL"),
        ),
        Index("ix_placement_vacancy", "vacancy_id"),
        Index("ix_placement_office_day", "office_id", "started_on"),
        CheckConstraint("opening_open", "opening_open"),
        CheckConstraint("(opening_id IS NULL) = (cancelled_on IS NOT NULL)", "holds_opening"),
        CheckConstraint("(cancelled_on IS NULL) = (cancel_reason IS NULL)", "cancellation"),
        CheckConstraint("(cancelled_on IS NULL) = (cancelled_recorded_at IS NULL)", "cancellation_recorded"),
        CheckConstraint(one_of("confirmed_by", Confirmation), "confirmed_by"),
        CheckConstraint(one_of("contract", Contract), "contract"),
        CheckConstraint(one_of("wage_period", WagePeriod), "wage_period"),
        {"info": personal()},
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    vacancy_id: Mapped[UUID] = mapped_column(ForeignKey("vacancy.id"))
    opening_id: Mapped[UUID | None] = mapped_column()
    opening_open: Mapped[bool] = mapped_column(default=True)
    referral_id: Mapped[UUID | None] = mapped_column(ForeignKey("referral.id"), index=True)
    registration_id: Mapped[UUID | None] = mapped_column(ForeignKey("registration.id"), index=True)
    office_id: Mapped[UUID] = mapped_column(ForeignKey("office.id"))
    officer_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    own_number: Mapped[str | None] = mapped_column(Text)
    started_on: Mapped[date]
    confirmed_by: Mapped[str] = mapped_column(code_text())
    wage_amount: Mapped[int | None] = mapped_column(BigInteger)
    wage_currency: Mapped[str | None] = mapped_column(ForeignKey("currency.code"))
    wage_period: Mapped[str | None] = mapped_column(code_text())
    contract: Mapped[str | None] = mapped_column(code_text())
    cancelled_on: Mapped[date | None]
    cancel_reason: Mapped[str | None] = mapped_column(code_text(60))
    recorded_at: Mapped[datetime] = mapped_column(Utc)
    cancelled_recorded_at: Mapped[datetime | None] = mapped_column(Utc)


class FollowUp(Base):
    """What was found some months after a placement."""

    __tablename__ = "follow_up"
    __table_args__ = (CheckConstraint(one_of("finding", FollowUpFinding), "finding"), {"info": personal()})
    id: Mapped[UUID] = mapped_column(primary_key=True)
    placement_id: Mapped[UUID] = mapped_column(ForeignKey("placement.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    happened_on: Mapped[date]
    finding: Mapped[str] = mapped_column(code_text())
    note: Mapped[str | None] = mapped_column(Text)
    staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    recorded_at: Mapped[datetime] = mapped_column(Utc)
