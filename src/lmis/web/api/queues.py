"""What waits for an officer, counted and listed."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from sqlalchemy import Select

from lmis.model.people import RegistrationStay
from lmis.model.referrals import Referral
from lmis.model.vacancies import Vacancy
from lmis.queries import queues
from lmis.services.codes import codes
from lmis.vocabulary import Purpose
from lmis.web.deps import By, Db
from lmis.web.idempotency import CounterRoute
from lmis.web.outs.queues import QueuesOut, StayOut
from lmis.web.outs.referrals import ReferralLine
from lmis.web.outs.vacancies import VacancyOut
from lmis.web.paging import After, Limit, Page
from lmis.web.policy import CASE, may
from lmis.web.records import vacancies_out

router = APIRouter(prefix="/queues", tags=["queues"], route_class=CounterRoute)
Mine = Annotated[bool, Query(description="Only what is one's own.")]


@router.get("", **may(*CASE))
def count_queues(session: Db, by: By, mine: Mine = False) -> QueuesOut:
    """How many wait in each queue."""
    names = QueuesOut.model_fields
    counts = {name: session.scalar(queues.count(getattr(queues, name)(by, mine=mine))) or 0 for name in names}
    return QueuesOut(**counts)


@router.get("/waiting-for-employer", **may(*CASE, purpose=Purpose.REFERRAL))
def list_waiting_for_employer(
    session: Db, by: By, mine: Mine = False, after: After = None, limit: Limit = 50
) -> Page[ReferralLine]:
    """Live referrals that an employer has not answered for more than seven days."""
    offices = codes(session).office_codes
    rows = session.scalars(queues.page(queues.waiting_for_employer(by, mine=mine), Referral.id, after, limit))
    return Page.of([ReferralLine.line(row, offices) for row in rows], limit)


@router.get("/registrations-expiring", **may(*CASE, purpose=Purpose.REGISTRATION))
def list_registrations_expiring(
    session: Db, by: By, mine: Mine = False, after: After = None, limit: Limit = 50
) -> Page[StayOut]:
    """Registrations that were not renewed for 75 days or more."""
    return _stays(session, queues.registrations_expiring(by, mine=mine), after, limit)


@router.get("/unassigned", **may(*CASE, purpose=Purpose.REGISTRATION))
def list_unassigned(session: Db, by: By, after: After = None, limit: Limit = 50) -> Page[StayOut]:
    """Registrations of the office that no officer looks after."""
    return _stays(session, queues.unassigned(by), after, limit)


@router.get("/vacancies-closing", **may(*CASE))
def list_vacancies_closing(session: Db, by: By, after: After = None, limit: Limit = 50) -> Page[VacancyOut]:
    """Open vacancies that close within seven days."""
    rows = session.scalars(queues.page(queues.vacancies_closing(by), Vacancy.id, after, limit)).all()
    return Page.of(vacancies_out(session, by, rows), limit)


def _stays(session: Db, query: Select[Any], after: After, limit: Limit) -> Page[StayOut]:
    stays = session.scalars(queues.page(query, RegistrationStay.id, after, limit)).all()
    found = session.scalars(queues.registrations_of_stays([stay.id for stay in stays]))
    spells = {spell.id: spell for spell in found}
    return Page.of([StayOut.of(stay, spells[stay.registration_id]) for stay in stays], limit)
