"""Asking a person what a job title names, and learning the answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from lmis.commands.occupations import AnswerQuestion, AskOccupation, DismissQuestion
from lmis.errors import Conflict, NotFound
from lmis.model.ids import new_id
from lmis.model.occupations import OccupationQuestion, OccupationTitle
from lmis.occupations.coder import Coded
from lmis.occupations.labels import Question
from lmis.occupations.titles import ENGLISH, script_of
from lmis.queries.occupations import questions_by_id
from lmis.queries.scope import UUID_SHAPE
from lmis.services.codes import Codes, codes
from lmis.services.occupations import code_titles
from lmis.services.writing import Draft, Outcome, record, write
from lmis.text.keys import search_key
from lmis.vocabulary import Actor, QuestionState, TitleOrigin

PACK: Final = "answers"
"""The pack that answers stand in."""
CANDIDATES: Final = 5
"""Kept with a question, for the person who answers."""


class QuestionNotFound(NotFound):
    """There is no such question about a job title here."""


class QuestionDecided(Conflict):
    """This question about a job title is decided already."""


def ask_occupations(session: Session, by: Actor, commands: Sequence[AskOccupation]) -> list[Outcome]:
    """Put titles before a person, each with the candidates of the coder; one that is sent again changes nothing."""
    held = {row.id for row in session.scalars(questions_by_id(by, [one.id for one in commands if one.id]))}
    asked = [Question(one.title, one.duties or "", one.industry or "", one.language) for one in commands]
    coded = code_titles(session, asked, CANDIDATES)
    known = codes(session)
    drafts = [_asked(one, found, held, by, known) for one, found in zip(commands, coded, strict=True)]
    return write(session, by, drafts)


def _asked(command: AskOccupation, coded: Coded, held: set[UUID], by: Actor, known: Codes) -> Draft:
    draft = Draft("ask-occupation", command.id or new_id())
    if draft.subject in held:
        return draft
    country = known.office_countries[by.office_id] if by.office_id else by.country
    draft.insert(
        OccupationQuestion,
        id=draft.subject,
        title=command.title,
        search_key=search_key(command.title),
        duties=command.duties,
        industry=command.industry,
        language=command.language,
        office_id=by.office_id,
        country=str(country) if country else None,
        state=QuestionState.OPEN.value,
        candidates=[[one.code, round(one.chance, 4)] for one in coded.candidates],
        asked_by=by.staff_id,
        recorded_at=by.at,
    )
    return draft


def answer_questions(session: Session, by: Actor, commands: Sequence[AnswerQuestion]) -> list[Outcome]:
    """Take answers: each becomes a coded title, and the same title gets it from now on."""
    known = codes(session)

    def decide(draft: Draft, command: AnswerQuestion, row: OccupationQuestion) -> None:
        if command.occupation not in known.occupations:
            error = known.unknown("occupation", command.occupation, known.occupations)
            draft.refuse(error, "#/occupation")
            return
        answered = {"state": QuestionState.ANSWERED.value, "answer": command.occupation}
        draft.update(OccupationQuestion, row.id, record(row), **answered, decided_by=by.staff_id, decided_at=by.at)
        if row.search_key:
            draft.insert(OccupationTitle, **_learned(row, command.occupation, by))

    return _decided(session, by, "answer-occupation-question", commands, decide)


def _learned(row: OccupationQuestion, code: str, by: Actor) -> dict[str, Any]:
    """The answer as a coded title."""
    return {
        "title": row.title,
        "search_key": row.search_key,
        "code": code,
        "concept": None,
        "language": script_of(row.search_key) or row.language or ENGLISH,
        "origin": TitleOrigin.ANSWER.value,
        "pack": PACK,
        "weight": 1.0,
        "recorded_at": by.at,
        "recorded_by": by.staff_id,
    }


def dismiss_questions(session: Session, by: Actor, commands: Sequence[DismissQuestion]) -> list[Outcome]:
    """Close questions that nobody can answer; nothing is learned."""

    def decide(draft: Draft, _command: DismissQuestion, row: OccupationQuestion) -> None:
        state = QuestionState.DISMISSED.value
        draft.update(OccupationQuestion, row.id, record(row), state=state, decided_by=by.staff_id, decided_at=by.at)

    return _decided(session, by, "dismiss-occupation-question", commands, decide)


def _decided(
    session: Session, by: Actor, act: str, commands: Sequence[Any], decide: Callable[[Draft, Any, Any], None]
) -> list[Outcome]:
    """Look the questions up, refuse those that are not there or decided already, decide the others."""
    ids = [UUID(one.question) for one in commands if UUID_SHAPE.match(one.question)]
    held = {str(row.id): row for row in session.scalars(questions_by_id(by, ids).with_for_update())}
    drafts = []
    for command in commands:
        draft, row = Draft(act), held.get(command.question.lower())
        drafts.append(draft)
        if row is None:
            draft.refuse(QuestionNotFound(value=command.question), "#/question")
        elif row.state != QuestionState.OPEN.value:
            draft.subject = row.id
            draft.refuse(QuestionDecided(state=QuestionState(row.state)))
        else:
            draft.subject = row.id
            decide(draft, command, row)
    return write(session, by, drafts)
