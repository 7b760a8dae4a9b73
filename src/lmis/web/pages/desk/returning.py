"""Taking an import back, after it was said what that means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from lmis.queries.batches import batch_in_sight
from lmis.services.codes import codes
from lmis.services.deliveries import delivery_in_sight, take_back_delivery
from lmis.services.undoing import BatchNotFound, undo_batch
from lmis.services.writing import one
from lmis.vocabulary import Purpose, Role
from lmis.web.pages.desk.admission import Db, Reader
from lmis.web.pages.desk.answers import go, page
from lmis.web.pages.desk.deliveries import UNDOERS, delivery_values
from lmis.web.pages.desk.route import DeskRoute
from lmis.web.policy import CASE, may
from lmis.web.records import found

router = APIRouter(route_class=DeskRoute)
RETURNING: Final = may(Role.HEAD, Role.COORDINATOR, purpose=Purpose.IMPORT)


@router.get("/imports/{id:uuid}/take-back", **RETURNING)
def ask_about_delivery(request: Request, session: Db, by: Reader, id: UUID) -> Response:
    """What taking it back means."""
    values = delivery_values(session, by, delivery_in_sight(session, by, id))
    written = [came.report for came in values["came"] if came.for_real and not came.undone]
    return _asked(request, values["file_name"], values["kind"], written)


@router.post("/imports/{id:uuid}/take-back", **RETURNING)
def return_delivery(request: Request, session: Db, by: Reader, id: UUID) -> Response:
    """Take back all that was imported of a file, or nothing."""
    for outcome in take_back_delivery(session, by, id):
        one([outcome])
    return go(request, f"/imports/{id}")


@router.get("/batches/{id:uuid}", **may(*CASE))
def look_at_batch(request: Request, session: Db, by: Reader, id: UUID) -> Response:
    """An import that did not come over these pages."""
    batch = found(session, batch_in_sight(by, id), BatchNotFound, str(id))
    office = codes(session).office_codes.get(batch.office_id, "")
    retractable = batch.state != "undone" and by.role in UNDOERS
    return page(request, "batch.html", {"batch": batch, "office": office, "retractable": retractable})


@router.get("/batches/{id:uuid}/take-back", **RETURNING)
def ask_about_batch(request: Request, session: Db, by: Reader, id: UUID) -> Response:
    """What taking it back means."""
    batch = found(session, batch_in_sight(by, id), BatchNotFound, str(id))
    return _asked(request, batch.file_name, batch.kind, [batch.report])


@router.post("/batches/{id:uuid}/take-back", **RETURNING)
def return_batch(request: Request, session: Db, by: Reader, id: UUID) -> Response:
    """Take back one import."""
    one([undo_batch(session, by, id)])
    return go(request, f"/batches/{id}")


def _asked(request: Request, file_name: str, kind: str, reports: Sequence[Mapping[str, Any]]) -> Response:
    counts = {end: sum(report.get(end, 0) for report in reports) for end in ("created", "updated")}
    back = request.url.path.removesuffix("/take-back")
    return page(request, "take_back.html", {"file_name": file_name, "kind": kind, "back": back, **counts})
