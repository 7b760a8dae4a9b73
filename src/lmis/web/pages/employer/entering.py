"""An employer comes in by the link, and leaves again."""

from __future__ import annotations

from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from lmis.services.employer_links import holder_of
from lmis.vocabulary import Purpose
from lmis.web.deps import Store
from lmis.web.pages.cookies import drop_cookie, set_cookie
from lmis.web.pages.desk.admission import Form, Reader
from lmis.web.pages.desk.answers import go, page
from lmis.web.pages.desk.route import DeskRoute
from lmis.web.pages.desk.sheets import Again, Sheet, show_again
from lmis.web.pages.employer.admission import EMPLOYERS, ENTERED

router = APIRouter(prefix="/employer", route_class=DeskRoute)
TEMPLATE: Final = "employer_enter.html"
LONGEST: Final = 200
"""Signs of a secret; of a whole link that was pasted, of what stands behind `key=`."""


@router.get("/enter", **EMPLOYERS)
def employer_enters(request: Request, by: Reader) -> Response:
    """What the link leads to: the secret comes behind its `#`, which the browser does not send.

    A script puts it into the field; without one it is pasted there. A button is pressed for it in any case, so that a
    program that looks at links does not come in.
    """
    return page(request, TEMPLATE, _values(Sheet(FormData(), by)))


@router.post("/enter", **EMPLOYERS)
def employer_entered(request: Request, by: Reader, form: Form, database: Store) -> Response:
    """Keep the secret in the browser, and show the own vacancies."""
    sheet = Sheet(form, by)
    show_again(request, Again(TEMPLATE, _values(sheet), "/employer/enter", sheet))
    sheet.needed("key")
    sheet.settle()
    key = sheet.typed("key").rpartition("key=")[2][:LONGEST]
    with database.open(by, Purpose.NONE, "employer-link", write=False) as session:
        holder_of(session, key, by)
    answer = go(request, "/employer")
    set_cookie(request, answer, ENTERED, key)
    return answer


def _values(sheet: Sheet) -> dict[str, Any]:
    return {"typed": {"key": sheet.typed("key")}, "faults": sheet.faults, "refusal": None}


@router.post("/leave", **EMPLOYERS)
def employer_leaves(request: Request) -> Response:
    """Let the browser forget the link."""
    answer = go(request, "/employer/enter")
    drop_cookie(request, answer, ENTERED)
    return answer
