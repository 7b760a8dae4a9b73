"""Weigh, order and explain: who is suggested and why, and why everyone else is not."""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from lmis.matching.criteria import CRITERIA
from lmis.matching.criterion import Criterion, Share, points
from lmis.matching.profiles import SeekerProfile, VacancyProfile
from lmis.matching.weights import Weights

LOWER_POINTS = "lower_points"

Shares = tuple[Share | None, ...]
"""One share per criterion, in the order of `CRITERIA`; all that decides the points of a pair."""

Pair = tuple[UUID, SeekerProfile, VacancyProfile]

_SHARES = tuple(criterion.share for criterion in CRITERIA)


class Reason(NamedTuple):
    """What one criterion gave: `points` of `max`; `max` is 0 where the vacancy does not ask."""

    criterion: str
    points: int
    max: int
    known: bool
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One suggested person or vacancy; `points` is the sum of its reasons'."""

    id: UUID
    rank: int  # from 1
    points: int
    reasons: list[Reason]

    @property
    def max(self) -> int:
        """The most points that this pair could have had: what the vacancy does not ask cannot be won."""
        return sum(reason.max for reason in self.reasons)

    @property
    def unknown(self) -> int:
        """The points that hang on facts which are not recorded yet."""
        return sum(reason.max for reason in self.reasons if not reason.known)


@dataclass(frozen=True, slots=True)
class Ranking:
    """Everyone considered: `considered` = suggestions + the sum of `not_suggested`, always."""

    considered: int
    suggestions: list[Suggestion]
    not_suggested: dict[str, int]  # main reason -> people or vacancies


def rank_seekers(
    vacancy: VacancyProfile,
    seekers: Iterable[SeekerProfile],
    weights: Weights,
    top: int,
    *,
    gated: Mapping[str, int] | None = None,
    last_suggested: Mapping[UUID, datetime] | None = None,
) -> Ranking:
    """Rank people for a vacancy; the order of `seekers`, each once, makes no difference.

    Args:
        top: how many to suggest at most.
        gated: those whom the query has already left out, by reason; they are counted, never scored.
        last_suggested: when each was last suggested to any vacancy. Of equal points, whoever was never
            suggested comes first, then whose turn was longest ago, then the lower id.
    """
    pairs = ((seeker.id, seeker, vacancy) for seeker in seekers)
    return _rank(pairs, weights, top, gated or {}, last_suggested or {})


def rank_vacancies(
    seeker: SeekerProfile,
    vacancies: Iterable[VacancyProfile],
    weights: Weights,
    top: int,
    *,
    gated: Mapping[str, int] | None = None,
    last_suggested: Mapping[UUID, datetime] | None = None,
) -> Ranking:
    """Rank vacancies for a person, as `rank_seekers` ranks people.

    What a vacancy does not ask gives it no points: a requirement that is met speaks for the one that asks.
    """
    pairs = ((vacancy.id, seeker, vacancy) for vacancy in vacancies)
    return _rank(pairs, weights, top, gated or {}, last_suggested or {})


def explain(seeker: SeekerProfile, vacancy: VacancyProfile, weights: Weights) -> list[Reason]:
    """The reasons of one pair, in the order of `CRITERIA`; their points add up to its score."""
    return [reason_of(criterion, seeker, vacancy, weights) for criterion in CRITERIA]


def reason_of(criterion: Criterion, seeker: SeekerProfile, vacancy: VacancyProfile, weights: Weights) -> Reason:
    """What one criterion gives a pair."""
    share = criterion.share(seeker, vacancy)
    if share is not None and not share[1]:
        return Reason(criterion.name, 0, 0, True, {})
    most = weights.most[criterion.name]
    return Reason(criterion.name, points(most, share), most, share is not None, criterion.values(seeker, vacancy))


def total_points(seeker: SeekerProfile, vacancy: VacancyProfile, weights: Weights) -> int:
    """The points of one pair."""
    return _total(tuple([share(seeker, vacancy) for share in _SHARES]), weights)


def main_loss(shares: Shares, weights: Weights) -> str:
    """The criterion whose known facts cost a pair most, the first of equals; `lower_points` if none did."""
    name, loss = LOWER_POINTS, 0
    for criterion, share in zip(CRITERIA, shares, strict=True):
        most = weights.most[criterion.name]
        if share and share[1] and not criterion.bonus and most - points(most, share) > loss:
            name, loss = criterion.name, most - points(most, share)
    return name


def opened_by(seeker: SeekerProfile, vacancies: Iterable[VacancyProfile], weights: Weights) -> dict[str, int]:
    """Skill -> vacancies that it would open: those which skills cost most, and which lack no other required one."""
    found: Counter[str] = Counter()
    for vacancy in vacancies:
        lacking = vacancy.required_skills - seeker.skills
        if len(lacking) == 1 and main_loss(tuple([share(seeker, vacancy) for share in _SHARES]), weights) == "skills":
            found.update(lacking)
    return dict(found)


@dataclass(slots=True)
class _Group:
    """All pairs with the same shares, and therefore the same points."""

    points: int
    count: int = 0


_Scored = tuple[int, float, int, int, Pair, _Group]


def _rank(
    pairs: Iterable[Pair],
    weights: Weights,
    top: int,
    gated: Mapping[str, int],
    last_suggested: Mapping[UUID, datetime],
) -> Ranking:
    turns = {identity: at.timestamp() for identity, at in last_suggested.items()}
    groups: dict[Shares, _Group] = {}
    suggestions, lowest = [], None
    scored = _scored(pairs, weights, turns, groups)
    best = heapq.nsmallest(max(top, 1), scored)[: max(top, 0)]  # of 0, nsmallest would look at nobody
    considered = sum(group.count for group in groups.values()) + sum(gated.values())
    for rank, (*_, (identity, seeker, vacancy), group) in enumerate(best, start=1):
        suggestions.append(Suggestion(identity, rank, group.points, explain(seeker, vacancy, weights)))
        group.count -= 1
        lowest = group.points
    return Ranking(considered, suggestions, _left_out(groups, weights, lowest, gated))


def _scored(
    pairs: Iterable[Pair], weights: Weights, turns: Mapping[UUID, float], groups: dict[Shares, _Group]
) -> Iterator[_Scored]:
    """Put every pair into its group; give those with enough points, in a form that sorts best first."""
    for position, pair in enumerate(pairs):
        identity, seeker, vacancy = pair
        shares = tuple([share(seeker, vacancy) for share in _SHARES])
        group = groups.get(shares)
        if group is None:
            group = groups[shares] = _Group(_total(shares, weights))
        group.count += 1
        if group.points >= weights.least:
            yield -group.points, turns.get(identity, -math.inf), identity.int, position, pair, group


def _total(shares: Shares, weights: Weights) -> int:
    return sum(points(weights.most[criterion.name], share) for criterion, share in zip(CRITERIA, shares, strict=True))


def _left_out(
    groups: Mapping[Shares, _Group], weights: Weights, lowest: int | None, gated: Mapping[str, int]
) -> dict[str, int]:
    """Main reason -> count of everyone not suggested; whoever only missed the turn has lower points."""
    counts = Counter(dict(gated))
    for shares, group in groups.items():
        counts[LOWER_POINTS if group.points == lowest else main_loss(shares, weights)] += group.count
    return {reason: counts[reason] for reason in sorted(counts) if counts[reason]}
