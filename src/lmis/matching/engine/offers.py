"""Vacancies in columns: all of them against one person, by asking each criterion once for each value that occurs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from lmis.matching.criteria import CRITERIA
from lmis.matching.criterion import Criterion, asked_of, points
from lmis.matching.profiles import SeekerProfile, VacancyProfile
from lmis.matching.rank import LOWER_POINTS
from lmis.matching.weights import Weights

Array = NDArray[Any]

REASONS: Final = (*(criterion.name for criterion in CRITERIA), LOWER_POINTS)
AT_FIRST: Final = 64
"""Rows for which there is room at first."""
UNKNOWN: Final = -1


class Values:
    """What one criterion reads of vacancies: the values that occur, numbered, each with a vacancy that has it."""

    def __init__(self, criterion: Criterion) -> None:
        """Begin without any."""
        self.criterion = criterion
        self.examples: list[VacancyProfile] = []
        self._numbers: dict[Hashable, int] = {}

    def number(self, vacancy: VacancyProfile) -> int:
        """The number of a vacancy's value."""
        number = self._numbers.setdefault(asked_of(self.criterion, vacancy), len(self.examples))
        if number == len(self.examples):
            self.examples.append(vacancy)
        return number

    def ask(self, seeker: SeekerProfile, numbers: Array, most: int) -> tuple[Array, Array]:
        """Points of a person for these numbers, and what the known facts cost; each value is asked once."""
        asked, where = np.unique(numbers, return_inverse=True)
        shares = [self.criterion.share(seeker, self.examples[number]) for number in asked]
        won = np.array([points(most, share) for share in shares], np.int64)
        can_lose = [bool(share and share[1]) and not self.criterion.bonus for share in shares]
        return won[where], np.where(can_lose, most - won, 0)[where]


@dataclass(frozen=True)
class Weighed:
    """Vacancies against a person; arrays of one length."""

    rows: Array
    points: Array
    reasons: Array
    """By its place in `REASONS`: what cost each most."""


class Offers:
    """Vacancies, kept fresh one by one. One thread at a time asks or changes."""

    def __init__(self) -> None:
        """Begin without any."""
        self._values = [Values(criterion) for criterion in CRITERIA]
        self._kinds: dict[Hashable, int] = {}
        self._table = np.zeros((len(CRITERIA) + 1, AT_FIRST), np.int32)
        """By row: the number of what each criterion reads, then the kind; of a row that is gone, no kind."""
        self._rows: dict[UUID, int] = {}
        self._ever: defaultdict[UUID, list[int]] = defaultdict(list)
        """All rows that each vacancy had: a question may still hold an older one."""
        self._profiles: list[VacancyProfile] = []

    def __len__(self) -> int:
        """How many there are."""
        return len(self._rows)

    def put(self, vacancy: VacancyProfile, kind: Hashable) -> None:
        """Take in a vacancy that is new or changed.

        Args:
            kind: what decides whether it is asked for at all.
        """
        self.drop(vacancy.id)
        row = len(self._profiles)
        if row == self._table.shape[1]:
            self._table = np.concatenate([self._table, np.zeros_like(self._table)], axis=1)
        self._profiles.append(vacancy)
        self._table[:-1, row] = [values.number(vacancy) for values in self._values]
        self._table[-1, row] = self._kinds.setdefault(kind, len(self._kinds))
        self._rows[vacancy.id] = row
        self._ever[vacancy.id].append(row)

    def drop(self, vacancy: UUID) -> None:
        """Let go of a vacancy, if it is there."""
        row = self._rows.pop(vacancy, None)
        if row is not None:
            self._table[-1, row] = UNKNOWN

    def profile(self, row: int) -> VacancyProfile:
        """The vacancy of a row."""
        return self._profiles[row]

    def kinds(self) -> dict[Hashable, int]:
        """How many vacancies there are of each kind."""
        numbers = self._table[-1, : len(self._profiles)]
        counts = np.bincount(numbers[numbers >= 0], minlength=len(self._kinds))
        return {kind: int(count) for kind, count in zip(self._kinds, counts, strict=True) if count}

    def kind_of(self, vacancy: UUID) -> Hashable | None:
        """The kind of a vacancy; None if it is not there."""
        row = self._rows.get(vacancy)
        return None if row is None else list(self._kinds)[self._table[-1, row]]

    def weigh(
        self,
        seeker: SeekerProfile,
        weights: Weights,
        passing: Callable[[Any], bool],
        but: Iterable[UUID] = (),
    ) -> Weighed:
        """Every vacancy of a kind that passes, but for some, in the order in which they came."""
        passes = np.array([*map(passing, self._kinds), False])  # the last one is of those that are gone
        there = passes[self._table[-1, : len(self._profiles)]]
        there[[self._rows[id_] for id_ in but if id_ in self._rows]] = False
        rows = np.flatnonzero(there)
        total, worst = np.zeros(len(rows), np.int64), np.zeros(len(rows), np.int64)
        reasons = np.full(len(rows), REASONS.index(LOWER_POINTS))
        for nth, values in enumerate(self._values):
            won, lost = values.ask(seeker, self._table[nth, rows], weights.most[values.criterion.name])
            total += won
            more = lost > worst
            worst[more], reasons[more] = lost[more], nth
        return Weighed(rows, total, reasons)

    def best(
        self, weighed: Weighed, top: int, least: int, turns: Mapping[UUID, float], but: Collection[UUID] = ()
    ) -> list[tuple[VacancyProfile, int]]:
        """The best of them with their points, but for some, in the order of `rank.rank_vacancies`."""
        enough = np.flatnonzero((weighed.points >= least) & ~self._among(weighed, but))
        if 0 < top < len(enough):
            last = np.partition(weighed.points[enough], len(enough) - top)[len(enough) - top]
            enough = enough[weighed.points[enough] >= last]
        found = [(self._profiles[weighed.rows[at]], int(weighed.points[at])) for at in enough]
        return sorted(found, key=lambda one: (-one[1], turns.get(one[0].id, -np.inf), one[0].id.int))[:top]

    def counted(self, weighed: Weighed, lowest: int | None, but: Collection[UUID] = ()) -> Counter[str]:
        """Main reason → vacancies, but for some: as `Engine.pool` counts people."""
        reasons = weighed.reasons.copy()
        if lowest is not None:
            reasons[weighed.points == lowest] = REASONS.index(LOWER_POINTS)
        counts = np.bincount(reasons[~self._among(weighed, but)], minlength=len(REASONS))
        return Counter({name: int(count) for name, count in zip(REASONS, counts, strict=True) if count})

    def _among(self, weighed: Weighed, vacancies: Collection[UUID]) -> Array:
        """Which of them are these vacancies."""
        return np.isin(weighed.rows, [row for id_ in vacancies for row in self._ever.get(id_, ())])

    def opened_by(self, seeker: SeekerProfile, weighed: Weighed) -> dict[str, int]:
        """Skill → vacancies which skills cost most, and which lack no other required one: `rank.opened_by`."""
        held = weighed.rows[weighed.reasons == REASONS.index("skills")]
        lacking = (self._profiles[row].required_skills - seeker.skills for row in held)
        return dict(Counter(skill for one in lacking if len(one) == 1 for skill in one))
