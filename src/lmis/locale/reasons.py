"""Why somebody is suggested, criterion by criterion, in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from lmis.locale.catalogue import filled, keyed, label
from lmis.locale.formats import dollars
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
        return "not_asked", {}
    return _SAY[reason.criterion](reason, language, names)


def _occupation(reason: Reason, _language: Language, names: Names) -> Said:
    values, digits = dict(reason.values), int(str(reason.values["shared_digits"]))
    how = "same" if digits == 4 else "near" if digits else "other"
    values |= {name: _named(values[name], names) for name in ("code", "occupation")}
    return f"occupation.{values['through']}.{how}", values


def _skills(reason: Reason, _language: Language, _names: Names) -> Said:
    values: Mapping[str, Any] = reason.values
    return _parts(
        "skills", [*values["matched"], *values["useful_matched"]], [*values["missing"], *values["useful_missing"]]
    )


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
}
