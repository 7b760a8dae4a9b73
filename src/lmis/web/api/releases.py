"""Before and after a publication: drafts that provinces approve, the calendar, and why figures changed."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from sqlalchemy.orm import Session

from lmis.commands.figures import ApproveFigures, PlanRelease, WithdrawApproval
from lmis.indicators.register.figures import CELLS
from lmis.model.figures import Edition, Release
from lmis.queries.editions import DRAFT, editions_of
from lmis.queries.queues import page
from lmis.queries.releases import approvals_of, releases_of
from lmis.services.approving import DraftNotFound, approve_figures, withdraw_approvals
from lmis.services.explaining import Explanation, Why, explain_editions
from lmis.services.figure_frames import stored_figures
from lmis.services.listing import records_listed
from lmis.services.releasing import plan_releases, standing_of
from lmis.vocabulary import Actor, Country, Purpose, Role
from lmis.web.api.figures import EditionNotFound, edition_seen
from lmis.web.deps import By, Db
from lmis.web.idempotency import CounterRoute, made
from lmis.web.outs.figures import EditionOut
from lmis.web.outs.releases import ChangedFigureOut, ChangedRecordOut, ReleaseOut, StandingOut
from lmis.web.paging import After, Limit, Page
from lmis.web.policy import SIGNED_IN, may
from lmis.web.verbs import about

router = APIRouter(prefix="/figures", tags=["figures"], route_class=CounterRoute)
MINISTRY = (Role.COORDINATOR, Role.ANALYST)
APPROVES = may(Role.HEAD, Role.COORDINATOR)


@router.get("/drafts", **may(*SIGNED_IN))
def list_drafts(
    session: Db,
    by: By,
    period: Annotated[str | None, Query(max_length=8)] = None,
    after: After = None,
    limit: Limit = 50,
) -> Page[EditionOut]:
    """Drafts of the own country, which provinces look through before they are published."""
    query = editions_of(by.country or Country.KH, period, "draft").order_by(None)
    return Page.of([EditionOut.of(row) for row in session.scalars(page(query, Edition.id, after, limit))], limit)


@router.get("/drafts/{id}/approvals", **may(*SIGNED_IN))
def list_approvals(session: Db, by: By, id: UUID) -> StandingOut:
    """Which provinces stand by their figures of a draft, and which are still to be asked."""
    return _standing(session, by, id)


@router.post("/drafts/{id}/approve", **APPROVES)
def approve_draft(
    session: Db, by: By, command: Annotated[ApproveFigures, about(ApproveFigures, "edition")]
) -> StandingOut:
    """A province stands by its figures of a draft."""
    made(session, approve_figures(session, by, [command]))
    return _standing(session, by, command.edition)


@router.post("/drafts/{id}/withdraw-approval", **APPROVES)
def withdraw_approval(
    session: Db, by: By, command: Annotated[WithdrawApproval, about(WithdrawApproval, "edition")]
) -> StandingOut:
    """A province no longer stands by its figures of a draft."""
    made(session, withdraw_approvals(session, by, [command]))
    return _standing(session, by, command.edition)


@router.get("/calendar", **may(*SIGNED_IN, public=True))
def list_releases(
    session: Db,
    country: Country,
    since: Annotated[date | None, Query(description="From this day on.")] = None,
    after: After = None,
    limit: Limit = 50,
) -> Page[ReleaseOut]:
    """What comes out when."""
    query = page(releases_of(country, since).order_by(None), Release.id, after, limit)
    return Page.of([ReleaseOut.of(row) for row in session.scalars(query)], limit)


@router.post("/calendar", status_code=201, **may(*MINISTRY))
def plan_release(session: Db, by: By, command: PlanRelease) -> ReleaseOut:
    """Put a day on the release calendar of the own country."""
    planned = made(session, plan_releases(session, by, [command]))
    return ReleaseOut.of(session.get_one(Release, planned))


@router.get("/editions/{id}/changes", **may(*MINISTRY, purpose=Purpose.STATISTICS))
def list_changes(
    session: Db,
    by: By,
    id: UUID,
    earlier: Annotated[UUID, Query(description="The edition of the same period to compare with.")],
    indicator: Annotated[str, Query(max_length=40, description="Of which indicator, as PES_PLC.")],
    breakdown: Annotated[str | None, Query(max_length=60)] = None,
) -> list[ChangedFigureOut]:
    """Why the figures of an indicator changed since an earlier edition: each record, by its number."""
    later, before = (edition_seen(session, by, one) for one in (id, earlier))
    for edition in (later, before):
        if by.country is None or edition.country != by.country.value:
            raise EditionNotFound(value=str(edition.id))
    found = explain_editions(session, before, later)
    return [_changed(session, found, why) for why in found.why(indicator, breakdown)]


def _changed(session: Session, found: Explanation, why: Why) -> ChangedFigureOut:
    cell = {name: str(why.figure[name]) for name in CELLS if isinstance(why.figure[name], str)}
    records = [ChangedRecordOut.of(line) for line in records_listed(session, found, why)]
    told = {"definition": why.definition, "given": list(why.given), "hiding": why.hiding}
    return ChangedFigureOut.of(why.figure, cell=cell, records=records, **told)


def _standing(session: Session, by: Actor, draft: UUID) -> StandingOut:
    edition = session.get(Edition, draft)
    if edition is None or edition.state != DRAFT or by.country is None or edition.country != by.country.value:
        raise DraftNotFound(value=str(draft))
    standing = standing_of(session, by.country, edition.period, stored_figures(session, draft))
    return StandingOut.of(standing, list(session.scalars(approvals_of(draft))))
