"""The words of the register: code lists, states and the moves between them, field types, and who acts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, StringConstraints


class Country(StrEnum):
    """The two countries, ISO 3166-1."""

    KH = "KH"
    LA = "LA"

    @property
    def zone(self) -> ZoneInfo:
        """Whose calendar day counts as today."""
        return ZoneInfo("Asia/Phnom_Penh" if self is Country.KH else "Asia/Vientiane")


class Role(StrEnum):
    """What a member of staff may do; see ``web/policy.py`` for the operations of each."""

    OFFICER = "officer"
    HEAD = "head"
    COORDINATOR = "coordinator"
    ANALYST = "analyst"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"


class Purpose(StrEnum):
    """Why a person's record is read; declared per operation, kept with every access record."""

    REGISTRATION = "registration"
    COUNSELLING = "counselling"
    MATCHING = "matching"
    REFERRAL = "referral"
    PLACEMENT = "placement"
    IMPORT = "import"
    EXPORT = "export"
    STATISTICS = "statistics"
    ADMINISTRATION = "administration"
    NONE = "none"


class Sex(StrEnum):
    """Sex as registered."""

    F = "F"
    M = "M"


class IdentityKind(StrEnum):
    """The paper that an identity number stands on."""

    NATIONAL_ID = "national_id"
    PASSPORT = "passport"
    FAMILY_BOOK = "family_book"
    BIRTH_CERTIFICATE = "birth_certificate"
    OTHER = "other"


class LabourStatus(StrEnum):
    """Labour force status as the person states it at registration."""

    UNEMPLOYED = "unemployed"
    EMPLOYED = "employed"
    OUTSIDE = "outside"


class LanguageLevel(StrEnum):
    """How well a language is spoken, in rising order."""

    BASIC = "basic"
    INTERMEDIATE = "intermediate"
    FLUENT = "fluent"
    NATIVE = "native"

    @property
    def rank(self) -> int:
        """1 (basic) to 4 (native)."""
        return list(LanguageLevel).index(self) + 1


class Mobility(StrEnum):
    """How far a person would go for work, in rising order."""

    DISTRICT = "district"
    PROVINCE = "province"
    COUNTRY = "country"
    ABROAD = "abroad"


class Hours(StrEnum):
    """Working hours wanted or offered."""

    FULL_TIME = "full_time"
    PART_TIME = "part_time"
    ANY = "any"


class Contract(StrEnum):
    """Kind of contract offered."""

    PERMANENT = "permanent"
    FIXED_TERM = "fixed_term"
    SEASONAL = "seasonal"
    CASUAL = "casual"
    APPRENTICESHIP = "apprenticeship"


