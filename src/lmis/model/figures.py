"""Published editions: figures that were computed once and stay as they were."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from lmis.model.base import AUDITED, ENGINE_ONLY, WHOLE, Base
from lmis.model.types import SealedBytes, Utc, code_text

PUBLISHED = text("state <> 'draft'")
DRAFT = text("state = 'draft'")

PES: Final = "PES"
"""The source of editions of the register: the public employment service."""


class Edition(Base):
    """One publication of a country's figures for a period; a revision is a new edition, the old one stays.

    A draft is what provinces look through before: it has a number of its own, and nobody outside the service sees it.
    `planned_on` is the day of the release calendar that the edition came out on, `reason` why it came out otherwise.
    `source` is the register (`PES`) or the code of a survey; each counts its own numbers. It is never NULL, so that the
    unique keys mean the same in both databases.
    """

    __tablename__ = "edition"
    __table_args__ = (
        *(
            Index(name, "country", "period", "source", "number", unique=True, sqlite_where=kind, postgresql_where=kind)
            for name, kind in (("uq_edition_number", PUBLISHED), ("uq_edition_draft_number", DRAFT))
        ),
        CheckConstraint("state IN ('draft', 'preliminary', 'final')", "state"),
        {"info": AUDITED},
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    country: Mapped[str] = mapped_column(String(2))
    period: Mapped[str] = mapped_column(String(8))
    source: Mapped[str] = mapped_column(String(60), default=PES, server_default=PES)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    number: Mapped[int]
    state: Mapped[str] = mapped_column(code_text())
    cut_off: Mapped[datetime] = mapped_column(Utc)
    published_at: Mapped[datetime] = mapped_column(Utc)
    staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    records: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    planned_on: Mapped[date | None]
    reason: Mapped[str | None] = mapped_column(Text)


class FrozenRecords(Base):
    """A part of the records that an edition rests on, as they were read for it: Parquet, sealed.

    They tell about people whom no column names, so only a declared scan reads them.
    """

    __tablename__ = "frozen_records"
    __table_args__ = ({"info": AUDITED},)
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    part: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    digest: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(SealedBytes("records"), info={**WHOLE, **ENGINE_ONLY})


class Approval(Base):
    """A province has looked through its figures of a draft and stands by them, until it takes that back."""

    __tablename__ = "approval"
    __table_args__ = (
        Index(
            "uq_approval_standing",
            "edition_id",
            "province",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
        {"info": AUDITED},
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id"))
    province: Mapped[str] = mapped_column(ForeignKey("place.code"))
    digest: Mapped[str] = mapped_column(String(64))
    remark: Mapped[str | None] = mapped_column(Text)
    staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    approved_at: Mapped[datetime] = mapped_column(Utc)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Utc)


class Release(Base):
    """A day of the release calendar: what comes out when, told beforehand."""

    __tablename__ = "release"
    __table_args__ = (
        UniqueConstraint("country", "period", "kind", "planned_on"),
        CheckConstraint("kind IN ('preliminary', 'final', 'revision')", "kind"),
        {"info": AUDITED},
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    country: Mapped[str] = mapped_column(String(2))
    period: Mapped[str] = mapped_column(String(8))
    kind: Mapped[str] = mapped_column(code_text())
    planned_on: Mapped[date]
    note: Mapped[str | None] = mapped_column(Text)
    recorded_at: Mapped[datetime] = mapped_column(Utc)


class Figure(Base):
    """One figure of an edition; `value` is NULL where it cannot be computed, never 0. `status` says who may see it.

    `se`, `lower` and `upper` are the standard error and the interval of 95 %, in the unit of the value; `base`: how
    many respondents stand behind the denominator; `source`: the code of the survey, NULL for the register; `note`: why
    a value is missing. A cell column is NULL where the breakdown does not have it. `standard` is the ICLS (13, 19) that
    a survey's figure follows; `class_code` its class, of the `classification` that belongs to the definition.

    Figures are written under the audit event of their edition, whose digest vouches for them.
    """

    __tablename__ = "figure"
    __table_args__ = (
        Index("ix_figure_edition_indicator", "edition_id", "indicator", "breakdown"),
        {"info": AUDITED},
    )
    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id"))
    indicator: Mapped[str] = mapped_column(String(40))
    version: Mapped[str] = mapped_column(String(20))
    period: Mapped[str] = mapped_column(String(8))
    breakdown: Mapped[str] = mapped_column(String(60))
    province: Mapped[str | None] = mapped_column(String(12))
    office: Mapped[str | None] = mapped_column(String(20))
    sex: Mapped[str | None] = mapped_column(String(2))
    age_group: Mapped[str | None] = mapped_column(String(8))
    occupation: Mapped[str | None] = mapped_column(String(4))
    sector: Mapped[str | None] = mapped_column(String(2))
    education: Mapped[str | None] = mapped_column(String(12))
    disability: Mapped[str | None] = mapped_column(String(12))
    duration: Mapped[str | None] = mapped_column(String(12))
    contract: Mapped[str | None] = mapped_column(String(30))
    wage_band: Mapped[str | None] = mapped_column(String(12))
    employer_size: Mapped[str | None] = mapped_column(String(12))
    confirmation: Mapped[str | None] = mapped_column(String(30))
    exit_reason: Mapped[str | None] = mapped_column(String(60))
    standard: Mapped[str | None] = mapped_column(String(2))
    area: Mapped[str | None] = mapped_column(String(12))
    age_youth: Mapped[str | None] = mapped_column(String(8))
    age_5yr: Mapped[str | None] = mapped_column(String(8))
    age_10yr: Mapped[str | None] = mapped_column(String(8))
    education_group: Mapped[str | None] = mapped_column(String(12))
    migrant: Mapped[str | None] = mapped_column(String(12))
    status_in_employment: Mapped[str | None] = mapped_column(String(12))
    status_group: Mapped[str | None] = mapped_column(String(12))
    broad_sector: Mapped[str | None] = mapped_column(String(8))
    classification: Mapped[str | None] = mapped_column(String(30))
    class_code: Mapped[str | None] = mapped_column(String(30))
    value: Mapped[float | None]
    se: Mapped[float | None]
    lower: Mapped[float | None]
    upper: Mapped[float | None]
    numerator: Mapped[float | None]
    denominator: Mapped[float | None]
    records: Mapped[int]
    base: Mapped[int | None]
    source: Mapped[str | None] = mapped_column(String(60))
    status: Mapped[str] = mapped_column(code_text())
    note: Mapped[str | None] = mapped_column(Text)
