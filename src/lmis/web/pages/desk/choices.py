"""What the lists of a form offer: codes with their names in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from lmis.locale.territories import territories
from lmis.locale.words import enum_label, label
from lmis.model.offices import Office, Staff
from lmis.model.reference import Currency, EducationLevel, Industry, Licence, Place, Reason, SpokenLanguage
from lmis.queries.staff import staff_found
from lmis.services.codes import codes
from lmis.vocabulary import (
    Accommodation,
    Actor,
    ConsentMode,
    Disability,
    Hours,
    IdentityKind,
    LabourStatus,
    Language,
    LanguageLevel,
    Membership,
    Mobility,
    Sex,
    WagePeriod,
)

Option = tuple[str, str]
"""(code, name)."""

CLOSED: Final[Mapping[str, type[StrEnum]]] = {
    "identity_kind": IdentityKind,
    "labour_status": LabourStatus,
    "wanted_hours": Hours,
    "mobility": Mobility,
    "social_security": Membership,
    "wage_period": WagePeriod,
    "consent_mode": ConsentMode,
    "support_consent_mode": ConsentMode,
}
"""Fields of the form of a person whose values are a list of the vocabulary."""

FIRST_REASONS: Final = ("not_with_person", "not_asked", "never_issued", "lost")
"""Why somebody shows no paper: the usual reasons first."""
NEAR: Final = ("TH", "VN", "MY", "KR", "JP", "CN", "SG", "LA", "KH")
"""Where people of both countries come back from: these first."""
STAFF: Final = 200
"""An office has fewer."""


def listed(values: Iterable[StrEnum], language: Language) -> list[Option]:
    """Values of the vocabulary with their labels."""
    return [(one.value, enum_label(one, language)) for one in values]


def reasons(session: Session, by: Actor, kind: str, first: Sequence[str] = ()) -> list[Option]:
    """The reasons of a kind, those that are named first before all others."""
    found = _named(session, by, select(Reason).where(Reason.kind == kind).order_by(Reason.code))
    return sorted(found, key=lambda one: (first.index(one[0]) if one[0] in first else len(first), one[0] == "other"))


def person_choices(session: Session, by: Actor) -> dict[str, Any]:
    """The lists of the form of a person: field → its options; districts by province."""
    places = select(Place).where(Place.kind.in_(["province", "district"])).order_by(Place.code)
    if by.country is not None:
        places = places.where(Place.country == by.country.value)
    rows = session.scalars(places).all()
    provinces = [(row.code, _name(row, by.language)) for row in rows if row.kind == "province"]
    districts = {code: [(r.code, _name(r, by.language)) for r in rows if r.parent == code] for code, _ in provinces}
    return {
        **{name: listed(values, by.language) for name, values in CLOSED.items()},
        "sex": [(one.value, label("sex_of_a_person", one.value, by.language)) for one in Sex],
        "identity_missing_reason": reasons(session, by, "identity_missing", FIRST_REASONS),
        "province": provinces,
        "district": [(name, districts[code]) for code, name in provinces if districts[code]],
        "education": _named(session, by, select(EducationLevel).order_by(EducationLevel.code)),
        "sector": _named(session, by, select(Industry).where(Industry.level == "division").order_by(Industry.code)),
        "languages": _named(session, by, select(SpokenLanguage).order_by(SpokenLanguage.code)),
        "levels": listed(LanguageLevel, by.language),
        "licences": _named(session, by, select(Licence).order_by(Licence.code)),
        "wanted_provinces": provinces,
        "returnee_from": territories(by.language, NEAR),
        "disability": [(one.value, label("disability_asked", one.value, by.language)) for one in Disability],
        "accommodations": listed(Accommodation, by.language),
        "wage_currency": [(code, code) for code in session.scalars(select(Currency.code).order_by(Currency.code))],
    }


def home_province(session: Session, by: Actor) -> str:
    """The province of the actor's office; nothing where it has none."""
    query = select(Office.province).where(Office.id == by.office_id)
    return (session.scalars(query).one_or_none() if by.office_id else None) or ""


def offices(session: Session, by: Actor) -> list[Option]:
    """The offices of the actor's country with their names."""
    known = codes(session).offices_in(by.country and by.country.value)
    return _named(session, by, select(Office).where(Office.code.in_(list(known))).order_by(Office.code))


def colleagues(session: Session, by: Actor) -> list[Option]:
    """Who works at the actor's office, by name."""
    query = staff_found(by, None, STAFF).where(Staff.office_id == by.office_id)
    return sorted(((str(one.id), one.name) for one in session.scalars(query)), key=lambda one: one[1])


def _named(session: Session, by: Actor, query: Any) -> list[Option]:
    return [(str(row.code), _name(row, by.language)) for row in session.scalars(query)]


def _name(row: Any, language: Language) -> str:
    return getattr(row, f"name_{language.value}") or row.name_en or str(row.code)
