"""The forms of a person: from what is typed to the cells of a line, and from a record to what stands in the form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any, Final
from uuid import UUID

from lmis.errors import Invalid, LmisError
from lmis.imports.definition import Import, Lookups
from lmis.imports.definitions.seekers import JOB_SEEKERS, SURGE
from lmis.locale.words import words
from lmis.model.people import Person, Registration, SupportNeed
from lmis.services.record_fields import seeker_fields
from lmis.services.spells import Intake
from lmis.text.dates import NotAYear, parse_year
from lmis.text.digits import ascii_digits
from lmis.text.numbers import parse_serial
from lmis.text.phones import parse_phone
from lmis.vocabulary import Country, IdentityKind
from lmis.web.pages.desk.person_fields import SUPPORT, blank_values, cells_of_values, values_of_cells
from lmis.web.pages.desk.sheets import Sheet

NATIVE: Final = re.compile("[\u1780-\u17ff\u0e80-\u0eff]")
"""A letter of Khmer or Lao."""
YEAR: Final = re.compile(r"\s*[0-9]{4}\s*")

ASKED: Final = (
    "family_name", "given_name", "sex", "birth", "phone", "identity_number", "identity_kind",
    "identity_missing_reason", "province", "district", "title", "education", "consent_mode",
)  # fmt: skip
"""What the form of a registration asks first, in the order of the tabulator."""
MORE: Final = (
    "family_name_other", "given_name_other", "months", "skills", "languages", "licences", "wage_amount",
    "wage_currency", "wage_period", "wanted_provinces", "wanted_hours", "mobility", "available_from", "labour_status",
    "months_without_work", "social_security", "returnee_from", *SUPPORT,
    "support_consent_mode", "number", "registered_on",
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
    "months_without_work", "social_security", "returnee_from", *SUPPORT,
)  # fmt: skip
"""What can be corrected in place."""

AMENDING: Final[Import] = replace(
    JOB_SEEKERS,
    command=Intake,
    columns=tuple(replace(one, required=False) if one.name == "sex" else one for one in JOB_SEEKERS.columns),
)
"""A whole record as a form: of somebody who was registered quickly the sex may not be known yet."""

AGREED: Final = "support_consent_mode"
"""How the person agreed that a disability, and what helps, is written down."""

PLACE_OF: Final = {
    "family_name_native": "family_name",
    "given_name_native": "given_name",
    "birth_date": "birth",
    "birth_year": "birth",
    "wanted_occupations": "title",
    "experience": "months",
    "consent_on": "consent_mode",
    "support_consent_on": AGREED,
    "wage_amount": "wage",
    "lmis_id": "",
}
"""Column → the field of a form that asks it, where that has another name."""


def cells_of(values: Mapping[str, Any], occupation: str | None, today: date) -> dict[str, str]:
    """The cells of a registration: names go to the script that they are written in.

    Args:
        occupation: the code that the title was given.
    """
    cells = cells_of_values(values, [name for name in (*ASKED, *MORE) if name in CELLS])
    native = NATIVE.search(values["family_name"] + values["given_name"]) is not None
    for name in ("family_name", "given_name"):
        cells[f"{name}_native"] = values[name] if native else values[f"{name}_other"]
        cells[name] = values[f"{name}_other"] if native else values[name]
    for consent in ("consent", "support_consent"):
        cells[f"{consent}_on"] = today.isoformat() if values[f"{consent}_mode"] else ""
    cells |= birth_cells(values["birth"])
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


def quick_cells(values: Mapping[str, Any], today: date) -> dict[str, Any]:
    """The cells of the five fields; of whoever tells a year instead of an age, the age that follows from it."""
    with suppress(NotAYear):
        return {**values, "age": str(today.year - parse_year(values["age"]))}
    return dict(values)


def identity_cells(cells: Mapping[str, str]) -> dict[str, str]:
    """A number needs no reason why there is none, and without one its paper says nothing."""
    gone = "identity_missing_reason" if cells["identity_number"] else "identity_kind"
    return {**cells, gone: ""}


def prefilled(said: str, country: Country | None) -> dict[str, str]:
    """What a search that found nobody says of the person: a phone, a number of a paper, or a name."""
    with suppress(LmisError):
        parse_serial(said)
        return {}
    with suppress(LmisError):
        parse_phone(said, country or Country.KH)
        return {"phone": said}
    if any(sign.isdigit() for sign in said):
        return {"identity_number": said}
    family, _, given = said.strip().partition(" ")
    return {"family_name": family, "given_name": given.strip(), "name": said.strip()}


def empty(province: str) -> dict[str, Any]:
    """The form as it is opened: what is usual stands there already."""
    blank = blank_values((*ASKED, *MORE, *QUICK)) | dict.fromkeys(("occupation", "seen", "id"), "")
    return blank | {"province": province, "identity_kind": IdentityKind.NATIONAL_ID.value, "wage_period": "month"}


class SupportNotAgreed(Invalid):
    """Ask the person whether this may be written down, and choose how the person agreed."""


def ask_agreement(sheet: Sheet, values: Mapping[str, Any], before: Mapping[str, Any]) -> None:
    """What is told of a disability, and of what helps, is taken down only where the person agreed to that."""
    new = [name for name in SUPPORT if set(values[name]) - set(before[name])]
    if new and not sheet.typed(AGREED):
        sheet.blame(AGREED, words(SupportNotAgreed(), sheet.by.language)[1])


def fields_of(person: Person, spell: Registration, need: SupportNeed | None) -> dict[str, Any]:
    """What the command says that would make the record as it stands."""
    return seeker_fields(person, spell, need, person.own_office_id)


def shown(fields: Mapping[str, Any], found: Lookups) -> dict[str, Any]:
    """The record as the fields of the form of an amendment."""
    data = AMENDING.back({name: value for name, value in fields.items() if value not in (None, (), [])}, found)
    cells = {}
    for column in AMENDING.asked:
        head, part = column.parts
        value = data.get(head)
        value = value.get(part) if part and value is not None else value
        cells[column.name] = "" if value is None else column.form.write(value)
    cells["birth"] = cells["birth_date"] or cells["birth_year"]
    return values_of_cells(cells, AMENDED)


def is_id(text: str) -> UUID | None:
    """The id that a form carried, where it is one."""
    with suppress(ValueError):
        return UUID(text)
    return None
