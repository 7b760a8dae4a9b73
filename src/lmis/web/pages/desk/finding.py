"""Finding a person by whatever is known, with the form of a registration beside it."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query, Request
from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.responses import Response

from lmis.model.ids import new_id
from lmis.model.people import Person, Registration
from lmis.model.types import keyring_of
from lmis.queries.people import exact_of, people_found, registrations_of
from lmis.services.codes import codes
from lmis.text.keys import name_key
from lmis.vocabulary import Actor, Purpose
from lmis.web.outs.people import SeekerLine
from lmis.web.pages.desk.admission import Db, Reader
from lmis.web.pages.desk.answers import go, page
from lmis.web.pages.desk.choices import home_province, person_choices
from lmis.web.pages.desk.coding import Coding
from lmis.web.pages.desk.naming import names_of
from lmis.web.pages.desk.person_fields import FIELDS, spoken_rows
from lmis.web.pages.desk.person_form import AGREED, ASKED, MORE, QUICK, empty, prefilled
from lmis.web.pages.desk.route import DeskRoute
from lmis.web.pages.desk.sheets import Sheet
from lmis.web.policy import CASE, COUNTER, may

router = APIRouter(prefix="/desk", route_class=DeskRoute)
CASEWORK: Final = may(*CASE, purpose=Purpose.REGISTRATION)
SHOWN: Final = 10
"""Found people beside the form: more words find fewer."""

Words = Annotated[str, Query(alias="q")]
LONGEST: Final = 200


@router.get("/people", **CASEWORK)
def find_person(
    request: Request, session: Db, by: Reader, q: Words = "", after: UUID | None = None, quick: bool = False
) -> Response:
    """Look for somebody; whoever is named by the short number opens at once."""
    q = q[:LONGEST].strip()
    rows = _found(session, by, q, after)
    if len(rows) == 1 and after is None and exact_of(q, by, _keyring(session)).serial is not None:
        return go(request, f"/desk/people/{rows[0].id}")
    values = empty(home_province(session, by)) | prefilled(q, by.country)
    return form_page(request, session, by, values | {"id": str(new_id())}, q=q, rows=rows, after=after, quick=quick)


def form_page(
    request: Request,
    session: Session,
    by: Actor,
    values: Mapping[str, Any],
    *,
    q: str = "",
    rows: Sequence[Person] = (),
    after: UUID | None = None,
    quick: bool = False,
    sheet: Sheet | None = None,
    coding: Coding | None = None,
    alike: Sequence[tuple[Any, Any]] = (),
    status: int = 200,
) -> Response:
    """The one screen: who was found, and the form with what is known so far and what is wrong with it."""
    sheet, coding = sheet or Sheet(FormData(), by), coding or Coding()
    shown = list(rows[:SHOWN])
    names = names_of(session, by, "place", "office")
    order = QUICK if quick else (*ASKED, *MORE)
    told_more = {"q": q, "shown": _lines(session, shown), "after": shown[-1].id if len(rows) > SHOWN else None}
    return page(
        request,
        "people.html",
        told_more
        | {
            "later": after is not None,
            "names": names,
            "quick": quick,
            "registers": by.role in COUNTER,
            "fields": FIELDS,
            "spoken": spoken_rows(values),
            "choices": person_choices(session, by),
            "values": values,
            "faults": sheet.faults,
            "errors": sheet.errors,
            "more_open": any(values[name] for name in MORE if name != "wage_period") or AGREED in sheet.faults,
            "coding": coding,
            "alike": alike,
            "focus": focus_of(values, sheet.faults, coding, order, found=bool(q and shown), asked=bool(q or alike)),
            "today": by.today,
        },
        status,
    )


def focus_of(
    values: Mapping[str, Any], faults: Container[str], coding: Coding, order: Sequence[str], *, found: bool, asked: bool
) -> str:
    """Where the cursor stands: what is wrong, what is to be chosen, else what is to be filled next, else the search."""
    wrong = next((name for name in order if name in faults), None)
    if wrong is not None:
        return wrong
    if coding.open:
        return "occupation"
    if found or not asked:
        return "q"
    return next((name for name in order if not values[name]), order[0])


def _keyring(session: Session) -> Any:
    return keyring_of(session.get_bind().dialect)


def _found(session: Session, by: Actor, q: str, after: UUID | None) -> Sequence[Person]:
    """People who have every word of it, or its number; nobody where nothing was asked."""
    if not q:
        return []
    exact, key = exact_of(q, by, _keyring(session)), name_key(None, q)
    if not key and {exact.serial, exact.identity, exact.phone} == {None}:
        return []
    return session.scalars(people_found(by, key, after, SHOWN + 1, exact=exact)).all()


def _lines(session: Session, people: Sequence[Person]) -> list[tuple[SeekerLine, Registration | None]]:
    """People with their running or latest registration."""
    spells: dict[UUID, Registration] = {}
    for spell in session.scalars(registrations_of([one.id for one in people])) if people else ():
        spells[spell.person_id] = spell
    offices = codes(session).office_codes
    return [(SeekerLine.line(one, offices), spells.get(one.id)) for one in people]
