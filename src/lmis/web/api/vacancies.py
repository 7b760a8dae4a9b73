"""Vacancies and their openings."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic_core import to_json
from starlette.responses import Response

from lmis.commands.vacancies import AmendVacancy, ChangeOpenings, CloseVacancy, PostVacancy
from lmis.exchange.schema_org import job_posting
from lmis.model.referrals import Referral
from lmis.queries.queues import page
from lmis.queries.referrals import referrals_of_vacancy
from lmis.queries.vacancies import vacancies_found
from lmis.services import openings, vacancies
from lmis.services.codes import codes
from lmis.services.referrals import VacancyFull
from lmis.text.keys import search_key
from lmis.vocabulary import Purpose
from lmis.web.deps import By, Db
from lmis.web.idempotency import CounterRoute, carried
from lmis.web.outs.referrals import ReferralLine
from lmis.web.outs.vacancies import VacancyOut
from lmis.web.paging import After, Limit, Page, Words
from lmis.web.policy import CASE, COUNTER, may
from lmis.web.records import advert_of, vacancies_out, vacancy, vacancy_out
from lmis.web.verbs import IdPath, about

router = APIRouter(prefix="/vacancies", tags=["vacancies"], route_class=CounterRoute)


@router.post("", status_code=201, **may(*COUNTER))
def post_vacancy(session: Db, by: By, command: PostVacancy) -> VacancyOut:
    """Put a vacancy on the board; 200 where the own number or the id is known already."""
    return vacancy_out(session, by, carried(session, vacancies.post_vacancies(session, by, [command])))


@router.get("", **may(*CASE))
def search_vacancies(
    session: Db,
    by: By,
    q: Words = "",
    after: After = None,
    limit: Limit = 50,
    open_only: Annotated[bool, Query(description="Only vacancies that are open today.")] = False,
) -> Page[VacancyOut]:
    """Find vacancies by parts of their titles in any script."""
    rows = session.scalars(vacancies_found(by, search_key(q), after, limit, open_only=open_only)).all()
    return Page.of(vacancies_out(session, by, rows), limit)


@router.get("/{id}", **may(*CASE))
def get_vacancy(session: Db, by: By, id: IdPath) -> VacancyOut:
    """A vacancy with its openings of now."""
    return vacancy_out(session, by, id)


@router.get("/{id}/job-posting", **may(*CASE))
def get_job_posting(session: Db, by: By, id: IdPath) -> Response:
    """An open vacancy as JSON-LD of schema.org (JobPosting), as an advertisement says it: for a page or a job board."""
    row = vacancy(session, by, id)
    advert = advert_of(session, by, row)
    if not row.open_on(by.today):
        raise vacancies.VacancyClosed(closed_on=row.closed_on or row.closes_on)
    if not advert.openings:
        raise VacancyFull()
    return Response(to_json(job_posting(advert)), media_type="application/ld+json")


@router.patch("/{id}", **may(*CASE))
def amend_vacancy(session: Db, by: By, command: Annotated[AmendVacancy, about(AmendVacancy, "vacancy")]) -> VacancyOut:
    """Correct a vacancy; only the fields that are given change."""
    return vacancy_out(session, by, carried(session, vacancies.amend_vacancies(session, by, [command])))


@router.post("/{id}/change-openings", **may(*CASE))
def change_openings(
    session: Db, by: By, command: Annotated[ChangeOpenings, about(ChangeOpenings, "vacancy")]
) -> VacancyOut:
    """The employer wants more or fewer people; never fewer than are placed already."""
    return vacancy_out(session, by, carried(session, openings.change_openings(session, by, [command])))


@router.post("/{id}/close", **may(*CASE))
def close_vacancy(session: Db, by: By, command: Annotated[CloseVacancy, about(CloseVacancy, "vacancy")]) -> VacancyOut:
    """The employer withdraws what is still open."""
    return vacancy_out(session, by, carried(session, vacancies.close_vacancies(session, by, [command])))


@router.get("/{id}/referrals", **may(*CASE, purpose=Purpose.REFERRAL))
def list_referrals_of_vacancy(
    session: Db, by: By, id: IdPath, after: After = None, limit: Limit = 50
) -> Page[ReferralLine]:
    """Referrals to a vacancy that are in sight."""
    offices, row = codes(session).office_codes, vacancy(session, by, id)
    query = page(referrals_of_vacancy(by, row.id).order_by(None), Referral.id, after, limit)
    return Page.of([ReferralLine.line(referral, offices) for referral in session.scalars(query)], limit)
