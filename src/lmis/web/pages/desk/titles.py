"""Job titles that the counter could not code: answered or dismissed, several at once."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.responses import Response

from lmis.commands.occupations import AnswerQuestion, DismissQuestion
from lmis.locale.words import words
from lmis.queries.occupations import questions_found
from lmis.queries.queues import count
from lmis.services.occupation_questions import answer_questions, dismiss_questions
from lmis.text.digits import ascii_digits
from lmis.vocabulary import Actor, QuestionState
from lmis.web.pages.desk.admission import Db, Form, Reader
from lmis.web.pages.desk.answers import go, page
from lmis.web.pages.desk.batches import Batched
from lmis.web.pages.desk.naming import names_of
from lmis.web.pages.desk.person_form import is_id
from lmis.web.pages.desk.route import DeskRoute
from lmis.web.pages.desk.sheets import Sheet
from lmis.web.policy import CASE, may

router = APIRouter(prefix="/desk", route_class=DeskRoute)
SHOWN: Final = 25
DISMISS: Final = "dismiss"


@router.get("/titles", **may(*CASE))
def titles_to_code(request: Request, session: Db, by: Reader, after: UUID | None = None, done: int = 0) -> Response:
    """Titles that wait for an answer, each with the nearest codes."""
    return _page(request, session, by, Batched(done), after)


@router.post("/titles", **may(*CASE))
def code_titles_by_hand(request: Request, session: Db, by: Reader, form: Form) -> Response:
    """Take the answers that were given; the others wait on."""
    sheet, after = Sheet(form, by), is_id(str(form.get("after", "")))
    typed = sheet.texts([name for name in form if name.startswith(("answer-", "code-"))])
    chosen: dict[str, str] = {}
    for name, value in typed.items():
        kind, _, question = name.partition("-")
        if value and (kind == "code" or question not in chosen):
            chosen[question] = ascii_digits(value.strip()) if kind == "code" else value
    done, refused = _decided(session, by, chosen)
    if refused or not chosen:
        return _page(request, session, by, Batched(done, refused, typed, nothing=not chosen), after)
    return go(request, f"/desk/titles?done={done}")


def _decided(session: Session, by: Actor, chosen: dict[str, str]) -> tuple[int, dict[str, str]]:
    """How many were decided, and question → why not."""
    answers, refused = [], {}
    for question, code in chosen.items():
        if code == DISMISS:
            continue
        sheet = Sheet(FormData(), by)
        command = sheet.command(AnswerQuestion, {"question": question, "occupation": code})
        if command is None:
            refused[question] = sheet.sentence
        else:
            answers.append(command)
    dismissed = [
        DismissQuestion(question=question) for question, code in chosen.items() if code == DISMISS and question
    ]
    told_of = zip(
        [one.question for one in answers] + [one.question for one in dismissed],
        [*answer_questions(session, by, answers), *dismiss_questions(session, by, dismissed)],
        strict=True,
    )
    refused |= {one: words(each.refusal.error, by.language)[1] for one, each in told_of if each.refusal is not None}
    return len(chosen) - len(refused), refused


def _page(request: Request, session: Session, by: Actor, told: Batched, after: UUID | None = None) -> Response:
    rows = session.scalars(questions_found(by, QuestionState.OPEN, after, SHOWN + 1)).all()
    shown = rows[:SHOWN]
    values = {
        "titles": shown,
        "names": names_of(session, by, "occupation"),
        "count": session.scalar(count(questions_found(by))) or 0,
        "after": shown[-1].id if len(rows) > SHOWN else None,
        "later": after is not None,
        "here": after,
        **told.values(),
    }
    return page(request, "titles.html", values, told.status)
