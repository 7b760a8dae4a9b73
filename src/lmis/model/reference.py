"""Classifications, places and code lists; loaded from `seeds/`, never edited by hand."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from lmis.model.base import Base
from lmis.model.types import Document, Utc, code_text


class Named:
    """Names in three languages, each with whether a native reader has reviewed it."""

    name_en: Mapped[str | None] = mapped_column(Text)
    name_km: Mapped[str | None] = mapped_column(Text)
    name_lo: Mapped[str | None] = mapped_column(Text)
    reviewed_en: Mapped[bool] = mapped_column(default=False)
    reviewed_km: Mapped[bool] = mapped_column(default=False)
    reviewed_lo: Mapped[bool] = mapped_column(default=False)


class Occupation(Named, Base):
    """ISCO-08 groups, 1 to 4 digits. Source: ILO, ISCO-08."""

    __tablename__ = "occupation"
    code: Mapped[str] = mapped_column(String(4), primary_key=True)
    level: Mapped[int]
    parent: Mapped[str | None] = mapped_column(String(4))
    skill_level: Mapped[str | None] = mapped_column(String(10))


class RelatedOccupation(Base):
    """Unit groups of ISCO-08 whose work is related though they stand in different minor groups.

    Whoever has done `code` or wants it suits work in `other` better than digits tell; where it is `mutual`, the other
    way round too. Source: own judgement of tasks, tools and materials in common.
    """

    __tablename__ = "related_occupation"
    code: Mapped[str] = mapped_column(ForeignKey("occupation.code"), primary_key=True)
    other: Mapped[str] = mapped_column(ForeignKey("occupation.code"), primary_key=True)
    mutual: Mapped[bool]
    reviewed: Mapped[bool] = mapped_column(default=False)


class SkillRarity(Base):
    """Skills that few people of a country had when they were counted last, and how often each counts in matching."""

    __tablename__ = "skill_rarity"
    __table_args__ = (CheckConstraint("times IN (2, 3)", "times"),)
    country: Mapped[str] = mapped_column(String(2), primary_key=True)
    skill: Mapped[str] = mapped_column(Text, primary_key=True)
    times: Mapped[int]


class Industry(Named, Base):
    """ISIC Rev.4 sections and divisions. Source: United Nations Statistics Division."""

    __tablename__ = "industry"
    code: Mapped[str] = mapped_column(String(2), primary_key=True)
    level: Mapped[str] = mapped_column(code_text())
    parent: Mapped[str | None] = mapped_column(String(2))


class EducationLevel(Named, Base):
    """ISCED 2011 levels. Source: UNESCO Institute for Statistics."""

    __tablename__ = "education_level"
    code: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class EmploymentStatus(Named, Base):
    """ICSE-18 categories with both hierarchies. Source: ILO, 20th ICLS (2018), Resolution I."""

    __tablename__ = "employment_status"
    code: Mapped[str] = mapped_column(String(2), primary_key=True)
    parent: Mapped[str | None] = mapped_column(String(2))
    authority: Mapped[str | None] = mapped_column(code_text())
    risk: Mapped[str | None] = mapped_column(code_text())


class EmploymentStatusBridge(Base):
    """ICSE-18 to ICSE-93. Source: ILO, 20th ICLS (2018), Resolution I."""

    __tablename__ = "employment_status_bridge"
    icse18: Mapped[str] = mapped_column(String(2), primary_key=True)
    icse93: Mapped[str] = mapped_column(String(2), primary_key=True)
    note: Mapped[str | None] = mapped_column(Text)


class Place(Named, Base):
    """Provinces, districts, and what a country's gazetteer brings below them."""

    __tablename__ = "place"
    __table_args__ = (Index("ix_place_parent", "parent"),)
    code: Mapped[str] = mapped_column(String(12), primary_key=True)
    kind: Mapped[str] = mapped_column(code_text())
    country: Mapped[str] = mapped_column(String(2))
    parent: Mapped[str | None] = mapped_column(ForeignKey("place.code"))
    iso: Mapped[str | None] = mapped_column(String(6))
    national_code: Mapped[str | None] = mapped_column(String(12))
    neighbours: Mapped[list[str]] = mapped_column(Document, default=list)
    spellings: Mapped[list[str]] = mapped_column(Document, default=list)
    """Other names and spellings that mean this place and no other."""


class SpokenLanguage(Named, Base):
    """Languages, ISO 639-1 where there is one, else ISO 639-3."""

    __tablename__ = "spoken_language"
    code: Mapped[str] = mapped_column(String(3), primary_key=True)


class Licence(Named, Base):
    """Licences and certificates that a law asks for; `country` is None where both countries have such a one.

    Sources: the law of each country by which it is needed, or `to be confirmed`.
    """

    __tablename__ = "licence"
    code: Mapped[str] = mapped_column(String(60), primary_key=True)
    country: Mapped[str | None] = mapped_column(String(2))
    source_kh: Mapped[str | None] = mapped_column(Text)
    source_la: Mapped[str | None] = mapped_column(Text)


class Currency(Named, Base):
    """Currencies with their minor units. Source: ISO 4217."""

    __tablename__ = "currency"
    code: Mapped[str] = mapped_column(String(3), primary_key=True)
    minor_units: Mapped[int]


class ExchangeRate(Base):
    """Units of a currency for one US dollar, from a day on."""

    __tablename__ = "exchange_rate"
    currency: Mapped[str] = mapped_column(ForeignKey("currency.code"), primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    per_usd: Mapped[Decimal] = mapped_column(Numeric(18, 6, asdecimal=True))
    source: Mapped[str] = mapped_column(Text)
    reviewed: Mapped[bool] = mapped_column(default=False)


class Reason(Named, Base):
    """Coded reasons: refusal, closure, exit, missing identity number, cancellation, withdrawal."""

    __tablename__ = "reason"
    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    code: Mapped[str] = mapped_column(String(60), primary_key=True)


class ReferenceLoad(Base):
    """Which version of each reference table is loaded."""

    __tablename__ = "reference_load"
    table: Mapped[str] = mapped_column(String(40), primary_key=True)
    version: Mapped[str] = mapped_column(String(20))
    digest: Mapped[str] = mapped_column(String(64))
    loaded_at: Mapped[datetime] = mapped_column(Utc)
