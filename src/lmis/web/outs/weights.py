"""Answers about weights: the table that hangs on a wall, and the versions."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from lmis.locale.weights import paper_words
from lmis.matching.weights import Weights
from lmis.model.weights import WeightsVersion
from lmis.vocabulary import Language
from lmis.web.outs.base import Out


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
