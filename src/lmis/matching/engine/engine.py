"""The engine: everybody who may be suggested, packed once and kept fresh, and the best of them for a vacancy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from lmis.matching.engine.losses import losses
from lmis.matching.engine.packing import NEVER, Segment, pack
from lmis.matching.engine.plan import Plan, Plans
from lmis.matching.engine.reaching import Reaching, reaching
from lmis.matching.engine.search import best
from lmis.matching.engine.vocabulary import Vocabulary
from lmis.matching.profiles import SeekerProfile, VacancyProfile
from lmis.matching.weights import Weights

Person = tuple[SeekerProfile, Hashable]
"""Somebody, and the kind that decides whether he or she is asked for at all: `packing.pack`."""

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

    def of(self, vacancy: VacancyProfile) -> tuple[Plan, Reaching]:
        plan = self.plans.of(vacancy)
        key = (vacancy.occupation, vacancy.related, int(plan.most[1]))
        if key not in self.reaching:
            self.reaching[key] = reaching(plan)
        return plan, self.reaching[key]


class Engine:
    """Exact suggestions out of packed profiles.

    Most people lie in one large segment. Who comes, changes or goes afterwards is marked there and lies in a small one,
    which is packed anew; `Engine.of` everybody makes one large segment again.
    """

    def __init__(self, base: Segment, words: Vocabulary) -> None:
        """Take over a segment and the vocabulary by which it was packed."""
        self.base, self.words = base, words
        self._none = np.zeros(0, np.bool_)
        self._gone: NDArray[np.bool_] = self._none
        self._changed: dict[UUID, tuple[Person, int]] = {}
        self._recent: Segment | None = None
        self._asking: dict[str, _Asking] = {}
        self._passes: dict[tuple[Passing, int], NDArray[np.bool_]] = {}

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
        return len(self.base) - int(self._gone.sum()) + len(self._changed)

    @property
    def changes(self) -> int:
        """How many people lie apart from the large segment."""
        return len(self._changed)

    def renew(
        self,
        people: Iterable[Person],
        gone: Iterable[UUID] = (),
        last_suggested: Mapping[UUID, int] | None = None,
    ) -> None:
        """Take in people who are new or changed, and let go of some."""
        turns = last_suggested or {}
        coming = {one[0].id: (one, turns.get(one[0].id, NEVER)) for one in people}
        leaving = set(gone)
        self._gone = self._rows(coming.keys() | leaving) | (self._gone if len(self._gone) else False)
        self._changed = {id_: one for id_, one in (self._changed | coming).items() if id_ not in leaving}
        people_now = [one for one, _ in self._changed.values()]
        self._recent = pack(people_now, self.words, {id_: at for id_, (_, at) in self._changed.items()})

    def _rows(self, people: Iterable[UUID]) -> NDArray[np.bool_]:
        """Which rows of the large segment are theirs."""
        halves = self.base.ids.view(np.uint64).reshape(-1, 2)
        asked = np.frombuffer(b"".join(id_.bytes for id_ in people), np.uint64).reshape(-1, 2)
        rows = np.isin(halves[:, 0], asked[:, 0]) & np.isin(halves[:, 1], asked[:, 1])
        wanted = {pair.tobytes() for pair in asked}
        for row in np.flatnonzero(rows):
            rows[row] = halves[row].tobytes() in wanted
        return rows

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
        plan, lists = self._ask(weights).of(vacancy)
        found: list[Found] = []
        for segment, gone in self._segments():
            found += self._best(segment, gone, plan, lists, weights, top + len(kept_out), self._passing(passing))
        return sorted(one for one in found if one.id not in kept_out)[:top]

    def pool(
        self, vacancy: VacancyProfile, weights: Weights, suggested: Iterable[Found], passing: Passing = everybody
    ) -> dict[str, int]:
        """Main reason → how many of all who are asked for, the suggested ones among them; a look at everybody.

        `rank.Ranking.not_suggested` is this without the suggested ones' own reasons.
        """
        plan, _ = self._ask(weights).of(vacancy)
        lowest = min((one.points for one in suggested), default=None)
        counts: Counter[str] = Counter()
        for segment, gone in self._segments():
            counts.update(losses(segment, gone, self._passing(passing), plan, vacancy, weights, lowest))
        return dict(counts)

    def _segments(self) -> Iterator[tuple[Segment, NDArray[np.bool_]]]:
        yield self.base, self._gone
        if self._recent is not None:
            yield self._recent, self._none

    def _passing(self, passing: Passing) -> NDArray[np.bool_]:
        """Whether each kind that there is by now is asked for."""
        key = (passing, len(self.words.kinds))
        found = self._passes.get(key)
        if found is None:
            if len(self._passes) >= KEPT:
                self._passes.clear()  # by any thread: nobody reads what is kept a second time
            found = self._passes[key] = np.array([passing(kind) for kind in self.words.kinds], np.bool_)
        return found

    def _ask(self, weights: Weights) -> _Asking:
        size = self.words.size
        asking = self._asking.get(weights.version)
        if asking is None or asking.size != size or asking.plans.weights != weights:
            asking = self._asking[weights.version] = _Asking(Plans(self.words, weights), size)
        return asking

    @staticmethod
    def _best(
        segment: Segment,
        gone: NDArray[np.bool_],
        plan: Plan,
        lists: Reaching,
        weights: Weights,
        top: int,
        passes: NDArray[np.bool_],
    ) -> list[Found]:
        if not len(segment) or top < 1:
            return []
        found = best(
            segment.pool, segment.starts, segment.order, segment.turns, segment.kinds, gone, passes,
            segment.wanted, segment.done, segment.wanted_marks, segment.done_marks,
            *plan, *lists, weights.least, top,
        )  # fmt: skip
        return [Found(-int(one[0]), int(one[1]), segment.ids[one[3]].tobytes()) for one in found]
