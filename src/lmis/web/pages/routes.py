"""The public pages of both countries, their style sheet and their fonts."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from mimetypes import guess_type
from typing import Any, Final

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, HTMLResponse, Response

from lmis.locale.catalogue import text
from lmis.vocabulary import Actor, Country, Language, Purpose
from lmis.web.deps import database_of, visitor
from lmis.web.languages import language_of
from lmis.web.pages.answering import FILES, OWN_NAMES, STATIC, rendered
from lmis.web.pages.dashboard import TITLES, page_of
from lmis.web.pages.reading import board_of, periods_of
from lmis.web.pages.tiles import tiles_of
from lmis.web.pages.writer import COUNTS, Writer

YEAR: Final = 365 * 24 * 3600

router = APIRouter(include_in_schema=False)
READ: Final = ["GET", "HEAD"]


def _language(request: Request) -> Language:
    asked = request.query_params.get("lang", "")
    return Language(asked) if asked in OWN_NAMES else language_of(request)


def _read(request: Request, by: Actor, ask: Callable[[Session], Any]) -> Any:
    with database_of(request).open(by, Purpose.NONE, "public-page", write=False) as session:
        return ask(session)


def _answer(request: Request, template: str, language: Language, values: dict[str, Any], status: int = 200) -> Response:
    page = rendered(request, template, language, values)
    tag = f'"{sha256(page.encode()).hexdigest()[:20]}"'
    headers = {"Content-Language": language.value, "Vary": "Accept-Language", "Cache-Control": "no-cache", "ETag": tag}
    if status == 200 and tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)  # a slow line need not carry the same page again
    return HTMLResponse(page, status, headers)


@router.api_route("/", methods=READ)
def entry(request: Request) -> Response:
    """Both countries side by side."""
    language, writer = _language(request), Writer(_language(request))

    def ask(session: Session) -> Any:
        return {country: board_of(session, country, None, language) for country in Country}

    boards = _read(request, visitor(request), ask)
    tiles = {country: board and tiles_of(board, writer) for country, board in boards.items()}
    return _answer(request, "entry.html", language, {"boards": boards, "tiles": tiles, "counts": COUNTS})


def _country_page(country: Country, request: Request) -> Response:
    language, period = _language(request), request.query_params.get("period") or None

    def ask(session: Session) -> Any:
        board = board_of(session, country, period, language)
        return board, [] if board else periods_of(session, country)

    board, periods = _read(request, visitor(request), ask)
    if board is None:
        values = {"country": country, "title": text(TITLES[country], language), "periods": periods}
        return _answer(request, "nothing.html", language, values, 404 if period else 200)
    return _answer(request, "country.html", language, {**page_of(board, language), "country": country})


@router.api_route("/kh", methods=READ)
def cambodia(request: Request) -> Response:
    """The page of Cambodia."""
    return _country_page(Country.KH, request)


@router.api_route("/la", methods=READ)
def lao_pdr(request: Request) -> Response:
    """The page of Lao PDR."""
    return _country_page(Country.LA, request)


@router.api_route("/static/{name:path}", methods=READ)
def static(name: str) -> Response:
    """The style sheet and the fonts; their address holds their digest."""
    if name not in FILES:
        raise HTTPException(404)
    kind = guess_type(name)[0] or "font/woff2"
    return FileResponse(STATIC / name, media_type=kind, headers={"Cache-Control": f"public, max-age={YEAR}"})


@router.api_route("/{anything}", methods=READ)
def nowhere(request: Request) -> Response:
    """An address that a visitor typed wrong: where the pages are."""
    return _answer(request, "nowhere.html", _language(request), {}, 404)
