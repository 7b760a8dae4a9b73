"""The language that a reader asks for."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request

from lmis.vocabulary import Language

OURS: Final = {language.value: language for language in Language}


def accepted(header: str | None) -> Language | None:
    """The best of our languages in an `Accept-Language` header; None where it names none of them."""
    wanted: list[tuple[float, int, Language]] = []
    for place, part in enumerate((header or "").split(",")[:20]):
        tag, _, parameter = part.strip().partition(";")
        primary = tag.strip().lower().partition("-")[0]
        if primary in OURS:
            wanted.append((-_quality(parameter), place, OURS[primary]))
    return min(wanted)[2] if wanted else None


def _quality(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    try:
        return float(value) if name == "q" else 1.0
    except ValueError:
        return 0.0


def language_of(request: Request) -> Language:
    """The language asked for, else that of the member of staff, else English."""
    asked = accepted(request.headers.get("accept-language"))
    own: Language | None = getattr(request.state, "language", None)
    return asked or own or Language.EN
