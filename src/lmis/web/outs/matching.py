"""Answers about matching: who is suggested and why, and why everyone else is not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from lmis.locale.gates import changes
from lmis.locale.weights import paper_words
from lmis.locale.words import reason_words
from lmis.matching.rank import Reason, Suggestion
from lmis.matching.weights import Weights
from lmis.model.weights import WeightsVersion
from lmis.services.suggesting import Suggested
from lmis.text.numbers import serial_text
from lmis.vocabulary import Language
from lmis.web.outs.base import Out


class ReasonOut(Out):
    """What one criterion gave; `max` is 0 where the vacancy does not ask."""

    criterion: str
    points: int
    max: int
    known: bool
    words: str

    @classmethod
    def of(cls, row: Reason, language: Language) -> ReasonOut:
        """One reason, in words."""
        words = reason_words(row, language)
        return cls(criterion=row.criterion, points=row.points, max=row.max, known=row.known, words=words)


class SuggestionOut(Out):
    """One suggested person or vacancy; `points` is the sum of its reasons'."""

    id: UUID
    number: str
    rank: int
    points: int
    max: int
    unknown: int
    reasons: list[ReasonOut]

    @classmethod
    def of(cls, row: Suggestion, letter: str, records: Mapping[UUID, Any], language: Language) -> SuggestionOut:
        """One suggestion with the short number of its record."""
        return cls(
            id=row.id,
            number=serial_text(letter, records[row.id].serial),
            rank=row.rank,
            points=row.points,
            max=row.max,
            unknown=row.unknown,
            reasons=[ReasonOut.of(reason, language) for reason in row.reasons],
        )


class ChangeOut(Out):
    """How many `more` would have been weighed if one thing were different."""

    gate: str
    more: int
    words: str


class SuggestionsOut(Out):
    """A ranking: `considered` is the suggestions and the sum of `not_suggested`, always.

    `relaxed`: gate -> those whom nothing else holds back; `changes`: of these what somebody can change, in words.
    """

    at: datetime
    weights: str
    most: dict[str, int]
    considered: int
    suggestions: list[SuggestionOut]
    not_suggested: dict[str, int]
    relaxed: dict[str, int]
    changes: list[ChangeOut]

    @classmethod
    def of(cls, told: Suggested, letter: str, language: Language) -> SuggestionsOut:
        """A ranking of people (letter S) or of vacancies (letter V)."""
        found = changes(told.relaxed, "people" if letter == "S" else "vacancies", language)
        return cls(
            at=told.at,
            weights=told.weights.version,
            most=dict(told.weights.most),
            considered=told.ranking.considered,
            suggestions=[SuggestionOut.of(row, letter, told.records, language) for row in told.ranking.suggestions],
            not_suggested=told.ranking.not_suggested,
            relaxed={gate.value: more for gate, more in told.relaxed.items()},
            changes=[ChangeOut(gate=gate.value, more=more, words=words) for gate, more, words in found],
        )


class StepOut(Out):
    """A step of a criterion, and its points; of skills and languages the parts of each."""

    words: str
    points: int


class CriterionOut(Out):
    """A criterion, the most points that it gives, and its steps."""

    words: str
    most: int
    steps: list[StepOut]


class WeightsOut(Out):
    """The weights in force, as a table that hangs on a wall."""

    version: str
    points: dict[str, int]
    total: int
    least: int
    table: list[CriterionOut]

    @classmethod
    def of(cls, weights: Weights, language: Language) -> WeightsOut:
        """In the reader's language."""
        table = [
            CriterionOut(words=words, most=most, steps=[StepOut(words=step, points=won) for step, won in steps])
            for words, most, steps in paper_words(weights, language)
        ]
        points = dict(weights.most)
        return cls(version=weights.version, points=points, total=weights.total, least=weights.least, table=table)


class WeightsVersionOut(Out):
    """A version of the weights: `country` is null where both countries have it."""

    id: UUID
    version: str
    country: str | None
    valid_from: date
    points: dict[str, int]
    least: int
    set_by: UUID | None
    recorded_at: datetime

    @classmethod
    def of(cls, row: WeightsVersion) -> WeightsVersionOut:
        """One row."""
        return cls(**{name: getattr(row, name) for name in cls.model_fields})
