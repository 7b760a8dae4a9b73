"""Commands about people and their registrations."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final, Self
from uuid import UUID

from pydantic import Field, model_validator

from lmis.commands.base import Command, Experience, Licences, Spoken, Value, Wage
from lmis.vocabulary import (
    Accommodation,
    BirthYear,
    ConsentMode,
    CountryCode,
    Disability,
    Education,
    Hours,
    IdentityKind,
    IscoCode,
    IsicDivision,
    LabourStatus,
    Membership,
    Mobility,
    Months,
    OwnNumber,
    Phone,
    PlaceCode,
    ReasonCode,
    Ref,
    Sex,
    ShortText,
)

Skills = Annotated[tuple[ShortText, ...], Field(max_length=60)]


class Consent(Value):
    """The person agreed that the record is kept and shown to employers."""

    mode: ConsentMode
    on: date


class SupportConsent(Value):
    """The person agreed that a disability, and what helps at work, is written down; a purpose of its own."""

    mode: ConsentMode
    on: date


class Profile(Value):
    """What a person knows, wants and can do; nothing of it says who the person is."""

    education: Education | None = None
    experience: Annotated[tuple[Experience, ...], Field(max_length=30)] = ()
    skills: Skills = ()
    languages: Annotated[tuple[Spoken, ...], Field(max_length=20)] = ()
    licences: Licences = ()
    wanted_occupations: Annotated[tuple[IscoCode, ...], Field(max_length=10)] = ()
    wanted_provinces: Annotated[tuple[PlaceCode, ...], Field(max_length=45)] = ()
    wanted_hours: Hours | None = None
    wage: Wage | None = None
    available_from: date | None = None
    mobility: Mobility | None = None


class Particulars(Profile):
    """The rest of a person's record, as far as it is said."""

    family_name: ShortText | None = None
    given_name: ShortText | None = None
    family_name_native: ShortText | None = None
    given_name_native: ShortText | None = None
    birth_date: date | None = None
    birth_year: BirthYear | None = None
    identity_kind: IdentityKind | None = None
    identity_number: OwnNumber | None = None
    identity_missing_reason: ReasonCode | None = None
    phone: Phone | None = None
    district: PlaceCode | None = None
    commune: PlaceCode | None = None
    disability: tuple[Disability, ...] = ()
    accommodations: tuple[Accommodation, ...] = ()
    support_consent: SupportConsent | None = Field(
        default=None,
        description="How and when the person agreed that disability and accommodations are written down; where it is"
        " not said, whoever sends them answers for it.",
    )
    labour_status: LabourStatus | None = None
    months_without_work: Months | None = None
    social_security: Membership | None = None
    returnee_from: CountryCode | None = None
    consent: Consent | None = None


COMPLETE: Final = (
    "family_name",
    "given_name",
    "family_name_native",
    "given_name_native",
    "birth_date",
    "birth_year",
    "identity_number",
    "identity_missing_reason",
    "closed_on",
    "closed_because",
)
"""What `incomplete` is asked about."""


def incomplete(
    family_name: str | None,
    given_name: str | None,
    family_name_native: str | None,
    given_name_native: str | None,
    birth_date: date | None,
    birth_year: int | None,
    identity_number: str | None,
    identity_missing_reason: str | None,
    closed_on: date | None,
    closed_because: str | None,
) -> str | None:
    """What is missing of a registration, or contradicts itself; None where nothing does."""
    if not (family_name or given_name or family_name_native or given_name_native):
        return "name_missing"
    if birth_date is None and birth_year is None:
        return "birth_missing"
    if birth_date and birth_year and birth_date.year != birth_year:
        return "birth_year_differs"
    if identity_number is None and identity_missing_reason is None:
        return "identity_reason_missing"
    if (closed_on is None) != (closed_because is None):
        return "closure_incomplete"
    return None


class RegisterSeeker(Particulars, Command):
    """A person registers as looking for work: the record of the person, and a spell of registration."""

    own_number: OwnNumber | None = Field(default=None, description="The office's own number of this person.")
    sex: Sex
    province: PlaceCode
    closed_on: date | None = Field(default=None, description="For a file of the past: the day this spell ended.")
    closed_because: ReasonCode | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        """A name in one script, a birth date or year, a number or the reason why there is none."""
        if missing := incomplete(*(getattr(self, name) for name in COMPLETE)):
            raise ValueError(missing)
        return self


class RegisterQuickly(Command):
    """The five fields of a surge: name, age, province, sector, expected wage; completed later."""

    own_number: OwnNumber | None = None
    name: ShortText
    age: Annotated[int, Field(ge=10, le=100)]
    province: PlaceCode
    sector: IsicDivision | None = None
    wage: Wage | None = None
    sex: Sex | None = None
    phone: Phone | None = None
    returnee_from: CountryCode | None = None


class AmendSeeker(Particulars, Command):
    """Correct or complete a person's record; only the fields that are given change."""

    seeker: Ref
    sex: Sex | None = None
    province: PlaceCode | None = None
    version: int | None = Field(default=None, description="The version that was read (If-Match).")


class RenewRegistration(Command):
    """The person still looks for work: the registration runs on."""

    seeker: Ref


class CloseRegistration(Command):
    """The registration ends, with its reason."""

    seeker: Ref
    because: ReasonCode


class ReopenRegistration(Command):
    """The person comes back: a new spell for somebody who is already known."""

    seeker: Ref


class TransferSeeker(Command):
    """The person moves to another office, or to another officer of the same office."""

    seeker: Ref
    office: ShortText
    officer: UUID | None = None


class GiveConsent(Command):
    """The person agrees that the record is shown to employers; also somebody who withdrew that before."""

    seeker: Ref
    mode: ConsentMode


class WithdrawConsent(Command):
    """The person withdraws consent: nothing is shown to employers any more."""

    seeker: Ref


class WithdrawSupportConsent(Command):
    """The person no longer wants a disability, and what helps, to be written down: both are removed."""

    seeker: Ref
