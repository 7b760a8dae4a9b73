"""What belongs to a person beside the record: support, services given, and who has read the record."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from lmis.commands.placements import RecordService
from lmis.queries.access import readings_by_office, readings_of
from lmis.queries.following import known_services
from lmis.queries.people import support_needs_of
from lmis.queries.placements import services_of
from lmis.services.following import record_services
from lmis.services.resolving import SeekerNotFound
from lmis.vocabulary import Purpose, Role
from lmis.web.deps import By, Db
from lmis.web.idempotency import CounterRoute, made
from lmis.web.outs.people import ReadingOut, ServiceOut, SupportOut
from lmis.web.paging import After, Limit, Page
from lmis.web.policy import CASE, may
from lmis.web.records import found, person
from lmis.web.verbs import IdPath, about

router = APIRouter(tags=["care"], route_class=CounterRoute)


@router.get("/seekers/{id}/support", **may(*CASE, purpose=Purpose.COUNSELLING))
def get_support(session: Db, by: By, id: IdPath) -> SupportOut:
    """Disability and accommodations that the person told, for counselling."""
    row = person(session, by, id)
    return SupportOut.of(session.scalars(support_needs_of([row.id])).one_or_none())


@router.get("/seekers/{id}/services", **may(*CASE, purpose=Purpose.COUNSELLING))
def list_services(session: Db, by: By, id: IdPath) -> list[ServiceOut]:
    """Services that the person was given, oldest first."""
    row = person(session, by, id)
    return [ServiceOut.of(service) for service in session.scalars(services_of(row.id))]


@router.post("/seekers/{id}/services", status_code=201, **may(*CASE, purpose=Purpose.COUNSELLING))
def record_service(
    session: Db, by: By, command: Annotated[RecordService, about(RecordService, "seeker")]
) -> ServiceOut:
    """Take down counselling, training or social protection."""
    id_ = made(session, record_services(session, by, [command]))
    return ServiceOut.of(found(session, known_services([id_]), SeekerNotFound, str(id_)))


@router.get("/seekers/{id}/readings", **may(*CASE, purpose=Purpose.ADMINISTRATION))
def list_readings_of_seeker(
    session: Db, by: By, id: IdPath, after: After = None, limit: Limit = 50
) -> Page[ReadingOut]:
    """Who has read this person's record, when and why, newest first."""
    row = person(session, by, id)
    return Page.of([ReadingOut.of(*told) for told in session.execute(readings_of(row.id, after, limit))], limit)


@router.get("/readings", **may(Role.HEAD, Role.COORDINATOR, purpose=Purpose.ADMINISTRATION))
def list_readings(
    session: Db,
    by: By,
    after: After = None,
    limit: Limit = 50,
    staff: Annotated[UUID | None, Query(description="Only readings of this member of staff.")] = None,
) -> Page[ReadingOut]:
    """Who of the office has read people, when and why, newest first; counts, no names."""
    rows = session.execute(readings_by_office(by, after, limit, staff=staff))
    return Page.of([ReadingOut.of(*told) for told in rows], limit)