class WagePeriod(StrEnum):
    """The period that a wage is paid for."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class Membership(StrEnum):
    """Social-security membership (NSSF, LSSO)."""

    MEMBER = "member"
    NOT_MEMBER = "not_member"


class ConsentMode(StrEnum):
    """How consent was given; spoken consent is for those who do not write."""

    WRITTEN = "written"
    THUMBPRINT = "thumbprint"
    SPOKEN = "spoken"


class Disability(StrEnum):
    """Domains of the Washington Group short set, voluntary."""

    SEEING = "seeing"
    HEARING = "hearing"
    WALKING = "walking"
    REMEMBERING = "remembering"
    SELF_CARE = "self_care"
    COMMUNICATING = "communicating"


class Accommodation(StrEnum):
    """What helps a person to work, or an employer offers."""

    RAMP = "ramp"
    SIGN_LANGUAGE = "sign_language"
    FLEXIBLE_HOURS = "flexible_hours"
    SCREEN_READER = "screen_reader"
    SEATED_WORK = "seated_work"
    TRANSPORT = "transport"


class EmployerSize(StrEnum):
    """Persons engaged, size classes."""

    MICRO = "1-9"
    SMALL = "10-49"
    MEDIUM = "50-249"
    LARGE = "250+"


class Confirmation(StrEnum):
    """Who confirmed that a placement took place."""

    EMPLOYER = "employer"
    SEEKER = "seeker"
    SOCIAL_SECURITY = "social_security"


class ServiceKind(StrEnum):
    """A service given to a person beside referral."""

    COUNSELLING = "counselling"
    TRAINING = "training"
    SOCIAL_PROTECTION = "social_protection"


class FollowUpFinding(StrEnum):
    """What a follow-up after placement found."""

    STILL_EMPLOYED = "still_employed"
    LEFT = "left"
    NOT_REACHED = "not_reached"


class PairState(StrEnum):
    """What was decided about two records that may be one person."""

    OPEN = "open"
    MERGED = "merged"
    DIFFERENT = "different"


class TitleOrigin(StrEnum):
    """Where a coded job title comes from: a list of labels, titles that an office had coded, or an answer."""

    LABEL = "label"
    LEARNED = "learned"
    ANSWER = "answer"


class QuestionState(StrEnum):
    """What became of a job title that nobody was certain of."""

    OPEN = "open"
    ANSWERED = "answered"
    DISMISSED = "dismissed"


class OpeningEntryKind(StrEnum):
    """Movements in the ledger of openings."""

    NOTIFIED = "notified"
    RAISED = "raised"
    LOWERED = "lowered"
    FILLED = "filled"
    REINSTATED = "reinstated"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class ReferralState(StrEnum):
    """Where a referral stands."""

    REFERRED = "referred"
    INTERVIEW = "interview"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    NO_SHOW = "no_show"
    OBSOLETE = "obsolete"
    PLACED = "placed"
    CANCELLED = "cancelled"


LIVE_REFERRAL_STATES: Final = frozenset({ReferralState.REFERRED, ReferralState.INTERVIEW, ReferralState.ACCEPTED})
"""A person has at most one referral to a vacancy in these states (a partial unique index holds it)."""

REFERRAL_MOVES: Final[dict[ReferralState, frozenset[ReferralState]]] = {
    ReferralState.REFERRED: frozenset(ReferralState) - {ReferralState.REFERRED, ReferralState.CANCELLED},
    ReferralState.INTERVIEW: frozenset(ReferralState) - {ReferralState.REFERRED, ReferralState.CANCELLED},
    ReferralState.ACCEPTED: frozenset(
        {ReferralState.REFUSED, ReferralState.WITHDRAWN, ReferralState.OBSOLETE, ReferralState.PLACED}
    ),
    ReferralState.PLACED: frozenset({ReferralState.CANCELLED}),
    ReferralState.NO_SHOW: frozenset({ReferralState.OBSOLETE}),
    ReferralState.REFUSED: frozenset(),
    ReferralState.WITHDRAWN: frozenset(),
    ReferralState.OBSOLETE: frozenset(),
    ReferralState.CANCELLED: frozenset(),
}
"""Every allowed move; a move that is not here is refused with what is allowed."""

STATES_WITH_REASON: Final = frozenset({ReferralState.REFUSED, ReferralState.WITHDRAWN})


_CONTROL_CHARACTERS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def _no_control_characters(text: str) -> str:
    """Refuse characters that no paper form can carry (the database would refuse NUL by itself)."""
    if _CONTROL_CHARACTERS.search(text):
        raise ValueError("control_characters")
    if not text.strip():
        raise ValueError("blank")
    return text


ShortText = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(_no_control_characters)]
LongText = Annotated[str, StringConstraints(min_length=1, max_length=5000), AfterValidator(_no_control_characters)]
OwnNumber = Annotated[str, StringConstraints(min_length=1, max_length=60), AfterValidator(_no_control_characters)]
Ref = Annotated[str, StringConstraints(min_length=1, max_length=80), AfterValidator(_no_control_characters)]
"""A record by its id, its short number (S-0012345-7) or the office's own number: the service resolves it."""
IscoCode = Annotated[str, StringConstraints(pattern=r"^\d{1,4}$")]
IsicDivision = Annotated[str, StringConstraints(pattern=r"^\d{2}$")]
PlaceCode = Annotated[str, StringConstraints(pattern=r"^(KH|LA)\d{2,8}$")]
LanguageCode = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
CountryCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
CurrencyCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
ReasonCode = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{0,59}$")]
LicenceCode = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
Phone = Annotated[str, StringConstraints(pattern=r"^\+\d{8,15}$")]
BirthYear = Annotated[int, Field(ge=1900, le=2100)]
Education = Annotated[int, Field(ge=0, le=8)]
Months = Annotated[int, Field(ge=0, le=900)]
Openings = Annotated[int, Field(ge=1, le=10_000)]
Minor = Annotated[int, Field(ge=0, le=10**15)]
"""An amount of money in minor units of its currency."""


class Language(StrEnum):
    """Languages that pages, errors and reasons come in."""

    EN = "en"
    KM = "km"
    LO = "lo"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, from which office, and when; made by a door, handed down."""

    staff_id: UUID | None
    office_id: UUID | None
    country: Country | None
    role: Role
    at: datetime
    language: Language = Language.EN
    batch_id: UUID | None = None

    @property
    def today(self) -> date:
        """The calendar day where the actor stands (Phnom Penh when no country is given)."""
        return self.at.astimezone((self.country or Country.KH).zone).date()

    @property
    def sees_all_offices(self) -> bool:
        """Whether records of other offices of the actor's country are visible."""
        return self.role in (Role.COORDINATOR, Role.SYSTEM)
