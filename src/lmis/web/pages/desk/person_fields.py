"""The fields of the forms of a person, each defined once: its words, how it is asked, and its cell of a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from lmis.vocabulary import LanguageLevel
from lmis.web.pages.desk.sheets import Sheet


class Kind(StrEnum):
    """How a field is asked."""

    LINE = "line"
    CHOICE = "choice"
    GROUPED = "grouped"
    RADIOS = "radios"
    TICKS = "ticks"
    SPOKEN = "spoken"
    """Rows of a language and a level."""
    DONE = "done"
    """Months beside each occupation."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its words (those of the label of its column, where none are told), a hint, the kind of keyboard."""

    words: str = ""
    kind: Kind = Kind.LINE
    hint: str = ""
    mode: str = ""


TODAY: Final = "today, where it is empty"
SEVERAL: Final = "several with ;"

FIELDS: Final[Mapping[str, Field]] = {
    "name": Field("Name"),
    "age": Field("Age", mode="numeric", hint="or the year of birth"),
    "family_name": Field(),
    "given_name": Field(),
    "family_name_native": Field(),
    "given_name_native": Field(),
    "family_name_other": Field("Family name in the other script"),
    "given_name_other": Field("Given name in the other script"),
    "sex": Field("Sex", Kind.RADIOS),
    "birth": Field("Born", hint="a day or a year"),
    "phone": Field("Phone", mode="tel"),
    "identity_number": Field("Identity number"),
    "identity_kind": Field("Paper", Kind.CHOICE),
    "identity_missing_reason": Field("Why there is no number", Kind.CHOICE, hint="needed without a number"),
    "province": Field("Province", Kind.CHOICE),
    "district": Field("District", Kind.GROUPED),
    "commune": Field(),
    "title": Field("Work wanted", hint="a job title"),
    "months": Field("Months of work in this occupation", mode="numeric"),
    "wanted_occupations": Field("Occupations wanted", Kind.TICKS),
    "experience": Field("Months of work in each occupation", Kind.DONE),
    "skills": Field("Skills", hint=SEVERAL),
    "education": Field("Education", Kind.CHOICE),
    "languages": Field("Languages spoken", Kind.SPOKEN),
    "licences": Field("Licences and certificates", Kind.TICKS),
    "wage_amount": Field("Wage wanted", mode="decimal"),
    "wage": Field("Wage wanted, a month", mode="decimal"),
    "wage_currency": Field("Currency", Kind.CHOICE),
    "wage_period": Field("Paid for a", Kind.CHOICE),
    "sector": Field("Sector wanted", Kind.CHOICE),
    "wanted_provinces": Field("Provinces wanted", Kind.TICKS),
    "wanted_hours": Field("Hours wanted", Kind.CHOICE),
    "mobility": Field("Would go as far as", Kind.CHOICE),
    "available_from": Field("Available from"),
    "labour_status": Field("Situation today", Kind.CHOICE),
    "months_without_work": Field("Months without work", mode="numeric"),
    "social_security": Field("Social security", Kind.CHOICE),
    "returnee_from": Field("Came back from", Kind.CHOICE),
    "disability": Field("A lot of difficulty, or cannot do it at all", Kind.TICKS),
    "accommodations": Field("What helps at work", Kind.TICKS),
    "support_consent_mode": Field("The person agrees that this is written down", Kind.CHOICE),
    "number": Field("Number of the office"),
    "registered_on": Field("Registered on", hint=TODAY),
    "consent_mode": Field("Consent to show the record to employers", Kind.CHOICE),
}
"""Every field that a form of a person asks."""

SUPPORT: Final = ("disability", "accommodations")
"""What is told of one's own will, and kept apart under a key of its own."""
SPOKEN: Final = 3
"""Languages that a form has room for, beside those that the record has."""
MOST_SPOKEN: Final = 20
MONTHS: Final = "months_of_"
"""An occupation's months stand under this and its code."""


def typed_values(sheet: Sheet, names: Sequence[str]) -> dict[str, Any]:
    """What stands in these fields as it was typed: texts, and lists of what was ticked."""
    ticked = {name for name in names if FIELDS[name].kind is Kind.TICKS}
    values: dict[str, Any] = {name: sheet.chosen(name) if name in ticked else sheet.typed(name) for name in names}
    if "languages" in names:
        values |= {name: sheet.typed(name) for at in range(1, MOST_SPOKEN + 1) for name in _row(at)}
    if "experience" in names:
        values |= {name: sheet.typed(name) for name in sheet.form if name.startswith(MONTHS)}
    return values


def cells_of_values(values: Mapping[str, Any], names: Sequence[str]) -> dict[str, str]:
    """The cells of a line that say what stands in these fields."""
    cells = {}
    for name in names:
        match FIELDS[name].kind:
            case Kind.TICKS:
                cells[name] = "; ".join(values[name])
            case Kind.SPOKEN:
                rows = [[values.get(part, "") for part in _row(at)] for at in range(1, MOST_SPOKEN + 1)]
                cells[name] = "; ".join(f"{code}:{level or LanguageLevel.BASIC.value}" for code, level in rows if code)
            case Kind.DONE:
                done = {key.removeprefix(MONTHS): said for key, said in values.items() if key.startswith(MONTHS)}
                cells[name] = "; ".join(f"{code}:{months}" for code, months in done.items() if months)
            case _:
                cells[name] = values[name]
    return cells


def values_of_cells(cells: Mapping[str, str], names: Sequence[str]) -> dict[str, Any]:
    """The way back: cells as the register writes them, as fields."""
    values: dict[str, Any] = {}
    for name in names:
        parts = [part for part in cells[name].split("; ") if part]
        match FIELDS[name].kind:
            case Kind.TICKS:
                values[name] = parts
            case Kind.SPOKEN:
                values[name] = cells[name]
                values |= {key: "" for at in range(1, MOST_SPOKEN + 1) for key in _row(at)}
                pairs = [part.partition(":")[::2] for part in parts]
                values |= {
                    key: said for at, pair in enumerate(pairs, 1) for key, said in zip(_row(at), pair, strict=True)
                }
            case Kind.DONE:
                values[name] = cells[name]
                values |= {MONTHS + code: months for code, _, months in (part.partition(":") for part in parts)}
            case _:
                values[name] = cells[name]
    return values


def blank_values(names: Sequence[str]) -> dict[str, Any]:
    """These fields with nothing in them."""
    return values_of_cells(dict.fromkeys(names, ""), names)


def spoken_rows(values: Mapping[str, Any]) -> range:
    """The rows of languages that a form shows: those that are filled, and one more at least."""
    filled = max((at for at in range(1, MOST_SPOKEN + 1) if values.get(_row(at)[0])), default=0)
    return range(1, min(max(SPOKEN, filled + 1), MOST_SPOKEN) + 1)


def done_in(values: Mapping[str, Any]) -> list[str]:
    """The occupations of which a form holds months."""
    return [name.removeprefix(MONTHS) for name in values if name.startswith(MONTHS)]


def _row(at: int) -> tuple[str, str]:
    return f"language{at}", f"level{at}"
