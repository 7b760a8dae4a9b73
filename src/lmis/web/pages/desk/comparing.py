"""Two records field by field: what they say, and whether it is the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from lmis.locale.catalogue import label, text
from lmis.locale.formats import day
from lmis.text.keys import search_key
from lmis.vocabulary import Language
from lmis.web.outs.people import SeekerOut
from lmis.web.pages.desk.naming import Names


class Likeness(StrEnum):
    """How a field of two records compares."""

    SAME = "same"
    DIFFERENT = "different"
    ONE_ONLY = "one_only"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of both records."""

    name: str
    first: str
    second: str
    likeness: Likeness


Say = Callable[[SeekerOut, Names, Language], str]
"""What a record says in a field; nothing where it does not say."""


def _plain(name: str) -> Say:
    return lambda one, _names, _language: str(getattr(one, name) or "")


def _full_name(one: SeekerOut, _names: Names, _language: Language) -> str:
    return " ".join(part for part in (one.family_name, one.given_name) if part)


def _native_name(one: SeekerOut, _names: Names, _language: Language) -> str:
    return " ".join(part for part in (one.family_name_native, one.given_name_native) if part)


def _sex(one: SeekerOut, _names: Names, language: Language) -> str:
    return label("sex_of_a_person", one.sex, language) if one.sex else ""


def _birth(one: SeekerOut, _names: Names, language: Language) -> str:
    return day(one.birth_date, language) if one.birth_date else str(one.birth_year)


def _identity(one: SeekerOut, _names: Names, language: Language) -> str:
    kind = label("identity_kind", one.identity_kind, language) if one.identity_kind else ""
    return " ".join(part for part in (kind, one.identity_number) if part)


def _place(one: SeekerOut, names: Names, _language: Language) -> str:
    return ", ".join(names.of("place", code) for code in (one.commune, one.district, one.province) if code)


def _education(one: SeekerOut, names: Names, _language: Language) -> str:
    return names.of("education", one.education) if one.education is not None else ""


def _occupations(one: SeekerOut, names: Names, _language: Language) -> str:
    return ", ".join(names.of("occupation", code) for code in one.wanted_occupations)


def _experience(one: SeekerOut, names: Names, language: Language) -> str:
    def job(occupation: str, months: int) -> str:
        named = names.of("occupation", occupation)
        return text("{occupation}: {months} months", language, occupation=named, months=months)

    return ", ".join(job(each.occupation, each.months) for each in one.experience)


def _skills(one: SeekerOut, _names: Names, _language: Language) -> str:
    return ", ".join(one.skills)


def _licences(one: SeekerOut, names: Names, _language: Language) -> str:
    return ", ".join(names.of("licence", code) for code in one.licences)


def _registrations(one: SeekerOut, _names: Names, language: Language) -> str:
    def spell(opened: Any, closed: Any) -> str:
        return f"{day(opened, language)} – {day(closed, language) if closed else ''}".rstrip()

    return "; ".join(spell(each.opened_on, each.closed_on) for each in one.registrations)


def _recorded(one: SeekerOut, _names: Names, language: Language) -> str:
    return day(one.recorded_at.date(), language)


FIELDS: Final[Sequence[tuple[str, Say]]] = (
    ("name", _full_name),
    ("name_native", _native_name),
    ("sex", _sex),
    ("birth", _birth),
    ("identity", _identity),
    ("phone", _plain("phone")),
    ("place", _place),
    ("education", _education),
    ("occupations", _occupations),
    ("experience", _experience),
    ("skills", _skills),
    ("licences", _licences),
    ("own_number", _plain("own_number")),
    ("office", _plain("office")),
    ("registrations", _registrations),
    ("recorded", _recorded),
)
"""The fields that an officer compares, by the keys of their labels."""


def compared(first: SeekerOut, second: SeekerOut, names: Names, language: Language) -> list[Field]:
    """Every field of which one record at least says something."""
    fields = []
    for name, say in FIELDS:
        one, other = say(first, names, language), say(second, names, language)
        if one or other:
            fields.append(Field(label("field", name, language), one or "–", other or "–", _likeness(one, other)))
    return fields


def _likeness(one: str, other: str) -> Likeness:
    if not (one and other):
        return Likeness.ONE_ONLY
    return Likeness.SAME if search_key(one) == search_key(other) else Likeness.DIFFERENT
