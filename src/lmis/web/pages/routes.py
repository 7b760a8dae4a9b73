"""The public pages of both countries, their style sheet and their fonts."""

from __future__ import annotations

from mimetypes import guess_type
from typing import Any, Final

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response

from lmis.locale.catalogue import text
from lmis.vocabulary import Country
from lmis.web.pages.answering import FILES, READ, STATIC, answer, asked_language, read
from lmis.web.pages.bulletins import router as bulletins
from lmis.web.pages.dashboard import TITLES, page_of
from lmis.web.pages.reading import board_of, periods_of
from lmis.web.pages.tiles import tiles_of
from lmis.web.pages.writer import COUNTS, Writer

YEAR: Final = 365 * 24 * 3600

router = APIRouter(include_in_schema=False)
router.include_router(bulletins)


@router.api_route("/", methods=READ)
def entry(request: Request) -> Response:
    """Both countries side by side."""
    language, writer = asked_language(request), Writer(asked_language(request))

    def ask(session: Session) -> Any:
        return {country: board_of(session, country, None, language) for country in Country}

    boards = read(request, ask)
    tiles = {country: board and tiles_of(board, writer) for country, board in boards.items()}
    return answer(request, "entry.html", language, {"boards": boards, "tiles": tiles, "counts": COUNTS})


def _country_page(country: Country, request: Request) -> Response:
    language, period = asked_language(request), request.query_params.get("period") or None

    def ask(session: Session) -> Any:
        board = board_of(session, country, period, language)
        return board, [] if board else periods_of(session, country)

    board, periods = read(request, ask)
    if board is None:
        values = {"country": country, "title": text(TITLES[country], language), "periods": periods}
        return answer(request, "nothing.html", language, values, 404 if period else 200)
    return answer(request, "country.html", language, {**page_of(board, language), "country": country})


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
    return answer(request, "nowhere.html", asked_language(request), {}, 404)
