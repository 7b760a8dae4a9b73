"""What a job title is coded to, and titles that wait for an answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from lmis.model.occupations import OccupationQuestion
from lmis.occupations.coder import Coded
from lmis.vocabulary import QuestionState
from lmis.web.outs.base import Out


class CandidateOut(Out):
    """A unit group, its name in the reader's language, and the probability that it is right."""

    code: str
    name: str | None
    probability: float


class CodedOut(Out):
    """The candidates of one title; `certain` is the code of as many digits (`level`) as are certain."""

    title: str
    candidates: list[CandidateOut]
    certain: str | None
    level: int
    asks_human: bool

    @classmethod
    def of(cls, title: str, coded: Coded, names: Mapping[str, str | None]) -> CodedOut:
        """What came of a title."""
        return cls(
            title=title,
            candidates=_candidates(((one.code, one.chance) for one in coded.candidates), names),
            certain=coded.certain or None,
            level=len(coded.certain),
            asks_human=coded.asks,
        )


class CodedTitlesOut(Out):
    """One answer per title, in order."""

    titles: list[CodedOut]


class QuestionOut(Out):
    """A title that waits, or waited, for a person's answer."""

    id: UUID
    title: str
    duties: str | None
    industry: str | None
    language: str | None
    state: QuestionState
    candidates: list[CandidateOut]
    answer: str | None
    recorded_at: datetime
    decided_by: UUID | None
    decided_at: datetime | None

    @classmethod
    def of(cls, row: OccupationQuestion, names: Mapping[str, str | None]) -> QuestionOut:
        """A question with the names of its candidates."""
        return cls(
            id=row.id,
            title=row.title,
            duties=row.duties,
            industry=row.industry,
            language=row.language,
            state=QuestionState(row.state),
            candidates=_candidates(((str(code), float(chance)) for code, chance in row.candidates), names),
            answer=row.answer,
            recorded_at=row.recorded_at,
            decided_by=row.decided_by,
            decided_at=row.decided_at,
        )


def _candidates(found: Iterable[tuple[str, float]], names: Mapping[str, str | None]) -> list[CandidateOut]:
    return [CandidateOut(code=code, name=names.get(code), probability=round(chance, 4)) for code, chance in found]
