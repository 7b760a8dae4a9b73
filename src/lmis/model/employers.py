"""Employers."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lmis.model.base import AUDITED, Base
from lmis.model.types import Sealed, Utc, code_text, one_of
from lmis.vocabulary import EmployerSize


class Employer(Base):
    """An establishment known to an office."""

    __tablename__ = "employer"
    __table_args__ = (
        UniqueConstraint("office_id", "own_number"),
        Index("ix_employer_office_search", "office_id", "search_key"),
        CheckConstraint(one_of("size", EmployerSize), "size"),
        {"info": AUDITED},
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    office_id: Mapped[UUID] = mapped_column(ForeignKey("office.id"))
    country: Mapped[str] = mapped_column(String(2))
    own_number: Mapped[str | None] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    name_native: Mapped[str | None] = mapped_column(Text)
    search_key: Mapped[str] = mapped_column(Text)
    sector: Mapped[str] = mapped_column(ForeignKey("industry.code"))
    province: Mapped[str] = mapped_column(ForeignKey("place.code"))
    district: Mapped[str | None] = mapped_column(ForeignKey("place.code"))
    phone: Mapped[str | None] = mapped_column(Sealed("phone"))
    phone_index: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    size: Mapped[str | None] = mapped_column(code_text())
    registration_number: Mapped[str | None] = mapped_column(Text)
    known_since: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(Utc)
    version: Mapped[int] = mapped_column(default=1)


class EmployerLink(Base):
    """A secret link by which an employer sees their own vacancies and answers referrals; only its digest is kept."""

    __tablename__ = "employer_link"
    __table_args__ = (CheckConstraint("expires_at > made_at", "order"), {"info": AUDITED})
    id: Mapped[UUID] = mapped_column(primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    employer_id: Mapped[UUID] = mapped_column(ForeignKey("employer.id"), index=True)
    staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    made_at: Mapped[datetime] = mapped_column(Utc)
    expires_at: Mapped[datetime] = mapped_column(Utc)
    revoked_at: Mapped[datetime | None] = mapped_column(Utc)
