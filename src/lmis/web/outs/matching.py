"""Answers about matching: who is suggested and why, and why everyone else is not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from lmis.locale.gates import capped_words, changes
from lmis.locale.words import label, reason_words
from lmis.matching.rank import Reason, Suggestion
from lmis.services.stored import Stored
from lmis.services.suggested import Suggested, opened_first
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


class OpenedOut(Out):
    """A skill, and how many vacancies lack no other one that they require, and lose most by it."""

    skill: str
    vacancies: int


class SuggestionsOut(Out):
    """A ranking: `considered` is the suggestions and the sum of `not_suggested`, always.

    `relaxed`: gate -> those whom nothing else holds back; `changes`: of these what somebody can change, in words.
    `opens`: the skills that would open most vacancies to a person.
    """

    at: datetime
    weights: str
    most: dict[str, int]
    considered: int
    suggestions: list[SuggestionOut]
    not_suggested: dict[str, int]
    relaxed: dict[str, int]
    changes: list[ChangeOut]
    opens: list[OpenedOut]

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
            opens=[OpenedOut(skill=skill, vacancies=count) for skill, count in opened_first(told.opens)],
            changes=[ChangeOut(gate=gate.value, more=more, words=words) for gate, more, words in found],
        )


class StoredSuggestionOut(SuggestionOut):
    """A stored suggestion: the rank of its night, points and reasons of today, and beside them the stored points."""

    stored_points: int


class LeftOutOut(Out):
    """How many stored suggestions are not told today, and why."""

    reason: str
    count: int
    words: str


class CappedOut(Out):
    """How many the cap left out: better-placed people of a vacancy, or lists of a person."""

    count: int
    words: str


class StoredSuggestionsOut(Out):
    """What the newest run stored, as it stands today: stored = `suggestions` and the sum of `left_out`, always."""

    run: UUID
    made_at: datetime
    weights: str
    most: dict[str, int]
    top: int
    cap: int | None
    suggestions: list[StoredSuggestionOut]
    left_out: list[LeftOutOut]
    capped: CappedOut

    @classmethod
    def of(cls, told: Stored, letter: str, language: Language) -> StoredSuggestionsOut:
        """Stored suggestions of people (letter S) or of vacancies (letter V)."""
        run = told.run
        plain = {one.id: SuggestionOut.of(one, letter, told.records, language) for one in told.suggestions}
        words = capped_words(told.capped, run.cap, "people" if letter == "S" else "vacancies", language)
        return cls(
            run=run.id,
            made_at=run.made_at,
            weights=run.weights,
            most=dict(told.weights.most),
            top=run.top,
            cap=run.cap,
            suggestions=[StoredSuggestionOut(**dict(one), stored_points=told.then[id_]) for id_, one in plain.items()],
            left_out=[
                LeftOutOut(reason=reason, count=count, words=label("not_suggested", reason, language))
                for reason, count in told.left_out.items()
            ],
            capped=CappedOut(count=told.capped, words=words if told.capped else ""),
        )
