"""What every command has, and the small values that several commands share."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from lmis.vocabulary import (
    CurrencyCode,
    IscoCode,
    LanguageCode,
    LanguageLevel,
    LicenceCode,
    Minor,
    Months,
    WagePeriod,
)

Licences = Annotated[tuple[LicenceCode, ...], Field(max_length=20)]
"""Driving licences and professional certificates, by the codes of `seeds/licences.csv`."""


class Value(BaseModel):
    """A frozen value; unknown fields are refused, so nothing can be slipped in."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Command(Value):
    """A request for change, complete and valid."""

    id: UUID | None = Field(
        default=None, description="The client may bring its own id: sending it again changes nothing."
    )
    happened_on: date | None = Field(default=None, description="When it took place; today where it is not said.")


class Wage(Value):
    """An amount in minor units, its currency and the period that it is paid for."""

    amount: Minor
    currency: CurrencyCode
    period: WagePeriod = WagePeriod.MONTH


class Experience(Value):
    """Months of work in one occupation."""

    occupation: IscoCode
    months: Months


class Spoken(Value):
    """A language with its level."""

    language: LanguageCode
    level: LanguageLevel
