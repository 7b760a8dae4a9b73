"""Vacancies of an office: the list, one of them with what became of it, its openings, its end."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query, Request
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.responses import Response

from lmis.commands.vacancies import ChangeOpenings, CloseVacancy
from lmis.model.employers import Employer
from lmis.queries.placements import placements_of_vacancy
from lmis.queries.referrals import referrals_of_vacancy
from lmis.queries.scope import in_scope
from lmis.queries.vacancies import entries_of, vacancies_by_ref, vacancies_listed
from lmis.services import openings, vacancies
from lmis.services.codes import codes
from lmis.services.writing import one
from lmis.text.keys import search_key
from lmis.vocabulary import LIVE_REFERRAL_STATES, Actor, Purpose, ReferralState
from lmis.web.outs.referrals import PlacementOut, ReferralLine
from lmis.web.outs.vacancies import EmployerOut, VacancyOut
from lmis.web.pages.desk.admission import Db, Form, Reader
from lmis.web.pages.desk.answers import go, page
from lmis.web.pages.desk.money import money_words
from lmis.web.pages.desk.naming import names_of
from lmis.web.pages.desk.persons import people_named
from lmis.web.pages.desk.reasons import OF_ANSWERS, all_reasons, reasons_named
from lmis.web.pages.desk.route import DeskRoute
from lmis.web.pages.desk.sheets import Again, Sheet, show_again
from lmis.web.policy import CASE, COUNTER, may
from lmis.web.records import vacancies_out, vacancy, vacancy_out

router = APIRouter(prefix="/desk/vacancies", route_class=DeskRoute)
SHOWN: Final = 25
TOLD: Final = ("posted", "amended", "openings", "closed", "answered")
"""What an address can say was done."""

ANSWERS: Final = (
    ReferralState.INTERVIEW,
    ReferralState.ACCEPTED,
    ReferralState.REFUSED,
    ReferralState.NO_SHOW,
    ReferralState.WITHDRAWN,
)
"""What can be taken down of a referral; being placed has a form of its own."""

Words = Annotated[str, Query(max_length=200)]
Before = Annotated[int | None, Query(ge=1, le=10**12)]
READING: Final = may(*CASE, purpose=Purpose.REFERRAL)


@router.get("", **may(*CASE))
def list_vacancies(
    request: Request, session: Db, by: Reader, q: Words = "", state: str = "open", before: Before = None
) -> Response:
    """Vacancies of the office, the latest first; a number leads to its vacancy."""
    asked = " ".join(q.split())
    if asked and (known := session.scalars(vacancies_by_ref(by, [asked])).first()):
        return go(request, f"/desk/vacancies/{known.id}")
    key, open_only = search_key(asked), state != "all"
    rows = session.scalars(vacancies_listed(by, key, before, SHOWN + 1, open_only=open_only)).all()
    shown = rows[:SHOWN]
    values = {
        "q": asked,
        "state": "open" if open_only else "all",
        "vacancies": vacancies_out(session, by, shown),
        "employers": _employers(session, by, {row.employer_id for row in shown}),
        "names": names_of(session, by, "place"),
        "before": shown[-1].serial if len(rows) > SHOWN else None,
        "later": before is not None,
        "today": by.today,
        "may_post": by.role in COUNTER,
    }
    return page(request, "vacancies.html", values)


@router.get("/{id:uuid}", **READING)
def look_at_vacancy(request: Request, session: Db, by: Reader, id: UUID, done: str = "") -> Response:
    """A vacancy: what is asked and offered, who was referred and placed, and how its openings moved."""
    return page(request, "vacancy.html", vacancy_values(session, by, id) | {"done": done if done in TOLD else ""})


@router.post("/{id:uuid}/openings", **READING)
def change_openings(request: Request, session: Db, by: Reader, form: Form, id: UUID) -> Response:
    """The employer wants more or fewer people."""
    sheet = _sheet(request, session, by, form, id, "openings_on")
    sheet.needed("openings")
    values = {"vacancy": str(id), "openings": sheet.whole("openings"), "happened_on": sheet.day("openings_on")}
    command = sheet.settled(ChangeOpenings, values)
    one(openings.change_openings(session, by, [command]))
    return go(request, f"/desk/vacancies/{id}?done=openings#openings-now")


@router.post("/{id:uuid}/close", **READING)
def close_vacancy(request: Request, session: Db, by: Reader, form: Form, id: UUID) -> Response:
    """The employer withdraws what is still open."""
    sheet = _sheet(request, session, by, form, id, "closed_on")
    sheet.needed("because")
    values = {"vacancy": str(id), "because": sheet.typed("because"), "happened_on": sheet.day("closed_on")}
    command = sheet.settled(CloseVacancy, values)
    one(vacancies.close_vacancies(session, by, [command]))
    return go(request, f"/desk/vacancies/{id}?done=closed")


def _sheet(request: Request, session: Session, by: Actor, form: Form, id: UUID, day: str) -> Sheet:
    """A form of the page of a vacancy, which shows it again where it is refused; `day`: its field of the day."""
    sheet = Sheet(form, by, {"happened_on": day})
    typed = {name: sheet.typed(name) for name in form}
    values = vacancy_values(session, by, id) | {"typed": typed}
    show_again(request, Again("vacancy.html", values, f"/desk/vacancies/{id}", sheet))
    return sheet


def vacancy_values(session: Session, by: Actor, id: UUID) -> dict[str, Any]:
    """What the page of a vacancy needs."""
    row, out, known = vacancy(session, by, str(id)), vacancy_out(session, by, str(id)), codes(session)
    referrals = [ReferralLine.line(one, known.office_codes) for one in session.scalars(referrals_of_vacancy(by, id))]
    placements = [PlacementOut.of(one, known.office_codes) for one in session.scalars(placements_of_vacancy(by, id))]
    reasons = reasons_named(session, by, *OF_ANSWERS, "cancellation")
    entries = sorted(session.execute(entries_of([id])).all(), key=lambda entry: entry.happened_on)
    return {
        "vacancy": out,
        "open": row.open_on(by.today),
        "employer": _employers(session, by, {row.employer_id}).get(row.employer_id),
        "names": names_of(session, by, "place", "occupation", "education", "language", "licence"),
        "referrals": referrals,
        "live": LIVE_REFERRAL_STATES,
        "placements": placements,
        "people": people_named(session, by, {*(one.seeker for one in referrals), *(one.seeker for one in placements)}),
        "entries": [(kind, count, day) for _, kind, count, day in entries],
        "reasons": {kind: reasons[kind] for kind in OF_ANSWERS},
        "reason_names": all_reasons(reasons),
        "states": ANSWERS,
        "today": by.today,
        "money": partial(money_words, known=known, language=by.language),
        "typed": {},
        "faults": {},
        "refusal": None,
        "advice": {flag.field: [each.words for each in out.flags if each.field == flag.field] for flag in out.flags},
        "result": None,
        "done": "",
    }


def vacancy_seen(session: Session, by: Actor, id: UUID) -> VacancyOut | None:
    """A vacancy; None where it is another office's, to which somebody of ours was referred by one who sees both."""
    rows = session.scalars(vacancies_by_ref(by, [str(id)])).all()
    return vacancies_out(session, by, rows)[0] if rows else None


def _employers(session: Session, by: Actor, ids: set[UUID]) -> dict[UUID, EmployerOut]:
    query = select(Employer).where(Employer.id.in_(ids), in_scope(by, Employer.office_id, Employer.country))
    offices = codes(session).office_codes
    return {row.id: EmployerOut.of(row, offices) for row in session.scalars(query)}
