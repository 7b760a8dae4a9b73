"""Records that may be one person: the queue, both side by side, and the decision."""

from __future__ import annotations

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from lmis.commands.duplicates import MergeDuplicates, TakeBackMerge, TellApart
from lmis.locale.formats import number
from lmis.queries.duplicates import count_of_pairs, pairs_found, records_of
from lmis.services import merging
from lmis.services.codes import codes
from lmis.services.writing import one
from lmis.vocabulary import Actor, PairState, Purpose
from lmis.web.outs.duplicates import PairLine
from lmis.web.pages.desk.admission import Db, Form, Reader
from lmis.web.pages.desk.answers import go, page
from lmis.web.pages.desk.comparing import compared
from lmis.web.pages.desk.naming import names_of
from lmis.web.pages.desk.route import DeskRoute
from lmis.web.pages.desk.sheets import Again, Sheet, show_again
from lmis.web.pairs import pair_out
from lmis.web.policy import CASE, may

router = APIRouter(prefix="/duplicates", route_class=DeskRoute)
CASEWORK: Final = may(*CASE, purpose=Purpose.REGISTRATION)
SHOWN: Final = 25

State = Annotated[str, Query()]
After = Annotated[UUID | None, Query()]


@router.get("", **CASEWORK)
def queue_of_duplicates(
    request: Request, session: Db, by: Reader, state: State = PairState.OPEN.value, after: After = None
) -> Response:
    """Pairs of records that may be one person, most points first; or those that were decided."""
    asked = next((known for known in PairState if known == state), PairState.OPEN)
    found = session.scalars(pairs_found(by, asked, after, SHOWN + 1)).all()
    shown = found[:SHOWN]
    people = {one.id: one for one in session.scalars(records_of({i for p in shown for i in (p.first_id, p.second_id)}))}
    offices = codes(session).office_codes
    values = {
        "states": list(PairState),
        "state": asked,
        "count": session.scalar(count_of_pairs(by, asked)) or 0,
        "pairs": [PairLine.line(pair, people, offices) for pair in shown],
        "after": shown[-1].id if len(found) > SHOWN else None,
        "later": after is not None,
    }
    return page(request, "duplicates.html", values)


@router.get("/{id:uuid}", **CASEWORK)
def look_at_pair(request: Request, session: Db, by: Reader, id: UUID) -> Response:
    """Both records side by side, why they may be one person, and what was decided."""
    return page(request, "pair.html", _pair(session, by, id))


def _pair(session: Session, by: Actor, id: UUID) -> dict[str, Any]:
    pair = pair_out(session, by, id)
    return {
        "pair": pair,
        "fields": compared(pair.first, pair.second, names_of(session, by), by.language),
        "older": min((pair.first, pair.second), key=lambda one: (one.recorded_at, one.number)).id,
        "next_pair": _next(session, by, id),
        "points": lambda points: number(points, by.language, signed=True),
        "open": pair.state is PairState.OPEN,
        "typed": {"keep": ""},
        "refusal": None,
    }


@router.post("/{id:uuid}/merge", **CASEWORK)
def merge_pair(request: Request, session: Db, by: Reader, form: Form, id: UUID) -> Response:
    """They are one person: the record that was chosen is kept."""
    sheet = Sheet(form, by)
    typed = sheet.texts(("keep",))
    show_again(request, Again("pair.html", _pair(session, by, id) | {"typed": typed}, f"/duplicates/{id}", sheet))
    one(merging.merge_duplicates(session, by, [sheet.settled(MergeDuplicates, {"pair": str(id), **typed})]))
    return go(request, f"/duplicates/{id}")


@router.post("/{id:uuid}/different", **CASEWORK)
def tell_pair_apart(request: Request, session: Db, by: Reader, id: UUID) -> Response:
    """They are different people."""
    one(merging.tell_apart(session, by, [TellApart(pair=str(id))]))
    return go(request, f"/duplicates/{id}")


@router.post("/{id:uuid}/take-back", **CASEWORK)
def take_decision_back(request: Request, session: Db, by: Reader, id: UUID) -> Response:
    """The decision was a mistake."""
    one(merging.take_back_merges(session, by, [TakeBackMerge(pair=str(id))]))
    return go(request, f"/duplicates/{id}")


def _next(session: Session, by: Actor, id_: UUID) -> UUID | None:
    """The pair of the queue that comes after this one; the first, where this was the last."""
    for after in (id_, None):
        found = session.scalars(pairs_found(by, PairState.OPEN, after, 1)).first()
        if found is not None and found.id != id_:
            return found.id
    return None
