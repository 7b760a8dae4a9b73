"""The rules about what a registration or an amendment says: each reads a few fields, and needs no other record.

A rule is asked about one command, or once about all rows of a file that say the same in its fields.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from lmis.commands.base import Wage
from lmis.commands.seekers import AmendSeeker, Consent, RegisterSeeker, SupportConsent
from lmis.errors import Invalid
from lmis.matching.law import legal_age
from lmis.services.checks import (
    Fault,
    code_fault,
    in_the_future,
    licence_faults,
    place_faults,
    profile_faults,
    reason_fault,
)
from lmis.services.codes import Codes
from lmis.vocabulary import Actor, Country


class BelowWorkingAge(Invalid):
    """The person is below the age at which work is allowed."""


class ClosedBeforeOpened(Invalid):
    """A registration cannot end before it began."""


class BirthCannotBe(Invalid):
    """This birth date cannot be."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """What rules rest on beside the command."""

    codes: Codes
    country: Country
    today: date

    @classmethod
    def of(cls, codes: Codes, by: Actor) -> Grounds:
        """Those of somebody who writes for an office."""
        return cls(codes, Country(codes.office_countries[by.office_id]) if by.office_id else Country.KH, by.today)


@dataclass(frozen=True, slots=True)
class Rule:
    """Fields, and what is wrong with their values: `(grounds, *values) -> faults`."""

    reads: tuple[str, ...]
    finds: Callable[..., Iterable[Fault | None]]


def faults_of(command: RegisterSeeker | AmendSeeker, rules: Iterable[Rule], grounds: Grounds) -> Iterable[Fault | None]:
    """What rules find in a command; a field that it does not have is not said."""
    for rule in rules:
        yield from rule.finds(grounds, *[getattr(command, name, None) for name in rule.reads])


def birth_fault(grounds: Grounds, birth: date | None, year: int | None, opened: date | None = None) -> Fault | None:
    """A birth that cannot be, or an age on that day at which nobody may work; None where no birth is said."""
    day, born = opened or grounds.today, birth.year if birth else year
    if born is None:
        return None
    if not day.year - 110 <= born <= day.year:
        return BirthCannotBe(value=birth or born), "#/birth_date"
    lowest = legal_age(grounds.country, "any", day).years
    if day.year - born < lowest:
        return BelowWorkingAge(age=day.year - born, lowest=lowest), "#/birth_date"
    return None


def _order_fault(grounds: Grounds, opened: date | None, closed: date | None) -> Fault | None:
    opened = opened or grounds.today
    if closed is None or closed >= opened:
        return None
    return ClosedBeforeOpened(opened_on=opened, closed_on=closed), "#/closed_on"


def _wage_faults(grounds: Grounds, wage: Wage | None) -> Iterable[Fault | None]:
    return profile_faults(grounds.codes, wage=wage)


def _consent_fault(grounds: Grounds, consent: Consent | None) -> Fault | None:
    return in_the_future(grounds.today, consent.on if consent else None, "#/consent/on")


def _support_consent_fault(grounds: Grounds, consent: SupportConsent | None) -> Fault | None:
    return in_the_future(grounds.today, consent.on if consent else None, "#/support_consent/on")


def _listed(name: str, listed: str) -> Callable[[Grounds, Any], Iterable[Fault | None]]:
    """A field that holds a code of a list (`listed`: its name in `Codes`)."""
    return lambda g, value: [code_fault(g.codes, name, getattr(g.codes, listed), value, f"#/{name}")]


CONTENT: Final = (
    Rule(("province", "district", "commune"), lambda g, *places: place_faults(g.codes, *places)),
    Rule(("education",), _listed("education", "education")),
    Rule(("experience",), lambda g, jobs: profile_faults(g.codes, experience=jobs)),
    Rule(("languages",), lambda g, spoken: profile_faults(g.codes, languages=spoken)),
    Rule(("licences",), lambda g, codes: licence_faults(g.codes, codes)),
    Rule(("wanted_occupations",), lambda g, codes: profile_faults(g.codes, occupations=codes)),
    Rule(("wanted_provinces",), lambda g, codes: profile_faults(g.codes, provinces=codes)),
    Rule(("wage",), _wage_faults),
    Rule(
        ("identity_missing_reason",),
        lambda g, why: [reason_fault(g.codes, ["identity_missing"], why, "#/identity_missing_reason")],
    ),
    Rule(("sector",), _listed("sector", "industries")),
    Rule(("support_consent",), lambda g, consent: [_support_consent_fault(g, consent)]),
)
"""What a record says, whenever it is said."""

REGISTRATION: Final = (
    *CONTENT,
    Rule(("closed_because",), lambda g, why: [reason_fault(g.codes, ["closure"], why, "#/closed_because")]),
    Rule(("happened_on",), lambda g, day: [in_the_future(g.today, day, "#/happened_on")]),
    Rule(("closed_on",), lambda g, day: [in_the_future(g.today, day, "#/closed_on")]),
    Rule(("consent",), lambda g, consent: [_consent_fault(g, consent)]),
    Rule(("birth_date", "birth_year", "happened_on"), lambda g, *said: [birth_fault(g, *said)]),
    Rule(("happened_on", "closed_on"), lambda g, *days: [_order_fault(g, *days)]),
)
"""What a registration says."""
