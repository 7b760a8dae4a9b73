"""A refusal as SDMX says it: an error message of SDMX-ML 2.1 or of SDMX-JSON.

Source: SDMX 2.1, section 7 (web services guidelines), "Error handling".
"""

from __future__ import annotations

from typing import Final

from lmis.exchange.json_data import meta
from lmis.exchange.json_places import compact
from lmis.exchange.messages import Head
from lmis.exchange.xml import DECLARATION, SCHEMAS, quoted, text

CODES: Final = {404: 100, 401: 110, 413: 130, 400: 140, 406: 140, 403: 150, 500: 500, 501: 501, 503: 503}
"""Status of HTTP → code of SDMX: no results, unauthorised, too large, syntax, semantics, server, not implemented."""


def as_xml(status: int, language: str, title: str, detail: str) -> bytes:
    """An error message of SDMX-ML 2.1."""
    folder = f"{SCHEMAS}/v2_1"
    told = "".join(
        f"<com:Text xml:lang={quoted(language)}>{text(one)}</com:Text>" for one in dict.fromkeys((title, detail))
    )
    return (
        f'{DECLARATION}<mes:Error xmlns:mes="{folder}/message" xmlns:com="{folder}/common">'
        f'<mes:ErrorMessage code="{CODES.get(status, 500)}">{told}</mes:ErrorMessage></mes:Error>'
    ).encode()


def as_json(status: int, head: Head, title: str, detail: str) -> bytes:
    """An error message of SDMX-JSON 1.0, which 2.0 says alike."""
    error = {
        "code": CODES.get(status, 500),
        "title": title,
        "titles": {head.language: title},
        "detail": detail,
        "details": {head.language: detail},
    }
    return compact({"meta": meta(head, "data", "1.0"), "errors": [error]}).encode()
