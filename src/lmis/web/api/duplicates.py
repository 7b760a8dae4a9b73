"""Records that may be one person: the queue, both side by side, and the decision."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from lmis.commands.duplicates import MergeDuplicates, TakeBackMerge, TellApart
from lmis.queries.duplicates import pairs_found, records_of
from lmis.services import merging
from lmis.services.codes import codes
from lmis.vocabulary import PairState, Purpose
from lmis.web.deps import By, Db
from lmis.web.idempotency import CounterRoute, made
from lmis.web.outs.duplicates import PairLine, PairOut
from lmis.web.paging import After, Limit, Page
from lmis.web.pairs import pair_out
from lmis.web.policy import CASE, may
from lmis.web.verbs import about

router = APIRouter(prefix="/duplicates", tags=["duplicates"], route_class=CounterRoute)
CASEWORK = may(*CASE, purpose=Purpose.REGISTRATION)


@router.get("", **CASEWORK)
def list_duplicates(
    session: Db,
    by: By,
    state: Annotated[PairState, Query(description="What was decided; the queue is what is open.")] = PairState.OPEN,
    after: After = None,
    limit: Limit = 50,
) -> Page[PairLine]:
    """Pairs of records that may be one person, most points first; across offices for a coordinator only."""
    pairs = session.scalars(pairs_found(by, state, after, limit)).all()
    ids = {id_ for pair in pairs for id_ in (pair.first_id, pair.second_id)}
    people = {person.id: person for person in session.scalars(records_of(ids))}
    offices = codes(session).office_codes
    return Page.of([PairLine.line(pair, people, offices) for pair in pairs], limit)


@router.get("/{id}", **CASEWORK)
def get_duplicate(session: Db, by: By, id: UUID) -> PairOut:
    """Both records side by side, and why they may be one person."""
    return pair_out(session, by, id)


@router.post("/{id}/merge", **CASEWORK)
def merge_duplicate(
    session: Db, by: By, command: Annotated[MergeDuplicates, about(MergeDuplicates, "pair")]
) -> PairOut:
    """They are one person: one record is kept, and what belongs to the other goes to it."""
    return pair_out(session, by, made(session, merging.merge_duplicates(session, by, [command])))


@router.post("/{id}/different", **CASEWORK)
def tell_duplicate_apart(session: Db, by: By, command: Annotated[TellApart, about(TellApart, "pair")]) -> PairOut:
    """They are different people: the pair does not come back."""
    return pair_out(session, by, made(session, merging.tell_apart(session, by, [command])))


@router.post("/{id}/take-back", **CASEWORK)
def take_back_duplicate(
    session: Db, by: By, command: Annotated[TakeBackMerge, about(TakeBackMerge, "pair")]
) -> PairOut:
    """The decision was a mistake: the pair is open again, and a merge is taken apart."""
    return pair_out(session, by, made(session, merging.take_back_merges(session, by, [command])))
