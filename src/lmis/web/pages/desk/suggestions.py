"""Suggestions both ways: the people for a vacancy, the vacancies for a person; of now, or as the night stored them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from lmis.locale.gates import Pool, capped_words, changes
from lmis.locale.words import label
from lmis.matching.rank import Suggestion
from lmis.matching.weights import Weights
from lmis.model.referrals import Referral
from lmis.queries.referrals import ended_referrals
from lmis.queries.suggestions import latest_run
from lmis.services.referred import people_referred_today, vacancies_referred_today
from lmis.services.stored import Stored, stored_seekers, stored_vacancies
from lmis.services.suggested import Suggested, opened_first
from lmis.services.suggesting import suggest_seekers, suggest_vacancies
from lmis.text.numbers import serial_text
from lmis.vocabulary import Actor, Purpose
from lmis.web.deps import Pooled
from lmis.web.pages.desk.admission import Db, Reader
from lmis.web.pages.desk.answers import page
from lmis.web.pages.desk.histories import works_of
from lmis.web.pages.desk.naming import names_of
from lmis.web.pages.desk.persons import people_named
from lmis.web.pages.desk.reasons import OF_ANSWERS, all_reasons, reasons_named
from lmis.web.pages.desk.referring import told_in
from lmis.web.pages.desk.route import DeskRoute
from lmis.web.pages.desk.suggested_lines import Before, Called, Liner
from lmis.web.policy import CASE, may
from lmis.web.records import vacancy, vacancy_out

router = APIRouter(prefix="/desk", route_class=DeskRoute)
MATCHES: Final = may(*CASE, purpose=Purpose.MATCHING)
MORE: Final = (20, 50, 100, 200)
"""How many a list has, and how many it has after asking for more."""

Top = Annotated[int, Query(ge=1, le=MORE[-1])]


@router.get("/vacancies/{id:uuid}/suggestions", **MATCHES)
def suggest_people(request: Request, session: Db, by: Reader, pools: Pooled, id: UUID, top: Top = MORE[0]) -> Response:
    """The people who suit a vacancy best, why, and why everybody else is not suggested."""
    told = suggest_seekers(session, by, str(id), top, pools=pools)
    values = _of_vacancy(session, by, id, told.ranking.suggestions, told.weights)
    return page(request, "suggestions.html", values | _of_now(session, told, "people", by, top) | told_in(request, by))


@router.get("/vacancies/{id:uuid}/suggestions/stored", **MATCHES)
def stored_people(request: Request, session: Db, by: Reader, id: UUID) -> Response:
    """The people whom the newest night stored for a vacancy, as they stand today."""
    told = stored_seekers(session, by, str(id))
    values = _of_vacancy(session, by, id, told.suggestions, told.weights)
    return page(request, "suggestions.html", values | _of_night(told, "people", by) | told_in(request, by))


@router.get("/people/{id:uuid}/suggestions", **MATCHES)
def suggest_work(request: Request, session: Db, by: Reader, pools: Pooled, id: UUID, top: Top = MORE[0]) -> Response:
    """The vacancies that suit a person best, why, and why all others are not suggested."""
    told = suggest_vacancies(session, by, str(id), top, pools=pools)
    values = _of_person(session, by, id, told.ranking.suggestions, told.weights)
    values |= _of_now(session, told, "vacancies", by, top) | told_in(request, by)
    return page(request, "suggestions.html", values)


@router.get("/people/{id:uuid}/suggestions/stored", **MATCHES)
def stored_work(request: Request, session: Db, by: Reader, id: UUID) -> Response:
    """The vacancies for which the newest night stored a person, as they stand today."""
    told = stored_vacancies(session, by, str(id))
    values = _of_person(session, by, id, told.suggestions, told.weights)
    return page(request, "suggestions.html", values | _of_night(told, "vacancies", by) | told_in(request, by))


def _of_vacancy(session: Session, by: Actor, id: UUID, found: Sequence[Suggestion], weights: Weights) -> dict[str, Any]:
    reasons = all_reasons(reasons_named(session, by, *OF_ANSWERS))
    today = people_referred_today(session, by, vacancy(session, by, str(id)), weights)
    named = people_named(session, by, {*(one.id for one in found), *today.referrals})
    called = {
        id_: Called(one.number, one.native or one.name, one.name if one.native else "") for id_, one in named.items()
    }
    before = {row.person_id: _ended(row, reasons) for row in session.scalars(ended_referrals(by, called, [id]))}
    lines = Liner(called, _names(session, by), by.language, before).lines(found, today)
    return {"way": "people", "vacancy": vacancy_out(session, by, str(id)), "person": None, "lines": lines}


def _of_person(session: Session, by: Actor, id: UUID, found: Sequence[Suggestion], weights: Weights) -> dict[str, Any]:
    reasons = all_reasons(reasons_named(session, by, *OF_ANSWERS))
    today = vacancies_referred_today(session, by, id, weights)
    called = _offers(session, by, {*(one.id for one in found), *today.referrals})
    before = {row.vacancy_id: _ended(row, reasons) for row in session.scalars(ended_referrals(by, [id], called))}
    lines = Liner(called, _names(session, by), by.language, before).lines(found, today)
    who = people_named(session, by, [id])[id]
    return {"way": "vacancies", "vacancy": None, "person": who, "lines": lines}


def _ended(referral: Referral, reasons: Mapping[str, str]) -> Before:
    reason = reasons.get(referral.reason, referral.reason) if referral.reason else ""
    ended_on = referral.answered_on or referral.referred_on
    return Before(referral.id, serial_text("R", referral.serial), referral.state, reason, ended_on)


def _offers(session: Session, by: Actor, ids: Collection[UUID]) -> dict[UUID, Called]:
    """Vacancies by title, with their employers and provinces."""
    places = names_of(session, by, "place")
    return {
        id_: Called(one.number, one.title, " · ".join([one.employer, places.of("place", one.province)]))
        for id_, one in works_of(session, by, ids).items()
    }


def _names(session: Session, by: Actor) -> dict[str, str]:
    lists = names_of(session, by, "occupation", "language").lists
    return {**lists["language"], **lists["occupation"]}


def _of_now(session: Session, told: Suggested, pool: Pool, by: Actor, top: int) -> dict[str, Any]:
    """Why the rest is not suggested, and what could be changed about it."""
    left = sorted(told.ranking.not_suggested.items(), key=lambda one: (-one[1], one[0]))
    return {
        "made_at": None,
        "night": _night(session, by),
        "top": top,
        "more": next((more for more in MORE if more > top), None) if len(told.ranking.suggestions) == top else None,
        "considered": told.ranking.considered,
        "left_out": [(label("not_suggested", reason, by.language), count) for reason, count in left if count],
        "changes": [(words, more) for _, more, words in changes(told.relaxed, pool, by.language)],
        "opens": opened_first(told.opens),
        "capped": "",
    }


def _night(session: Session, by: Actor) -> bool:
    """Whether a night has stored suggestions for whoever looks."""
    office = by.office_id
    return bool(by.country and office and session.scalars(latest_run(by.country.value, office)).first())


def _of_night(told: Stored, pool: Pool, by: Actor) -> dict[str, Any]:
    return {
        "made_at": told.run.made_at,
        "night": True,
        "top": told.run.top,
        "more": None,
        "considered": len(told.suggestions) + sum(told.left_out.values()),
        "left_out": [(label("not_suggested", reason, by.language), count) for reason, count in told.left_out.items()],
        "changes": [],
        "opens": [],
        "capped": capped_words(told.capped, told.run.cap, pool, by.language) if told.capped else "",
    }
