"""Rules about one value that several commands share: codes that exist, places that fit, days that can be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from lmis.commands.base import Experience, Spoken, Wage
from lmis.errors import Invalid, LmisError
from lmis.services.codes import Codes, UnknownCode
from lmis.vocabulary import Actor

Fault = tuple[LmisError, str]
"""An error and the JSON pointer of the field at fault."""


class InTheFuture(Invalid):
    """This day is still to come."""


class PlaceDoesNotFit(Invalid):
    """The place does not lie in the province that was given."""


def code_fault(codes: Codes, list_name: str, known: Mapping[Any, Any], value: Any, pointer: str) -> Fault | None:
    """The fault of a code that is not in its list; None where there is no value or no fault."""
    if value is None or value in known:
        return None
    return codes.unknown(list_name, value, known), pointer


def reason_fault(codes: Codes, kinds: Iterable[str], value: str | None, pointer: str) -> Fault | None:
    """The fault of a reason that is in none of the lists."""
    if value is None:
        return None
    known = {code: name for kind in kinds for code, name in codes.reasons.get(kind, {}).items()}
    return code_fault(codes, "reason", known, value, pointer)


def place_faults(
    codes: Codes, province: str | None, district: str | None, commune: str | None = None
) -> Iterable[Fault]:
    """Province, district and commune exist and lie in one another."""
    if province is not None:
        facts = codes.places.get(province)
        if facts is None or facts.kind != "province":
            provinces = {code: codes.place_names[code] for code, p in codes.places.items() if p.kind == "province"}
            yield codes.unknown("province", province, provinces), "#/province"
            return
    for child, parent, pointer in ((district, province, "#/district"), (commune, district, "#/commune")):
        if child is None:
            continue
        facts = codes.places.get(child)
        if facts is None:
            near = {c: n for c, n in codes.place_names.items() if codes.places[c].parent == parent}
            yield codes.unknown("place", child, near or codes.place_names), pointer
        elif parent is not None and facts.parent != parent:
            yield PlaceDoesNotFit(value=child, within=parent, lies_in=facts.parent), pointer


def profile_faults(
    codes: Codes,
    experience: Iterable[Experience] = (),
    languages: Iterable[Spoken] = (),
    occupations: Iterable[str] = (),
    provinces: Iterable[str] = (),
    wage: Wage | None = None,
) -> Iterable[Fault]:
    """Every code inside a profile exists."""
    for i, job in enumerate(experience):
        if job.occupation not in codes.occupations:
            yield codes.unknown("occupation", job.occupation, codes.occupations), f"#/experience/{i}/occupation"
    for i, spoken in enumerate(languages):
        if spoken.language not in codes.languages:
            yield codes.unknown("language", spoken.language, codes.languages), f"#/languages/{i}/language"
    for i, occupation in enumerate(occupations):
        if occupation not in codes.occupations:
            yield codes.unknown("occupation", occupation, codes.occupations), f"#/wanted_occupations/{i}"
    for i, place in enumerate(provinces):
        if place not in codes.places:
            yield codes.unknown("place", place, codes.place_names), f"#/wanted_provinces/{i}"
    if wage is not None and wage.currency not in codes.currencies:
        yield codes.unknown("currency", wage.currency, codes.currencies), "#/wage/currency"


def licence_faults(codes: Codes, licences: Iterable[str]) -> Iterable[Fault]:
    """Every licence is one of the list."""
    for i, licence in enumerate(licences):
        if licence not in codes.licences:
            yield codes.unknown("licence", licence, codes.licences), f"#/licences/{i}"


def future_fault(by: Actor, day: date | None, pointer: str) -> Fault | None:
    """The fault of a day after the actor's today."""
    return in_the_future(by.today, day, pointer)


def in_the_future(today: date, day: date | None, pointer: str) -> Fault | None:
    """The fault of a day after today."""
    return (InTheFuture(value=day, today=today), pointer) if day is not None and day > today else None


def first(faults: Iterable[Fault | None]) -> Fault | None:
    """The first fault, if any."""
    return next((fault for fault in faults if fault is not None), None)


__all__ = [
    "Fault",
    "InTheFuture",
    "PlaceDoesNotFit",
    "UnknownCode",
    "code_fault",
    "first",
    "future_fault",
    "in_the_future",
    "licence_faults",
    "place_faults",
    "profile_faults",
    "reason_fault",
]
