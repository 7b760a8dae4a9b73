"""A refusal as a page: what is wrong, in the reader's language, and where to go on."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from lmis.errors import LmisError
from lmis.locale.words import words
from lmis.services.signing_in import NotSignedIn
from lmis.web.deps import MustChange
from lmis.web.pages.cookies import page_language
from lmis.web.pages.desk.answers import go, page
from lmis.web.pages.desk.sheets import Again
from lmis.web.problems import headers_of, status_of

FORMS: Final = {"/sign-in": "sign_in.html", "/password": "password.html"}
"""Forms that say above themselves what is wrong with what was sent."""


def refusal_page(request: Request, error: LmisError, faults: list[dict[str, Any]]) -> Response:
    """The page that says a refusal; or the one on which somebody signs in, or changes the first password."""
    path = request.url.path
    if isinstance(error, NotSignedIn):
        there = path + (f"?{request.url.query}" if request.url.query else "")
        return go(request, f"/sign-in?next={quote(there)}" if request.method != "POST" else "/sign-in?ended=1")
    if isinstance(error, MustChange):
        return go(request, "/password")
    title, detail = words(error, page_language(request))
    details = list(dict.fromkeys(fault["detail"] for fault in faults)) or ([detail] if detail != title else [])
    again: Again | None = getattr(request.state, "again", None)
    if again is not None:
        said = again.faults(error, faults, page_language(request))
        told = {"title": title, "details": list(dict.fromkeys(one for each in said.values() for one in each))}
        answer = page(request, again.template, again.values | {"refusal": told, "faults": said}, status_of(error))
    else:
        told = {"title": title, "details": details, "request": request.state.request_id}
        answer = page(request, FORMS.get(path, "refusal.html"), {"refusal": told}, status_of(error))
    answer.headers.update({name: value for name, value in headers_of(error).items() if name == "Retry-After"})
    return answer
