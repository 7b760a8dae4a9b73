"""An employer on a page: what is known, the own vacancies, and the links by which they are seen from outside."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from lmis.commands.employers import MakeEmployerLink, RevokeEmployerLink
from lmis.queries.employer_links import links_of, vacancies_of_employer
from lmis.services.employer_links import make_employer_links, revoke_employer_links
from lmis.services.writing import one
from lmis.vocabulary import Actor
from lmis.web.outs.employer_links import LinkOut, link_path
from lmis.web.pages.desk.admission import Db, Form, Reader
from lmis.web.pages.desk.answers import go, page
from lmis.web.pages.desk.naming import names_of
from lmis.web.pages.desk.route import DeskRoute
from lmis.web.pages.desk.sheets import Again, Sheet, show_again
from lmis.web.policy import CASE, COUNTER, may
from lmis.web.records import employer_out, vacancies_out

router = APIRouter(prefix="/desk/employers", route_class=DeskRoute)
SHOWN: Final = 100


@router.get("/{id:uuid}", **may(*CASE))
def look_at_employer(request: Request, session: Db, by: Reader, id: UUID) -> Response:
    """An employer with the own vacancies and links."""
    return page(request, "employer.html", _values(session, by, id))


@router.post("/{id:uuid}/links", **may(*CASE, in_person=True, secret=True))
def make_employer_link(request: Request, session: Db, by: Reader, form: Form, id: UUID) -> Response:
    """Make a link; it is shown on this page and never again."""
    sheet = Sheet(form, by)
    values = _values(session, by, id) | {"typed": {"days": sheet.typed("days")}}
    show_again(request, Again("employer.html", values, f"/desk/employers/{id}", sheet))
    command = sheet.settled(MakeEmployerLink, {"employer": str(id), "days": sheet.whole("days")})
    ((outcome, token),) = make_employer_links(session, by, [command])
    one([outcome])
    link = f"{request.url.scheme}://{request.url.netloc}{link_path(token)}"
    return page(request, "employer.html", _values(session, by, id) | {"link": link}, 201)


@router.post("/{id:uuid}/revoke", **may(*CASE, in_person=True))
def revoke_employer_link(request: Request, session: Db, by: Reader, form: Form, id: UUID) -> Response:
    """A link stops working at once."""
    employer_out(session, by, str(id))
    one(revoke_employer_links(session, by, [RevokeEmployerLink(link=str(form.get("link", ""))[:80] or "?")]))
    return go(request, f"/desk/employers/{id}#links")


def _values(session: Session, by: Actor, id: UUID) -> dict[str, Any]:
    out = employer_out(session, by, str(id))
    rows = session.scalars(vacancies_of_employer(id).limit(SHOWN)).all()
    links = session.scalars(links_of(by, id)).all()
    return {
        "employer": out,
        "names": names_of(session, by, "place", "industry"),
        "vacancies": vacancies_out(session, by, rows),
        "links": [LinkOut.of(row) for row in links],
        "may_post": by.role in COUNTER,
        "now": by.at,
        "today": by.today,
        "link": None,
        "typed": {"days": "90"},
        "faults": {},
        "refusal": None,
    }
