"""People, and their registrations: two tables, because a registration is a spell."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from lmis.model.base import Base, personal
from lmis.model.types import Document, Sealed, Utc, code_text, one_of
from lmis.vocabulary import ConsentMode, Hours, IdentityKind, LabourStatus, Membership, Mobility, Sex, WagePeriod


class Person(Base):
    """Who a person is, knows and wants. Lists are documents: written, read and compared whole.

    Within a country an identity number belongs to one person, whichever office wrote it down first. A record that
    turned out to be somebody's second one stays and names the record that is kept, so that its numbers still resolve.
    The four keys are keyed indexes of `duplicates.keys.block_words`: records that may be one person share one.
    """

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("own_office_id", "own_number"),
        Index("ix_person_office_search", "office_id", "search_key"),
        Index("uq_person_identity", "identity_index", "country", unique=True),
        Index("ix_person_phone_index", "phone_index"),
        Index("ix_person_whole_key", "whole_key"),
        Index("ix_person_part_key", "part_key"),
        Index("ix_person_other_part_key", "other_part_key"),
        Index("ix_person_day_key", "day_key"),
        Index(
            "ix_person_merged_into",
            "merged_into",
            sqlite_where=text("merged_into IS NOT NULL"),
            postgresql_where=text("merged_into IS NOT NULL"),
        ),
        CheckConstraint("birth_date IS NOT NULL OR birth_year IS NOT NULL", "birth"),
        CheckConstraint("identity_index IS NOT NULL OR identity_missing_reason IS NOT NULL", "identity"),
        CheckConstraint(one_of("sex", Sex), "sex"),
        CheckConstraint(one_of("identity_kind", IdentityKind), "identity_kind"),
        CheckConstraint(one_of("wanted_hours", Hours), "wanted_hours"),
        CheckConstraint(one_of("wage_period", WagePeriod), "wage_period"),
        CheckConstraint(one_of("mobility", Mobility), "mobility"),
        CheckConstraint(one_of("social_security", Membership), "social_security"),
        CheckConstraint(one_of("consent_mode", ConsentMode), "consent_mode"),
        {"info": personal("id")},
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    serial: Mapped[int] = mapped_column(BigInteger, unique=True)
    office_id: Mapped[UUID] = mapped_column(ForeignKey("office.id"))
    country: Mapped[str] = mapped_column(String(2))
    own_office_id: Mapped[UUID] = mapped_column(ForeignKey("office.id"))
    own_number: Mapped[str | None] = mapped_column(Text)
    family_name: Mapped[str | None] = mapped_column(Text)
    given_name: Mapped[str | None] = mapped_column(Text)
    family_name_native: Mapped[str | None] = mapped_column(Text)
    given_name_native: Mapped[str | None] = mapped_column(Text)
    search_key: Mapped[str] = mapped_column(Text)
    sex: Mapped[str | None] = mapped_column(code_text())
    birth_date: Mapped[date | None]
    birth_year: Mapped[int]
    identity_kind: Mapped[str | None] = mapped_column(code_text())
    identity_number: Mapped[str | None] = mapped_column(Sealed("identity"))
    identity_index: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    identity_missing_reason: Mapped[str | None] = mapped_column(code_text(60))
    phone: Mapped[str | None] = mapped_column(Sealed("phone"))
    phone_index: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    province: Mapped[str] = mapped_column(ForeignKey("place.code"))
    district: Mapped[str | None] = mapped_column(ForeignKey("place.code"))
    commune: Mapped[str | None] = mapped_column(ForeignKey("place.code"))
    education: Mapped[int | None] = mapped_column(ForeignKey("education_level.code"))
    experience: Mapped[list[list[Any]]] = mapped_column(Document)
    skills: Mapped[list[str]] = mapped_column(Document)
    languages: Mapped[list[list[str]]] = mapped_column(Document)
    licences: Mapped[list[str]] = mapped_column(Document, server_default=text("'[]'"))
    wanted_occupations: Mapped[list[str]] = mapped_column(Document)
    wanted_provinces: Mapped[list[str]] = mapped_column(Document)
    wanted_sector: Mapped[str | None] = mapped_column(String(2))
    wanted_hours: Mapped[str | None] = mapped_column(code_text())
    wage_amount: Mapped[int | None] = mapped_column(BigInteger)
    wage_currency: Mapped[str | None] = mapped_column(ForeignKey("currency.code"))
    wage_period: Mapped[str | None] = mapped_column(code_text())
    available_from: Mapped[date | None]
    mobility: Mapped[str | None] = mapped_column(code_text())
    social_security: Mapped[str | None] = mapped_column(code_text())
    returnee_from: Mapped[str | None] = mapped_column(String(2))
    consent_mode: Mapped[str | None] = mapped_column(code_text())
    consent_on: Mapped[date | None]
    consent_withdrawn_on: Mapped[date | None]
    whole_key: Mapped[int | None] = mapped_column(BigInteger)
    part_key: Mapped[int | None] = mapped_column(BigInteger)
    other_part_key: Mapped[int | None] = mapped_column(BigInteger)
    day_key: Mapped[int | None] = mapped_column(BigInteger)
    merged_into: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(Utc)
    version: Mapped[int] = mapped_column(default=1)


class SupportNeed(Base):
    """Voluntary disability and accommodations, kept apart from the person under a key of their own.

    They stand on a consent of their own. Its mode is empty where a file or another system told them without saying how
    the person agreed; a row without a day is older than this. What was withdrawn is removed, and the day of it stays.
    """

    __tablename__ = "support_need"
    __table_args__ = (
        CheckConstraint(one_of("consent_mode", ConsentMode), "consent_mode"),
        {"info": personal()},
    )
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    disability: Mapped[str | None] = mapped_column(Sealed("disability"))
    accommodations: Mapped[str | None] = mapped_column(Sealed("disability"))
    consent_mode: Mapped[str | None] = mapped_column(code_text())
    consent_on: Mapped[date | None]
    consent_taken_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    consent_withdrawn_on: Mapped[date | None]


class Registration(Base):
    """A spell of registration: opened, renewed, closed with a reason.

    Occupation, education, sector and province are those of the day it opened, so that last year's figures stay.
    """

    __tablename__ = "registration"
    __table_args__ = (
        Index(
            "uq_registration_open",
            "person_id",
            unique=True,
            sqlite_where=text("closed_on IS NULL"),
            postgresql_where=text("closed_on IS NULL"),
        ),
        UniqueConstraint("person_id", "opened_on"),
        Index("ix_registration_office_closed", "office_id", "closed_on"),
        CheckConstraint("(closed_on IS NULL) = (close_reason IS NULL)", "closure"),
        CheckConstraint("(closed_on IS NULL) = (closed_recorded_at IS NULL)", "closure_recorded"),
        CheckConstraint("closed_on IS NULL OR closed_on >= opened_on", "order"),
        CheckConstraint(one_of("labour_status", LabourStatus), "labour_status"),
        {"info": personal()},
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    office_id: Mapped[UUID] = mapped_column(ForeignKey("office.id"))
    opened_on: Mapped[date]
    renewed_on: Mapped[date]
    closed_on: Mapped[date | None]
    close_reason: Mapped[str | None] = mapped_column(code_text(60))
    quick: Mapped[bool] = mapped_column(default=False)
    occupation: Mapped[str | None] = mapped_column(ForeignKey("occupation.code"))
    sector: Mapped[str | None] = mapped_column(ForeignKey("industry.code"))
    education: Mapped[int | None] = mapped_column(ForeignKey("education_level.code"))
    province: Mapped[str] = mapped_column(ForeignKey("place.code"))
    labour_status: Mapped[str | None] = mapped_column(code_text())
    months_without_work: Mapped[int | None]
    recorded_at: Mapped[datetime] = mapped_column(Utc)
    closed_recorded_at: Mapped[datetime | None] = mapped_column(Utc)


class RegistrationStay(Base):
    """Which office and officer look after a spell, from when to when: transfers are in and out of an office."""

    __tablename__ = "registration_stay"
    __table_args__ = (
        Index(
            "uq_registration_stay_open",
            "registration_id",
            unique=True,
            sqlite_where=text("until IS NULL"),
            postgresql_where=text("until IS NULL"),
        ),
        Index("ix_registration_stay_office_until", "office_id", "until"),
        CheckConstraint("until IS NULL OR until >= since", "order"),
        {"info": personal()},
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registration.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    office_id: Mapped[UUID] = mapped_column(ForeignKey("office.id"))
    officer_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    since: Mapped[date]
    until: Mapped[date | None]
    recorded_at: Mapped[datetime] = mapped_column(Utc)
    until_recorded_at: Mapped[datetime | None] = mapped_column(Utc)


class RegistrationRenewal(Base):
    """A day on which the person said that the search goes on."""

    __tablename__ = "registration_renewal"
    __table_args__ = ({"info": personal()},)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registration.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    happened_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(Utc)
