"""Around every request: its id and time, a limit to its body while it streams in, and the headers of every answer."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lmis.errors import LmisError
from lmis.web.problems import REFUSE, BodyTooLarge, Fault, fault, problem

BODY_MOST: Final = 1024 * 1024
"""Bytes of a body, of whatever kind it says it is."""
FILES: Final = frozenset({("POST", "/api/v1/imports"), ("POST", "/imports")})
"""The operations whose body is a file, which may be larger."""
ID_SHAPE: Final = re.compile(r"[A-Za-z0-9_-]{8,64}")
SECURITY: Final = {
    "Content-Security-Policy": (
        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
API: Final = "/api/"

Refuse = Callable[[Request, LmisError, list[dict[str, Any]]], Response]


class Wire:
    """Pure ASGI: nothing is buffered here."""

    def __init__(self, app: ASGIApp, clock: Callable[[], datetime], most_bytes: int, refuse: Refuse) -> None:
        """Wrap `app`; files over `most_bytes` are refused while they are read.

        Args:
            refuse: says a refusal on a page.
        """
        self.app, self.clock, self.most_bytes, self.refuse = app, clock, most_bytes, refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers, at = Headers(scope=scope), self.clock()
        state = scope.setdefault("state", {})
        state["request_id"] = _request_id(headers.get("x-request-id"))
        state["at"] = at
        scope["lmis.digest"] = hashlib.sha256()
        api = scope["path"].startswith(API)
        if not api:
            scope[REFUSE] = self.refuse
        told = Telling(send, state["request_id"], at, api=api)
        most = self.most_bytes if (scope["method"], scope["path"]) in FILES else BODY_MOST
        if _length(headers) > most:
            await problem(Request(scope), BodyTooLarge(most_bytes=most))(scope, receive, told)
            return
        await self._serve(scope, _counting(scope, receive, most), told)

    async def _serve(self, scope: Scope, receive: Receive, told: Telling) -> None:
        try:
            await self.app(scope, receive, told)
        except Exception as error:  # the last resort: whatever goes wrong, the answer is a problem with its id
            if told.started:
                raise Fault() from None
            await fault(Request(scope), error)(scope, receive, told)


class Telling:
    """Sends, and puts the headers of every answer into its start."""

    def __init__(self, send: Send, request_id: str, at: datetime, *, api: bool) -> None:
        """Wrap `send`."""
        self.send, self.request_id, self.at, self.api, self.started = send, request_id, at, api, False

    async def __call__(self, message: Message) -> None:
        """Send one message."""
        if message["type"] == "http.response.start":
            self.started = True
            headers = MutableHeaders(scope=message)
            headers["X-Request-Id"] = self.request_id
            headers["X-Server-Time"] = self.at.astimezone(UTC).isoformat(timespec="milliseconds")
            for name, value in SECURITY.items():
                headers.setdefault(name, value)
            if self.api:
                headers.setdefault("Cache-Control", "no-store")
        await self.send(message)


def _counting(scope: Scope, receive: Receive, most: int) -> Receive:
    """Count and digest the body while it is read; one byte too many ends it."""
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message: Message = await receive()
        chunk: bytes = message.get("body", b"") if message["type"] == "http.request" else b""
        seen += len(chunk)
        if seen > most:
            raise HTTPException(413)
        scope["lmis.digest"].update(chunk)
        return message

    return counted


def _request_id(given: str | None) -> str:
    return given if given and ID_SHAPE.fullmatch(given) else uuid4().hex


def _length(headers: Headers) -> int:
    given: Any = headers.get("content-length", "0")
    return int(given) if given.isdecimal() and len(given) < 20 else 0
