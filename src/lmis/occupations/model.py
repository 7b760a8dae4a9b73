"""What is fitted to coded titles: neighbours that vote, regressions and topics, blended; not calibrated yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import sparse

from lmis.occupations.encoders import Kin, Meanings
from lmis.occupations.labels import UNIT, Example, Origin, Question
from lmis.occupations.levels import Levels
from lmis.occupations.neighbours import Neighbours, numbered, pieces
from lmis.occupations.regression import Regression, fit_regression
from lmis.occupations.titles import ENGLISH, head_of, script_of, title_key
from lmis.occupations.topics import Topics
from lmis.occupations.vectors import Keyed, Matrix, Vectors, columns

Floats = npt.NDArray[np.float32]

MUCH: Final = 5_000
"""Learned titles from which those witnesses that saw many of each unit are trusted most."""
BROAD: Final = (1, 3)
"""Digits of the groups that have a regression of their own: of these there are more titles than of unit groups."""
SHARES: Final = {
    "votes": (0.3, 0.24),
    "whole": (0.3, 0.34),
    "head": (0.15, 0.2),
    "1 digits": (0.1, 0.07),
    "3 digits": (0.15, 0.15),
    "topics": (3.0, 2.5),
    "meaning": (0.3, 0.25),
}
"""What each witness adds to the score: with labels alone, and with much learned. Those of much learned made titles held
out within the learned half of the job-board titles least surprising (docs/adr/0015);
that of `meaning` is a guess, for no encoder is at hand to measure with."""
_POWER: Final = (10.0, 4.0)
"""How fast a vote falls with likeness, likewise: labels are exact, what people typed is noisy and many must agree."""
_LABEL: Final = (1.0, 0.2)
"""The weight of a label in the regressions, likewise."""
_DUTIES: Final = 0.4
"""How much duties and industry count beside the title."""
_FLOOR: Final = 1e-4
"""A chance below which nothing is taken to be known."""
_SHARED: Final = 2
"""Titles that have a feature before a regression looks at it."""


@dataclass(frozen=True)
class Seen:
    """Titles as the witnesses see them."""

    keyed: Sequence[Keyed]
    whole: Matrix
    head: Matrix


@dataclass(frozen=True)
class Model:
    """A fitted coder without calibration."""

    vectors: Vectors
    levels: Levels
    neighbours: Neighbours
    regression: Regression
    heads: Regression
    """Over what stands in titles before brackets and dashes."""
    broad: dict[int, Regression]
    """Over groups of fewer digits."""
    topics: Topics
    features: npt.NDArray[np.int64]
    """The columns that regressions look at."""
    experience: float
    """0 with labels alone, 1 when much was learned."""
    usual: str
    """The language of titles in no script of their own, where it is not said."""
    kin: Kin | None = None
    """Where an operator brought an encoder."""

    @classmethod
    def fit(cls, examples: Sequence[Example], meanings: Meanings | None = None) -> Model:
        """Fit to titles that are coded to unit groups; others are left out."""
        examples = [example for example in examples if len(example.code) == UNIT and title_key(example.title)]
        usual = _usual(examples)
        vectors, titles = Vectors(), [keyed(example.title, example.language, usual) for example in examples]
        rows = vectors.fit(titles)
        units, classes = numbered([example.code for example in examples])
        levels = Levels(units)
        experience = min(1.0, sum(example.origin is not Origin.LABEL for example in examples) / MUCH)
        weights = np.array([example.weight for example in examples], np.float32)
        labels = np.array([example.origin is Origin.LABEL for example in examples])
        weighed = np.where(labels, weights * between(_LABEL, experience), weights)
        features = np.flatnonzero(np.diff(rows.tocsc().indptr) >= min(_SHARED, len(examples)))
        looked_at, heads = rows[:, features], _heads(vectors, titles, rows)[:, features]
        broad = {
            digits: fit_regression(looked_at, levels.members[digits][classes], len(levels.groups[digits]), weighed)
            for digits in BROAD
        }
        return cls(
            vectors,
            levels,
            Neighbours(rows, classes, weights, len(units)),
            fit_regression(looked_at, classes, len(units), weighed),
            fit_regression(heads, classes, len(units), weighed),
            broad,
            Topics.fit(titles, classes, len(units)),
            features,
            experience,
            usual,
            Kin.fit(meanings, [one.key for one in titles], classes, weights, len(units)) if meanings else None,
        )

    def see(self, questions: Sequence[Question]) -> Seen:
        """The titles as the witnesses see them."""
        titles = [keyed(one.title, one.language, self.usual) for one in questions]
        rows = self.vectors.of(titles)
        return Seen(titles, rows, _heads(self.vectors, titles, rows))

    def scores(self, questions: Sequence[Question], seen: Seen) -> Floats:
        """The logarithm of the blended chances of each unit group, a row per question; not calibrated."""
        scores = self._duties(questions)
        for name, told in self.witnesses(seen):
            scores += between(SHARES[name], self.experience) * told
        return scores

    def witnesses(self, seen: Seen) -> Iterator[tuple[str, Floats]]:
        """What each witness says of every unit group: logarithms of chances, or likeness."""
        looked_at = columns(seen.whole, self.features)
        yield "whole", np.log(self.regression.chances(looked_at) + _FLOOR)
        yield (
            "head",
            np.log(
                self.heads.chances(looked_at if seen.head is seen.whole else columns(seen.head, self.features)) + _FLOOR
            ),
        )
        for digits, regression in self.broad.items():
            of_groups = np.log(regression.chances(looked_at) + _FLOOR)
            yield f"{digits} digits", of_groups[:, self.levels.members[digits]]
        yield "topics", self.topics.likeness(seen.keyed)
        yield "votes", np.concatenate([self._votes(seen.whole[piece]) for piece in pieces(len(seen.keyed))])

        if self.kin:
            reads, votes = self.kin.votes([one.key for one in seen.keyed])
            said = np.zeros((len(seen.keyed), len(self.levels.units)), np.float32)
            said[reads] = np.log(votes + _FLOOR)
            yield "meaning", said

    def _votes(self, rows: Matrix) -> Floats:
        votes = self.neighbours.votes(self.neighbours.likeness(rows), between(_POWER, self.experience))
        return np.asarray(np.log(votes + _FLOOR))

    def _duties(self, questions: Sequence[Question]) -> Floats:
        """What duties and industry add to the scores; nothing where neither is told."""
        told = [at for at, one in enumerate(questions) if (one.duties or one.industry).strip()]
        added = np.zeros((len(questions), len(self.levels.units)), np.float32)
        if told:
            texts = [
                keyed(f"{questions[at].duties} {questions[at].industry}", questions[at].language, self.usual)
                for at in told
            ]
            chances = self.regression.chances(columns(self.vectors.of(texts), self.features))
            added[told] = _DUTIES * np.log(chances + _FLOOR)
        return added


def keyed(title: str, language: str | None, usual: str) -> Keyed:
    """The key of a title with its language: that of its script, else the one that is said, else the usual one."""
    key = title_key(title)
    return Keyed(key, script_of(key) or language or usual, title_key(head_of(title)))


def _heads(vectors: Vectors, titles: Sequence[Keyed], rows: Matrix) -> Matrix:
    """The vectors of what stands before brackets and dashes: mostly of the whole title, which are there already."""
    if shorter := [at for at, title in enumerate(titles) if title.head != title.key]:
        places = np.arange(len(titles))
        places[shorter] = len(titles) + np.arange(len(shorter))
        heads = vectors.of([Keyed(titles[at].head, titles[at].language, titles[at].head) for at in shorter])
        return sparse.vstack([rows, heads], format="csr")[places]
    return rows


def between(ends: tuple[float, float], experience: float) -> float:
    """A setting between those for labels alone and for much learned."""
    return ends[0] + (ends[1] - ends[0]) * experience


def _usual(examples: Sequence[Example]) -> str:
    """The most frequent language among titles in no script of their own."""
    counts = Counter(example.language for example in examples if script_of(title_key(example.title)) is None)
    return min(counts, key=lambda language: (-counts[language], language)) if counts else ENGLISH
