"""People's profiles, packed: a row of 16-bit units for each, and lists of who wants or has done what."""

from __future__ import annotations

from array import array
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from lmis.matching.engine import rows
from lmis.matching.engine.marks import Maps, marks_of
from lmis.matching.engine.vocabulary import Vocabulary
from lmis.matching.profiles import SeekerProfile

Array = NDArray[Any]


@dataclass(frozen=True)
class Segment:
    """People, packed; rows of the same work and home lie together."""

    ids: Array
    """16 bytes for each row."""
    order: Array
    """The place of each row among all ids of the segment."""
    turns: Array
    """When each was last suggested, microseconds; the lowest number for never."""
    kinds: Array
    """The kind of each row: what decides whether it is asked for at all."""
    pool: Array
    starts: Array
    """Where each row begins in the pool."""
    wanted: tuple[Array, Array]
    """By occupation: where its list begins, and the rows of those who want it."""
    done: tuple[Array, Array]
    """The same of those who have done it."""
    wanted_marks: Array
    done_marks: Array
    """The mark of each entry of these lists."""

    def __len__(self) -> int:
        """How many people."""
        return len(self.starts)

    @property
    def bytes_each(self) -> float:
        """Memory for a person."""
        arrays = [self.ids, self.order, self.turns, self.kinds, self.pool, self.starts, *self.wanted, *self.done]
        arrays += [self.wanted_marks, self.done_marks]
        return sum(one.nbytes for one in arrays) / max(len(self), 1)


NEVER: Final = np.iinfo(np.int64).min


def pack(
    people: Iterable[tuple[SeekerProfile, Hashable]], words: Vocabulary, turns: Mapping[UUID, int] | None = None
) -> Segment:
    """Pack people, each once.

    Args:
        people: each with the kind that a `Passing` reads.
        words: takes in what is new among them.
        turns: when somebody was last suggested, in microseconds.
    """
    pool, starts, kinds, ids = array("H"), array("I"), array("H"), bytearray()
    for seeker, kind in people:
        starts.append(len(pool))
        kinds.append(words.kinds[kind])
        pool.extend(words.units(seeker))
        ids += seeker.id.bytes
    begun = np.frombuffer(starts, dtype=np.uint32) if starts else np.zeros(0, np.uint32)
    units = np.frombuffer(pool, dtype=np.uint16) if pool else np.zeros(0, np.uint16)
    sequence = rows.together(units, begun)
    units, begun = rows.gathered(units, begun, sequence)
    keys = np.frombuffer(bytes(ids), dtype="V16")[sequence]
    order = np.empty(len(keys), np.uint32)
    halves = keys.view(">u8").reshape(-1, 2)
    order[np.lexsort((halves[:, 1], halves[:, 0]))] = np.arange(len(keys), dtype=np.uint32)
    last = np.full(len(keys), NEVER, np.int64)
    known = {id_.bytes: at for id_, at in (turns or {}).items()}
    for at in range(len(keys)) if known else ():
        last[at] = known.get(keys[at].tobytes(), NEVER)
    wanted, done = (rows.listed(units, begun, len(words.occupations), which) for which in range(2))
    maps = Maps.of(words)
    marks = [marks_of(units, begun, lists, maps) for lists in (wanted, done)]
    asked_by = np.frombuffer(kinds, dtype=np.uint16)[sequence] if kinds else np.zeros(0, np.uint16)
    return Segment(keys, order, last, asked_by, units, begun, wanted, done, *marks)
