"""Titles are taken in, coded, asked about and answered, on both databases."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from conftest import actor
from lmis.commands.occupations import AnswerQuestion, AskOccupation, DismissQuestion
from lmis.model.audit import AuditEvent
from lmis.model.occupations import OccupationQuestion, OccupationTitle
from lmis.model.session import Database
from lmis.occupations.labels import Question
from lmis.queries.occupations import questions_found, titles_of
from lmis.services import occupations
from lmis.services.codes import UnknownCode
from lmis.services.occupation_questions import answer_questions, ask_occupations, dismiss_questions
from lmis.services.occupation_titles import CodedTitle, NoTitles, take_titles
from lmis.services.occupations import code_titles, coder_of
from lmis.services.writing import Status, one
from lmis.vocabulary import Purpose, TitleOrigin

OFFICER = actor()


def take(session: Session, *rows: CodedTitle, pack: str = "esco", origin: TitleOrigin = TitleOrigin.LABEL):  # type: ignore[no-untyped-def]
    return take_titles(session, OFFICER, pack, "en", origin, rows)


def first(session: Session, title: str) -> str:
    return code_titles(session, [Question(title)])[0].candidates[0].code


def test_a_list_replaces_what_it_brought_before(database: Database) -> None:
    with database.open(OFFICER, Purpose.NONE, "test") as session:
        assert take(session, CodedTitle(2, "Snake charmer", "2659"), CodedTitle(3, "Tailor", "7531")).taken == 2
        again = take(session, CodedTitle(2, "Snake tamer", "2659"))
        assert (again.taken, again.replaced) == (1, 2)
        assert [row.title for row in session.scalars(titles_of("esco"))] == ["Snake tamer"]
        assert {"import-occupation-titles"} == set(session.scalars(select(AuditEvent.act)))


def test_lines_with_an_unknown_code_are_told_with_the_nearest_and_the_rest_is_taken(database: Database) -> None:
    with database.open(OFFICER, Purpose.NONE, "test") as session:
        taken = take(
            session, CodedTitle(2, "Tailor", "7539"), CodedTitle(3, "Tailor", "7531"), CodedTitle(4, "--", "1")
        )
        ((line, error),) = taken.faults
        assert (line, taken.taken) == (2, 1)
        assert "753 Garment and Related Trades Workers" in error.values["nearest"]
        with pytest.raises(UnknownCode):
            take(session, CodedTitle(2, "Tailor", "no code"))
        with pytest.raises(NoTitles):
            take(session)
        assert len(session.scalars(titles_of("esco")).all()) == 1


def test_an_address_stands_for_the_code_of_the_label_that_had_it_and_a_lost_zero_comes_back(database: Database) -> None:
    with database.open(OFFICER, Purpose.NONE, "test") as session:
        take(session, CodedTitle(2, "Tailor", "7531", "esco:1"))
        taken = take(
            session, CodedTitle(2, "stitcher", "esco:1"), CodedTitle(3, "colonel", "110"), pack="board",
            origin=TitleOrigin.LEARNED,
        )  # fmt: skip
        rows = {row.title: (row.code, row.concept, row.origin) for row in session.scalars(titles_of("board"))}
    assert not taken.faults
    assert rows == {"stitcher": ("7531", "esco:1", "learned"), "colonel": ("0110", None, "learned")}


def test_an_answer_is_learned_at_once_and_the_coder_is_not_fitted_anew_for_it(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.open(OFFICER, Purpose.NONE, "test") as session:
        question = one(ask_occupations(session, OFFICER, [AskOccupation(title="Neak Kat Der")])).id
        before = coder_of(session)
        monkeypatch.setattr(occupations.Coder, "fit", None)
        row = session.get_one(OccupationQuestion, question)
        assert (row.state, len(row.candidates)) == ("open", 5)
        assert [one_of.id for one_of in session.scalars(questions_found(OFFICER))] == [question]
        answer = AnswerQuestion(question=str(question), occupation="7531")
        assert one(answer_questions(session, OFFICER, [answer])).status is Status.UPDATED
        assert first(session, "neak kat der") == "7531"
        assert coder_of(session).model is before.model
        (learned,) = session.scalars(select(OccupationTitle).where(OccupationTitle.origin == "answer"))
        assert (learned.code, learned.recorded_at) == ("7531", OFFICER.at)
        (again,) = answer_questions(session, OFFICER, [answer])
        assert again.refusal is not None
        assert again.refusal.error.name == "question-decided"


def test_titles_that_come_are_known_when_the_next_title_is_coded(database: Database) -> None:
    with database.open(OFFICER, Purpose.NONE, "test") as session:
        session.execute(delete(OccupationTitle).execution_options(audited=True))  # fewer are fitted sooner
        assert first(session, "snake charmer") != "2659"
        take(session, CodedTitle(2, "Snake charmer", "2659"))
        assert first(session, "snake charmer") == "2659"


def test_another_office_neither_sees_nor_answers_and_a_wrong_code_is_refused(database: Database) -> None:
    stranger = actor("KH-JC-03")
    with database.open(OFFICER, Purpose.NONE, "test") as session:
        question = one(ask_occupations(session, OFFICER, [AskOccupation(title="Tailor")])).id
        assert session.scalars(questions_found(stranger)).all() == []
        commands = [AnswerQuestion(question=str(question), occupation="7531")]
        (hidden,) = answer_questions(session, stranger, commands)
        (wrong,) = answer_questions(session, OFFICER, [AnswerQuestion(question=str(question), occupation="7539")])
        (nowhere,) = dismiss_questions(session, OFFICER, [DismissQuestion(question=str(uuid4()))])
        names = [outcome.refusal.error.name for outcome in (hidden, wrong, nowhere) if outcome.refusal]
        assert names == ["question-not-found", "unknown-code", "question-not-found"]
        one(dismiss_questions(session, OFFICER, [DismissQuestion(question=str(question))]))
        assert session.get_one(OccupationQuestion, question).state == "dismissed"
        assert session.scalars(select(OccupationTitle).where(OccupationTitle.origin == "answer")).all() == []
