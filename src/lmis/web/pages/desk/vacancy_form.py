"""The form of a vacancy: what can be chosen, what was typed as the fields of a command, what a record says as text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.datastructures import FormData

from lmis.fairness.adverts import flags_of_advert
from lmis.locale.adverts import finding_words
from lmis.model.reference import Place
from lmis.services.codes import Codes, codes
from lmis.vocabulary import Accommodation, Actor, Contract, EmployerSize, Hours, Language, LanguageLevel, WagePeriod
from lmis.web.outs.vacancies import VacancyOut
from lmis.web.pages.desk.naming import names_of
from lmis.web.pages.desk.sheets import Sheet

SPOKEN: Final = 3
"""Languages that the form has room for."""
TICKED: Final = ("licences", "accommodations")
_BETWEEN: Final = re.compile(r"[,;\n។]+")
_YES: Final = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class TypedAdvert:
    """What a form says of a vacancy in free words."""

    title: str
    title_native: str | None
    description: str | None
    required_skills: Sequence[str]
    useful_skills: Sequence[str]


def listed(text: str) -> list[str]:
    """Skills as they are typed: parted by commas or lines."""
    return list(dict.fromkeys(part.strip() for part in _BETWEEN.split(text) if part.strip()))


def advice(sheet: Sheet, language: Language) -> dict[str, list[str]]:
    """Field -> what its words ask of people that has nothing to do with the work."""
    skills = (listed(sheet.typed(name)) for name in ("required_skills", "useful_skills"))
    advert = TypedAdvert(*(sheet.typed(name) for name in ("title", "title_native", "description")), *skills)
    found: dict[str, list[str]] = {}
    for flag in flags_of_advert(advert):
        found.setdefault(flag.field, []).append(finding_words(flag.finding, language))
    return found


def terms_of(sheet: Sheet, known: Codes) -> dict[str, Any]:
    """The fields that posting and amending share; what is left empty is None."""
    currency = sheet.typed("wage_currency")
    units = known.currencies.get(currency, 2)
    plain = ("title", "title_native", "description", "occupation", "province", "district", "contract", "hours")
    values: dict[str, Any] = {name: sheet.typed(name) or None for name in plain}
    low, high = sheet.amount("wage_min", units), sheet.amount("wage_max", units)
    paid = low is not None or high is not None
    return values | {
        "closes_on": sheet.day("closes_on"),
        "wage_min": low,
        "wage_max": high,
        "wage_currency": currency if paid else None,
        "wage_period": sheet.typed("wage_period") or None if paid else None,
        "hours_per_week": sheet.whole("hours_per_week"),
        "education": sheet.whole("education"),
        "experience_months": sheet.whole("experience_months"),
        "required_skills": listed(sheet.typed("required_skills")),
        "useful_skills": listed(sheet.typed("useful_skills")),
        "languages": _spoken(sheet),
        "licences": sheet.chosen("licences"),
        "accommodations": sheet.chosen("accommodations"),
        "hazardous": _YES.get(sheet.typed("hazardous")),
        "social_security": _YES.get(sheet.typed("social_security")),
    }


def _spoken(sheet: Sheet) -> list[dict[str, str]]:
    rows = [(sheet.typed(f"language{at}"), sheet.typed(f"level{at}")) for at in range(1, SPOKEN + 1)]
    return [{"language": code, "level": level or LanguageLevel.BASIC.value} for code, level in rows if code]


def typed_again(sheet: Sheet) -> dict[str, Any]:
    """What stands in the form, for its fields: texts, and of boxes what was ticked."""
    texts = {name: sheet.typed(name) for name in sheet.form if isinstance(name, str)}
    return texts | {name: sheet.chosen(name) for name in TICKED}


def written(out: VacancyOut, known: Codes) -> FormData:
    """A record as a form that nobody has changed yet."""
    units = known.currencies.get(out.wage_currency or "", 2)
    plain = {name: str(value) for name, value in out.model_dump(mode="json").items() if isinstance(value, str | int)}
    for name in ("wage_min", "wage_max"):
        if (amount := getattr(out, name)) is not None:
            plain[name] = plain_amount(amount, units)
    for name in ("hazardous", "social_security"):
        if (said := getattr(out, name)) is not None:
            plain[name] = "yes" if said else "no"
    for at, spoken in enumerate(out.languages[:SPOKEN], start=1):
        plain |= {f"language{at}": spoken.language, f"level{at}": spoken.level}
    plain |= {name: ", ".join(getattr(out, name)) for name in ("required_skills", "useful_skills")}
    ticked = [(name, one) for name in TICKED for one in getattr(out, name)]
    return FormData([*plain.items(), *ticked])


def plain_amount(amount: int, units: int) -> str:
    """An amount in whole units of its currency, without separators."""
    return f"{(Decimal(amount) / Decimal(10) ** units).normalize():f}"


def choices(session: Session, by: Actor) -> dict[str, Any]:
    """What can be chosen in the form, with names in the reader's language."""
    names, known = names_of(session, by, "place", "industry", "education", "language", "licence"), codes(session)
    return {
        "provinces": _provinces(session, by),
        "districts": _districts(session, by, names.lists["place"]),
        "industries": {code: name for code, name in names.lists["industry"].items() if code.isdigit()},
        "levels_of_education": names.lists["education"],
        "spoken_languages": names.lists["language"],
        "all_licences": names.lists["licence"],
        "currencies": sorted(known.currencies),
        "contracts": list(Contract),
        "hours_kinds": list(Hours),
        "periods": list(WagePeriod),
        "language_levels": list(LanguageLevel),
        "all_accommodations": list(Accommodation),
        "sizes": list(EmployerSize),
        "spoken_rows": range(1, SPOKEN + 1),
    }


def _provinces(session: Session, by: Actor) -> Mapping[str, str]:
    return dict(_places(session, by, "province"))


def _districts(session: Session, by: Actor, names: Mapping[str, str]) -> Mapping[str, list[tuple[str, str]]]:
    """Name of a province -> its districts, code and name."""
    found: dict[str, list[tuple[str, str]]] = {}
    for code, name in _places(session, by, "district"):
        found.setdefault(names.get(code[:4], code[:4]), []).append((code, name))
    return found


def _places(session: Session, by: Actor, kind: str) -> Sequence[tuple[str, str]]:
    local, english = getattr(Place, f"name_{by.language.value}"), Place.name_en
    own = () if by.country is None else (Place.country == by.country.value,)
    rows = session.execute(select(Place.code, local, english).where(Place.kind == kind, *own).order_by(Place.code))
    return [(code, name or english_name or code) for code, name, english_name in rows]
