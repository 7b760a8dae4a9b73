"""An employer's own vacancies, who was referred as far as they consent, and the answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from lmis.locale.words import fault_words
from lmis.model.vacancies import Vacancy
from lmis.queries.employer_links import (
    referral_to_employer,
    referrals_to_employer,
    shown_to_employers,
    vacancies_of_employer,
)
from lmis.services.codes import codes
from lmis.services.employer_links import Holder
from lmis.services.referrals import answer_referrals
from lmis.services.resolving import ReferralNotFound, VacancyNotFound
from lmis.services.writing import one
from lmis.vocabulary import LIVE_REFERRAL_STATES, ReferralState
from lmis.web.outs.referrals import ReferralLine
from lmis.web.outs.vacancies import VacancyOut
from lmis.web.pages.desk.admission import Form
from lmis.web.pages.desk.answering_referrals import answers_of
from lmis.web.pages.desk.answers import go, page
from lmis.web.pages.desk.reasons import all_reasons, reasons_named
from lmis.web.pages.desk.route import DeskRoute
from lmis.web.pages.desk.sheets import Again, Sheet, show_again
from lmis.web.pages.employer.admission import EMPLOYERS, Employing, OwnDb
from lmis.web.records import found, vacancies_out

router = APIRouter(prefix="/employer", route_class=DeskRoute)
ANSWERS: Final = (ReferralState.INTERVIEW, ReferralState.ACCEPTED, ReferralState.REFUSED)
"""What an employer can answer; the office takes down what the person says, and that work has begun."""
MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Shown:
    """What an employer is shown of a person who consents."""

    name: str
    phone: str | None


@router.get("", **EMPLOYERS)
def employer_vacancies(request: Request, session: OwnDb, holder: Employing) -> Response:
    """The employer's own vacancies, open ones first."""
    rows = session.scalars(vacancies_of_employer(holder.employer).limit(MOST)).all()
    today = holder.actor.today
    outs = vacancies_out(session, holder.actor, sorted(rows, key=lambda row: not row.open_on(today)))
    return page(request, "employer_vacancies.html", {"holder": holder, "vacancies": outs, "today": today})


@router.get("/vacancies/{id:uuid}", **EMPLOYERS)
def employer_vacancy(request: Request, session: OwnDb, holder: Employing, id: UUID, done: bool = False) -> Response:
    """Who was referred to a vacancy."""
    return page(request, "employer_vacancy.html", _values(session, holder, id) | {"done": done})


@router.post("/referrals/{id:uuid}/answer", **EMPLOYERS)
def employer_answers(request: Request, session: OwnDb, holder: Employing, form: Form, id: UUID) -> Response:
    """An interview, an acceptance, or a refusal with its reason."""
    referral = found(session, referral_to_employer(holder.employer, id), ReferralNotFound, str(id))
    vacancy, sheet = referral.vacancy_id, Sheet(form, holder.actor)
    address = f"/employer/vacancies/{vacancy}"
    typed = {name: sheet.typed(name) for name in form} | {"answered": str(id)}
    values = _values(session, holder, vacancy) | {"typed": typed}
    show_again(request, Again("employer_vacancy.html", values, address, sheet))
    if sheet.typed("state") not in ("", *ANSWERS):
        sheet.blame("state", fault_words("missing", {}, holder.actor.language))
    sheet.settle()
    one(answer_referrals(session, holder.actor, answers_of(sheet, [str(id)])))
    return go(request, f"{address}?done=1#r-{id}")


def _values(session: Session, holder: Holder, id: UUID) -> dict[str, Any]:
    by = holder.actor
    rows = session.scalars(vacancies_of_employer(holder.employer).where(Vacancy.id == id)).all()
    if not rows:
        raise VacancyNotFound(value=str(id))
    vacancy: VacancyOut = vacancies_out(session, by, rows)[0]
    offices = codes(session).office_codes
    lines = [ReferralLine.line(row, offices) for row in session.scalars(referrals_to_employer(holder.employer, id))]
    reasons = reasons_named(session, by, "refusal_by_employer", "refusal_by_seeker", "withdrawal")
    return {
        "holder": holder,
        "vacancy": vacancy,
        "referrals": lines,
        "people": _people(session, {line.seeker for line in lines}),
        "live": LIVE_REFERRAL_STATES,
        "states": ANSWERS,
        "reasons": reasons["refusal_by_employer"],
        "reason_names": all_reasons(reasons),
        "today": by.today,
        "typed": {},
        "faults": {},
        "refusal": None,
        "done": False,
    }


def _people(session: Session, ids: set[UUID]) -> dict[UUID, Shown]:
    shown = {}
    for row in session.execute(shown_to_employers(ids)):
        native = " ".join(part for part in (row.family_name_native, row.given_name_native) if part)
        latin = " ".join(part for part in (row.family_name, row.given_name) if part)
        shown[row.id] = Shown(" · ".join(part for part in (native, latin) if part), row.phone)
    return shown
