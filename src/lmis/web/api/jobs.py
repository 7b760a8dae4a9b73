"""Long work."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter

from lmis.services.jobs import job_in_sight
from lmis.web.deps import By, Db
from lmis.web.idempotency import CounterRoute
from lmis.web.outs.jobs import JobOut
from lmis.web.policy import CASE, may

router = APIRouter(tags=["jobs"], route_class=CounterRoute)


@router.get("/jobs/{id}", **may(*CASE))
def get_job(session: Db, by: By, id: UUID) -> JobOut:
    """How far a piece of long work is."""
    return JobOut.of(job_in_sight(session, by, id))
