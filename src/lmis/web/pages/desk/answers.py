"""Answers of the pages: a page, or the way to another one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from lmis.locale.formats import day
from lmis.vocabulary import Country, Language, Role
from lmis.web.languages import OURS
from lmis.web.pages.answering import rendered
from lmis.web.pages.cookies import LANGUAGE, OPENED, YEAR, page_language, set_cookie, stamp
from lmis.web.pages.desk.naming import work_title
from lmis.web.pages.numerals import keep_choice
from lmis.web.policy import CASE, SIGNED_IN

SECTIONS: Final[Sequence[tuple[str, str, Sequence[Role]]]] = (
    ("/desk", "My day", CASE),
    ("/desk/people", "People", CASE),
    ("/desk/vacancies", "Vacancies", CASE),
    ("/desk/register", "Daily register", CASE),
    ("/imports", "Import files", CASE),
    ("/duplicates", "Possible duplicates", CASE),
    ("/dashboard", "Dashboard", SIGNED_IN),
    ("/drafts", "Drafts and releases", SIGNED_IN),
)
"""Address, words, and who may go there."""


def page(request: Request, template: str, values: dict[str, Any], status: int = 200) -> Response:
    """A page for whoever signed in, which no shared computer keeps."""
    language = page_language(request)
    who = getattr(request.state, "identity", None)
    country = who.actor.country if who and who.actor.country else Country.KH
    shared = {
        "who": who,
        "sections": [(path, words) for path, words, roles in SECTIONS if who and who.actor.role in roles],
        "stamp": partial(stamp, request),
        "in_language": {code: in_language(request, code) for code in Language},
        "moment": lambda at: moment(at, country, language),
        "work_title": lambda vacancy: work_title(vacancy, language),
        "refresh": None,
        "ended": "ended" in request.query_params,
        "next": getattr(request.state, "next", request.query_params.get("next", ""))[:500],
        "login": getattr(request.state, "login", ""),
    }
    body = rendered(request, template, language, shared | values)
    headers = {"Content-Language": language.value, "Cache-Control": "no-store"}
    return _with_cookies(request, HTMLResponse(body, status, headers))


def go(request: Request, path: str) -> Response:
    """To another page, which is then fetched anew: a form is not sent twice by looking at its answer again."""
    headers = {"Cache-Control": "no-store"}
    return _with_cookies(request, RedirectResponse(path, 303, headers))


def moment(at: datetime, country: Country, language: Language) -> str:
    """Day and time where the reader stands."""
    there = at.astimezone(country.zone)
    return f"{day(there.date(), language)}, {there:%H:%M}"


def in_language(request: Request, language: Language) -> str:
    """The address of this page in a language; of a form that was sent, that of the section in which it stood."""
    url = request.url
    if request.method == "POST":
        again = getattr(request.state, "again", None)
        return f"{again.address if again else '/' + url.path.split('/')[1]}?lang={language.value}"
    asked = url.include_query_params(lang=language.value)
    return f"{asked.path}?{asked.query}"


def _with_cookies(request: Request, response: Response) -> Response:
    if hasattr(request.state, "opened"):
        set_cookie(request, response, OPENED, request.state.opened)
    keep_choice(request, response)
    if asked := OURS.get(request.query_params.get("lang", "")):
        set_cookie(request, response, LANGUAGE, asked.value, seconds=YEAR)
    return response
