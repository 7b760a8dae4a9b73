"""Offices, their staff, sign-ins and keys."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from lmis.model.base import AUDITED, Base
from lmis.model.reference import Named
from lmis.model.types import Utc, code_text, one_of
from lmis.vocabulary import Role


class Office(Named, Base):
    """A job centre, a provincial office or a ministry."""

    __tablename__ = "office"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    country: Mapped[str] = mapped_column(String(2))
    kind: Mapped[str] = mapped_column(code_text())
    province: Mapped[str | None] = mapped_column(ForeignKey("place.code"))


class Staff(Base):
    """A member of staff who can sign in."""

    __tablename__ = "staff"
    __table_args__ = (CheckConstraint(one_of("role", Role), "role"), {"info": AUDITED})
    id: Mapped[UUID] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(code_text())
    office_id: Mapped[UUID] = mapped_column(ForeignKey("office.id"))
    language: Mapped[str] = mapped_column(String(2))
    password_hash: Mapped[str] = mapped_column(Text)
    must_change: Mapped[bool] = mapped_column(default=True)
    ended_at: Mapped[datetime | None] = mapped_column(Utc)
    recorded_at: Mapped[datetime] = mapped_column(Utc)


class SignInAttempt(Base):
    """A failed sign-in, or that an address is known; `login` is the key that it is counted under, a keyed digest."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index("ix_sign_in_attempt_login_at", "login", "at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(Utc)


class StaffSession(Base):
    """A sign-in; only the digest of its token is kept."""

    __tablename__ = "staff_session"
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)
    started_at: Mapped[datetime] = mapped_column(Utc)
    expires_at: Mapped[datetime] = mapped_column(Utc)


class ApiKey(Base):
    """A key of a counter's own software; acts for the member of staff who made it."""

    __tablename__ = "api_key"
    __table_args__ = ({"info": AUDITED},)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)
    label: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(Utc)
    revoked_at: Mapped[datetime | None] = mapped_column(Utc)
