"""The forms of a person: from what is typed to the cells of a line, and from a record to what stands in the form."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any, Final
from uuid import UUID

from starlette.datastructures import FormData

from lmis.errors import LmisError
from lmis.imports.definition import Import, Lookups
from lmis.imports.definitions.seekers import JOB_SEEKERS, SURGE
from lmis.model.people import Person, Registration
from lmis.services.record_fields import seeker_fields
from lmis.services.spells import Intake
from lmis.text.digits import ascii_digits
from lmis.text.numbers import parse_serial
from lmis.text.phones import parse_phone
from lmis.vocabulary import Country, IdentityKind
from lmis.web.pages.desk.typed import Told

NATIVE: Final = re.compile("[\u1780-\u17ff\u0e80-\u0eff]")
"""A letter of Khmer or Lao."""
YEAR: Final = re.compile(r"\s*[0-9]{4}\s*")

ASKED: Final = (
    "family_name", "given_name", "sex", "birth", "phone", "identity_number", "identity_kind",
    "identity_missing_reason", "province", "district", "title", "education", "consent_mode",
)  # fmt: skip
"""What the form of a registration asks first, in the order of the tabulator."""
MORE: Final = (
    "family_name_other", "given_name_other", "months", "skills", "wage_amount", "wage_currency", "wage_period",
    "wanted_hours", "mobility", "available_from", "labour_status", "months_without_work", "social_security",
    "returnee_from", "number", "registered_on",
)  # fmt: skip
"""What it asks of whoever has the time."""
QUICK: Final = (
    "name", "age", "province", "sector", "wage", "wage_currency", "sex", "phone", "returnee_from", "registered_on",
)  # fmt: skip
"""The five fields of a surge, and what else may be said with them."""
AMENDED: Final = (
    "family_name", "given_name", "family_name_native", "given_name_native", "sex", "birth", "phone",
    "identity_kind", "identity_number", "identity_missing_reason", "province", "district", "commune", "education",
    "wanted_occupations", "experience", "skills", "languages", "licences", "wanted_provinces", "wage_amount",
    "wage_currency", "wage_period", "wanted_hours", "mobility", "available_from", "labour_status",
    "months_without_work", "social_security", "returnee_from",
)  # fmt: skip
"""What can be corrected in place."""

AMENDING: Final[Import] = replace(
    JOB_SEEKERS,
    command=Intake,
    columns=tuple(replace(one, required=False) if one.name == "sex" else one for one in JOB_SEEKERS.columns),
)
"""A whole record as a form: of somebody who was registered quickly the sex may not be known yet."""

PLACE_OF: Final = {
    "family_name_native": "family_name",
    "given_name_native": "given_name",
    "birth_date": "birth",
    "birth_year": "birth",
    "wanted_occupations": "title",
    "experience": "months",
    "consent_on": "consent_mode",
    "wage_amount": "wage",
    "lmis_id": "",
}
"""Column → the field of a form that asks it, where that has another name."""


def text_of(form: FormData, fields: Sequence[str]) -> dict[str, str]:
    """What stands in these fields, as it was typed."""
    return {name: _plain(form.get(name)) for name in fields}


def _plain(value: object) -> str:
    return value.replace("\r\n", "\n").strip()[:5_000] if isinstance(value, str) else ""


def cells_of(values: Mapping[str, str], occupation: str | None, today: date) -> dict[str, str]:
    """The cells of a registration: names go to the script that they are written in.

    Args:
        occupation: the code that the title was given.
    """
    cells: dict[str, str] = {name: values[name] for name in (*ASKED, *MORE) if name in CELLS}
    native = NATIVE.search(values["family_name"] + values["given_name"]) is not None
    for name in ("family_name", "given_name"):
        cells[f"{name}_native"] = values[name] if native else values[f"{name}_other"]
        cells[name] = values[f"{name}_other"] if native else values[name]
    cells |= {"consent_on": today.isoformat() if values["consent_mode"] else "", **birth_cells(values["birth"])}
    if occupation:
        cells["wanted_occupations"] = occupation
        cells["experience"] = f"{occupation}:{values['months']}" if values["months"] else ""
    return identity_cells(cells)


CELLS: Final = frozenset(column.name for column in (*JOB_SEEKERS.asked, *SURGE.asked))


def birth_cells(typed: str) -> dict[str, str]:
    """A year alone, in any digits, or a whole date."""
    if YEAR.fullmatch(ascii_digits(typed)):
        return {"birth_year": typed, "birth_date": ""}
    return {"birth_year": "", "birth_date": typed}


def identity_cells(cells: Mapping[str, str]) -> dict[str, str]:
    """A number needs no reason why there is none, and without one its paper says nothing."""
    gone = "identity_missing_reason" if cells["identity_number"] else "identity_kind"
    return {**cells, gone: ""}


def placed(told: Told, fields: Sequence[str]) -> Told:
    """Faults of columns beside the fields of this form that ask them."""
    faults: dict[str, list[str]] = defaultdict(list)
    for column, sentences in told.faults.items():
        name = column if column in fields else PLACE_OF.get(column, column)
        faults[name if name in fields else ""] += sentences
    return Told(faults, told.errors)


def prefilled(words: str, country: Country | None) -> dict[str, str]:
    """What a search that found nobody says of the person: a phone, a number of a paper, or a name."""
    with suppress(LmisError):
        parse_serial(words)
        return {}
    with suppress(LmisError):
        parse_phone(words, country or Country.KH)
        return {"phone": words}
    if any(sign.isdigit() for sign in words):
        return {"identity_number": words}
    family, _, given = words.strip().partition(" ")
    return {"family_name": family, "given_name": given.strip(), "name": words.strip()}


def empty(province: str) -> dict[str, str]:
    """The form as it is opened: what is usual stands there already."""
    blank = dict.fromkeys((*ASKED, *MORE, *QUICK, "occupation", "seen", "id"), "")
    return blank | {"province": province, "identity_kind": IdentityKind.NATIONAL_ID.value, "wage_period": "month"}


def fields_of(person: Person, spell: Registration) -> dict[str, Any]:
    """What the command says that would make the record as it stands."""
    return seeker_fields(person, spell, None, person.own_office_id)


def shown(fields: Mapping[str, Any], found: Lookups) -> dict[str, str]:
    """The record as the cells of the form of an amendment."""
    data = AMENDING.back({name: value for name, value in fields.items() if value not in (None, (), [])}, found)
    cells = {}
    for column in AMENDING.asked:
        head, part = column.parts
        value = data.get(head)
        value = value.get(part) if part and value is not None else value
        cells[column.name] = "" if value is None else column.form.write(value)
    cells["birth"] = cells["birth_date"] or cells["birth_year"]
    return {name: cells[name] for name in AMENDED}


def is_id(text: str) -> UUID | None:
    """The id that a form carried, where it is one."""
    with suppress(ValueError):
        return UUID(text)
    return None
