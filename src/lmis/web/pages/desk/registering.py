"""Registering a person on the one screen, fully or with the five fields of a surge."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.responses import Response

from lmis.commands.seekers import RegisterSeeker
from lmis.imports.definition import Import
from lmis.imports.definitions.seekers import JOB_SEEKERS, SURGE
from lmis.queries.people import people_by_ref
from lmis.services.codes import codes
from lmis.services.forewarning import Alike, known_alike
from lmis.services.seekers import intake, register_quickly, register_seekers
from lmis.services.writing import Outcome, Status
from lmis.vocabulary import Actor, Purpose
from lmis.web.outs.duplicates import AgreementOut
from lmis.web.outs.people import SeekerLine
from lmis.web.pages.desk.admission import Db, Form, Reader
from lmis.web.pages.desk.answers import go
from lmis.web.pages.desk.coding import Coding, ask_later, coding_of
from lmis.web.pages.desk.finding import form_page
from lmis.web.pages.desk.person_fields import typed_values
from lmis.web.pages.desk.person_form import (
    ASKED,
    MORE,
    PLACE_OF,
    QUICK,
    ask_agreement,
    cells_of,
    empty,
    is_id,
    quick_cells,
)
from lmis.web.pages.desk.route import DeskRoute
from lmis.web.pages.desk.sheets import Sheet, lookups_of
from lmis.web.policy import COUNTER, may

router = APIRouter(prefix="/desk", route_class=DeskRoute)
REGISTERS: Final = may(*COUNTER, purpose=Purpose.REGISTRATION)
KEPT: Final = ("id", "seen", "occupation")
"""What the form carries beside what is typed."""


@dataclass(frozen=True, slots=True)
class Way:
    """One of the two ways to register: its fields, the file whose line it is, and the service."""

    fields: Sequence[str]
    definition: Import
    register: Callable[[Session, Actor, Sequence[Any]], list[Outcome]]
    quick: bool


FULLY: Final = Way((*ASKED, *MORE), JOB_SEEKERS, register_seekers, quick=False)
QUICKLY: Final = Way(QUICK, SURGE, register_quickly, quick=True)


@router.post("/people/register", **REGISTERS)
def register_person(request: Request, session: Db, by: Reader, form: Form) -> Response:
    """Register a person with the full form."""
    return _registered(request, session, by, form, FULLY)


@router.post("/people/quick", **REGISTERS)
def register_person_quickly(request: Request, session: Db, by: Reader, form: Form) -> Response:
    """Register a person with the five fields of a surge."""
    return _registered(request, session, by, form, QUICKLY)


def _registered(request: Request, session: Session, by: Actor, form: FormData, way: Way) -> Response:
    """Register, unless something is wrong, a title is to be chosen, or somebody like this is here already."""
    sheet = Sheet(form, by, PLACE_OF, way.fields)
    values = empty("") | typed_values(sheet, way.fields) | sheet.texts(KEPT)
    coding = Coding() if way.quick else coding_of(session, by, values["title"], values["occupation"])
    cells = quick_cells(values, by.today) if way.quick else cells_of(values, coding.code, by.today)
    given = {name: text for name, text in cells.items() if name in {one.name for one in way.definition.asked}}
    command = sheet.row(way.definition, given, lookups_of(session, by))
    if not way.quick:
        ask_agreement(sheet, values, empty(""))
    if command is None and not way.quick:
        ask_all(sheet, values)
    again: dict[str, Any] = {"quick": way.quick, "coding": coding, "sheet": sheet}
    if command is None or sheet.faults or coding.open:
        return form_page(request, session, by, values, status=422, **again)
    command = command.model_copy(update={"id": is_id(values["id"])})
    whole: RegisterSeeker = intake(command, by) if way.quick else command
    alike = known_alike(session, by, whole)
    if {str(one.id) for one in alike} - set(values["seen"].split()):
        shown = _shown(session, by, alike)
        seen = {"seen": " ".join(str(one.id) for one in alike)}
        return form_page(request, session, by, values | seen, alike=shown, **again)
    (outcome,) = way.register(session, by, [command])
    if outcome.refusal is not None:
        sheet.refuse(outcome.refusal)
        return form_page(request, session, by, values, status=422, **again)
    ask_later(session, by, coding)
    note = "registered" if outcome.status is Status.CREATED else "known"
    return go(request, f"/desk/people/{outcome.id}?note={note}")


def ask_all(sheet: Sheet, values: Mapping[str, Any]) -> None:
    """Where something is wrong, all that is needed and empty is told at once, and not in one round after the other."""
    told_elsewhere = {"family_name": "family_name_other", "identity_missing_reason": "identity_number"}
    for name in ("family_name", "birth", "identity_missing_reason"):
        if name not in sheet.faults and not values[told_elsewhere.get(name, name)]:
            sheet.needed(name)


def _shown(session: Session, by: Actor, alike: Sequence[Alike]) -> list[tuple[SeekerLine, Mapping[str, Any]]]:
    """Who may be the same person, with the reasons."""
    people = {one.id: one for one in session.scalars(people_by_ref(by, [str(one.id) for one in alike]))}
    offices = codes(session).office_codes
    return [
        (SeekerLine.line(people[one.id], offices), {"certain": one.certain, "reasons": _reasons(one, by)})
        for one in alike
        if one.id in people
    ]


def _reasons(one: Alike, by: Actor) -> list[str]:
    told = [[reason.criterion, reason.step, reason.points] for reason in one.likeness.reasons if reason.points > 0]
    return [reason.words for reason in AgreementOut.all(told, by.language)]
