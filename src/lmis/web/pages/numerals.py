"""Digits by choice: those of Khmer or Lao instead of 0-9, wherever a page writes a number."""

from __future__ import annotations

import re
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from lmis.locale.tongues import Tongue
from lmis.text.digits import DIGITS, KHMER, LAO
from lmis.web.pages.cookies import YEAR, cookie, set_cookie

CHOSEN: Final = "lmis-digits"
"""The cookie that keeps the choice, and, without its first part, the parameter of an address that makes it."""
OWN, COMMON = "own", "common"

_TABLES: Final = {"km": str.maketrans(DIGITS, KHMER), "lo": str.maketrans(DIGITS, LAO)}
_KEPT = "script|style|textarea|code|kbd"
_PARTS = re.compile(
    rf"""(<(?:{_KEPT})\b.*?</(?:{_KEPT})>|<[^>]* (?:translate="no"|dir="auto")[^>]*>[^<]*|<[^>]*>)""", re.S
)
"""What stays: tags, and the texts of code, of fields, of what is not to be translated, and of what people wrote."""
_NUMBERS = re.compile(r"&#?\w+;|[\w@./:+-]*[A-Za-z][\w@./:+-]*|[0-9]+", re.A)
"""A character reference, a word with a Latin letter (a code, an address, a name of a file), or a number."""


def chosen(request: Request, language: Tongue) -> str:
    """Which digits the reader wants: what the address says, else what was chosen before, else 0-9."""
    asked = request.query_params.get("digits") or cookie(request, CHOSEN)
    return OWN if asked == OWN and language.value in _TABLES else COMMON


def keep_choice(request: Request, response: Response) -> None:
    """Let the browser remember a choice that the address makes."""
    asked = request.query_params.get("digits")
    if asked in (OWN, COMMON):
        set_cookie(request, response, CHOSEN, asked, seconds=YEAR)


def offered(request: Request, address: str, language: Tongue) -> list[tuple[str, str, bool]]:
    """The digits that a reader may have: how they look, the address of the same page in them, whether they are chosen.

    None where the language has but one kind.
    """
    if language.value not in _TABLES:
        return []
    with_question = address + ("&" if "?" in address else "?")
    kinds = {COMMON: "123", OWN: "123".translate(_TABLES[language.value])}
    now = chosen(request, language)
    return [(sample, f"{with_question}digits={kind}", kind == now) for kind, sample in kinds.items()]


def in_own_digits(html: str, language: Tongue) -> str:
    """A page whose texts count in the digits of its language; codes, addresses and what is typed in stay."""
    table = _TABLES[language.value]

    def number(found: re.Match[str]) -> str:
        return found[0].translate(table) if found[0].isdigit() else found[0]

    parts = _PARTS.split(html)
    parts[::2] = [_NUMBERS.sub(number, part) for part in parts[::2]]
    return "".join(parts)
