"""Why somebody is suggested, criterion by criterion, in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from lmis.locale.catalogue import filled, keyed, label
from lmis.locale.formats import day, dollars
from lmis.matching.criteria.availability import SOON
from lmis.matching.rank import Reason
from lmis.vocabulary import Language

Said = tuple[str, dict[str, object]]
"""The key of a sentence, and what fills it."""

Names = Mapping[str, str]
"""Code → name, of occupations and languages; a code without a name stands for itself."""


def reason_words(reason: Reason, language: Language, names: Names | None = None) -> str:
    """The criterion's name, and what decided its points."""
    key, values = _said(reason, language, names or {})
    sentence = filled(keyed("reason", key, language) or key, values)
    return f"{label('criterion', reason.criterion, language)}: {sentence}"


def _said(reason: Reason, language: Language, names: Names) -> Said:
    if not reason.known:
        return "unknown", {}
    if reason.max == 0:
        return ("accommodations.none" if reason.criterion == "accommodations" else "not_asked"), {}
    return _SAY[reason.criterion](reason, language, names)


def _occupation(reason: Reason, _language: Language, names: Names) -> Said:
    values, digits = dict(reason.values), int(str(reason.values["shared_digits"]))
    how = "related" if values["related"] else "same" if digits == 4 else "near" if digits else "other"
    values |= {name: _named(values[name], names) for name in ("code", "occupation")}
    return f"occupation.{values['through']}.{how}", values


def _skills(reason: Reason, language: Language, _names: Names) -> Said:
    values: Mapping[str, Any] = reason.values
    has = [_skill(skill, values, language) for skill in (*values["matched"], *values["useful_matched"])]
    return _parts(
        "skills", has, [_skill(one, values, language) for one in (*values["missing"], *values["useful_missing"])]
    )


def _skill(skill: str, values: Mapping[str, Any], language: Language) -> str:
    """A skill, and whether it counts more because few people have it."""
    how = "rare" if skill in values["rare"] else "scarce" if skill in values["scarce"] else None
    return filled(keyed("rarity", how, language) or skill, {"skill": skill}) if how else skill


def _languages(reason: Reason, language: Language, names: Names) -> Said:
    values: Mapping[str, Any] = reason.values
    spoken = [names.get(code) or label("language", code, language) for code in values["met"]]
    lacking = [names.get(code) or label("language", code, language) for code in (*values["below"], *values["missing"])]
    return _parts("languages", spoken, lacking)


def _parts(name: str, has: list[str], lacks: list[str]) -> Said:
    how = "all" if not lacks else "some" if has else "none"
    return f"{name}.{how}", {"has": ", ".join(has), "lacks": ", ".join(lacks)}


def _place(reason: Reason, language: Language, _names: Names) -> Said:
    near, wanted = reason.values["nearness"], reason.values["wanted_province"]
    if near is None:
        return ("place.wanted_unknown" if wanted else "place.not_wanted"), {}
    how = "wanted" if wanted else "near" if reason.points else "too_far"
    return f"place.{how}", {"nearness": label("nearness", str(near), language)}


def _education(reason: Reason, _language: Language, _names: Names) -> Said:
    return f"education.{_how(reason)}", dict(reason.values)


def _experience(reason: Reason, _language: Language, _names: Names) -> Said:
    return f"experience.{_how(reason)}", dict(reason.values)


def _wage(reason: Reason, language: Language, _names: Names) -> Said:
    return f"wage.{_how(reason)}", {name: dollars(int(str(cents)), language) for name, cents in reason.values.items()}


def _hours(reason: Reason, language: Language, _names: Names) -> Said:
    shown: dict[str, object] = {name: label("hours", str(value), language) for name, value in reason.values.items()}
    return ("hours.met" if reason.points else "hours.other"), shown


def _availability(reason: Reason, language: Language, _names: Names) -> Said:
    available, needed = (date.fromisoformat(str(reason.values[name])) for name in ("available", "needed"))
    waiting = (available - needed).days
    how = "met" if waiting <= 0 else "soon" if waiting <= SOON else "later"
    return f"availability.{how}", {"available": day(available, language)}


def _accommodations(reason: Reason, language: Language, _names: Names) -> Said:
    values: Mapping[str, Any] = reason.values
    shown = {name: ", ".join(label("accommodation", code, language) for code in values[name]) for name in values}
    return ("accommodations.some" if values["not_offered"] else "accommodations.all"), dict(shown)


def _how(reason: Reason) -> str:
    return "met" if reason.points == reason.max else "below"


def _named(code: object, names: Names) -> str:
    name = names.get(str(code))
    return f"{code} {name}" if name else str(code)


_SAY: Final[Mapping[str, Callable[[Reason, Language, Names], Said]]] = {
    "occupation": _occupation,
    "skills": _skills,
    "place": _place,
    "education": _education,
    "experience": _experience,
    "languages": _languages,
    "wage": _wage,
    "hours": _hours,
    "availability": _availability,
    "accommodations": _accommodations,
}
