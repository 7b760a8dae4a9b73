"""A record amended in place; where somebody else changed it meanwhile, both stand side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.responses import Response

from lmis.commands.seekers import AmendSeeker
from lmis.model.people import Person, Registration
from lmis.model.reference import Place
from lmis.queries.people import registrations_of, support_needs_of
from lmis.queries.reference import CodeList, entries_of
from lmis.services.resolving import ChangedMeanwhile
from lmis.services.seekers import amend_seekers
from lmis.vocabulary import Actor, Purpose
from lmis.web.outs.base import named
from lmis.web.pages.desk.admission import Db, Form, Reader
from lmis.web.pages.desk.answers import go, page
from lmis.web.pages.desk.choices import person_choices
from lmis.web.pages.desk.coding import Coding, ask_later, coding_of
from lmis.web.pages.desk.naming import names_of
from lmis.web.pages.desk.person_fields import (
    FIELDS,
    MONTHS,
    SUPPORT,
    cells_of_values,
    done_in,
    spoken_rows,
    typed_values,
)
from lmis.web.pages.desk.person_form import (
    AGREED,
    AMENDED,
    AMENDING,
    PLACE_OF,
    ask_agreement,
    birth_cells,
    fields_of,
    identity_cells,
    shown,
)
from lmis.web.pages.desk.route import DeskRoute
from lmis.web.pages.desk.sheets import Sheet, lookups_of
from lmis.web.policy import CASE, may
from lmis.web.records import person

router = APIRouter(prefix="/desk/people/{id:uuid}/amend", route_class=DeskRoute)
CASEWORK: Final = may(*CASE, purpose=Purpose.REGISTRATION)
ADDED: Final = ("title", "occupation", "months", AGREED)
"""A further occupation, told by its title, with the months of work in it; and the person's word."""

COMPARED: Final = frozenset(AmendSeeker.model_fields) - {
    "id", "seeker", "version", "happened_on", "consent",
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
    sheet = Sheet(form, by, PLACE_OF, (*AMENDED, *ADDED))
    values = typed_values(sheet, AMENDED) | sheet.texts(ADDED)
    coding = coding_of(session, by, values["title"], values["occupation"])
    now = _shown(session, by, row)
    command = sheet.row(AMENDING, _cells(values, coding, by), lookups_of(session, by))
    ask_agreement(sheet, values, now)
    if command is None or sheet.faults or coding.open:
        return _page(request, session, by, row, values, sheet=sheet, coding=coding, status=422)
    version = str(form.get("version", ""))
    if version != str(row.version):
        return _page(request, session, by, row, values, coding=coding, theirs=True, status=412)
    before = Sheet(FormData(), by).row(
        AMENDING, _cells(now | dict.fromkeys(ADDED, ""), Coding(), by), lookups_of(session, by)
    )
    changes = _changes(command, before)
    ask_later(session, by, coding)
    if not changes:
        return go(request, f"/desk/people/{id}?note=same")
    (outcome,) = amend_seekers(session, by, [AmendSeeker(seeker=str(id), version=int(version[:VERSION]), **changes)])
    if outcome.refusal is None:
        return go(request, f"/desk/people/{id}?note=amended")
    sheet.refuse(outcome.refusal)
    meanwhile = isinstance(outcome.refusal.error, ChangedMeanwhile)
    row = person(session, by, str(id))
    return _page(request, session, by, row, values, sheet=sheet, coding=coding, theirs=meanwhile, status=422)


def _shown(session: Session, by: Actor, row: Person) -> dict[str, Any]:
    """What the record says, with its latest registration, as the fields of the form."""
    spells = session.scalars(registrations_of([row.id])).all()
    need = session.scalars(support_needs_of([row.id])).one_or_none()
    return shown(fields_of(row, spells[-1] if spells else Registration(), need), lookups_of(session, by))


def _cells(values: Mapping[str, Any], coding: Coding, by: Actor) -> dict[str, str]:
    """The form as a line; a further occupation is wanted, and done where months stand beside it."""
    cells = cells_of_values(values, [name for name in AMENDED if name != "birth"]) | birth_cells(values["birth"])
    if coding.code:
        done = f"{coding.code}:{values['months']}" if values["months"] else ""
        for name, said in (("wanted_occupations", coding.code), ("experience", done)):
            cells[name] = "; ".join(filter(None, (cells[name], said)))
    cells |= {
        AGREED: values[AGREED],
        f"{AGREED.removesuffix('_mode')}_on": by.today.isoformat() if values[AGREED] else "",
    }
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
    values: Mapping[str, Any],
    *,
    sheet: Sheet | None = None,
    coding: Coding | None = None,
    theirs: bool = False,
    status: int = 200,
) -> Response:
    """The form; where somebody else changed the record, with what stands there now."""
    sheet, coding = sheet or Sheet(FormData(), by), coding or Coding()
    now, names = _shown(session, by, row), names_of(session, by, "occupation")
    held = [code for said in (now, values) for code in (*said["wanted_occupations"], *done_in(said))]
    done = dict.fromkeys((*done_in(now), *done_in(values)))
    offered = person_choices(session, by) | {
        "commune": _communes(session, by, values["district"]),
        "wanted_occupations": [(code, names.of("occupation", code)) for code in dict.fromkeys(held)],
        "experience": [(code, names.of("occupation", code)) for code in done],
    }
    return page(
        request,
        "amend.html",
        {
            "row": row,
            "values": dict.fromkeys([*ADDED, *(MONTHS + code for code in done)], "") | dict(values),
            "faults": sheet.faults,
            "coding": coding,
            "focus": next(iter(sheet.faults), "occupation" if coding.open else "") or "",
            "fields": FIELDS,
            "spoken": spoken_rows(values),
            "choices": offered,
            "differing": _differing(now, values, offered) if theirs else [],
            "theirs": theirs,
            "support_open": any(values[name] for name in SUPPORT) or AGREED in sheet.faults,
        },
        status,
    )


def _differing(
    now: Mapping[str, Any], yours: Mapping[str, Any], offered: Mapping[str, Any]
) -> list[tuple[str, str, str]]:
    """The fields in which a record and a form differ, as they are read: (name, the record's, the form's)."""
    theirs, typed = cells_of_values(now, AMENDED), cells_of_values(yours, AMENDED)
    return [
        (name, _read(name, theirs[name], offered), _read(name, typed[name], offered))
        for name in AMENDED
        if theirs[name] != typed[name]
    ]


def _read(name: str, cell: str, offered: Mapping[str, Any]) -> str:
    """A cell in words: each of its codes with the name that the form gives it."""
    named: dict[str, str] = {}
    for code, told in (*offered.get(name, ()), *(offered["levels"] if name == "languages" else ())):
        named |= {code: told} if isinstance(told, str) else dict(told)
    if not named:
        return cell
    parts = [[named.get(half, half) for half in part.split(":")] for part in cell.split("; ")]
    return "; ".join(": ".join(halves) for halves in parts)


def _communes(session: Session, by: Actor, district: str) -> list[tuple[str, str]]:
    """The communes of a district, where the country's were brought in."""
    within = entries_of(CodeList.PLACES, kind="commune", parent=district)
    rows: list[Place] = list(session.scalars(within)) if district else []
    return [(one.code, named(one, by.language) or one.code) for one in rows]
