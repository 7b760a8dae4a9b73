"""Files of counters: sent, rehearsed, imported, undone."""

from __future__ import annotations

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from pydantic import StringConstraints
from starlette.responses import Response

from lmis.imports.profiles import headers_of
from lmis.queries.batches import batch_in_sight, batches_found
from lmis.services.codes import codes
from lmis.services.jobs import job_in_sight
from lmis.services.keeping_faults import faults_of
from lmis.services.undoing import BatchNotFound, undo_batch
from lmis.services.uploading import Upload, rejects_of, upload_file
from lmis.vocabulary import Purpose, Role
from lmis.web.deps import By, Db
from lmis.web.idempotency import CounterRoute, made
from lmis.web.outs.imports import BatchOut
from lmis.web.outs.jobs import JobOut
from lmis.web.paging import After, Limit, Page
from lmis.web.policy import CASE, may
from lmis.web.records import found
from lmis.web.rejects import rejects_file

router = APIRouter(tags=["imports"], route_class=CounterRoute)
Mapped = Annotated[str, StringConstraints(max_length=400)]
BODY: Final[dict[str, Any]] = {
    "required": True,
    "description": "The file as it is.",
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
}


def _batch_out(session: Db, by: By, id_: UUID) -> BatchOut:
    return BatchOut.of(found(session, batch_in_sight(by, id_), BatchNotFound, str(id_)), codes(session).office_codes)


async def file_of(
    request: Request,
    _by: By,
    kind: Annotated[str, Query(max_length=40, description="What the file holds, as job-seekers.")],
    file_name: Annotated[str, Query(min_length=1, max_length=200)],
    office: Annotated[str | None, Query(max_length=20, description="The office that the file is for.")] = None,
    for_real: Annotated[bool, Query(description="Write; without this it is a rehearsal.")] = False,
    map: Annotated[
        list[Mapped] | None, Query(max_length=200, description="A header of the file, as Their header=our_column.")
    ] = None,
    remember: Annotated[bool, Query(description="Keep these headers for later files, as for real.")] = False,
) -> Upload:
    """The file of the body, read whole before a transaction begins; only from somebody who may send it."""
    headers = headers_of(map or ())
    return Upload(kind, file_name, await request.body(), office, for_real, headers, remember)


@router.post("/imports", status_code=202, **may(*CASE, purpose=Purpose.IMPORT, requestBody=BODY))
def import_file(upload: Annotated[Upload, Depends(file_of)], session: Db, by: By) -> JobOut:
    """Send a file; the job's result is the report. A rehearsal unless it is for real."""
    return JobOut.of(job_in_sight(session, by, upload_file(session, by, upload)))


@router.get("/imports", **may(*CASE))
def list_imports(session: Db, by: By, after: After = None, limit: Limit = 50) -> Page[BatchOut]:
    """Files that were imported for real."""
    offices = codes(session).office_codes
    return Page.of([BatchOut.of(row, offices) for row in session.scalars(batches_found(by, after, limit))], limit)


@router.get("/imports/{id}", **may(*CASE))
def get_import(session: Db, by: By, id: UUID) -> BatchOut:
    """One file that was imported, with its report."""
    return _batch_out(session, by, id)


@router.post("/imports/{id}/undo", **may(Role.HEAD, Role.COORDINATOR, purpose=Purpose.IMPORT))
def undo_import(session: Db, by: By, id: UUID) -> BatchOut:
    """Take an import back: what it created goes, what it changed stands as before."""
    id_ = made(session, [undo_batch(session, by, id)])
    return _batch_out(session, by, id_)


@router.get("/jobs/{id}/rejects", response_class=Response, **may(*CASE, purpose=Purpose.IMPORT))
def get_rejects(session: Db, by: By, id: UUID) -> Response:
    """The rows that were rejected, each with its reason: mend them and send them again."""
    file = rejects_of(session, by, id)
    rows = ((row.line, row.cells, faults_of(row.reasons)) for row in file.rows)
    return rejects_file(f"rejects-{id}.csv", file.header, file.separator, rows, by.language)
