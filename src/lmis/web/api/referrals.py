"""Referrals."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from lmis.commands.referrals import AnswerReferral, ReferSeeker
from lmis.queries.referrals import referrals_found
from lmis.services.codes import codes
from lmis.services.referrals import answer_referrals, refer_seekers
from lmis.vocabulary import Purpose, Ref, ReferralState
from lmis.web.deps import By, Db
from lmis.web.idempotency import CounterRoute, carried
from lmis.web.outs.referrals import ReferralLine, ReferralOut
from lmis.web.paging import After, Limit, Page
from lmis.web.policy import CASE, may
from lmis.web.records import person, referral_out
from lmis.web.verbs import IdPath, about

router = APIRouter(prefix="/referrals", tags=["referrals"], route_class=CounterRoute)
REFERS = may(*CASE, purpose=Purpose.REFERRAL)
OfSeeker = Annotated[Ref | None, Query(description="Only those of this person.")]


@router.post("", status_code=201, **REFERS)
def refer_seeker(session: Db, by: By, command: ReferSeeker) -> ReferralOut:
    """Refer a person to a vacancy; 200 with the first referral where one is live already."""
    return referral_out(session, by, carried(session, refer_seekers(session, by, [command])))


@router.get("", **REFERS)
def list_referrals(
    session: Db,
    by: By,
    after: After = None,
    limit: Limit = 50,
    state: Annotated[list[ReferralState] | None, Query(description="Only these states.")] = None,
    seeker: OfSeeker = None,
) -> Page[ReferralLine]:
    """Referrals of the office, by state or person."""
    who = person(session, by, seeker).id if seeker else None
    rows = session.scalars(referrals_found(by, after, limit, states=state or (), person=who))
    offices = codes(session).office_codes
    return Page.of([ReferralLine.line(row, offices) for row in rows], limit)


@router.get("/{id}", **REFERS)
def get_referral(session: Db, by: By, id: IdPath) -> ReferralOut:
    """A referral with its log."""
    return referral_out(session, by, id)


@router.post("/{id}/answer", **REFERS)
def answer_referral(
    session: Db, by: By, command: Annotated[AnswerReferral, about(AnswerReferral, "referral")]
) -> ReferralOut:
    """Take down an interview, an acceptance, a refusal with its reason, a no-show."""
    return referral_out(session, by, carried(session, answer_referrals(session, by, [command])))
