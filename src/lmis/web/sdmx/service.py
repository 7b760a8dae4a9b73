"""`/sdmx/2.1` and `/sdmx/3.0`: structures, data and availability, for whoever asks.

Source: sdmx-twg/sdmx-rest, tags v1.5.0 and v2.2.2.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any, Final

from fastapi import FastAPI
from fastapi.concurrency import contextmanager_in_threadpool, run_in_threadpool
from sqlalchemy.orm import Session
from starlette._utils import get_route_path
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from lmis.exchange.answers import Answer, checked_shape, trimmed
from lmis.exchange.asking import Api, AvailabilityQuery, DataQuery, Query, StructureQuery, query_of
from lmis.exchange.availability import availability
from lmis.exchange.faults import NoObservations
from lmis.exchange.media import Format, chosen
from lmis.exchange.messages import Head
from lmis.exchange.observations import Selection, selected
from lmis.exchange.selecting import selection_of
from lmis.exchange.structures import Artefact
from lmis.exchange.writing import written_data, written_structures
from lmis.exchange.xml import in_chunks
from lmis.vocabulary import Language, Purpose
from lmis.web.deps import database_of, now, turns_of, visitor
from lmis.web.languages import language_of
from lmis.web.problems import REFUSE, MethodNotAllowed
from lmis.web.sdmx.packing import packed
from lmis.web.sdmx.refusing import OPEN, refused
from lmis.web.sdmx.shelf import Shelf, Sources

VARY: Final = "Accept, Accept-Encoding, Accept-Language"
METHODS: Final = "GET, HEAD, OPTIONS"


def install(app: FastAPI) -> None:
    """Serve both versions; before the pages, which answer to any address."""
    shelf = Shelf()
    app.mount("/sdmx/2.1", Service("2.1", shelf))
    app.mount("/sdmx/3.0", Service("3.0", shelf))


class Service:
    """One version of the service."""

    def __init__(self, api: Api, shelf: Shelf) -> None:
        """Serve what is on the shelf."""
        self.api, self.shelf = api, shelf

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; a refusal leaves as SDMX says it."""
        request = Request(scope, receive)
        scope[REFUSE] = refused
        if request.method == "OPTIONS":
            headers = {"Access-Control-Allow-Methods": METHODS, "Access-Control-Allow-Headers": "*", "Allow": METHODS}
            await Response(status_code=204, headers={**OPEN, **headers})(scope, receive, send)
            return
        if request.method not in ("GET", "HEAD"):
            raise MethodNotAllowed()
        path = get_route_path(scope)
        query = query_of(self.api, path, request.query_params.multi_items())
        what = "data" if isinstance(query, DataQuery) else "structure"
        form = chosen(what, request.headers.get("accept"), self.api)  # type: ignore[arg-type]
        opened = database_of(request).open(visitor(request), Purpose.NONE, f"sdmx-{what}", write=False)
        async with turns_of(request), contextmanager_in_threadpool(opened) as session:
            answer = await run_in_threadpool(self.answer, request, session, query, form)
            await answer(scope, receive, send)

    def answer(self, request: Request, session: Session, query: Query, form: Format) -> Response:
        """The answer to a query, whose body is read from the session while it leaves."""
        language = language_of(request)
        sources = Sources.of(session, language)
        registry, built = self.shelf.registry(session, sources, now(request))
        head = Head(now(request), _languages(language), str(request.base_url).rstrip("/"))
        if isinstance(query, StructureQuery):
            if _unchanged(request, built):
                return _told(request, form, language, built, None)
            return self._structures(request, registry.answer(query), head, form, built)
        data = query if isinstance(query, DataQuery) else query.data
        flow = registry.flow(data.flow, data.agency, data.version)
        wanted = selection_of(data, flow)
        updated = sources.updated(flow)
        if _unchanged(request, updated):
            return _told(request, form, language, updated, None)
        if isinstance(query, AvailabilityQuery):
            found = sources.series(flow, wanted if query.exact else Selection())
            parts = availability(query, flow, wanted, found, registry)
            return self._structures(request, parts, head, form, updated)
        if data.providers and not {"all", head.sender} & set(data.providers):
            raise NoObservations(value="+".join(data.providers)[:60])
        at = checked_shape(flow, data.at)
        kept = selected(flow, sources.series(flow, wanted), wanted)
        series = _some(trimmed(kept, values=data.values, attributes=data.attributes), flow.id)
        told = written_data(Answer(flow, registry, series, at, data.attributes), head, form)
        return _told(request, form, language, updated, in_chunks(told))

    def _structures(
        self,
        request: Request,
        found: list[tuple[Artefact, bool]],
        head: Head,
        form: Format,
        changed: datetime | None,
    ) -> Response:
        return _told(request, form, Language(head.language), changed, in_chunks(written_structures(found, head, form)))


def _languages(first: Language) -> tuple[str, ...]:
    return (first.value, *(one.value for one in Language if one is not first))


def _some(series: Iterator[Any], flow: str) -> Iterator[Any]:
    """The series, if there is one.

    Raises:
        NoObservations: at once, before the answer has begun.
    """
    first = next(series, None)
    if first is None:
        raise NoObservations(value=flow)

    def all_of_them() -> Iterator[Any]:
        yield first
        yield from series

    return all_of_them()


def _told(
    request: Request, form: Format, language: Language, changed: datetime | None, body: Iterator[bytes] | None
) -> Response:
    headers = {**OPEN, "Vary": VARY, "Cache-Control": "no-cache", "Content-Language": language.value}
    if changed is not None:
        headers["Last-Modified"] = format_datetime(changed.astimezone(UTC), usegmt=True)
    if body is None:
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", "").lower():
        headers["Content-Encoding"] = "gzip"
        body = packed(body)
    return StreamingResponse(body, headers={**headers, "Content-Type": form.media})


def _unchanged(request: Request, changed: datetime | None) -> bool:
    """Whether the client has what there is; days that cannot be read are as good as none."""
    since = request.headers.get("if-modified-since")
    if since is None or changed is None:
        return False
    try:
        asked = parsedate_to_datetime(since)
    except ValueError:
        return False
    return asked.tzinfo is not None and changed.astimezone(UTC).replace(microsecond=0) <= asked
