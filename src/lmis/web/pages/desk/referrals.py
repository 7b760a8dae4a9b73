"""A referral on a page: where it stands, its answer, and the placement that comes of it."""

from __future__ import annotations

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from lmis.commands.placements import PlaceSeeker
from lmis.model.referrals import Referral
from lmis.queries.placements import placements_of_referral
from lmis.queries.queues import page as a_page
from lmis.queries.queues import waiting_for_employer
from lmis.queries.referrals import referrals_by_ref, referrals_found
from lmis.services.codes import codes
from lmis.services.placements import place_seekers
from lmis.services.referrals import answer_referrals
from lmis.services.writing import one
from lmis.vocabulary import (
    LIVE_REFERRAL_STATES,
    Actor,
    Confirmation,
    Contract,
    Purpose,
    ReferralState,
    WagePeriod,
)
from lmis.web.outs.referrals import PlacementOut, ReferralLine
from lmis.web.outs.vacancies import VacancyOut
from lmis.web.pages.desk.admission import Db, Form, Reader
from lmis.web.pages.desk.answering_referrals import answers_of
from lmis.web.pages.desk.answers import go, page
from lmis.web.pages.desk.histories import works_of
from lmis.web.pages.desk.persons import people_named
from lmis.web.pages.desk.reasons import OF_ANSWERS, all_reasons, reasons_named
from lmis.web.pages.desk.route import DeskRoute
from lmis.web.pages.desk.sheets import Again, Sheet, show_again
from lmis.web.pages.desk.vacancies import ANSWERS, vacancy_seen
from lmis.web.policy import CASE, may
from lmis.web.records import referral_out

router = APIRouter(prefix="/desk/referrals", route_class=DeskRoute)
REFERS: Final = may(*CASE, purpose=Purpose.REFERRAL)
SHOWN: Final = 50
TOLD: Final = ("answered",)

Words = Annotated[str, Query(max_length=80)]
After = Annotated[UUID | None, Query()]


@router.get("", **REFERS)
def list_referrals(
    request: Request, session: Db, by: Reader, q: Words = "", state: str = "live", after: After = None
) -> Response:
    """Live referrals of the office, or those that wait for an answer too long; a number leads to its referral."""
    asked = " ".join(q.split())
    known = session.scalars(referrals_by_ref(by, [asked])).all() if asked else []
    if len(known) == 1:
        return go(request, f"/desk/referrals/{known[0].id}")
    if state == "waiting":
        rows = session.scalars(a_page(waiting_for_employer(by), Referral.id, after, SHOWN + 1)).all()
    else:
        rows = session.scalars(referrals_found(by, after, SHOWN + 1, states=LIVE_REFERRAL_STATES)).all()
    offices = codes(session).office_codes
    shown = [ReferralLine.line(row, offices) for row in rows[:SHOWN]]
    values = {
        "q": asked,
        "state": "waiting" if state == "waiting" else "live",
        "referrals": shown,
        "people": people_named(session, by, {one.seeker for one in shown}),
        "works": works_of(session, by, {one.vacancy for one in shown}),
        "after": shown[-1].id if len(rows) > SHOWN else None,
        "later": after is not None,
        "today": by.today,
    }
    return page(request, "referrals.html", values)


@router.get("/{id:uuid}", **REFERS)
def look_at_referral(request: Request, session: Db, by: Reader, id: UUID, done: str = "") -> Response:
    """A referral with its log, and what can become of it."""
    return page(request, "referral.html", _values(session, by, id) | {"done": done if done in TOLD else ""})


@router.post("/{id:uuid}/answer", **REFERS)
def answer_referral(request: Request, session: Db, by: Reader, form: Form, id: UUID) -> Response:
    """Take down an interview, an acceptance, a refusal with its reason, a no-show."""
    sheet = _sheet(request, session, by, form, id)
    one(answer_referrals(session, by, answers_of(sheet, [str(id)])))
    return go(request, f"/desk/referrals/{id}?done=answered")


@router.post("/{id:uuid}/place", **may(*CASE, purpose=Purpose.PLACEMENT))
def place_referred(request: Request, session: Db, by: Reader, form: Form, id: UUID) -> Response:
    """The person who was referred starts work."""
    sheet = _sheet(request, session, by, form, id, "started_on")
    referral = referral_out(session, by, str(id))
    command = placement_of(session, sheet, referral.seeker, referral.vacancy)
    made = one(place_seekers(session, by, [command])).id
    return go(request, f"/desk/placements/{made}?done=placed")


def placement_of(session: Session, sheet: Sheet, seeker: UUID, vacancy: UUID) -> PlaceSeeker:
    """The placement that a form tells.

    Raises:
        SeveralFaults: what it tells cannot be read.
    """
    currency = sheet.typed("wage_currency")
    paid = sheet.amount("wage", codes(session).currencies.get(currency, 2))
    period = sheet.typed("wage_period") or WagePeriod.MONTH.value
    sheet.needed("confirmed_by")  # nobody's word is taken for given: figures are told apart by it
    if paid is not None:
        sheet.needed("wage_currency")
    values: dict[str, Any] = {
        "seeker": str(seeker),
        "vacancy": str(vacancy),
        "happened_on": sheet.day("started_on"),
        "confirmed_by": sheet.typed("confirmed_by"),
        "contract": sheet.typed("contract"),
        "wage": {"amount": paid, "currency": currency, "period": period} if paid is not None else None,
    }
    return sheet.settled(PlaceSeeker, values)


def _sheet(request: Request, session: Session, by: Actor, form: Form, id: UUID, day: str = "happened_on") -> Sheet:
    sheet, values = Sheet(form, by, {"happened_on": day}), _values(session, by, id) | {"done": ""}
    values["typed"] |= {name: sheet.typed(name) for name in form}
    show_again(request, Again("referral.html", values, f"/desk/referrals/{id}", sheet))
    return sheet


def _values(session: Session, by: Actor, id: UUID) -> dict[str, Any]:
    """What the page of a referral needs."""
    referral, known = referral_out(session, by, str(id)), codes(session)
    vacancy = vacancy_seen(session, by, referral.vacancy)
    placements = session.scalars(placements_of_referral(by, id)).all()
    reasons = reasons_named(session, by, *OF_ANSWERS, "cancellation")
    return {
        "referral": referral,
        "vacancy": vacancy,
        "offered": works_of(session, by, [referral.vacancy])[referral.vacancy],
        "person": people_named(session, by, [referral.seeker]).get(referral.seeker),
        "placements": [PlacementOut.of(row, known.office_codes) for row in placements],
        "is_live": ReferralState(referral.state) in LIVE_REFERRAL_STATES,
        "states": [state for state in ANSWERS if state != referral.state or state is ReferralState.INTERVIEW],
        "reasons": {kind: reasons[kind] for kind in OF_ANSWERS},
        "reason_names": all_reasons(reasons),
        "currencies": sorted(known.currencies),
        "periods": list(WagePeriod),
        "contracts": list(Contract),
        "confirmations": list(Confirmation),
        "today": by.today,
        "typed": _proposed(vacancy),
        "faults": {},
        "refusal": None,
    }


def _proposed(vacancy: VacancyOut | None) -> dict[str, str]:
    """What the terms of a vacancy tell of a placement in it."""
    if vacancy is None:
        return {}
    period = vacancy.wage_period or WagePeriod.MONTH.value
    return {"wage_currency": vacancy.wage_currency or "", "wage_period": period, "contract": vacancy.contract or ""}
