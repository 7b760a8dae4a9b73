"""Answers about people and their registrations."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from lmis.model.access import AccessEvent
from lmis.model.people import Person, Registration, RegistrationStay, SupportNeed
from lmis.model.services import ServiceEvent
from lmis.text.numbers import serial_text
from lmis.web.outs.base import MonthsOut, Out, SpokenOut, WageOut, office_code


class SpellOut(Out):
    """One registration: from its opening to its end."""

    id: UUID
    opened_on: date
    renewed_on: date
    closed_on: date | None
    close_reason: str | None
    quick: bool
    labour_status: str | None
    months_without_work: int | None

    @classmethod
    def of(cls, row: Registration) -> SpellOut:
        """A spell."""
        return cls.model_validate(row, from_attributes=True)


class ConsentOut(Out):
    """The person's consent; `withdrawn_on` ends it."""

    mode: str
    on: date
    withdrawn_on: date | None


class SupportConsentOut(Out):
    """The consent that a disability, and what helps, is written down.

    `mode` is empty where it was not said how, and `on` where the record is older than this.
    """

    mode: str | None
    on: date | None
    taken_by: UUID | None
    withdrawn_on: date | None


class SeekerLine(Out):
    """A person in a list: enough to know who it is."""

    id: UUID
    number: str
    own_number: str | None
    office: str | None
    family_name: str | None
    given_name: str | None
    family_name_native: str | None
    given_name_native: str | None
    birth_year: int
    province: str
    district: str | None

    @classmethod
    def line(cls, row: Person, offices: Mapping[UUID, str]) -> SeekerLine:
        """A person of a list."""
        return SeekerLine(
            id=row.id,
            number=serial_text("S", row.serial),
            own_number=row.own_number,
            office=office_code(offices, row.office_id),
            family_name=row.family_name,
            given_name=row.given_name,
            family_name_native=row.family_name_native,
            given_name_native=row.given_name_native,
            birth_year=row.birth_year,
            province=row.province,
            district=row.district,
        )


class SeekerOut(SeekerLine):
    """A person's record, for the officers who look after it; disability has an operation of its own."""

    sex: str | None
    birth_date: date | None
    identity_kind: str | None
    identity_number: str | None
    identity_missing_reason: str | None
    phone: str | None
    commune: str | None
    education: int | None
    experience: list[MonthsOut]
    skills: list[str]
    languages: list[SpokenOut]
    licences: list[str]
    wanted_occupations: list[str]
    wanted_provinces: list[str]
    wanted_sector: str | None
    wanted_hours: str | None
    wage: WageOut | None
    available_from: date | None
    mobility: str | None
    social_security: str | None
    returnee_from: str | None
    consent: ConsentOut | None
    officer: UUID | None
    registrations: list[SpellOut]
    recorded_at: datetime
    version: int

    @classmethod
    def of(
        cls, row: Person, spells: Iterable[Registration], stay: RegistrationStay | None, offices: Mapping[UUID, str]
    ) -> SeekerOut:
        """A person with spells, oldest first, and the officer of the open stay."""
        consent = None
        if row.consent_mode is not None and row.consent_on is not None:
            consent = ConsentOut(mode=row.consent_mode, on=row.consent_on, withdrawn_on=row.consent_withdrawn_on)
        return cls(
            **SeekerLine.line(row, offices).model_dump(),
            sex=row.sex,
            birth_date=row.birth_date,
            identity_kind=row.identity_kind,
            identity_number=row.identity_number,
            identity_missing_reason=row.identity_missing_reason,
            phone=row.phone,
            commune=row.commune,
            education=row.education,
            experience=[MonthsOut(occupation=code, months=months) for code, months in row.experience],
            skills=row.skills,
            languages=SpokenOut.all(row.languages),
            licences=row.licences,
            wanted_occupations=row.wanted_occupations,
            wanted_provinces=row.wanted_provinces,
            wanted_sector=row.wanted_sector,
            wanted_hours=row.wanted_hours,
            wage=WageOut.of(row),
            available_from=row.available_from,
            mobility=row.mobility,
            social_security=row.social_security,
            returnee_from=row.returnee_from,
            consent=consent,
            officer=stay.officer_id if stay else None,
            registrations=[SpellOut.of(spell) for spell in spells],
            recorded_at=row.recorded_at,
            version=row.version,
        )


class SupportOut(Out):
    """What a person said, voluntarily, of disability and of what helps to work."""

    disability: list[str]
    accommodations: list[str]
    consent: SupportConsentOut | None

    @classmethod
    def of(cls, row: SupportNeed | None) -> SupportOut:
        """Empty where nothing was said."""
        said = (row.disability, row.accommodations) if row else (None, None)
        disability, accommodations = (json.loads(text) if text else [] for text in said)
        consent = None
        if row is not None and (row.consent_on or row.consent_withdrawn_on):
            consent = SupportConsentOut(
                mode=row.consent_mode,
                on=row.consent_on,
                taken_by=row.consent_taken_by,
                withdrawn_on=row.consent_withdrawn_on,
            )
        return cls(disability=disability, accommodations=accommodations, consent=consent)


class TransferOut(Out):
    """Where a person went; the record itself may be out of sight by now."""

    id: UUID
    office: str
    officer: UUID | None


class ReadingOut(Out):
    """Somebody read: who, from which office, when, and for which purpose."""

    id: UUID
    at: datetime
    staff: UUID | None
    name: str | None
    office: str | None
    kind: str
    purpose: str
    operation: str
    people: int

    @classmethod
    def of(cls, row: AccessEvent, name: str | None, office: str | None) -> ReadingOut:
        """One access event."""
        return cls(
            id=row.id,
            at=row.at,
            staff=row.staff_id,
            name=name,
            office=office,
            kind=row.kind,
            purpose=row.purpose,
            operation=row.operation,
            people=row.people,
        )


class ServiceOut(Out):
    """A service given to a person."""

    id: UUID
    kind: str
    title: str
    provider: str | None
    happened_on: date
    ends_on: date | None

    @classmethod
    def of(cls, row: ServiceEvent) -> ServiceOut:
        """A service."""
        return cls.model_validate(row, from_attributes=True)
