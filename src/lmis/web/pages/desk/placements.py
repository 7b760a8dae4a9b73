"""A placement on a page: what was agreed, its cancellation, and what was found out afterwards."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from lmis.commands.placements import CancelPlacement, FollowUpPlacement
from lmis.queries.placements import follow_ups_of
from lmis.services.codes import codes
from lmis.services.following import follow_up_placements
from lmis.services.placements import cancel_placements
from lmis.services.writing import one
from lmis.vocabulary import Actor, FollowUpFinding, Purpose
from lmis.web.outs.referrals import FollowUpOut
from lmis.web.pages.desk.admission import Db, Form, Reader
from lmis.web.pages.desk.answers import go, page
from lmis.web.pages.desk.money import money_words
from lmis.web.pages.desk.persons import people_named
from lmis.web.pages.desk.reasons import reasons_named
from lmis.web.pages.desk.route import DeskRoute
from lmis.web.pages.desk.sheets import Again, Sheet, show_again
from lmis.web.pages.desk.vacancies import vacancy_seen
from lmis.web.policy import CASE, may
from lmis.web.records import placement_out

router = APIRouter(prefix="/desk/placements", route_class=DeskRoute)
PLACES: Final = may(*CASE, purpose=Purpose.PLACEMENT)
TOLD: Final = ("placed", "cancelled", "followed")


@router.get("/{id:uuid}", **PLACES)
def look_at_placement(request: Request, session: Db, by: Reader, id: UUID, done: str = "") -> Response:
    """A placement and what was found out about it."""
    return page(request, "placement.html", _values(session, by, id) | {"done": done if done in TOLD else ""})


@router.post("/{id:uuid}/cancel", **PLACES)
def cancel_placement(request: Request, session: Db, by: Reader, form: Form, id: UUID) -> Response:
    """It did not come about: the opening is free again, and the person is registered again."""
    sheet = _sheet(request, session, by, form, id, "cancelled_on")
    sheet.needed("because")
    values = {"placement": str(id), "because": sheet.typed("because"), "happened_on": sheet.day("cancelled_on")}
    command = sheet.settled(CancelPlacement, values)
    one(cancel_placements(session, by, [command]))
    return go(request, f"/desk/placements/{id}?done=cancelled")


@router.post("/{id:uuid}/follow-ups", **PLACES)
def follow_up_placement(request: Request, session: Db, by: Reader, form: Form, id: UUID) -> Response:
    """Take down what was found some time after the placement."""
    sheet = _sheet(request, session, by, form, id, "found_on")
    sheet.needed("finding")
    values = {
        "placement": str(id),
        "finding": sheet.typed("finding"),
        "note": sheet.typed("note"),
        "happened_on": sheet.day("found_on"),
    }
    command = sheet.settled(FollowUpPlacement, values)
    one(follow_up_placements(session, by, [command]))
    return go(request, f"/desk/placements/{id}?done=followed#follow-ups")


def _sheet(request: Request, session: Session, by: Actor, form: Form, id: UUID, day: str) -> Sheet:
    sheet = Sheet(form, by, {"happened_on": day})
    values = _values(session, by, id) | {"typed": {name: sheet.typed(name) for name in form}, "done": ""}
    show_again(request, Again("placement.html", values, f"/desk/placements/{id}", sheet))
    return sheet


def _values(session: Session, by: Actor, id: UUID) -> dict[str, Any]:
    """What the page of a placement needs."""
    placement, known = placement_out(session, by, str(id)), codes(session)
    cancellations = reasons_named(session, by, "cancellation")["cancellation"]
    wage = placement.wage
    return {
        "placement": placement,
        "vacancy": vacancy_seen(session, by, placement.vacancy),
        "person": people_named(session, by, [placement.seeker]).get(placement.seeker),
        "wage": money_words(wage.amount, wage.currency, wage.period.value, known, by.language) if wage else None,
        "follow_ups": [FollowUpOut.of(row) for row in session.scalars(follow_ups_of(id))],
        "findings": list(FollowUpFinding),
        "cancellations": cancellations,
        "today": by.today,
        "typed": {},
        "faults": {},
        "refusal": None,
    }
