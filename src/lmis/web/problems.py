"""Every refusal as `application/problem+json` (RFC 9457), worded for its reader; only here are status codes known."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic_core import to_json
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.responses import Response

from lmis.errors import Conflict, Forbidden, Invalid, LmisError, NotFound
from lmis.locale.words import words
from lmis.model.dialects import out_of_space
from lmis.model.session import Busy, NoSpaceLeft
from lmis.services.attempts import TooManyAttempts
from lmis.services.resolving import ChangedMeanwhile
from lmis.services.signing_in import LoginOrPasswordWrong, NotSignedIn
from lmis.web.faults import faults_of, is_personal
from lmis.web.languages import language_of

log = logging.getLogger("lmis.web")

MEDIA: Final = "application/problem+json"

REFUSE: Final = "lmis.refuse"
"""Where the scope of a request holds what says a refusal on a page; an operation of the API has none."""


class NoSuchAddress(NotFound):
    """There is nothing at this address."""


class MethodNotAllowed(LmisError):
    """This address does not take this method."""


class BodyTooLarge(Invalid):
    """The body is too large."""


class NotReadable(Invalid):
    """The request cannot be read."""


class SeveralFaults(Invalid):
    """Some values cannot be accepted."""


class ExistsAlready(Conflict):
    """Another record with this number exists already."""


class Fault(LmisError):
    """A fault of this system: nothing was written."""


STATUS: Final[Mapping[type[LmisError], HTTPStatus]] = {
    NotSignedIn: HTTPStatus.UNAUTHORIZED,
    LoginOrPasswordWrong: HTTPStatus.UNAUTHORIZED,
    TooManyAttempts: HTTPStatus.TOO_MANY_REQUESTS,
    ChangedMeanwhile: HTTPStatus.PRECONDITION_FAILED,
    Busy: HTTPStatus.SERVICE_UNAVAILABLE,
    MethodNotAllowed: HTTPStatus.METHOD_NOT_ALLOWED,
    BodyTooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    NotReadable: HTTPStatus.BAD_REQUEST,
    NoSpaceLeft: HTTPStatus.INSUFFICIENT_STORAGE,
    NotFound: HTTPStatus.NOT_FOUND,
    Forbidden: HTTPStatus.FORBIDDEN,
    Conflict: HTTPStatus.CONFLICT,
    Invalid: HTTPStatus.UNPROCESSABLE_ENTITY,
}
"""The first class of an error's line that is named here decides."""

BY_STATUS: Final[Mapping[int, type[LmisError]]] = {
    404: NoSuchAddress,
    405: MethodNotAllowed,
    413: BodyTooLarge,
    400: NotReadable,
    415: NotReadable,
}
MADE_HERE: Final = frozenset({"seeker", "serial"})
"""Values of a refusal that this system made: they come back even where the field is a person's."""

BUSY_WORDS: Final = (
    "database is locked",
    "lock timeout",
    "deadlock detected",
    "could not serialize",
    "too many clients",
)


def status_of(error: LmisError) -> HTTPStatus:
    """The status code of an error."""
    line = type(error).__mro__
    return next((STATUS[kind] for kind in line if kind in STATUS), HTTPStatus.INTERNAL_SERVER_ERROR)


def problem(request: Request, error: LmisError, faults: list[dict[str, Any]] | None = None) -> Response:
    """The answer to a refusal; it holds ids and codes, never what somebody typed into a personal field."""
    if refuse := request.scope.get(REFUSE):
        page: Response = refuse(request, error, faults or [])
        return page
    language, status = language_of(request), status_of(error)
    title, detail = words(error, language)
    personal = is_personal(error.pointer)
    body: dict[str, Any] = {
        "type": f"/problems/{error.name}",
        "title": title,
        "status": int(status),
        "detail": title if personal and not MADE_HERE.issuperset(error.values) else detail,
        "request": request.state.request_id,
    }
    if error.pointer:
        body["pointer"] = error.pointer
    if faults:
        body["errors"] = faults
    values = {name: value for name, value in error.values.items() if not personal or name in MADE_HERE}
    if near := values.pop("nearest", None):
        body["nearest"] = near
    if values:
        body["values"] = values
    headers = {"Content-Language": language.value, **headers_of(error)}
    return Response(to_json(body, serialize_unknown=True), status, headers, MEDIA)


def headers_of(error: LmisError) -> dict[str, str]:
    """What the answer to a refusal tells programs: when to ask again, how to sign in."""
    if isinstance(error, Busy):
        return {"Retry-After": "2"}
    if isinstance(error, TooManyAttempts):
        return {"Retry-After": str(error.values["seconds"])}
    if isinstance(error, NotSignedIn | LoginOrPasswordWrong):
        return {"WWW-Authenticate": "Bearer"}
    return {}


def refused(request: Request, error: Exception) -> Response:
    """An error of ours."""
    assert isinstance(error, LmisError)
    return problem(request, error)


def not_valid(request: Request, error: Exception) -> Response:
    """Values that do not fit their types: all of them, with their pointers."""
    assert isinstance(error, RequestValidationError)
    if any(fault["type"] == "json_invalid" for fault in error.errors()):
        return problem(request, NotReadable())
    return problem(request, SeveralFaults(), faults_of(error, language_of(request)))


def from_http(request: Request, error: Exception) -> Response:
    """What the framework refuses: no such address, another method, a body that cannot be read."""
    assert isinstance(error, HTTPException)
    made = BY_STATUS.get(error.status_code, Fault)()
    answer = problem(request, made)
    for name, value in (error.headers or {}).items():
        answer.headers[name] = value
    return answer


def from_database(request: Request, error: Exception) -> Response:
    """What the database refuses: a key that is there already, a lock that lasts, a disk that is full."""
    if isinstance(error, IntegrityError):
        return problem(request, ExistsAlready())
    told = str(error.orig) if isinstance(error, DBAPIError) else ""
    if isinstance(error, PoolTimeout) or any(part in told for part in BUSY_WORDS):
        return problem(request, Busy())
    if isinstance(error, DBAPIError) and out_of_space(error):
        return problem(request, NoSpaceLeft())
    return fault(request, error)


def fault(request: Request, error: Exception) -> Response:
    """The last resort: the log gets the place and the kind of the error, nobody's data."""
    trace, places = error.__traceback__, []
    while trace is not None:
        places.append(f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}")
        trace = trace.tb_next
    log.error("%s %s at %s", request.state.request_id, type(error).__name__, " ".join(places[-6:]))
    return problem(request, Fault())


def install(app: FastAPI) -> None:
    """Answer every error with a problem."""
    app.add_exception_handler(LmisError, refused)
    app.add_exception_handler(RequestValidationError, not_valid)
    app.add_exception_handler(HTTPException, from_http)
    for kind in (IntegrityError, OperationalError, DBAPIError, PoolTimeout):
        app.add_exception_handler(kind, from_database)
