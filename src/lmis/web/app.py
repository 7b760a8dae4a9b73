"""The application: API and pages, one database, one wire around them."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, Final

import anyio
from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool
from fastapi.openapi.utils import get_openapi

from lmis.config import Settings
from lmis.model.session import Database
from lmis.services.pools import Pools
from lmis.vocabulary import Actor, Role
from lmis.web import problems, sdmx
from lmis.web.api.router import PREFIX, api
from lmis.web.deps import AT_ONCE
from lmis.web.pages import desk, employers, refusal_page
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


PARTING: Final = 2.0
"""Seconds that a thread has to end when the application does; one that reads a nation is left behind."""


def now() -> datetime:
    """The clock of a running installation."""
    return datetime.now(UTC)


def create_app(settings: Settings, database: Database | None = None, *, clock: Callable[[], datetime] = now) -> FastAPI:
    """The application of an installation.

    Args:
        clock: what time it is; each request happens at one instant of it.
    """
    held = database or Database.of(settings)
    pools = Pools(lambda: Actor(None, None, None, Role.SYSTEM, clock()))
    app = FastAPI(
        title=TITLE,
        version="1",
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=lambda _: following(pools, held),
    )
    app.state.settings = settings
    app.state.database, app.state.pools = held, pools
    app.state.turns = anyio.Semaphore(AT_ONCE)
    app.include_router(api)
    sdmx.install(app)
    app.include_router(desk)
    app.include_router(employers)
    app.include_router(pages)
    problems.install(app)
    app.add_middleware(Wire, clock=clock, most_bytes=settings.max_body_mb * 1024 * 1024, refuse=refusal_page)
    app.openapi = lambda: document(app)  # type: ignore[method-assign]
    return app


@asynccontextmanager
async def following(pools: Pools, database: Database) -> AsyncIterator[None]:
    """While the application serves, a thread keeps in memory whom it can suggest."""
    stop = threading.Event()
    thread = threading.Thread(target=pools.follow, args=(database, stop), name="follow", daemon=True)
    thread.start()
    yield
    stop.set()
    await run_in_threadpool(thread.join, PARTING)


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
