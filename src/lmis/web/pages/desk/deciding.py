"""What is decided about a file that was rehearsed: its lines are corrected, and it is imported."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from lmis.services.deliveries import accept_delivery
from lmis.services.mending import are_new, correct_lines
from lmis.vocabulary import Purpose
from lmis.web.pages.desk.admission import Db, Form, Reader
from lmis.web.pages.desk.answers import go
from lmis.web.pages.desk.lines import edits_of
from lmis.web.pages.desk.route import DeskRoute
from lmis.web.policy import CASE, may

router = APIRouter(route_class=DeskRoute)
DECIDING: Final = may(*CASE, purpose=Purpose.IMPORT)


@router.post("/imports/{id:uuid}/correct", **DECIDING)
def correct(request: Request, session: Db, by: Reader, form: Form, id: UUID) -> Response:
    """Judge the lines again, with the cells as they were corrected."""
    judged = correct_lines(session, by, id, _step(form.get("step")), edits_of(form))
    return go(request, f"/imports/{id}" if judged else f"/imports/{id}?note=same")


@router.post("/imports/{id:uuid}/accept", **DECIDING)
def accept(request: Request, session: Db, by: Reader, form: Form, id: UUID) -> Response:
    """Import for real; cells that were corrected beside it are judged first, so that none of them is lost."""
    edits = edits_of(form)
    if are_new(session, by, id, edits):
        correct_lines(session, by, id, _step(form.get("step")), edits)
        return go(request, f"/imports/{id}?note=judged")
    accept_delivery(session, by, id, _step(form.get("step")))
    return go(request, f"/imports/{id}")


def _step(told: object) -> int:
    text = str(told)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else -1
