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
from lmis.matching.engine.compiling import compiled
from lmis.matching.engine.marks import Maps, marks_of
from lmis.matching.engine.vocabulary import Vocabulary
from lmis.matching.profiles import SeekerProfile

Array = NDArray[Any]


@dataclass(frozen=True)
class Segment:
    """People, packed; rows of the same work and home lie together."""

    ids: Array
    """Two numbers for each row: the halves of its id."""
    by_id: Array
    """The rows in the order of their ids."""
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

    def units(self, row: int) -> list[int]:
        """A row, as `Vocabulary.units` made it."""
        at = int(self.starts[row])
        end = int(self.starts[row + 1]) if row + 1 < len(self.starts) else len(self.pool)
        units: list[int] = self.pool[at:end].tolist()
        return units

    @property
    def bytes_each(self) -> float:
        """Memory for a person."""
        arrays = [self.ids, self.by_id, self.turns, self.kinds, self.pool, self.starts, *self.wanted, *self.done]
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
    pool, starts, kinds, ids = array("H"), array("I"), array("I"), bytearray()
    for seeker, kind in people:
        starts.append(len(pool))
        kinds.append(words.kinds[kind])
        pool.extend(words.units(seeker))
        ids += seeker.id.bytes
    begun = np.frombuffer(starts, dtype=np.uint32) if starts else np.zeros(0, np.uint32)
    units = np.frombuffer(pool, dtype=np.uint16) if pool else np.zeros(0, np.uint16)
    sequence = rows.together(units, begun)
    units, begun = rows.gathered(units, begun, sequence)
    keys = halves(bytes(ids))[sequence]
    by_id = np.lexsort((keys[:, 1], keys[:, 0])).astype(np.uint32)
    last = _turns(keys, by_id, turns or {})
    wanted, done = (rows.listed(units, begun, len(words.occupations), which) for which in range(2))
    maps = Maps.of(words)
    marks = [marks_of(units, begun, lists, maps) for lists in (wanted, done)]
    asked_by = np.frombuffer(kinds, dtype=np.uint32)[sequence] if kinds else np.zeros(0, np.uint32)
    return Segment(keys, by_id, last, asked_by, units, begun, wanted, done, *marks)


def halves(ids: bytes) -> Array:
    """Ids, 16 bytes each, as two numbers each, which sort as they do."""
    return np.frombuffer(ids, ">u8").reshape(-1, 2).astype(np.uint64)


def rows_of(segment: Segment, people: Iterable[UUID]) -> Array:
    """The row of each of these people in a segment; -1 for whoever is not in it."""
    return rows_at(segment, b"".join(one.bytes for one in people))


def rows_at(segment: Segment, ids: bytes) -> Array:
    """The same, by ids of 16 bytes each."""
    found: Array = _found(segment.ids, segment.by_id, halves(ids))
    return found


def _turns(ids: Array, by_id: Array, turns: Mapping[UUID, int]) -> Array:
    last = np.full(len(ids), NEVER, np.int64)
    at = _found(ids, by_id, halves(b"".join(one.bytes for one in turns)))
    last[at[at >= 0]] = np.fromiter(turns.values(), np.int64, len(turns))[at >= 0]
    return last


@compiled
def _found(ids: Any, by_id: Any, asked: Any) -> Any:
    rows = np.full(len(asked), -1, np.int64)
    for nth in range(len(asked)):
        low, high = 0, len(by_id)
        while low < high:
            middle = (low + high) // 2
            row = by_id[middle]
            lower = ids[row, 0] < asked[nth, 0] or (ids[row, 0] == asked[nth, 0] and ids[row, 1] < asked[nth, 1])
            low, high = (middle + 1, high) if lower else (low, middle)
        if low < len(by_id) and ids[by_id[low], 0] == asked[nth, 0] and ids[by_id[low], 1] == asked[nth, 1]:
            rows[nth] = by_id[low]
    return rows
