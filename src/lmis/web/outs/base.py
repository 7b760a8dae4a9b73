"""What every answer has, and small values that several share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from lmis.vocabulary import Language, WagePeriod


class Out(BaseModel):
    """An answer; what is not said is null."""

    model_config = ConfigDict(frozen=True)


class WageOut(Out):
    """An amount in minor units of its currency, for a period."""

    amount: int
    currency: str
    period: WagePeriod

    @classmethod
    def of(cls, row: Any) -> WageOut | None:
        """The wage of a person or placement; None where none is known."""
        if row.wage_amount is None:
            return None
        return cls(amount=row.wage_amount, currency=row.wage_currency, period=WagePeriod(row.wage_period))


class MonthsOut(Out):
    """Months of work in one occupation."""

    occupation: str
    months: int


class SpokenOut(Out):
    """A language with its level."""

    language: str
    level: str

    @classmethod
    def all(cls, spoken: list[list[str]]) -> list[SpokenOut]:
        """Each [language, level]."""
        return [cls(language=language, level=level) for language, level in spoken]


def named(row: Any, language: Language) -> str | None:
    """The name of a reference row in a language, else in English."""
    name: str | None = getattr(row, f"name_{language.value}") or row.name_en
    return name


def office_code(codes: Mapping[UUID, str], office: UUID | None) -> str | None:
    """The code of an office."""
    return codes.get(office) if office else None
