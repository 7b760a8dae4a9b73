"""What words stand for, by the occupations that they are used in: a title is like a unit group without a shared word.

Source: latent semantic indexing, Deerwester and others (1990); one document per unit group, made of all its titles.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from lmis.occupations.titles import title_words
from lmis.occupations.vectors import Keyed, Rarity

Floats = npt.NDArray[np.float32]

AXES: Final = 200
_SEED: Final = 20080101


@dataclass(frozen=True)
class Topics:
    """Axes of meaning, and where each unit group lies on them."""

    words: Rarity
    axes: Floats
    """A row per word."""
    units: Floats
    """A row per unit group, of length one."""

    @classmethod
    def fit(cls, titles: Sequence[Keyed], classes: npt.NDArray[np.int64], count: int) -> Topics:
        """Learn from titles; `classes` holds the unit group of each."""
        from sklearn.utils.extmath import randomized_svd

        documents: list[list[str]] = [[] for _ in range(count)]
        for title, unit in zip(titles, classes, strict=True):
            documents[unit] += title_words(title.key, title.language)
        words = by_words()
        rows = words.fit(documents)
        _, _, axes = randomized_svd(rows, min(AXES, *rows.shape), n_iter=4, random_state=_SEED)
        axes = np.ascontiguousarray(axes.T, np.float32)
        return cls(words, axes, _of_length_one(rows @ axes))

    def likeness(self, titles: Sequence[Keyed]) -> Floats:
        """How like each unit group is, -1 to 1, a row per title; nought where no word is known."""
        rows = self.words.of([title_words(title.key, title.language) for title in titles])
        return _of_length_one(rows @ self.axes) @ self.units.T


def by_words() -> Rarity:
    """Words, not learned yet, by how rare they are among unit groups."""
    return Rarity(analyzer=list)


def _of_length_one(rows: Floats) -> Floats:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9))
