"""Answers about employers and vacancies."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from lmis.fairness.adverts import Flag, flags_of_advert
from lmis.locale.adverts import finding_words
from lmis.model.employers import Employer
from lmis.model.vacancies import Vacancy
from lmis.text.numbers import serial_text
from lmis.vocabulary import Language
from lmis.web.outs.base import Out, SpokenOut, office_code


class EmployerOut(Out):
    """An employer known to an office."""

    id: UUID
    own_number: str | None
    office: str | None
    name: str
    name_native: str | None
    sector: str
    province: str
    district: str | None
    phone: str | None
    size: str | None
    registration_number: str | None
    known_since: date
    recorded_at: datetime
    version: int

    @classmethod
    def of(cls, row: Employer, offices: Mapping[UUID, str]) -> EmployerOut:
        """An employer."""
        shared = {name: getattr(row, name) for name in cls.model_fields if name != "office"}
        return cls(**shared, office=office_code(offices, row.office_id))


class FlagOut(Out):
    """What a vacancy asks of people that has nothing to do with the work: `text` in its `field`, from `start` to `end`.

    It is advice: nothing is refused for it, and matching never reads it. `soft`: a title that names a sex, with a
    `neutral` one beside it where one is known.
    """

    kind: str
    field: str
    start: int
    end: int
    text: str
    soft: bool
    neutral: str | None
    words: str

    @classmethod
    def of(cls, row: Flag, language: Language) -> FlagOut:
        """A flag, with its sentence."""
        finding = row.finding
        return cls(
            kind=finding.kind,
            field=row.field,
            start=finding.start,
            end=finding.end,
            text=finding.text,
            soft=finding.soft,
            neutral=finding.neutral,
            words=finding_words(finding, language),
        )


class VacancyOut(Out):
    """Work that an employer offers, with its openings of now."""

    id: UUID
    number: str
    own_number: str | None
    office: str | None
    employer: UUID
    title: str
    title_native: str | None
    description: str | None
    occupation: str
    sector: str
    province: str
    district: str | None
    wage_min: int | None
    wage_max: int | None
    wage_currency: str | None
    wage_period: str | None
    contract: str | None
    hours: str | None
    hours_per_week: int | None
    education: int | None
    experience_months: int | None
    required_skills: list[str]
    useful_skills: list[str]
    languages: list[SpokenOut]
    licences: list[str]
    hazardous: bool | None
    social_security: bool | None
    accommodations: list[str]
    posted_on: date
    closes_on: date
    closed_on: date | None
    close_reason: str | None
    openings: int
    filled: int
    flags: list[FlagOut]
    recorded_at: datetime
    version: int

    @classmethod
    def of(cls, row: Vacancy, counts: tuple[int, int], offices: Mapping[UUID, str], language: Language) -> VacancyOut:
        """A vacancy; `counts` is (openings that stand, of these filled)."""
        own = {"number", "office", "employer", "languages", "openings", "filled", "flags"}
        shared = {name: getattr(row, name) for name in cls.model_fields if name not in own}
        openings, filled = counts
        return cls(
            **shared,
            number=serial_text("V", row.serial),
            office=office_code(offices, row.office_id),
            employer=row.employer_id,
            languages=SpokenOut.all(row.languages),
            openings=openings,
            filled=filled,
            flags=[FlagOut.of(flag, language) for flag in flags_of_advert(row)],
        )
