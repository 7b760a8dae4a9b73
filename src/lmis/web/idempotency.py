"""How an operation's answer is made: bytes, ETag, created or not; and given again to a request that is sent again."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any, Final, get_type_hints
from uuid import UUID

from fastapi import params
from fastapi.dependencies.utils import get_flat_params
from fastapi.routing import APIRoute
from pydantic import BaseModel, TypeAdapter
from sqlalchemy.orm import Session
from starlette.responses import Response

from lmis.services.repeating import first_answer, keep_answer, keep_nothing
from lmis.services.writing import Outcome, Status, one
from lmis.web.deps import Call

KEY_HEADER: Final = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "At most 255 characters. The same key with the same request gives the first answer again.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255},
}
Endpoint = Callable[..., Any]


class CounterRoute(APIRoute):
    """A route of the counter's API: named after its function, its answers made and kept here."""

    def __init__(self, path: str, endpoint: Endpoint, **options: Any) -> None:
        """Wrap the endpoint once."""
        options["operation_id"] = endpoint.__name__.replace("_", "-")
        status = int(options.get("status_code") or HTTPStatus.OK)
        if "POST" in (options.get("methods") or ()):
            extra = dict(options.get("openapi_extra") or {})
            options["openapi_extra"] = {"parameters": [KEY_HEADER], **extra}
        super().__init__(path, answering(endpoint, status), **options)
        fields = get_flat_params(self.dependant)
        self.lmis_parameters = frozenset(f.alias for f in fields if isinstance(f.field_info, params.Query))


def carried(session: Session, outcomes: list[Outcome]) -> str:
    """The id of what the only command made or changed, in the form of a reference; the status goes into the answer.

    Raises:
        LmisError: the command was refused.
    """
    outcome = one(outcomes)
    session.info["status"] = outcome.status
    return str(outcome.id)


def made(session: Session, outcomes: list[Outcome]) -> UUID:
    """Like `carried`, as an id."""
    return UUID(carried(session, outcomes))


def answering(endpoint: Endpoint, status: int) -> Endpoint:
    """The endpoint with its answer in bytes, kept under the request's key inside the transaction of its effect."""
    adapter: TypeAdapter[Any] | None = None
    returns = get_type_hints(endpoint).get("return", type(None))
    if returns is not type(None) and not (inspect.isclass(returns) and issubclass(returns, Response)):
        adapter = TypeAdapter(returns)

    @wraps(endpoint)
    def answered(**given: Any) -> Response:
        session = next((value for value in given.values() if isinstance(value, Session)), None)
        call: Call | None = session.info["call"] if session is not None else None
        if session is None or call is None or call.key is None or call.by.staff_id is None:
            return _answer(endpoint(**given), adapter, status, session)
        kept = first_answer(session, call.by, call.key, call.operation, call.digest)
        if kept is not None:
            return _response(kept.status, kept.body, {**kept.headers, "Idempotency-Replayed": "true"})
        answer = _answer(endpoint(**given), adapter, status, session)
        if call.policy.secret:
            keep_nothing(session, call.by, call.key, answer.status_code)
        else:
            headers = {name: answer.headers[name] for name in ("etag",) if name in answer.headers}
            body = bytes(answer.body).decode()
            keep_answer(session, call.by, call.key, answer.status_code, body, headers)
        return answer

    return answered


def _answer(result: Any, adapter: TypeAdapter[Any] | None, status: int, session: Session | None) -> Response:
    """The response to what an endpoint returned: 200 in place of 201 where the record was there already."""
    if isinstance(result, Response):
        return result
    if result is None or adapter is None:
        return _response(HTTPStatus.NO_CONTENT, "", {})
    there = session is not None and session.info.get("status", Status.CREATED) is not Status.CREATED
    code = HTTPStatus.OK if status == HTTPStatus.CREATED and there else status
    version = getattr(result, "version", None) if isinstance(result, BaseModel) else None
    headers = {"ETag": f'"{version}"'} if isinstance(version, int) else {}
    return _response(code, adapter.dump_json(result).decode(), headers)


def _response(status: int, body: str, headers: Mapping[str, str]) -> Response:
    media = "application/json" if body else None
    return Response(body, status, dict(headers), media)
