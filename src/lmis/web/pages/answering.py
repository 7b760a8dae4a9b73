"""Pages as answers: the templates, and the words and numbers that all of them share."""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from fastapi import Request
from jinja2 import Environment, PackageLoader, StrictUndefined
from sqlalchemy.orm import Session
from starlette.responses import HTMLResponse, Response

from lmis.locale import formats
from lmis.locale.catalogue import label, text
from lmis.locale.tongues import Tongue
from lmis.vocabulary import Language, Purpose
from lmis.web.deps import database_of, visitor
from lmis.web.languages import language_of
from lmis.web.pages.numerals import OWN, chosen, in_own_digits, keep_choice, offered
from lmis.web.pages.titles import TITLES

STATIC: Final = Path(__file__).parent / "static"
FILES: Final = frozenset(path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*") if path.is_file())
OWN_NAMES: Final = {Language.EN: "English", Language.KM: "ខ្មែរ", Language.LO: "ລາວ"}
"""Each language in itself: whoever looks for it must be able to read it."""
READ: Final = ["GET", "HEAD"]


@cache
def environment() -> Environment:
    """The templates of all pages."""
    return Environment(
        loader=PackageLoader("lmis.web.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def make_ready() -> None:
    """Read catalogues and templates before somebody waits for them, and never again look for garbage among them."""
    for language in Language:
        label("sex", "F", language)
    for name in environment().list_templates():
        environment().get_template(name)
    _static_version()
    gc.collect()
    gc.freeze()  # else every full collection, in the midst of some answer, walks through all of it


@cache
def _static_version() -> str:
    """A digest of the style sheet and fonts, so that browsers may keep them for a year."""
    digest = sha256()
    for name in sorted(FILES):
        digest.update((STATIC / name).read_bytes())
    return digest.hexdigest()[:10]


def asked_language(request: Request) -> Language:
    """The language that the address names, else that of the browser."""
    asked = request.query_params.get("lang", "")
    return Language(asked) if asked in OWN_NAMES else language_of(request)


def read(request: Request, ask: Callable[[Session], Any]) -> Any:
    """What a visitor asks of the database."""
    with database_of(request).open(visitor(request), Purpose.NONE, "public-page", write=False) as session:
        return ask(session)


def answer(request: Request, template: str, language: Tongue, values: dict[str, Any], status: int = 200) -> Response:
    """A page that a browser may keep, and ask again whether it has changed."""
    page = rendered(request, template, language, values)
    tag = f'"{sha256(page.encode()).hexdigest()[:20]}"'
    headers = {"Content-Language": language.value, "Cache-Control": "no-cache", "ETag": tag}
    headers["Vary"] = "Accept-Language, Cookie"
    known = status == 200 and tag in request.headers.get("if-none-match", "")
    response = Response(status_code=304) if known else HTMLResponse(page, status)  # a slow line carries a page once
    response.headers.update(headers)
    keep_choice(request, response)
    return response


def rendered(request: Request, template: str, language: Tongue, values: dict[str, Any]) -> str:
    """A page in a language."""
    links = {code: in_language(request, code) for code in OWN_NAMES} | values.get("in_language", {})
    shared = {
        "_": partial(said, language),
        "label": lambda kind, name: label(kind, name, language),
        "number": lambda value: formats.number(value, language),
        "day": lambda value: formats.day(value, language),
        "period_words": lambda code: formats.period(code, language),
        "lang": language.value,
        "languages": OWN_NAMES,
        "digits": offered(request, links.get(language.value, ""), language),
        "countries": {country: text(title, language) for country, title in TITLES.items()},
        "path": request.url.path,
        "asked_period": request.query_params.get("period", "")[:8],
        "version": _static_version(),
    }
    page = environment().get_template(template).render({**shared, **values, "in_language": links})
    return in_own_digits(page, language) if chosen(request, language) == OWN else page


def said(language: Tongue, message: str, **values: object) -> str:
    """A text of the catalogue."""
    return text(message, language, **values)


def in_language(request: Request, language: Tongue) -> str:
    """The address of this page in a language."""
    url = request.url.include_query_params(lang=language.value)
    return f"{url.path}?{url.query}"
