"""Parts of the engine: one large segment, and small ones of whoever came or changed since; none is ever altered."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from lmis.matching.engine.packing import NEVER, Segment, pack, rows_at, rows_of
from lmis.matching.engine.vocabulary import Vocabulary
from lmis.matching.profiles import SeekerProfile

Person = tuple[SeekerProfile, Hashable]
"""Somebody, and the kind that decides whether he or she is asked for at all: `packing.pack`."""

ALIKE: Final = 4
"""A small part takes up the one before it as long as that is no more than so many times as large."""

NOBODY: Final[NDArray[np.bool_]] = np.zeros(0, np.bool_)


@dataclass(frozen=True)
class Part:
    """A segment, and who is not there any more."""

    segment: Segment
    gone: NDArray[np.bool_] = field(default_factory=lambda: NOBODY)
    """By row; empty for none."""
    people: Mapping[UUID, tuple[Person, int]] = field(default_factory=dict)
    """Of a small part everybody in it, and the turn of each."""

    def __len__(self) -> int:
        """How many people are there."""
        return len(self.segment) - int(self.gone.sum())

    def without(self, people: Sequence[UUID]) -> Part:
        """This part when these people have gone."""
        rows = rows_of(self.segment, people)
        rows = rows[rows >= 0]
        if not len(rows):
            return self
        gone = self.gone.copy() if len(self.gone) else np.zeros(len(self.segment), np.bool_)
        gone[rows] = True
        leaving = set(people)
        return replace(self, gone=gone, people={id_: one for id_, one in self.people.items() if id_ not in leaving})

    def units_of(self, people: Sequence[bytes]) -> dict[bytes, list[int]]:
        """The rows of those of these people who are there, by id."""
        rows = rows_at(self.segment, b"".join(people)).tolist()
        there = [(id_, row) for id_, row in zip(people, rows, strict=True) if row >= 0]
        return {id_: self.segment.units(row) for id_, row in there if not (len(self.gone) and self.gone[row])}

    def kinds(self, count: int) -> NDArray[Any]:
        """How many people of each kind are there."""
        kinds = self.segment.kinds[~self.gone] if len(self.gone) else self.segment.kinds
        return np.bincount(kinds, minlength=count)


def added(
    parts: Sequence[Part],
    people: Iterable[Person],
    gone: Iterable[UUID],
    turns: Mapping[UUID, int],
    words: Vocabulary,
) -> tuple[Part, ...]:
    """The parts when people have come, changed or gone: the first is the large one, and the others stay few."""
    coming = {one[0].id: (one, turns.get(one[0].id, NEVER)) for one in people}
    moving = list(coming.keys() | set(gone))
    kept = [part.without(moving) for part in parts]
    while len(kept) > 1 and len(kept[-1].people) <= ALIKE * len(coming):
        coming = dict(kept.pop().people) | coming
    if coming:
        at = {id_: turn for id_, (_, turn) in coming.items()}
        kept.append(Part(pack((one for one, _ in coming.values()), words, at), people=coming))
    return tuple(kept)
