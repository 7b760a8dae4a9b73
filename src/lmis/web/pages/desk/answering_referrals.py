"""Answers to referrals as forms give them: one, or those that were ticked on a vacancy's list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from lmis.commands.referrals import AnswerReferral
from lmis.errors import Invalid
from lmis.locale.words import words
from lmis.queries.referrals import referrals_of_vacancy
from lmis.services.referrals import answer_referrals
from lmis.services.writing import Outcome, one
from lmis.vocabulary import LIVE_REFERRAL_STATES, Actor, Purpose
from lmis.web.pages.desk.admission import Db, Form, Reader
from lmis.web.pages.desk.answers import go, page
from lmis.web.pages.desk.route import DeskRoute
from lmis.web.pages.desk.sheets import Again, Sheet, show_again
from lmis.web.pages.desk.vacancies import vacancy_values
from lmis.web.policy import CASE, may

router = APIRouter(prefix="/desk/vacancies", route_class=DeskRoute)


class NobodyTicked(Invalid):
    """Tick somebody first."""


@router.post("/{id:uuid}/answers", **may(*CASE, purpose=Purpose.REFERRAL))
def answer_together(request: Request, session: Db, by: Reader, form: Form, id: UUID) -> Response:
    """Take down the same answer for everybody who was ticked; who is refused is told beside the others."""
    sheet = Sheet(form, by)
    before = vacancy_values(session, by, id)
    typed = {name: sheet.typed(name) for name in form} | {"referral": sheet.chosen("referral")}
    show_again(request, Again("vacancy.html", before | {"typed": typed}, f"/desk/vacancies/{id}", sheet))
    rows = session.scalars(referrals_of_vacancy(by, id))
    live = {str(row.id) for row in rows if row.state in LIVE_REFERRAL_STATES}
    ticked = [ref for ref in sheet.chosen("referral") if ref in live]
    if not ticked:
        raise NobodyTicked()
    outcomes = answer_referrals(session, by, answers_of(sheet, ticked))
    if len({outcome.refusal and outcome.refusal.pointer for outcome in outcomes}) == 1:
        one(outcomes[:1])  # the same field for everybody: it is told beside the field
    refused = told(ticked, outcomes, by)
    if not refused:
        return go(request, f"/desk/vacancies/{id}?done=answered#referrals")
    values = vacancy_values(session, by, id) | {"result": refused, "typed": typed}
    return page(request, "vacancy.html", values, 409)


def answers_of(sheet: Sheet, referrals: Sequence[str]) -> list[AnswerReferral]:
    """The answer of a form, for each of these referrals.

    Raises:
        SeveralFaults: the form does not say it whole.
    """
    sheet.needed("state")
    values: dict[str, Any] = {
        "state": sheet.typed("state"),
        "interview_on": sheet.day("interview_on"),
        "reason": sheet.typed("reason"),
        "happened_on": sheet.day("happened_on"),
        "version": sheet.whole("version"),
    }
    commands = [sheet.command(AnswerReferral, values | {"referral": ref}) for ref in referrals]
    sheet.settle()
    return [command for command in commands if command is not None]


def told(refs: Sequence[str], outcomes: Sequence[Outcome], by: Actor) -> Mapping[str, str]:
    """Reference -> why its command was refused."""
    return {
        ref: words(outcome.refusal.error, by.language)[1]
        for ref, outcome in zip(refs, outcomes, strict=True)
        if outcome.refusal is not None
    }
