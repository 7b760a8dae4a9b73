"""The coded titles most like a title, and how they vote."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy import sparse

from lmis.occupations.vectors import Matrix, of_length_one

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

VOTERS: Final = 60
"""Neighbours that vote: more of them drown one coded by mistake."""
TOGETHER: Final = 256
"""Titles compared with all others at once: bounds the memory."""
_CENTRE: Final = 0.35
"""How much the likeness to all labels of a concept together adds to that of its best label."""


@dataclass(frozen=True)
class Neighbours:
    """Coded titles as vectors, each with its group (a unit group, or a concept) and the weight of its vote."""

    vectors: Matrix
    groups: Ints
    weights: Floats
    count: int
    """Of groups."""

    def __post_init__(self) -> None:
        """Make the inverted index, and the centre of each group."""
        object.__setattr__(self, "_index", self.vectors.T.tocsr())
        member = (np.ones(len(self.groups), np.float32), (self.groups, np.arange(len(self.groups))))
        centres = of_length_one(sparse.csr_matrix(member, (self.count, len(self.groups))) @ self.vectors)
        object.__setattr__(self, "_centres", centres.T.tocsr())
        order = np.argsort(self.groups, kind="stable")
        present, firsts = np.unique(self.groups[order], return_index=True)
        object.__setattr__(self, "_runs", (order, firsts, present))

    def likeness(self, titles: Matrix) -> Floats:
        """The likeness of titles to every coded title, 0 to 1: dense, so ask for `TOGETHER` at a time."""
        return (titles @ self._index).toarray()  # type: ignore[attr-defined,no-any-return]

    def votes(self, likeness: Floats, power: float) -> Floats:
        """The share of the votes that each group gets, a row per title; all nought where nothing is alike."""
        return shares_of_votes(likeness, self.groups, self.weights, self.count, power)

    def best(self, likeness: Floats, titles: Matrix) -> Floats:
        """How like each group is: its most like title, and a share of the likeness to all of them together."""
        order, firsts, present = self._runs  # type: ignore[attr-defined]
        best = np.zeros((len(likeness), self.count), np.float32)
        best[:, present] = np.maximum.reduceat(likeness[:, order], firsts, axis=1)
        return best + self.centre(titles)

    def centre(self, titles: Matrix) -> Floats:
        """What the likeness to all titles of a group together adds, a row per title."""
        return _CENTRE * (titles @ self._centres).toarray()  # type: ignore[attr-defined,no-any-return]


def shares_of_votes(likeness: Floats, groups: Ints, weights: Floats, count: int, power: float) -> Floats:
    """The shares of the votes of those most like each row, group by group; all nought where nothing is alike."""
    voters = min(VOTERS, likeness.shape[1])
    weighed = likeness * weights
    chosen = np.argpartition(-weighed, voters - 1, axis=1)[:, :voters]
    cast = np.take_along_axis(likeness, chosen, 1) ** power * weights[chosen]
    total = np.zeros((len(likeness), count), np.float32)
    np.add.at(total, (np.arange(len(likeness))[:, None], groups[chosen]), cast)
    return np.asarray(total / np.maximum(total.sum(axis=1, keepdims=True), 1e-9))


def pieces(rows: int) -> Iterator[slice]:
    """Rows in pieces that fit the memory."""
    return (slice(start, start + TOGETHER) for start in range(0, rows, TOGETHER))


def numbered(names: Sequence[str]) -> tuple[tuple[str, ...], Ints]:
    """The different names in alphabetical order, and the number of each row's name."""
    found: tuple[npt.NDArray[Any], npt.NDArray[Any]] = np.unique(
        np.array(names, object).astype(str), return_inverse=True
    )
    return tuple(map(str, found[0])), found[1].astype(np.int64)
