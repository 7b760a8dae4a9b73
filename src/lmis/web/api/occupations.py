"""Job titles to occupation codes, and the queue of titles that a person is asked about."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from lmis.commands.occupations import AnswerQuestion, AskOccupation, DismissQuestion, JobTitle
from lmis.occupations.labels import Question
from lmis.queries.occupations import occupations, questions_by_id, questions_found
from lmis.services.occupation_questions import (
    QuestionNotFound,
    answer_questions,
    ask_occupations,
    dismiss_questions,
)
from lmis.services.occupations import code_titles
from lmis.vocabulary import Actor, QuestionState
from lmis.web.deps import By, Db
from lmis.web.idempotency import CounterRoute, made
from lmis.web.outs.base import named
from lmis.web.outs.occupations import CodedOut, CodedTitlesOut, QuestionOut
from lmis.web.paging import After, Limit, Page
from lmis.web.policy import CASE, SIGNED_IN, may
from lmis.web.records import found
from lmis.web.verbs import about

router = APIRouter(prefix="/occupations", tags=["occupations"], route_class=CounterRoute)


class CodeTitles(BaseModel):
    """Job titles to be coded together."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    titles: list[JobTitle] = Field(min_length=1, max_length=1000)
    top: int = Field(default=10, ge=1, le=100, description="How many candidates of each title.")


@router.post("/code", **may(*SIGNED_IN))
def code_job_titles(session: Db, by: By, command: CodeTitles) -> CodedTitlesOut:
    """Candidates of each title with probabilities, how many digits are certain, and whether it asks a human."""
    asked = [Question(one.title, one.duties or "", one.industry or "", one.language) for one in command.titles]
    coded, names = code_titles(session, asked, command.top), _names(session, by)
    return CodedTitlesOut(titles=[CodedOut.of(q.title, one, names) for q, one in zip(asked, coded, strict=True)])


@router.get("/questions", **may(*CASE))
def list_occupation_questions(
    session: Db,
    by: By,
    state: Annotated[QuestionState, Query(description="The queue is what is open.")] = QuestionState.OPEN,
    after: After = None,
    limit: Limit = 50,
) -> Page[QuestionOut]:
    """Titles that wait for an answer; of the own office, for a coordinator of the country."""
    names = _names(session, by)
    rows = session.scalars(questions_found(by, state, after, limit)).all()
    return Page.of([QuestionOut.of(row, names) for row in rows], limit)


@router.get("/questions/{id}", **may(*CASE))
def get_occupation_question(session: Db, by: By, id: UUID) -> QuestionOut:
    """One title that waits, or waited, for an answer."""
    return _question(session, by, id)


@router.post("/questions", status_code=201, **may(*CASE))
def ask_occupation(session: Db, by: By, command: AskOccupation) -> QuestionOut:
    """Put a title before a person who knows occupations."""
    return _question(session, by, made(session, ask_occupations(session, by, [command])))


@router.post("/questions/{id}/answer", **may(*CASE))
def answer_occupation_question(
    session: Db, by: By, command: Annotated[AnswerQuestion, about(AnswerQuestion, "question")]
) -> QuestionOut:
    """Say which occupation the title names; the coder learns it."""
    return _question(session, by, made(session, answer_questions(session, by, [command])))


@router.post("/questions/{id}/dismiss", **may(*CASE))
def dismiss_occupation_question(
    session: Db, by: By, command: Annotated[DismissQuestion, about(DismissQuestion, "question")]
) -> QuestionOut:
    """The title names no occupation, or nobody can tell which; nothing is learned."""
    return _question(session, by, made(session, dismiss_questions(session, by, [command])))


def _question(session: Session, by: Actor, id: UUID) -> QuestionOut:
    return QuestionOut.of(found(session, questions_by_id(by, [id]), QuestionNotFound, str(id)), _names(session, by))


def _names(session: Session, by: Actor) -> dict[str, str | None]:
    """The names of unit groups in the reader's language."""
    return {row.code: named(row, by.language) for row in session.scalars(occupations())}
