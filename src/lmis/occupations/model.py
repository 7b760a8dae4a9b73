"""What is fitted to coded titles: neighbours that vote and a regression, blended; not calibrated yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from lmis.occupations.labels import UNIT, Example, Origin, Question
from lmis.occupations.levels import Levels
from lmis.occupations.neighbours import Neighbours, numbered, pieces
from lmis.occupations.regression import Regression, fit_regression
from lmis.occupations.titles import ENGLISH, script_of, title_key
from lmis.occupations.vectors import Keyed, Matrix, Vectors

Floats = npt.NDArray[np.float32]

MUCH: Final = 5_000
"""Learned titles from which the regression, which saw many of each unit, is trusted most."""
_VOTES: Final = (0.6, 0.25)
"""The share of the neighbours in the blend: with labels alone, and with much learned."""
_POWER: Final = (10.0, 4.0)
"""How fast a vote falls with likeness, likewise: labels are exact, what people typed is noisy and many must agree."""
_LABEL: Final = (1.0, 0.4)
"""The weight of a label in the regression, likewise."""
_DUTIES: Final = 0.4
"""How much duties and industry count beside the title."""
_FLOOR: Final = 1e-4
"""A chance below which nothing is taken to be known."""
_SHARED: Final = 2
"""Titles that have a feature before the regression looks at it."""


@dataclass(frozen=True)
class Model:
    """A fitted coder without calibration."""

    vectors: Vectors
    levels: Levels
    neighbours: Neighbours
    regression: Regression
    features: npt.NDArray[np.int64]
    """The columns that the regression looks at."""
    experience: float
    """0 with labels alone, 1 when much was learned."""
    usual: str
    """The language of titles in no script of their own, where it is not said."""

    @classmethod
    def fit(cls, examples: Sequence[Example]) -> Model:
        """Fit to titles that are coded to unit groups; others are left out."""
        examples = [example for example in examples if len(example.code) == UNIT and title_key(example.title)]
        usual = _usual(examples)
        vectors = Vectors()
        rows = vectors.fit([keyed(example.title, example.language, usual) for example in examples])
        units, classes = numbered([example.code for example in examples])
        experience = min(1.0, sum(example.origin is not Origin.LABEL for example in examples) / MUCH)
        weights = np.array([example.weight for example in examples], np.float32)
        labels = np.array([example.origin is Origin.LABEL for example in examples])
        features = np.flatnonzero(np.diff(rows.tocsc().indptr) >= min(_SHARED, len(examples)))
        weighed = np.where(labels, weights * between(_LABEL, experience), weights)
        regression = fit_regression(rows[:, features], classes, len(units), weighed)
        neighbours = Neighbours(rows, classes, weights, len(units))
        return cls(vectors, Levels(units), neighbours, regression, features, experience, usual)

    def rows_of(self, questions: Sequence[Question]) -> Matrix:
        """The vectors of the titles."""
        return self.vectors.of([keyed(one.title, one.language, self.usual) for one in questions])

    def scores(self, questions: Sequence[Question], rows: Matrix) -> Floats:
        """The logarithm of the blended chances of each unit group, a row per question; not calibrated."""
        share = between(_VOTES, self.experience)
        chances = self.regression.chances(rows[:, self.features])
        scores = (1 - share) * np.log(chances + _FLOOR)
        for piece in pieces(len(questions)):
            votes = self.neighbours.votes(self.neighbours.likeness(rows[piece]), between(_POWER, self.experience))
            scores[piece] += share * np.log(votes + _FLOOR)
        return np.asarray(scores + self._duties(questions))

    def _duties(self, questions: Sequence[Question]) -> Any:
        """What duties and industry add to the scores; nothing where neither is told."""
        told = [at for at, one in enumerate(questions) if (one.duties or one.industry).strip()]
        added = np.zeros((len(questions), len(self.levels.units)), np.float32)
        if told:
            texts = [
                keyed(f"{questions[at].duties} {questions[at].industry}", questions[at].language, self.usual)
                for at in told
            ]
            chances = self.regression.chances(self.vectors.of(texts)[:, self.features])
            added[told] = _DUTIES * np.log(chances + _FLOOR)
        return added


def keyed(title: str, language: str | None, usual: str) -> Keyed:
    """The key of a title with its language: that of its script, else the one that is said, else the usual one."""
    key = title_key(title)
    return Keyed(key, script_of(key) or language or usual)


def between(ends: tuple[float, float], experience: float) -> float:
    """A setting between those for labels alone and for much learned."""
    return ends[0] + (ends[1] - ends[0]) * experience


def _usual(examples: Sequence[Example]) -> str:
    """The most frequent language among titles in no script of their own."""
    counts = Counter(example.language for example in examples if script_of(title_key(example.title)) is None)
    return min(counts, key=lambda language: (-counts[language], language)) if counts else ENGLISH
