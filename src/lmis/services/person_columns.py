"""From what a command tells about a person to the columns of the person's row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from lmis.commands.seekers import AmendSeeker, RegisterSeeker
from lmis.duplicates.keys import block_words
from lmis.duplicates.traits import Names
from lmis.text.keys import name_key, search_key

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
BLOCK_KEYS: Final = ("whole_key", "part_key", "other_part_key")


def identity_key(number: str) -> str:
    """The key of an identity number: letters and digits only."""
    return search_key(number).replace(" ", "")


def person_values(command: RegisterSeeker | AmendSeeker, index: Index) -> dict[str, Any]:
    """The columns of a person that a command tells (all of a registration; an amendment takes those it set)."""
    wage, consent = command.wage, command.consent
    identity = command.identity_number
    year = command.birth_date.year if command.birth_date else command.birth_year
    return {
        "family_name": command.family_name,
        "given_name": command.given_name,
        "family_name_native": command.family_name_native,
        "given_name_native": command.given_name_native,
        "search_key": person_key(
            command.family_name, command.given_name, command.family_name_native, command.given_name_native
        ),
        "sex": command.sex,
        "birth_date": command.birth_date,
        "birth_year": year,
        "identity_kind": command.identity_kind,
        "identity_number": identity,
        "identity_index": index("identity", identity_key(identity)) if identity else None,
        "identity_missing_reason": command.identity_missing_reason,
        "phone": command.phone,
        "phone_index": index("phone", command.phone) if command.phone else None,
        "province": command.province,
        "district": command.district,
        "commune": command.commune,
        "education": command.education,
        "experience": [[e.occupation, e.months] for e in command.experience],
        "skills": list(command.skills),
        "languages": [[s.language, s.level.value] for s in command.languages],
        "wanted_occupations": list(command.wanted_occupations),
        "wanted_provinces": list(command.wanted_provinces),
        "wanted_hours": command.wanted_hours,
        "wage_amount": wage.amount if wage else None,
        "wage_currency": wage.currency if wage else None,
        "wage_period": wage.period if wage else None,
        "available_from": command.available_from,
        "mobility": command.mobility,
        "social_security": command.social_security,
        "returnee_from": command.returnee_from,
        "consent_mode": consent.mode if consent else None,
        "consent_on": consent.on if consent else None,
    }


def person_key(family: str | None, given: str | None, family_native: str | None, given_native: str | None) -> str:
    """What a person is searched by: the Latin name and the native name, as keys."""
    return " ".join(key for key in (name_key(family, given), name_key(family_native, given_native)) if key)


def block_keys(row: Mapping[str, Any], country: str, index: Index) -> dict[str, int | None]:
    """The keys under which a record that may be the same person is found, from names, birth and province."""
    names = Names(*(row[name] for name in NAMES))
    words = block_words(names, row["birth_date"], row["birth_year"], country, row["province"])
    return {column: _keyed(word, index) for column, word in zip(BLOCK_KEYS, words, strict=True)}


def _keyed(word: str | None, index: Index) -> int | None:
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
    """The keys that follow from names, birth and province, where some of these are given."""
    row = {name: given.get(name, held.get(name)) for name in (*NAMES, *BIRTH, "province")}
    out: dict[str, Any] = {}
    if not given.keys().isdisjoint(NAMES):
        out["search_key"] = person_key(*(row[name] for name in NAMES))
    if any(row[name] != held[name] for name in row):
        out |= block_keys(row, held["country"], index)
    return out
