"""What is decided about a file that was rehearsed: its lines are corrected, and it is imported."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.responses import Response

from lmis.services.deliveries import accept_delivery, delivery_in_sight, rehearse_again, stop_delivery
from lmis.services.mending import are_new, correct_lines, working_copy
from lmis.vocabulary import Actor, Purpose
from lmis.web.pages.desk.admission import Db, Form, Reader
from lmis.web.pages.desk.answers import go
from lmis.web.pages.desk.deliveries import delivery_values
from lmis.web.pages.desk.lines import Edits, Writer, edits_of, lines_values
from lmis.web.pages.desk.naming import names_of
from lmis.web.pages.desk.route import DeskRoute
from lmis.web.pages.desk.sheets import Again, Sheet, show_again
from lmis.web.policy import CASE, may

router = APIRouter(route_class=DeskRoute)
DECIDING: Final = may(*CASE, purpose=Purpose.IMPORT)


@router.post("/imports/{id:uuid}/correct", **DECIDING)
def correct(request: Request, session: Db, by: Reader, form: Form, id: UUID) -> Response:
    """Judge the lines again, with the cells as they were corrected."""
    edits = _kept(request, session, by, form, id)
    judged = correct_lines(session, by, id, _step(form.get("step")), edits)
    return go(request, f"/imports/{id}" if judged else f"/imports/{id}?note=same")


@router.post("/imports/{id:uuid}/accept", **DECIDING)
def accept(request: Request, session: Db, by: Reader, form: Form, id: UUID) -> Response:
    """Import for real; cells that were corrected beside it are judged first, so that none of them is lost."""
    edits = _kept(request, session, by, form, id)
    if are_new(session, by, id, edits):
        correct_lines(session, by, id, _step(form.get("step")), edits)
        return go(request, f"/imports/{id}?note=judged")
    accept_delivery(session, by, id, _step(form.get("step")))
    return go(request, f"/imports/{id}")


@router.post("/imports/{id:uuid}/stop", **DECIDING)
def stop(request: Request, session: Db, by: Reader, form: Form, id: UUID) -> Response:
    """Break off what is under way."""
    stop_delivery(session, by, id, _step(form.get("step")))
    return go(request, f"/imports/{id}")


@router.post("/imports/{id:uuid}/rehearse", **DECIDING)
def rehearse(request: Request, session: Db, by: Reader, form: Form, id: UUID) -> Response:
    """Rehearse a file anew whose first rehearsal was stopped or broke off."""
    rehearse_again(session, by, id, _step(form.get("step")))
    return go(request, f"/imports/{id}")


def _kept(request: Request, session: Session, by: Actor, form: FormData, id: UUID) -> Edits:
    """The cells as they were corrected; refused, they stand on the page of the file again."""
    edits, delivery = edits_of(form), delivery_in_sight(session, by, id)
    values = delivery_values(session, by, delivery) | {"note": ""}
    if edits and not delivery.under_way:
        writer = Writer(by.language, names_of(session, by, "place").lists["place"])
        values |= lines_values(working_copy(session, delivery), writer, 1, None, edits)
    show_again(request, Again("delivery.html", values, f"/imports/{id}", Sheet(form, by)))
    return edits


def _step(told: object) -> int:
    text = str(told)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else -1
