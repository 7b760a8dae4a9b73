"""The bulletin of a quarter as a page, for print and as a workbook; and as one file that stands alone."""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO
from typing import Final

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from lmis.exchange.bulletins.content import Bulletin
from lmis.exchange.bulletins.pdf import pdf_of
from lmis.exchange.bulletins.workbook import write_bulletin
from lmis.indicators.register.periods import SHAPE
from lmis.locale.bulletins import bulletin_of
from lmis.locale.tongues import Printed
from lmis.queries.editions import latest_edition
from lmis.vocabulary import Country
from lmis.web.pages.answering import OWN_NAMES, READ, STATIC, answer, asked_language, environment, in_language, read

NAMES: Final = {Printed(code.value): name for code, name in OWN_NAMES.items()} | {Printed.ZH: "中文"}
FONTS: Final = STATIC / "fonts"
SCRIPTS: Final = {"en": (), "km": ("khmer",), "lo": ("lao",), "zh": ("sc",)}
FAMILIES: Final = {"latin": "Noto Sans", "khmer": "Noto Sans Khmer", "lao": "Noto Sans Lao", "sc": "Noto Sans SC"}
KINDS: Final = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

router = APIRouter()


@router.api_route("/figures/{country}/{period}/bulletin", methods=READ)
def bulletin_page(request: Request, country: str, period: str) -> Response:
    """The bulletin on a page of ours."""
    language = _language(request)
    bulletin = _bulletin(request, country, period, language)
    languages = {"languages": NAMES, "in_language": {code: in_language(request, code) for code in NAMES}}
    if bulletin is None:
        return answer(request, "nowhere.html", language, languages, 404)
    return answer(request, "bulletin.html", language, {"bulletin": bulletin, **languages})


@router.api_route("/figures/{country}/{period}/bulletin.{form}", methods=READ)
def bulletin_file(request: Request, country: str, period: str, form: str) -> Response:
    """The bulletin for print or as a workbook."""
    language = _language(request)
    bulletin = _bulletin(request, country, period, language) if form in KINDS else None
    if bulletin is None:
        return answer(request, "nowhere.html", language, {"languages": NAMES}, 404)
    name = f"bulletin-{bulletin.country}-{bulletin.period}-{bulletin.edition}-{language}.{form}"
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Content-Language": language.value}
    headers |= {"Vary": "Accept-Language", "Cache-Control": "no-cache"}
    return Response(bytes_of(bulletin, form), headers=headers, media_type=KINDS[form])


def bytes_of(bulletin: Bulletin, form: str) -> bytes:
    """The bulletin as `pdf`, `xlsx` or `html`, a file that needs no other."""
    if form == "pdf":
        return pdf_of(bulletin, FONTS)
    if form == "html":
        return html_of(bulletin).encode()
    book = BytesIO()
    write_bulletin(bulletin, book)
    return book.getvalue()


def html_of(bulletin: Bulletin) -> str:
    """A page that stands alone: its style and its fonts are in it."""
    sheet = (STATIC / "bulletin.css").read_text("utf-8")
    rules = "\n".join(line for line in sheet.splitlines() if not line.startswith("@font-face"))
    faces = [_face(script, weight) for script in ("latin", *SCRIPTS[bulletin.language]) for weight in (400, 700)]
    style = "\n".join([*faces, rules])
    return environment().get_template("bulletin_file.html").render(bulletin=bulletin, style=style)


def _face(script: str, weight: int) -> str:
    (file,) = FONTS.glob(f"noto-sans-*{script}*-{weight}-normal.woff2")
    packed = b64encode(file.read_bytes()).decode()
    source = f'url("data:font/woff2;base64,{packed}") format("woff2")'
    return f'@font-face {{ font-family: "{FAMILIES[script]}"; font-weight: {weight}; src: {source}; }}'


def _language(request: Request) -> Printed:
    asked = request.query_params.get("lang", "")
    return Printed(asked) if asked in list(Printed) else Printed(asked_language(request).value)


def _bulletin(request: Request, country: str, period: str, language: Printed) -> Bulletin | None:
    """The bulletin of a quarter that was published; None of whatever else an address may name."""
    if country.upper() not in list(Country) or "Q" not in period or not SHAPE.fullmatch(period):
        return None
    where = Country(country.upper())

    def ask(session: Session) -> Bulletin | None:
        if session.scalars(latest_edition(where, period)).first() is None:
            return None
        return bulletin_of(session, where, period, language)

    found: Bulletin | None = read(request, ask)
    return found
