"""Answers about published figures."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from lmis.model.figures import Edition
from lmis.web.outs.base import Out


class EditionOut(Out):
    """One publication; a revision is another edition with a higher number.

    `source` is `PES`, the register, or the code of a survey.
    """

    id: UUID
    country: str
    period: str
    source: str
    starts_on: date
    ends_on: date
    number: int
    state: str
    cut_off: datetime
    published_at: datetime
    records: int
    digest: str
    planned_on: date | None
    """The day of the release calendar that it came out on."""
    reason: str | None
    """Why it came out otherwise."""

    @classmethod
    def of(cls, row: Edition) -> EditionOut:
        """An edition."""
        return cls.model_validate(row, from_attributes=True)


class FigureOut(Out):
    """One figure; `value` is null where it is hidden or cannot be computed (`note` says why), never 0.

    `lower` and `upper` bound it with 95 %, or are the bracket that its definition names. Of a survey, `standard` is the
    ICLS that it follows, `records` the respondents counted, and `class_code` a class of the `classification`.
    """

    id: int
    indicator: str
    version: str
    period: str
    breakdown: str
    province: str | None
    office: str | None
    sex: str | None
    age_group: str | None
    occupation: str | None
    sector: str | None
    education: str | None
    disability: str | None
    duration: str | None
    contract: str | None
    wage_band: str | None
    employer_size: str | None
    confirmation: str | None
    exit_reason: str | None
    standard: str | None
    area: str | None
    age_youth: str | None
    age_5yr: str | None
    age_10yr: str | None
    education_group: str | None
    migrant: str | None
    status_in_employment: str | None
    status_group: str | None
    broad_sector: str | None
    classification: str | None
    class_code: str | None
    value: float | None
    se: float | None
    lower: float | None
    upper: float | None
    numerator: float | None
    denominator: float | None
    records: int | None
    base: int | None
    status: str
    note: str | None
    source: str | None

    @classmethod
    def of(cls, row: Any) -> FigureOut:
        """A figure as its reader may see it."""
        return cls.model_validate(row, from_attributes=True)
