"""Commands about vacancies and their openings."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from lmis.commands.base import Command, Licences, Spoken, Value
from lmis.vocabulary import (
    Accommodation,
    Contract,
    CurrencyCode,
    Education,
    Hours,
    IscoCode,
    LongText,
    Minor,
    Months,
    Openings,
    OwnNumber,
    PlaceCode,
    ReasonCode,
    Ref,
    ShortText,
    WagePeriod,
)

ClosingDay = Annotated[date, Field(le=date(2199, 12, 31))]
HoursPerWeek = Annotated[int, Field(ge=1, le=112)]
SkillList = Annotated[tuple[ShortText, ...], Field(max_length=60)]


class Terms(Value):
    """What an employer asks and offers, as far as it is said."""

    title_native: ShortText | None = None
    description: LongText | None = None
    district: PlaceCode | None = None
    wage_min: Minor | None = None
    wage_max: Minor | None = None
    wage_currency: CurrencyCode | None = None
    wage_period: WagePeriod | None = None
    contract: Contract | None = None
    hours: Hours | None = None
    hours_per_week: HoursPerWeek | None = None
    education: Education | None = None
    experience_months: Months | None = None
    required_skills: SkillList = ()
    useful_skills: SkillList = ()
    languages: Annotated[tuple[Spoken, ...], Field(max_length=20)] = ()
    licences: Licences = Field(default=(), description="What the law requires for this work, not what is useful.")
    hazardous: bool | None = Field(
        default=None, description="Whether the law forbids this work to those under 18; null where nobody has said."
    )
    social_security: bool | None = None
    accommodations: tuple[Accommodation, ...] = ()


class PostVacancy(Terms, Command):
    """An employer offers work."""

    own_number: OwnNumber | None = None
    employer: Ref
    title: ShortText
    occupation: IscoCode
    openings: Openings = 1
    province: PlaceCode
    closes_on: ClosingDay
    withdrawn_on: date | None = Field(default=None, description="For a file of the past: the day it was withdrawn.")

    @model_validator(mode="after")
    def _wage_is_whole(self) -> Self:
        """A wage has its currency and period, and its range does not fall."""
        if (self.wage_min is not None or self.wage_max is not None) and not (self.wage_currency and self.wage_period):
            raise ValueError("wage_incomplete")
        if self.wage_min is not None and self.wage_max is not None and self.wage_min > self.wage_max:
            raise ValueError("wage_range_falls")
        return self


class AmendVacancy(Terms, Command):
    """Correct a vacancy; only the fields that are given change. Openings have their own verb."""

    vacancy: Ref
    title: ShortText | None = None
    occupation: IscoCode | None = None
    province: PlaceCode | None = None
    closes_on: ClosingDay | None = None
    version: int | None = Field(default=None, description="The version that was read (If-Match).")


class ChangeOpenings(Command):
    """The employer wants more or fewer people than notified."""

    vacancy: Ref
    openings: Annotated[
        int, Field(ge=0, le=10_000, description="The new number of openings, the filled ones included.")
    ]


class CloseVacancy(Command):
    """The employer withdraws what is still open."""

    vacancy: Ref
    because: ReasonCode = "withdrawn_by_employer"
