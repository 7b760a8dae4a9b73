"""Commands about the publication of figures: approving a draft, and the release calendar."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from lmis.commands.base import Command
from lmis.vocabulary import Country, LongText, PlaceCode

PeriodText = Annotated[str, Field(max_length=8, description="As 2026Q3, 2026M07 or 2026.")]


class ReleaseKind(StrEnum):
    """What comes out on a day of the release calendar."""

    PRELIMINARY = "preliminary"
    FINAL = "final"
    REVISION = "revision"


class ApproveFigures(Command):
    """A province stands by its figures of a draft."""

    edition: UUID
    province: PlaceCode
    remark: LongText | None = None


class WithdrawApproval(Command):
    """A province no longer stands by its figures of a draft."""

    edition: UUID
    province: PlaceCode


class PlanRelease(Command):
    """A day on which the figures of a period come out, told beforehand."""

    country: Country | None = Field(default=None, description="The own country where it is not said.")
    period: PeriodText
    kind: ReleaseKind
    planned_on: date
    note: LongText | None = None
