"""Refusals as SDMX says them: status, and an error message in XML or JSON."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from lmis.errors import LmisError
from lmis.exchange.faults import FormatNotOffered, NotOffered, QueryNotUnderstood
from lmis.exchange.media import accepted
from lmis.exchange.messages import Head
from lmis.exchange.refusals import as_json, as_xml
from lmis.locale.words import words
from lmis.web.deps import now
from lmis.web.languages import language_of
from lmis.web.problems import headers_of, status_of

OPEN: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Content-Language, Last-Modified, X-Request-Id",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
"""Pages from elsewhere may read what is open to everybody."""

STATUS: Final[Mapping[type[LmisError], HTTPStatus]] = {
    QueryNotUnderstood: HTTPStatus.BAD_REQUEST,
    FormatNotOffered: HTTPStatus.NOT_ACCEPTABLE,
    NotOffered: HTTPStatus.NOT_IMPLEMENTED,
}


def refused(request: Request, error: LmisError, faults: list[dict[str, Any]]) -> Response:
    """The answer to a refusal, in the language and the kind of format that was asked for."""
    language = language_of(request)
    status = STATUS.get(type(error)) or status_of(error)
    title, detail = words(error, language)
    best = next(iter(accepted(request.headers.get("accept", ""))), None)
    headers = {**OPEN, "Content-Language": language.value, "Vary": "Accept, Accept-Language", **headers_of(error)}
    if best is not None and "json" in best.type:
        body = as_json(status, Head(now(request), (language.value,)), title, detail)
        return Response(body, status, headers, "application/json")
    return Response(as_xml(status, language.value, title, detail), status, headers, "application/xml")
