"""From what a command tells about a person to the columns of the person's row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from lmis.commands.seekers import AmendSeeker, RegisterSeeker
from lmis.duplicates.keys import block_words
from lmis.duplicates.traits import Names
from lmis.text.keys import name_key, search_key
from lmis.text.normalise import CACHED

Index = Callable[[str, str], bytes]
"""The keyed index of the database's keyring: (purpose, value) → 16 bytes."""

FIELD_OF: Final = {
    "identity_index": "identity_number",
    "phone_index": "phone",
    "wage_amount": "wage",
    "wage_currency": "wage",
    "wage_period": "wage",
    "consent_mode": "consent",
    "consent_on": "consent",
}
"""Columns that come from a field of another name."""

NAMES: Final = ("family_name", "given_name", "family_name_native", "given_name_native")


BIRTH: Final = ("birth_date", "birth_year")
BLOCK_KEYS: Final = ("whole_key", "part_key", "other_part_key", "day_key")


def identity_key(number: str) -> str:
    """The key of an identity number: letters and digits only."""
    return search_key(number).replace(" ", "")


@dataclass(frozen=True, slots=True)
class Made:
    """How a column is made: of which fields of the command, and by what; the keyed index comes first."""

    of: tuple[str, ...]
    make: Callable[..., Any] = lambda _index, value: value


AS_TOLD: Final = (
    *NAMES,
    "sex",
    "birth_date",
    "identity_kind",
    "identity_number",
    "identity_missing_reason",
    "phone",
    "province",
    "district",
    "commune",
    "education",
    "wanted_hours",
    "available_from",
    "mobility",
    "social_security",
    "returnee_from",
)
"""Columns that hold what a field of the same name tells."""

PERSON: Final[dict[str, Made]] = {
    **{name: Made((name,)) for name in AS_TOLD},
    "birth_year": Made(("birth_date", "birth_year"), lambda _, day, year: day.year if day else year),
    "identity_index": Made(
        ("identity_number",), lambda index, number: index("identity", identity_key(number)) if number else None
    ),
    "phone_index": Made(("phone",), lambda index, phone: index("phone", phone) if phone else None),
    "experience": Made(("experience",), lambda _, jobs: [[job.occupation, job.months] for job in jobs]),
    "skills": Made(("skills",), lambda _, skills: list(skills)),
    "languages": Made(("languages",), lambda _, spoken: [[one.language, one.level.value] for one in spoken]),
    "licences": Made(("licences",), lambda _, codes: list(dict.fromkeys(codes))),
    "wanted_occupations": Made(("wanted_occupations",), lambda _, codes: list(codes)),
    "wanted_provinces": Made(("wanted_provinces",), lambda _, codes: list(codes)),
    "wage_amount": Made(("wage",), lambda _, wage: wage.amount if wage else None),
    "wage_currency": Made(("wage",), lambda _, wage: wage.currency if wage else None),
    "wage_period": Made(("wage",), lambda _, wage: wage.period if wage else None),
    "consent_mode": Made(("consent",), lambda _, consent: consent.mode if consent else None),
    "consent_on": Made(("consent",), lambda _, consent: consent.on if consent else None),
}
"""Every column of a person that follows from the fields of one part of a command; keys of the name are made apart."""


def person_values(command: RegisterSeeker | AmendSeeker, index: Index) -> dict[str, Any]:
    """The columns of a person that a command tells (all of a registration; an amendment takes those it set)."""
    values = {
        column: made.make(index, *[getattr(command, name) for name in made.of]) for column, made in PERSON.items()
    }
    return values | {"search_key": person_key(*(values[name] for name in NAMES))}


def person_key(family: str | None, given: str | None, family_native: str | None, given_native: str | None) -> str:
    """What a person is searched by: the Latin name and the native name, as keys."""
    return " ".join(key for key in (_name_key(family, given), _name_key(family_native, given_native)) if key)


_name_key: Final = lru_cache(CACHED)(name_key)


def block_keys(row: Mapping[str, Any], country: str, index: Index) -> dict[str, int | None]:
    """The keys under which a record that may be the same person is found, from names, birth, province and sex."""
    names = Names(*(row[name] for name in NAMES))
    words = block_words(names, row["birth_date"], row["birth_year"], country, row["province"], row["sex"])
    return {column: block_key(word, index) for column, word in zip(BLOCK_KEYS, words, strict=True)}


def block_key(word: str | None, index: Index) -> int | None:
    """A word of `duplicates.keys.block_words` as the register keeps it."""
    return None if word is None else int.from_bytes(index("duplicate", word)[:8], "big", signed=True)


def given_values(
    command: RegisterSeeker | AmendSeeker, values: Mapping[str, Any], held: Mapping[str, Any], index: Index
) -> dict[str, Any]:
    """Only the columns of fields that the command was given: what it does not say is left as it is.

    Args:
        values: all columns, from `person_values`.
        held: the person's row as it stands.
    """
    said = command.model_fields_set
    out = {column: value for column, value in values.items() if FIELD_OF.get(column, column) in said}
    out.pop("search_key", None)
    if command.birth_date is not None:
        out["birth_year"] = command.birth_date.year
    return out | derived(out, held, index)


def derived(given: Mapping[str, Any], held: Mapping[str, Any], index: Index) -> dict[str, Any]:
    """The keys that follow from names, birth, province and sex, where some of these are given."""
    row = {name: given.get(name, held.get(name)) for name in (*NAMES, *BIRTH, "province", "sex")}
    out: dict[str, Any] = {}
    if not given.keys().isdisjoint(NAMES):
        out["search_key"] = person_key(*(row[name] for name in NAMES))
    if any(row[name] != held[name] for name in row):
        out |= block_keys(row, held["country"], index)
    return out
