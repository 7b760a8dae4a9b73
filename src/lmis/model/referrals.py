"""Referrals and the log of their moves."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from lmis.model.base import Base, personal
from lmis.model.types import Utc, code_text, one_of
from lmis.vocabulary import LIVE_REFERRAL_STATES, ReferralState

LIVE = f"state IN ({', '.join(sorted(repr(state.value) for state in LIVE_REFERRAL_STATES))})"


class Referral(Base):
    """A person is sent to an employer with a vacancy; one live referral per person and vacancy."""

    __tablename__ = "referral"
    __table_args__ = (
        UniqueConstraint("office_id", "own_number"),
        Index(
            "uq_referral_live",
            "person_id",
            "vacancy_id",
            unique=True,
            sqlite_where=text(LIVE),
            postgresql_where=text(LIVE),
        ),
        Index("ix_referral_vacancy_state", "vacancy_id", "state"),
        Index("ix_referral_office_day", "office_id", "referred_on"),
        CheckConstraint(one_of("state", ReferralState), "state"),
        CheckConstraint("state NOT IN ('refused', 'withdrawn') OR reason IS NOT NULL", "reason"),
        CheckConstraint("state <> 'referred' OR answered_on IS NULL", "answer"),
        CheckConstraint("answered_on IS NULL OR answered_on >= referred_on", "order"),
        {"info": personal()},
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    serial: Mapped[int] = mapped_column(BigInteger, unique=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    vacancy_id: Mapped[UUID] = mapped_column(ForeignKey("vacancy.id"))
    office_id: Mapped[UUID] = mapped_column(ForeignKey("office.id"))
    officer_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    own_number: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str] = mapped_column(code_text())
    referred_on: Mapped[date]
    interview_on: Mapped[date | None]
    answered_on: Mapped[date | None]
    reason: Mapped[str | None] = mapped_column(code_text(60))
    recorded_at: Mapped[datetime] = mapped_column(Utc)
    version: Mapped[int] = mapped_column(default=1)


class ReferralMove(Base):
    """One move of a referral between states: who, when it took place, when it was recorded."""

    __tablename__ = "referral_move"
    __table_args__ = (Index("ix_referral_move_referral", "referral_id"), {"info": personal()})
    id: Mapped[UUID] = mapped_column(primary_key=True)
    referral_id: Mapped[UUID] = mapped_column(ForeignKey("referral.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    from_state: Mapped[str | None] = mapped_column(code_text())
    to_state: Mapped[str] = mapped_column(code_text())
    reason: Mapped[str | None] = mapped_column(code_text(60))
    happened_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(Utc)
    staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
