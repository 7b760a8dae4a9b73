"""Ranking finer occupations (ESCO concepts): by likeness with labels alone, by votes and chances once more is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from lmis.occupations.coder import Coder
from lmis.occupations.labels import Example, Origin, Question
from lmis.occupations.model import keyed
from lmis.occupations.neighbours import Neighbours, numbered, pieces

_POWER: Final = 3.0
_LABELS: Final = 0.02
"""What the likeness to its labels adds to the votes of a concept, so that one that nobody named yet can be named."""
_FLOOR: Final = 1e-9


@dataclass(frozen=True)
class Concepts:
    """A coder together with the concepts that its examples name."""

    coder: Coder
    names: tuple[str, ...]
    units: npt.NDArray[np.int64]
    """The unit group of each concept, as a column of the coder's chances."""
    labels: Neighbours
    everything: Neighbours | None
    """Labels and learned titles; None where nothing was learned."""

    @classmethod
    def of(cls, coder: Coder, examples: Sequence[Example]) -> Concepts:
        """The concepts that the labels name, in the vectors of a fitted coder."""
        named = [one for one in examples if one.concept and one.code in coder.model.levels.units]
        names, groups = numbered([one.concept or "" for one in named])
        rows = coder.model.vectors.of([keyed(one.title, one.language, coder.model.usual) for one in named])
        label = np.array([one.origin is Origin.LABEL for one in named])
        weights = np.array([one.weight for one in named], np.float32)
        code = {one.concept: one.code for one in named}
        place = {unit: at for at, unit in enumerate(coder.model.levels.units)}
        units = np.array([place[code[name]] for name in names])
        labels = Neighbours(rows[label], groups[label], weights[label], len(names))
        everything = None if label.all() else Neighbours(rows, groups, weights, len(names))
        return cls(coder, names, units, labels, everything)

    def scores(self, questions: Sequence[Question]) -> npt.NDArray[Any]:
        """A score of every concept (`names`), a row per title; higher is better, and only the order means something."""
        seen = self.coder.model.see(questions)
        rows = seen.whole
        found = [self.labels.best(self.labels.likeness(rows[piece]), rows[piece]) for piece in pieces(len(questions))]
        best = np.concatenate(found)
        if self.everything is None:
            return best
        for piece in pieces(len(questions)):
            votes = self.everything.votes(self.everything.likeness(rows[piece]), _POWER)
            best[piece] = votes + _LABELS * best[piece] ** _POWER
        return self._within_units(best, self.coder.chances(questions, seen))

    def _within_units(self, votes: npt.NDArray[Any], chances: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """The chance of the unit group, shared among its concepts as the votes are."""
        total = np.zeros_like(chances)
        np.add.at(total.T, self.units, votes.T)
        return np.asarray(chances[:, self.units] * votes / (total[:, self.units] + _FLOOR))
