"""Files of a counter: sent, rehearsed, corrected line by line, and imported for real."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query, Request
from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.responses import Response

from lmis.imports.definitions import KINDS
from lmis.imports.templates import template
from lmis.queries.batches import latest_batches
from lmis.queries.jobs import deliveries_among, waiting_deliveries
from lmis.services.codes import codes
from lmis.services.deliveries import begin_delivery, delivery_in_sight
from lmis.services.mending import working_copy
from lmis.vocabulary import Actor, Purpose, Role
from lmis.web.pages.desk.admission import Db, Form, Reader
from lmis.web.pages.desk.answers import go, page
from lmis.web.pages.desk.deliveries import delivery_values
from lmis.web.pages.desk.lines import Writer, lines_values
from lmis.web.pages.desk.naming import names_of
from lmis.web.pages.desk.route import DeskRoute
from lmis.web.pages.desk.sheets import Again, Sheet, show_again
from lmis.web.pages.desk.uploads import NoFileChosen, Sent
from lmis.web.policy import CASE, may
from lmis.web.rejects import rejects_file

router = APIRouter(route_class=DeskRoute)
READING: Final = may(*CASE, purpose=Purpose.IMPORT)
SHOWN: Final = 25
"""Imports on one page of the list."""
WAIT: Final = timedelta(days=30)
"""So long a file that was only rehearsed stands among those that wait."""

At = Annotated[UUID | None, Query()]
Number = Annotated[int, Query(ge=0, le=10**9)]


@router.get("/imports", **READING)
def import_files(request: Request, session: Db, by: Reader, before: At = None) -> Response:
    """Where files are sent, those that wait for a decision, and those that were imported."""
    return page(request, "imports.html", _files(session, by, Sheet(FormData(), by), before))


@router.get("/imports/template/{kind}.csv", **READING)
def fetch_template(by: Reader, kind: str) -> Response:
    """The columns of a kind of file with an example row, as a file for a spreadsheet.

    Raises:
        HTTPException: there is no such kind (404).
    """
    if kind not in kinds_for(by):
        raise HTTPException(404)
    headers = {"Content-Disposition": f'attachment; filename="{kind}.csv"', "Cache-Control": "no-store"}
    return Response(template(kind).encode("utf-8-sig"), headers=headers, media_type="text/csv; charset=utf-8")


def kinds_for(by: Actor) -> list[str]:
    """The kinds of files that somebody may send; lists of places are the ministry's."""
    return [kind for kind in KINDS if kind != "places" or by.role is Role.COORDINATOR]


def _files(session: Session, by: Actor, sheet: Sheet, before: UUID | None = None) -> dict[str, Any]:
    found = session.execute(latest_batches(by, before, SHOWN + 1)).all()
    known = codes(session)
    return {
        "kinds": kinds_for(by),
        "offices": _offices(session, by) if by.sees_all_offices else {},
        "office_codes": known.office_codes,
        "waiting": session.scalars(waiting_deliveries(by, by.at - WAIT, SHOWN)).all() if before is None else [],
        "batches": found[:SHOWN],
        "roots": set(session.scalars(deliveries_among(by, {root for _, root in found if root}))),
        "before": found[SHOWN - 1][0].id if len(found) > SHOWN else None,
        "later": before is not None,
        "typed": sheet.texts(("kind", "office")),
        "faults": sheet.faults,
        "refusal": None,
    }


@router.post("/imports", **READING)
def send_file(request: Request, upload: Sent, session: Db, by: Reader, form: Form) -> Response:
    """Take a file, and rehearse it."""
    sheet = Sheet(form, by)
    show_again(request, Again("imports.html", _files(session, by, sheet), "/imports", sheet))
    if upload is None:
        raise NoFileChosen()
    return go(request, f"/imports/{begin_delivery(session, by, upload)}")


@router.get("/imports/{id:uuid}", **READING)
def look_at_delivery(
    request: Request, session: Db, by: Reader, id: UUID, at: Number = 1, line: Number | None = None, note: str = ""
) -> Response:
    """What became of a file: its progress, what would come of it or came of it, and its rejected lines."""
    delivery = delivery_in_sight(session, by, id)
    values = delivery_values(session, by, delivery)
    if not delivery.under_way and values["state"] != "undone":
        writer = Writer(by.language, names_of(session, by, "place").lists["place"])
        values |= lines_values(working_copy(session, delivery), writer, at, line)
    return page(request, "delivery.html", values | {"note": note})


@router.get("/imports/{id:uuid}/rejects", **READING)
def fetch_rejects(session: Db, by: Reader, id: UUID) -> Response:
    """The lines that are still to be corrected, as a file that can be mended and sent again."""
    delivery = delivery_in_sight(session, by, id)
    copy = working_copy(session, delivery)
    rows = ((line.number, line.cells, line.faults) for line in copy.bad)
    return rejects_file(f"rejects-{id}.csv", copy.header, copy.separator, rows, by.language)


def _offices(session: Session, by: Actor) -> dict[str, str]:
    """The offices for which somebody may send who sees all of them: code → name."""
    names = names_of(session, by, "office")
    return {code: names.of("office", code) for code in codes(session).offices_in(by.country and by.country.value)}
