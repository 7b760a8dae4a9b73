"""An employer comes in by the link, and leaves again."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from lmis.services.employer_links import holder_of
from lmis.vocabulary import Purpose
from lmis.web.deps import Store
from lmis.web.pages.desk.admission import Form, Reader
from lmis.web.pages.desk.answers import go, page
from lmis.web.pages.desk.cookies import drop_cookie, set_cookie
from lmis.web.pages.desk.route import DeskRoute
from lmis.web.pages.employer.admission import EMPLOYERS, ENTERED

router = APIRouter(prefix="/employer", route_class=DeskRoute)


@router.get("/enter", **EMPLOYERS)
def employer_enters(request: Request, key: str = "") -> Response:
    """What the link leads to: a button, so that a program that looks at links does not come in."""
    return page(request, "employer_enter.html", {"key": key[:200]})


@router.post("/enter", **EMPLOYERS)
def employer_entered(request: Request, by: Reader, form: Form, database: Store) -> Response:
    """Keep the secret in the browser, and show the own vacancies."""
    key = str(form.get("key", ""))[:200].strip()
    with database.open(by, Purpose.NONE, "employer-link", write=False) as session:
        holder_of(session, key, by)
    answer = go(request, "/employer")
    set_cookie(request, answer, ENTERED, key)
    return answer


@router.post("/leave", **EMPLOYERS)
def employer_leaves(request: Request) -> Response:
    """Let the browser forget the link."""
    answer = go(request, "/employer/enter")
    drop_cookie(request, answer, ENTERED)
    return answer
