"""Making employers known, and correcting their records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy.orm import Session

from lmis.commands.employers import AmendEmployer, RegisterEmployer
from lmis.model.employers import Employer
from lmis.model.ids import new_id
from lmis.model.types import keyring_of
from lmis.queries.vacancies import known_employers
from lmis.services.checks import Fault, code_fault, first, future_fault, place_faults
from lmis.services.codes import Codes, codes
from lmis.services.resolving import EmployerNotFound, changed_meanwhile, resolve_employers
from lmis.services.writing import Draft, Outcome, record, write
from lmis.text.keys import search_key
from lmis.vocabulary import Actor

FIELDS = ("name", "name_native", "sector", "province", "district", "phone", "size", "registration_number")


def register_employers(session: Session, by: Actor, commands: Sequence[RegisterEmployer]) -> list[Outcome]:
    """Make employers known to the actor's office; who is known already is updated with what is said."""
    assert by.office_id is not None
    known = codes(session)
    index = keyring_of(session.get_bind().dialect).index
    numbers = [command.own_number for command in commands if command.own_number]
    held = list(session.scalars(known_employers(by.office_id, [c.id for c in commands if c.id], numbers)))
    by_id = {employer.id: employer for employer in held}
    by_number = {employer.own_number: employer for employer in held if employer.office_id == by.office_id}
    drafts = []
    for command in commands:
        there = by_id.get(command.id) if command.id else None
        if there is None and command.own_number:
            there = by_number.get(command.own_number)
        drafts.append(decide(command, there, known, by, index))
    return write(session, by, drafts)


def decide(command: RegisterEmployer, held: Employer | None, known: Codes, by: Actor, index: Any) -> Draft:
    """Apply the rules to one command."""
    draft = Draft("register-employer")
    if fault := first([*_faults(command, known), future_fault(by, command.happened_on, "#/happened_on")]):
        return draft.refuse(*fault)
    if held is not None and not (by.sees_all_offices or held.office_id == by.office_id):
        return draft.refuse(EmployerNotFound(value=str(command.id)))
    if held is not None:
        return _change(draft, command, held, index)
    draft.subject = command.id or new_id()
    assert by.office_id is not None
    values = {name: getattr(command, name) for name in FIELDS}
    draft.insert(
        Employer,
        id=draft.subject,
        office_id=by.office_id,
        country=known.office_countries[by.office_id],
        own_number=command.own_number,
        known_since=command.happened_on or by.today,
        recorded_at=by.at,
        version=1,
        phone_index=index("phone", command.phone) if command.phone else None,
        search_key=employer_key(command.name, command.name_native),
        **values,
    )
    return draft


def employer_key(name: str | None, native: str | None) -> str:
    """What an employer is searched by."""
    return " ".join(search_key(text) for text in (name, native) if text)


def _faults(command: RegisterEmployer | AmendEmployer, known: Codes) -> Iterable[Fault | None]:
    yield from place_faults(known, command.province, command.district)
    yield code_fault(known, "sector", known.industries, command.sector, "#/sector")


def _change(draft: Draft, command: RegisterEmployer | AmendEmployer, held: Employer, index: Any) -> Draft:
    draft.subject, row = held.id, record(held)
    values = {name: getattr(command, name) for name in FIELDS if name in command.model_fields_set}
    if values.get("phone"):
        values["phone_index"] = index("phone", values["phone"])
    values["search_key"] = employer_key(values.get("name", held.name), values.get("name_native", held.name_native))
    draft.update(Employer, held.id, row, **values)
    return draft


def amend_employers(session: Session, by: Actor, commands: Sequence[AmendEmployer]) -> list[Outcome]:
    """Correct employers' records; only the fields that are given change."""
    known = codes(session)
    index = keyring_of(session.get_bind().dialect).index
    held = resolve_employers(session, by, [command.employer for command in commands], lock=True)
    drafts = []
    for command in commands:
        draft, employer = Draft("amend-employer"), held.get(command.employer)
        drafts.append(draft)
        if employer is None:
            draft.refuse(EmployerNotFound(value=command.employer), "#/employer")
            continue
        within = (
            command
            if command.province or not command.district
            else command.model_copy(update={"province": employer.province})
        )
        if error := changed_meanwhile(command.version, employer.version):
            draft.refuse(error)
        elif fault := first(_faults(within, known)):
            draft.refuse(*fault)
        else:
            _change(draft, command, employer, index)
    return write(session, by, drafts)
