"""Commands about employers."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from lmis.commands.base import Command
from lmis.vocabulary import EmployerSize, IsicDivision, OwnNumber, Phone, PlaceCode, Ref, ShortText


class RegisterEmployer(Command):
    """An employer becomes known to an office."""

    own_number: OwnNumber | None = None
    name: ShortText
    name_native: ShortText | None = None
    sector: IsicDivision
    province: PlaceCode
    district: PlaceCode | None = None
    phone: Phone | None = None
    size: EmployerSize | None = None
    registration_number: OwnNumber | None = None


class AmendEmployer(Command):
    """Correct an employer's record; only the fields that are given change."""

    employer: Ref
    name: ShortText | None = None
    name_native: ShortText | None = None
    sector: IsicDivision | None = None
    province: PlaceCode | None = None
    district: PlaceCode | None = None
    phone: Phone | None = None
    size: EmployerSize | None = None
    registration_number: OwnNumber | None = None
    version: int | None = Field(default=None, description="The version that was read (If-Match).")


class MakeEmployerLink(Command):
    """An employer gets a secret link to their own vacancies, shown once."""

    employer: Ref
    days: Annotated[int, Field(ge=1, le=365, description="How long it opens.")] = 90


class RevokeEmployerLink(Command):
    """A link stops working."""

    link: Ref
