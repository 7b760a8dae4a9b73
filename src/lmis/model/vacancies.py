"""Vacancies, their openings, and the ledger in which openings move."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from lmis.model.base import AUDITED, Base
from lmis.model.types import Document, Utc, code_text, one_of
from lmis.vocabulary import Contract, Hours, OpeningEntryKind, WagePeriod


class Vacancy(Base):
    """Work that an employer offers; how many people it takes is told by its openings."""

    __tablename__ = "vacancy"
    __table_args__ = (
        UniqueConstraint("office_id", "own_number"),
        Index("ix_vacancy_office_search", "office_id", "search_key"),
        Index("ix_vacancy_office_closes", "office_id", "closes_on"),
        CheckConstraint("closes_on >= posted_on", "order"),
        CheckConstraint("(closed_on IS NULL) = (close_reason IS NULL)", "closure"),
        CheckConstraint(one_of("contract", Contract), "contract"),
        CheckConstraint(one_of("hours", Hours), "hours"),
        CheckConstraint(one_of("wage_period", WagePeriod), "wage_period"),
        {"info": AUDITED},
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    serial: Mapped[int] = mapped_column(BigInteger, unique=True)
    office_id: Mapped[UUID] = mapped_column(ForeignKey("office.id"))
    country: Mapped[str] = mapped_column(String(2))
    employer_id: Mapped[UUID] = mapped_column(ForeignKey("employer.id"), index=True)
    own_number: Mapped[str | None] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    title_native: Mapped[str | None] = mapped_column(Text)
    description: Mapped[str | None] = mapped_column(Text)
    search_key: Mapped[str] = mapped_column(Text)
    occupation: Mapped[str] = mapped_column(ForeignKey("occupation.code"))
    sector: Mapped[str] = mapped_column(ForeignKey("industry.code"))
    province: Mapped[str] = mapped_column(ForeignKey("place.code"))
    district: Mapped[str | None] = mapped_column(ForeignKey("place.code"))
    wage_min: Mapped[int | None] = mapped_column(BigInteger)
    wage_max: Mapped[int | None] = mapped_column(BigInteger)
    wage_currency: Mapped[str | None] = mapped_column(ForeignKey("currency.code"))
    wage_period: Mapped[str | None] = mapped_column(code_text())
    contract: Mapped[str | None] = mapped_column(code_text())
    hours: Mapped[str | None] = mapped_column(code_text())
    hours_per_week: Mapped[int | None]
    education: Mapped[int | None] = mapped_column(ForeignKey("education_level.code"))
    experience_months: Mapped[int | None]
    required_skills: Mapped[list[str]] = mapped_column(Document)
    useful_skills: Mapped[list[str]] = mapped_column(Document)
    languages: Mapped[list[list[str]]] = mapped_column(Document)
    licences: Mapped[list[str]] = mapped_column(Document, server_default=text("'[]'"))
    hazardous: Mapped[bool | None]
    social_security: Mapped[bool | None]
    accommodations: Mapped[list[str]] = mapped_column(Document)
    posted_on: Mapped[date]
    closes_on: Mapped[date]
    closed_on: Mapped[date | None]
    close_reason: Mapped[str | None] = mapped_column(code_text(60))
    recorded_at: Mapped[datetime] = mapped_column(Utc)
    version: Mapped[int] = mapped_column(default=1)

    def open_on(self, day: date) -> bool:
        """Whether it can still be filled on a day: not withdrawn, and its closing day has not passed."""
        return self.closed_on is None and self.closes_on >= day


class Opening(Base):
    """One place of work in a vacancy. A placement takes it through a unique key, and only while it is `open`."""

    __tablename__ = "opening"
    __table_args__ = (
        UniqueConstraint("vacancy_id", "ordinal"),
        UniqueConstraint("id", "vacancy_id", "open"),
        {"info": AUDITED},
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    vacancy_id: Mapped[UUID] = mapped_column(ForeignKey("vacancy.id"))
    ordinal: Mapped[int]
    open: Mapped[bool] = mapped_column(default=True)


class OpeningEntry(Base):
    """The ledger of openings: every stock of openings is a sum over it."""

    __tablename__ = "opening_entry"
    __table_args__ = (
        Index("ix_opening_entry_vacancy_day", "vacancy_id", "happened_on"),
        CheckConstraint(one_of("kind", OpeningEntryKind), "kind"),
        CheckConstraint("openings <> 0", "moves"),
        {"info": AUDITED},
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    vacancy_id: Mapped[UUID] = mapped_column(ForeignKey("vacancy.id"))
    kind: Mapped[str] = mapped_column(code_text())
    openings: Mapped[int]
    happened_on: Mapped[date]
    placement_id: Mapped[UUID | None] = mapped_column(ForeignKey("placement.id"), index=True)
    recorded_at: Mapped[datetime] = mapped_column(Utc)
