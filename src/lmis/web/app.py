"""The application: API and pages, one database, one wire around them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

import anyio
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from lmis.config import Settings
from lmis.model.session import Database
from lmis.web import problems
from lmis.web.api.router import PREFIX, api
from lmis.web.deps import AT_ONCE
from lmis.web.pages import desk, refusal_page
from lmis.web.pages import router as pages
from lmis.web.policy import EXTENSION
from lmis.web.wire import Wire

TITLE: Final = "Labour-market information system of Cambodia and Lao PDR"
PROBLEM: Final[dict[str, Any]] = {
    "type": "object",
    "description": "A refusal (RFC 9457), worded in the language asked for.",
    "required": ["type", "title", "status", "detail", "request"],
    "properties": {
        "type": {"type": "string", "description": "The stable address of the error."},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "request": {"type": "string", "description": "The id of the request, for questions."},
        "pointer": {"type": "string", "description": "The field at fault, a JSON pointer."},
        "nearest": {"type": "array", "items": {"type": "string"}, "description": "Valid values like the one given."},
        "values": {"type": "object"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "kind", "detail"],
                "properties": {
                    "pointer": {"type": "string"},
                    "kind": {"type": "string"},
                    "detail": {"type": "string"},
                    "limits": {"type": "object"},
                    "allowed": {"type": "array", "items": {"type": "string"}},
                    "nearest": {"type": "array", "items": {"type": "string"}},
                },
            },
        },
    },
}


def now() -> datetime:
    """The clock of a running installation."""
    return datetime.now(UTC)


def create_app(settings: Settings, database: Database | None = None, *, clock: Callable[[], datetime] = now) -> FastAPI:
    """The application of an installation.

    Args:
        clock: what time it is; each request happens at one instant of it.
    """
    app = FastAPI(
        title=TITLE,
        version="1",
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.settings = settings
    app.state.database = database or Database.of(settings)
    app.state.turns = anyio.Semaphore(AT_ONCE)
    app.include_router(api)
    app.include_router(desk)
    app.include_router(pages)
    problems.install(app)
    app.add_middleware(Wire, clock=clock, most_bytes=settings.max_body_mb * 1024 * 1024, refuse=refusal_page)
    app.openapi = lambda: document(app)  # type: ignore[method-assign]
    return app


def document(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document: with the form of a problem, and which operations need a token."""
    if app.openapi_schema is None:
        made = get_openapi(title=app.title, version=app.version, openapi_version="3.1.0", routes=app.routes)
        parts = made.setdefault("components", {})
        parts.setdefault("schemas", {})["Problem"] = PROBLEM
        parts["securitySchemes"] = {"bearer": {"type": "http", "scheme": "bearer"}}
        for path in made["paths"].values():
            for operation in path.values():
                public = operation.get(EXTENSION, {}).get("public", False)
                operation["security"] = [{}, {"bearer": []}] if public else [{"bearer": []}]
        app.openapi_schema = made
    return app.openapi_schema
