"""The public pages of both countries, their style sheet and their fonts."""

from __future__ import annotations

import gzip
from functools import cache
from mimetypes import guess_type
from typing import Any, Final

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response

from lmis.vocabulary import Country
from lmis.web.pages.answering import FILES, READ, STATIC, answer, asked_language, read
from lmis.web.pages.bulletins import router as bulletins
from lmis.web.pages.charts.choice import Choice
from lmis.web.pages.charts.view import View
from lmis.web.pages.place_profiles import router as place_profiles
from lmis.web.pages.public import router as public
from lmis.web.pages.tiles import COUNTS, RATIO, tiles_of

YEAR: Final = 365 * 24 * 3600

router = APIRouter(include_in_schema=False)
router.include_router(bulletins)
router.include_router(place_profiles)
router.include_router(public)


@router.api_route("/", methods=READ)
def entry(request: Request) -> Response:
    """Both countries side by side."""
    language = asked_language(request)

    def ask(session: Session) -> Any:
        views = {country: View(session, Choice(country), language) for country in Country}
        known = {country: view.register for country, view in views.items()}
        shown = {country: tiles_of(view, (*COUNTS, RATIO)) for country, view in views.items() if known[country]}
        return known, shown

    editions, tiles = read(request, ask)
    return answer(request, "entry.html", language, {"editions": editions, "tiles": tiles})


@router.api_route("/static/{name:path}", methods=READ)
def static(request: Request, name: str) -> Response:
    """The style sheets, scripts and fonts; their address holds their digest."""
    if name not in FILES:
        raise HTTPException(404)
    kind, headers = guess_type(name)[0] or "font/woff2", {"Cache-Control": f"public, max-age={YEAR}"}
    if kind.startswith("text/") and "gzip" in request.headers.get("accept-encoding", ""):
        headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
        return Response(_packed(name), headers=headers, media_type=kind)
    return FileResponse(STATIC / name, media_type=kind, headers=headers)


@cache
def _packed(name: str) -> bytes:
    """A style sheet or script as gzip; it is packed once, because it does not change."""
    return gzip.compress((STATIC / name).read_bytes(), 9, mtime=0)


@router.api_route("/{anything}", methods=READ)
def nowhere(request: Request) -> Response:
    """An address that a visitor typed wrong: where the pages are."""
    return answer(request, "nowhere.html", asked_language(request), {}, 404)
