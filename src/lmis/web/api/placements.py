"""Placements and follow-ups."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter

from lmis.commands.placements import CancelPlacement, FollowUpPlacement, PlaceSeeker
from lmis.queries.following import known_follow_ups
from lmis.queries.placements import follow_ups_of, placements_found
from lmis.services.codes import codes
from lmis.services.following import follow_up_placements
from lmis.services.placements import cancel_placements, place_seekers
from lmis.services.resolving import PlacementNotFound
from lmis.vocabulary import Purpose
from lmis.web.api.referrals import OfSeeker
from lmis.web.deps import By, Db
from lmis.web.idempotency import CounterRoute, carried, made
from lmis.web.outs.referrals import FollowUpOut, PlacementOut
from lmis.web.paging import After, Limit, Page
from lmis.web.policy import CASE, may
from lmis.web.records import found, person, placement, placement_out
from lmis.web.verbs import IdPath, about

router = APIRouter(prefix="/placements", tags=["placements"], route_class=CounterRoute)
PLACES = may(*CASE, purpose=Purpose.PLACEMENT)


@router.post("", status_code=201, **PLACES)
def place_seeker(session: Db, by: By, command: PlaceSeeker) -> PlacementOut:
    """A person starts work in a free opening; 200 where this person is placed there already."""
    return placement_out(session, by, carried(session, place_seekers(session, by, [command])))


@router.get("", **PLACES)
def list_placements(
    session: Db, by: By, after: After = None, limit: Limit = 50, seeker: OfSeeker = None
) -> Page[PlacementOut]:
    """Placements of the office, or of one person."""
    who = person(session, by, seeker).id if seeker else None
    offices = codes(session).office_codes
    rows = session.scalars(placements_found(by, after, limit, person=who))
    return Page.of([PlacementOut.of(row, offices) for row in rows], limit)


@router.get("/{id}", **PLACES)
def get_placement(session: Db, by: By, id: IdPath) -> PlacementOut:
    """A placement."""
    return placement_out(session, by, id)


@router.post("/{id}/cancel", **PLACES)
def cancel_placement(
    session: Db, by: By, command: Annotated[CancelPlacement, about(CancelPlacement, "placement")]
) -> PlacementOut:
    """The placement did not come about: its opening is free again, the person is registered again."""
    return placement_out(session, by, carried(session, cancel_placements(session, by, [command])))


@router.post("/{id}/follow-ups", status_code=201, **PLACES)
def follow_up_placement(
    session: Db, by: By, command: Annotated[FollowUpPlacement, about(FollowUpPlacement, "placement")]
) -> FollowUpOut:
    """Take down what was found some time after the placement."""
    id_ = made(session, follow_up_placements(session, by, [command]))
    return FollowUpOut.of(found(session, known_follow_ups([id_]), PlacementNotFound, str(id_)))


@router.get("/{id}/follow-ups", **PLACES)
def list_follow_ups(session: Db, by: By, id: IdPath) -> list[FollowUpOut]:
    """What was found out about a placement, oldest first."""
    row = placement(session, by, id)
    return [FollowUpOut.of(found) for found in session.scalars(follow_ups_of(row.id))]
