"""Suggestions out of a pool: whatever it proposes is read again and weighed again, and the list is filled up.

So nobody is shown who has left, is referred by now or has changed, however old the pool is; `suggesting` gives the
same answer by looking at everybody in the database.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final, Generic, TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from lmis.matching.gates import Gate, tally
from lmis.matching.profiles import SeekerProfile, VacancyProfile
from lmis.matching.rank import Ranking, rank_seekers, rank_vacancies, total_points
from lmis.matching.weights import Weights
from lmis.model.people import Person
from lmis.model.vacancies import Vacancy
from lmis.queries.gates import registered_among
from lmis.queries.profiles import referrals_live_for, vacancies_among
from lmis.queries.scope import Sight
from lmis.services.gating import taken_by
from lmis.services.pools import Pool
from lmis.services.profiles import own_profile, seeker_profile, vacancy_profile
from lmis.services.standings import Admission, Offering, Seeking, Standing
from lmis.services.suggested import Suggested
from lmis.vocabulary import Actor

P = TypeVar("P", SeekerProfile, VacancyProfile)

Points = dict[UUID, int]
Held = tuple[dict[Gate, int], dict[Gate, int]]
Gates = tuple[Gate, ...]


ROUNDS: Final = 10
"""How often proposals are asked for; who is wrong in so many has to be read altogether."""


class Unsettled(Exception):
    """The pool is too old for this question: everybody has to be looked at."""


@dataclass(frozen=True)
class Settled(Generic[P]):
    """Those of the best who stood the second look, and whoever was proposed with other points than are right."""

    profiles: list[P]
    records: Mapping[UUID, Any]
    looked_at: frozenset[UUID]
    """All of these, and whoever was proposed and cannot be suggested any more."""


def settle(
    propose: Callable[[frozenset[UUID]], Points],
    read: Callable[[Iterable[UUID]], Mapping[UUID, tuple[P, Any]]],
    weigh: Callable[[P], int],
) -> Settled[P]:
    """Ask for proposals until all of them are as they were told.

    Args:
        propose: the best with their points, without some.
        read: those of them who may be suggested now, as they are now.

    Raises:
        Unsettled: too many proposals are other than they were told.
    """
    stale: frozenset[UUID] = frozenset()
    looked_at: set[UUID] = set()
    there: dict[UUID, tuple[P, Any]] = {}
    for _ in range(ROUNDS):
        proposals: Points = propose(stale)
        new = set(proposals) - looked_at
        there |= read(new) if new else {}
        looked_at |= new
        wrong = {id_ for id_ in new if id_ not in there or weigh(there[id_][0]) != proposals[id_]}
        if not wrong:
            break
        stale |= wrong
    else:
        raise Unsettled
    kept = [there[id_] for id_ in dict.fromkeys((*proposals, *stale)) if id_ in there]
    return Settled(
        [profile for profile, _ in kept], {record.id: record for _, record in kept}, frozenset(proposals) | stale
    )


def propose_seekers(session: Session, by: Actor, vacancy: Vacancy, top: int, weights: Weights, pool: Pool) -> Suggested:
    """The people in sight who suit a vacancy best."""
    profile, admission = vacancy_profile(vacancy, pool.known, by.today), Admission.to(by, vacancy)
    free, referred = taken_by(session, vacancy.id)
    still_open, full = vacancy.open_on(by.today), not free
    turns: dict[UUID, datetime] = {}

    def propose(stale: frozenset[UUID]) -> Points:
        if full or not still_open:
            return {}
        found = pool.engine.top(profile, weights, top, referred | stale, admission)
        turns.update({one.uuid: datetime.fromtimestamp(one.turn / 1e6, UTC) for one in found if one.turn > 0})
        return {one.uuid: one.points for one in found}

    def read(people: Iterable[UUID]) -> Mapping[UUID, tuple[SeekerProfile, Any]]:
        rows = session.execute(registered_among(admission.sight), {"people": list(people)})
        standing = ((row, Standing.of(row, by.today)) for row in rows)
        return {row.id: (seeker_profile(row, pool.known, by.today), row) for row, one in standing if admission(one)}

    def failed(kind: Any, referred: bool) -> Gates:
        return admission.failed(kind, still_open=still_open, full=full, referred=referred)

    settled = settle(propose, read, lambda seeker: total_points(seeker, profile, weights))
    there = pool.engine.kinds_of(referred).values()
    held, relaxed = _held(admission.sight, pool.engine.kinds(), there, failed)
    ranking = rank_seekers(profile, settled.profiles, weights, top, gated=_named(held), last_suggested=turns)
    if still_open and not full:
        left_out = referred | settled.looked_at
        rest = pool.engine.pool(profile, weights, _lowest(ranking), left_out, admission)
        ranking = _with(ranking, rest)
    return Suggested(by.at, weights, ranking, settled.records, relaxed)


def propose_vacancies(session: Session, by: Actor, person: Person, top: int, weights: Weights, pool: Pool) -> Suggested:
    """The vacancies in sight that suit a person best."""
    profile = own_profile(session, person, pool.known, by.today)
    seeking = Seeking(Sight.of(by), Standing.of(person, by.today))
    referred = frozenset(row.vacancy_id for row in session.execute(referrals_live_for(), {"person_id": person.id}))
    with pool.offered:
        weighed = pool.offers.weigh(profile, weights, seeking, referred)
        kinds = pool.offers.kinds()
        there = [kind for id_ in referred if (kind := pool.offers.kind_of(id_)) is not None]

    def propose(stale: frozenset[UUID]) -> Points:
        with pool.offered:
            best = pool.offers.best(weighed, top, weights.least, pool.turns, stale)
        return {vacancy.id: points for vacancy, points in best}

    def read(vacancies: Iterable[UUID]) -> Mapping[UUID, tuple[VacancyProfile, Any]]:
        rows = session.execute(vacancies_among(seeking.sight), {"vacancies": list(vacancies), "today": by.today})
        offered = ((row, Offering.of(row, still_open=row.still_open, free=row.free)) for row in rows)
        return {row.id: (vacancy_profile(row, pool.known, by.today), row) for row, one in offered if seeking(one)}

    settled = settle(propose, read, lambda vacancy: total_points(profile, vacancy, weights))
    held, relaxed = _held(seeking.sight, kinds, there, lambda kind, known: seeking.failed(kind, referred=known))
    turns = {id_: datetime.fromtimestamp(pool.turns[id_], UTC) for id_ in settled.records if id_ in pool.turns}
    ranking = rank_vacancies(profile, settled.profiles, weights, top, gated=_named(held), last_suggested=turns)
    with pool.offered:
        rest = pool.offers.counted(weighed, _lowest(ranking), settled.looked_at)
        opens = pool.offers.opened_by(profile, weighed)
    return Suggested(by.at, weights, _with(ranking, rest), settled.records, relaxed, opens)


def _held(
    sight: Sight, kinds: Mapping[Hashable, int], referred: Iterable[Hashable], failed: Callable[[Any, bool], Gates]
) -> Held:
    """How many in sight each gate holds, and how many nothing but this one.

    Args:
        kinds: how many there are of each; `referred`: the kind of each who is referred.
        failed: the gates that hold a kind, and who is referred or not.
    """
    known = Counter(referred)
    seen = [(kind, count) for kind, count in kinds.items() if sight.has(kind.office, kind.country)]  # type: ignore[attr-defined]
    others = ((count - known[kind], failed(kind, False)) for kind, count in seen)
    return tally([*others, *((known[kind], failed(kind, True)) for kind, _ in seen if known[kind])])


def _named(held: Mapping[Gate, int]) -> dict[str, int]:
    return {gate.value: count for gate, count in held.items()}


def _lowest(ranking: Ranking) -> int | None:
    return ranking.suggestions[-1].points if ranking.suggestions else None


def _with(ranking: Ranking, rest: Counter[str]) -> Ranking:
    """A ranking of the best, and everybody else."""
    counts = rest + Counter(ranking.not_suggested)
    told = {reason: counts[reason] for reason in sorted(counts)}
    return replace(ranking, considered=ranking.considered + rest.total(), not_suggested=told)
