"""A record amended in place; where somebody else changed it meanwhile, both stand side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from lmis.commands.seekers import AmendSeeker
from lmis.model.people import Person, Registration
from lmis.model.reference import Place
from lmis.queries.people import registrations_of
from lmis.queries.reference import CodeList, entries_of
from lmis.services.resolving import ChangedMeanwhile
from lmis.services.seekers import amend_seekers
from lmis.vocabulary import Actor, Purpose
from lmis.web.outs.base import named
from lmis.web.pages.desk.admission import Db, Form, Reader
from lmis.web.pages.desk.answers import go, page
from lmis.web.pages.desk.choices import person_choices
from lmis.web.pages.desk.coding import LATER, Coding, ask_later, coding_of
from lmis.web.pages.desk.naming import names_of
from lmis.web.pages.desk.person_form import (
    AMENDED,
    AMENDING,
    birth_cells,
    fields_of,
    identity_cells,
    placed,
    shown,
    text_of,
)
from lmis.web.pages.desk.route import DeskRoute
from lmis.web.pages.desk.typed import Told, lookups_of, row_of, told_of
from lmis.web.policy import CASE, may
from lmis.web.records import person

router = APIRouter(prefix="/desk/people/{id:uuid}/amend", route_class=DeskRoute)
CASEWORK: Final = may(*CASE, purpose=Purpose.REGISTRATION)
ADDED: Final = ("title", "occupation")
"""A further occupation, told by its title."""
COMPARED: Final = frozenset(AmendSeeker.model_fields) - {
    "id", "seeker", "version", "happened_on", "consent", "disability", "accommodations",
}  # fmt: skip
"""The fields that this form shows; it never changes another."""
VERSION: Final = 9
"""Digits of the highest version that anybody has seen."""


@router.get("", **CASEWORK)
def amend_form(request: Request, session: Db, by: Reader, id: UUID) -> Response:
    """The record as a form."""
    row = person(session, by, str(id))
    return _page(request, session, by, row, _shown(session, by, row))


@router.post("", **CASEWORK)
def amend_person(request: Request, session: Db, by: Reader, form: Form, id: UUID) -> Response:
    """Change what differs from the record as it stood when the form was opened."""
    row = person(session, by, str(id))
    values = text_of(form, (*AMENDED, *ADDED))
    coding = coding_of(session, by, values["title"], values["occupation"])
    cells = _cells(values, coding)
    command, told = row_of(AMENDING, cells, lookups_of(session, by), by.language)
    told = placed(told, (*AMENDED, "title"))
    if command is None or coding.open:
        return _page(request, session, by, row, values, told=told, coding=coding, status=422)
    version = str(form.get("version", ""))
    if version != str(row.version):
        return _page(request, session, by, row, values, coding=coding, theirs=True, status=412)
    before, _ = row_of(AMENDING, _cells(_shown(session, by, row), Coding()), lookups_of(session, by), by.language)
    changes = _changes(command, before)
    ask_later(session, by, coding)
    if not changes:
        return go(request, f"/desk/people/{id}?note=same")
    (outcome,) = amend_seekers(session, by, [AmendSeeker(seeker=str(id), version=int(version[:VERSION]), **changes)])
    if outcome.refusal is None:
        return go(request, f"/desk/people/{id}?note=amended")
    meanwhile = isinstance(outcome.refusal.error, ChangedMeanwhile)
    told = placed(told_of(outcome.refusal, COLUMNS, by.language), (*AMENDED, "title"))
    row = person(session, by, str(id))
    return _page(request, session, by, row, values, told=told, coding=coding, theirs=meanwhile, status=422)


COLUMNS: Final = tuple(column.name for column in AMENDING.asked)


def _shown(session: Session, by: Actor, row: Person) -> dict[str, str]:
    """What the record says, with its latest registration, as the cells of the form."""
    spells = session.scalars(registrations_of([row.id])).all()
    return shown(fields_of(row, spells[-1] if spells else Registration()), lookups_of(session, by))


def _cells(values: Mapping[str, str], coding: Coding) -> dict[str, str]:
    cells = {name: values[name] for name in AMENDED if name != "birth"} | birth_cells(values["birth"])
    if coding.code:
        cells["wanted_occupations"] = "; ".join(filter(None, (cells["wanted_occupations"], coding.code)))
    return identity_cells(cells)


def _changes(command: Any, before: Any) -> dict[str, Any]:
    """The fields in which the form differs from what it held when it was opened; both are read from their cells.

    A value that no cell can tell stands blank in the form, and is left alone while it does.
    """
    names = COMPARED if before is not None else COMPARED & command.model_fields_set
    changed = {name: getattr(command, name) for name in names if getattr(command, name) != getattr(before, name, None)}
    if "birth_year" in changed and command.birth_year is None:
        del changed["birth_year"]  # the day tells it
    return changed


def _page(
    request: Request,
    session: Session,
    by: Actor,
    row: Person,
    values: Mapping[str, str],
    *,
    told: Told | None = None,
    coding: Coding | None = None,
    theirs: bool = False,
    status: int = 200,
) -> Response:
    """The form; where somebody else changed the record, with what stands there now."""
    told, coding = told or Told(), coding or Coding()
    now = _shown(session, by, row)
    names = names_of(session, by, "occupation", "licence", "language", "place")
    return page(
        request,
        "amend.html",
        {
            "row": row,
            "values": {"occupation": "", "title": "", **values},
            "faults": told.faults,
            "coding": coding,
            "focus": next(iter(told.faults), "occupation" if coding.open else "") or "",
            "choices": person_choices(session, by) | {"commune": _communes(session, by, values["district"])},
            "differing": [(name, now[name], values[name]) for name in AMENDED if theirs and now[name] != values[name]],
            "theirs": theirs,
            "names": names,
            "wanted": [names.of("occupation", code) for code in row.wanted_occupations],
            "done": [(names.of("occupation", code), months) for code, months in row.experience],
            "later": LATER,
        },
        status,
    )


def _communes(session: Session, by: Actor, district: str) -> list[tuple[str, str]]:
    """The communes of a district, where the country's were brought in."""
    within = entries_of(CodeList.PLACES, kind="commune", parent=district)
    rows: list[Place] = list(session.scalars(within)) if district else []
    return [(one.code, named(one, by.language) or one.code) for one in rows]
