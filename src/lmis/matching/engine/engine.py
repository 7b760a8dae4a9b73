"""The engine: everybody who may be suggested, packed once and kept fresh, and the best of them for a vacancy."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, NamedTuple
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from lmis.matching.engine.explaining import Explaining
from lmis.matching.engine.losses import losses
from lmis.matching.engine.packing import Segment, pack, rows_of
from lmis.matching.engine.parts import Part, Person, added
from lmis.matching.engine.plan import Plan, Plans
from lmis.matching.engine.reaching import Reaching, reaching
from lmis.matching.engine.search import best
from lmis.matching.engine.vocabulary import Vocabulary
from lmis.matching.profiles import SeekerProfile, VacancyProfile
from lmis.matching.rank import Reason
from lmis.matching.weights import Weights

Passing = Callable[[Any], bool]
"""Whether people of a kind are asked for; hashable, and the same answer each time."""


def everybody(_kind: Hashable) -> bool:
    """All kinds."""
    return True


def plain(people: Iterable[SeekerProfile]) -> Iterator[Person]:
    """People of one kind."""
    return ((one, None) for one in people)


KEPT: Final = 1_000
"""Answers about kinds that are kept."""


class Found(NamedTuple):
    """Somebody who was found: in this order the best come first."""

    less: int
    """Points, negative."""
    turn: int
    """When last suggested, microseconds; the lowest number for never."""
    id: bytes

    @property
    def points(self) -> int:
        """Whole points."""
        return -self.less

    @property
    def uuid(self) -> UUID:
        """Who it is."""
        return UUID(bytes=self.id)


@dataclass
class _Asking:
    """Plans by weights, as long as no new value has come."""

    plans: Plans
    size: int
    reaching: dict[tuple[str, frozenset[str], int], Reaching] = field(default_factory=dict)

    @cached_property
    def explaining(self) -> Explaining:
        """Reasons of rows."""
        return Explaining(self.plans.words, self.plans.weights)

    def of(self, vacancy: VacancyProfile) -> tuple[Plan, Reaching]:
        """The plan of a vacancy, and its lists."""
        plan = self.plans.of(vacancy)
        key = (vacancy.occupation, vacancy.related, int(plan.most[1]))
        if key not in self.reaching:
            self.reaching[key] = reaching(plan)
        return plan, self.reaching[key]


class Engine:
    """Exact suggestions out of packed profiles, for many threads at once.

    Most people lie in one large segment. Who comes, changes or goes afterwards is marked there and lies in small ones;
    `Engine.of` everybody makes one large segment again.
    """

    def __init__(self, base: Segment, words: Vocabulary) -> None:
        """Take over a segment and the vocabulary by which it was packed."""
        self.words = words
        self._parts: tuple[Part, ...] = (Part(base),)
        self._begin()

    def _begin(self) -> None:
        self._asking: dict[str, _Asking] = {}
        self._passes: dict[tuple[Passing, int], NDArray[np.bool_]] = {}
        self._counted: tuple[tuple[Part, ...], Mapping[Hashable, int]] = ((), {})
        self._words_move = threading.Lock()
        """Held while the vocabulary grows, and while a plan is made of it."""

    def __getstate__(self) -> dict[str, Any]:
        """The people alone: what is kept for the next question is made again."""
        return {"words": self.words, "_parts": self._parts}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Begin with these people."""
        self.__dict__.update(state)
        self._begin()

    @classmethod
    def of(cls, people: Iterable[Person], last_suggested: Mapping[UUID, int] | None = None) -> Engine:
        """An engine of these people, each once.

        Args:
            last_suggested: when somebody was last suggested, in microseconds since 1970.
        """
        words = Vocabulary()
        return cls(pack(people, words, last_suggested), words)

    def __len__(self) -> int:
        """How many people can be suggested."""
        return sum(len(part) for part in self._parts)

    @property
    def changes(self) -> int:
        """How many people lie apart from the large segment."""
        return sum(len(part) for part in self._parts[1:])

    @property
    def bytes_each(self) -> float:
        """Memory for a person."""
        return self._parts[0].segment.bytes_each

    def renew(
        self,
        people: Iterable[Person],
        gone: Iterable[UUID] = (),
        last_suggested: Mapping[UUID, int] | None = None,
    ) -> None:
        """Take in people who are new or changed, and let go of some; a question that is being answered is not moved."""
        with self._words_move:
            self._parts = added(self._parts, people, gone, last_suggested or {}, self.words)

    def top(
        self,
        vacancy: VacancyProfile,
        weights: Weights,
        top: int,
        but: Iterable[UUID] = (),
        passing: Passing = everybody,
    ) -> list[Found]:
        """The people who suit a vacancy best, as `rank.rank_seekers` orders them.

        Args:
            but: people who are not asked for, such as those who are referred already.
            passing: which kinds of people are.
        """
        kept_out = {id_.bytes for id_ in but}
        parts, (plan, lists) = self._parts, self._ask(vacancy, weights)
        passes = self._passing(passing)
        found: list[Found] = []
        for part in parts:
            found += self._best(part, plan, lists, weights, top + len(kept_out), passes)
        return sorted(one for one in found if one.id not in kept_out)[:top]

    def explain(self, vacancy: VacancyProfile, weights: Weights, people: Iterable[bytes]) -> list[list[Reason]]:
        """Why each of these people suits a vacancy: `rank.explain`, out of the rows that the points came from.

        Args:
            people: ids of some who are there.

        Raises:
            KeyError: somebody has left.
        """
        asked = list(people)
        parts = self._parts
        with self._words_move:
            explaining = self._asking_by(weights).explaining
        rows: dict[bytes, list[int]] = {}
        for part in parts:
            rows |= part.units_of(asked)
        return explaining.explain(vacancy, [rows[id_] for id_ in asked])

    def pool(
        self,
        vacancy: VacancyProfile,
        weights: Weights,
        lowest: int | None,
        but: Iterable[UUID] = (),
        passing: Passing = everybody,
    ) -> Counter[str]:
        """Main reason → how many of all who are asked for: `rank.Ranking.not_suggested`; a look at everybody.

        Args:
            lowest: the points of the last who is suggested; whoever has as many only missed the turn.
            but: people who are not counted, such as those who are suggested.
        """
        left_out = list(but)
        parts, (plan, _) = self._parts, self._ask(vacancy, weights)
        counts: Counter[str] = Counter()
        for part in [part.without(left_out) for part in parts] if left_out else parts:
            counts.update(losses(part.segment, part.gone, self._passing(passing), plan, vacancy, weights, lowest))
        return counts

    def kinds(self) -> Mapping[Hashable, int]:
        """How many people there are of each kind."""
        parts, (counted, found) = self._parts, self._counted
        if counted is not parts:
            with self._words_move:
                kinds = list(self.words.kinds)
            counts = sum((part.kinds(len(kinds)) for part in parts), np.zeros(len(kinds), np.int64))
            found = {kind: int(count) for kind, count in zip(kinds, counts, strict=True) if count}
            self._counted = (parts, found)
        return found

    def kinds_of(self, people: Iterable[UUID]) -> dict[UUID, Hashable]:
        """The kind of each of these people who is there."""
        asked, found = list(people), {}
        parts = self._parts
        with self._words_move:
            kinds = list(self.words.kinds)
        for part in parts:
            for id_, row in zip(asked, rows_of(part.segment, asked), strict=True):
                if row >= 0 and not (len(part.gone) and part.gone[row]):
                    found[id_] = kinds[part.segment.kinds[row]]
        return found

    def _passing(self, passing: Passing) -> NDArray[np.bool_]:
        """Whether each kind that there is by now is asked for."""
        key = (passing, len(self.words.kinds))
        found = self._passes.get(key)
        if found is None:
            with self._words_move:
                kinds = list(self.words.kinds)
            if len(self._passes) >= KEPT:
                self._passes.clear()  # by any thread: nobody reads what is kept a second time
            found = np.array([passing(kind) for kind in kinds], np.bool_)
            self._passes[passing, len(kinds)] = found
        return found

    def _ask(self, vacancy: VacancyProfile, weights: Weights) -> tuple[Plan, Reaching]:
        """What a vacancy asks, by the vocabulary of now: it knows whoever was there before."""
        with self._words_move:
            return self._asking_by(weights).of(vacancy)

    def _asking_by(self, weights: Weights) -> _Asking:
        size = self.words.size
        asking = self._asking.get(weights.version)
        if asking is None or asking.size != size or asking.plans.weights != weights:
            asking = self._asking[weights.version] = _Asking(Plans(self.words, weights), size)
        return asking

    @staticmethod
    def _best(
        part: Part, plan: Plan, lists: Reaching, weights: Weights, top: int, passes: NDArray[np.bool_]
    ) -> list[Found]:
        segment = part.segment
        if not len(segment) or top < 1:
            return []
        found = best(
            segment.pool, segment.starts, segment.ids, segment.turns, segment.kinds, part.gone, passes,
            segment.wanted, segment.done, segment.wanted_marks, segment.done_marks,
            *plan, *lists, weights.least, top,
        )  # fmt: skip
        return [Found(-int(points), int(turn), _bytes(segment.ids[row])) for points, turn, row in found]


def _bytes(halves: NDArray[np.uint64]) -> bytes:
    return int(halves[0]).to_bytes(8, "big") + int(halves[1]).to_bytes(8, "big")
