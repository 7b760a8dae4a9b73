"""Pages as answers: the templates, and the words and numbers that all of them share."""

from __future__ import annotations

from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from fastapi import Request
from jinja2 import Environment, PackageLoader, StrictUndefined

from lmis.locale import formats
from lmis.locale.catalogue import label, text
from lmis.vocabulary import Language
from lmis.web.pages.dashboard import TITLES

STATIC: Final = Path(__file__).parent / "static"
FILES: Final = frozenset(path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*") if path.is_file())
OWN_NAMES: Final = {Language.EN: "English", Language.KM: "ខ្មែរ", Language.LO: "ລາວ"}
"""Each language in itself: whoever looks for it must be able to read it."""


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("lmis.web.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _static_version() -> str:
    """A digest of the style sheet and fonts, so that browsers may keep them for a year."""
    digest = sha256()
    for name in sorted(FILES):
        digest.update((STATIC / name).read_bytes())
    return digest.hexdigest()[:10]


def rendered(request: Request, template: str, language: Language, values: dict[str, Any]) -> str:
    """A page in a language."""
    shared = {
        "_": partial(said, language),
        "label": lambda kind, name: label(kind, name, language),
        "number": lambda value: formats.number(value, language),
        "day": lambda value: formats.day(value, language),
        "period_words": lambda code: formats.period(code, language),
        "lang": language.value,
        "languages": OWN_NAMES,
        "in_language": {code: _in_language(request, code) for code in OWN_NAMES},
        "countries": {country: text(title, language) for country, title in TITLES.items()},
        "path": request.url.path,
        "asked_period": request.query_params.get("period", "")[:8],
        "version": _static_version(),
    }
    return _environment().get_template(template).render({**shared, **values})


def said(language: Language, message: str, **values: object) -> str:
    """A text of the catalogue."""
    return text(message, language, **values)


def _in_language(request: Request, language: Language) -> str:
    """The address of this page in a language."""
    url = request.url.include_query_params(lang=language.value)
    return f"{url.path}?{url.query}"
