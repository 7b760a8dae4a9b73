"""Job fairs and mass recruitments: who meets whom, so that the points of all are the most that there can be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lmis.matching.assignment import MOST_PAIRS, Pairing, TooManyPairs, assign, solver
from lmis.matching.engine.blocks import Asked, blocks
from lmis.matching.engine.engine import Engine
from lmis.matching.profiles import SeekerProfile
from lmis.matching.rank import Reason, explain
from lmis.matching.weights import Weights
from lmis.model.people import Person
from lmis.model.vacancies import Vacancy
from lmis.queries.profiles import profiles_of
from lmis.queries.vacancies import opening_counts
from lmis.services.codes import codes
from lmis.services.crews import Crew, on_this_machine
from lmis.services.night import one_for_all, open_vacancies
from lmis.services.pools import everybody_of
from lmis.services.profiles import seeker_profile
from lmis.services.resolving import VacancyNotFound, resolve_vacancies
from lmis.vocabulary import Actor


@dataclass(frozen=True, slots=True)
class Meeting:
    """A person who is given an interview for a vacancy, at which rank among all, and why."""

    vacancy: Vacancy
    person: Person
    rank: int
    points: int
    reasons: Sequence[Reason]


@dataclass(frozen=True)
class Fair:
    """Who meets whom. No other plan within the same limits has more points in all."""

    at: datetime
    weights: Weights
    each: int
    meetings: Sequence[Meeting]
    """By vacancy, most points first."""
    vacancies: Mapping[UUID, Vacancy]
    places: Mapping[UUID, int]
    """How many people each vacancy could meet; none where it is closed or full."""
    suited: int
    """People who were weighed: each is among the best of a vacancy."""

    @property
    def points(self) -> int:
        """Of all meetings."""
        return sum(one.points for one in self.meetings)

    @property
    def met(self) -> int:
        """People who meet somebody."""
        return len({one.person.id for one in self.meetings})

    @property
    def without(self) -> int:
        """People who were weighed and meet nobody: others suit better, and no place is left."""
        return self.suited - self.met

    @property
    def unfilled(self) -> dict[UUID, int]:
        """Vacancy -> places for which nobody is left who suits and may come."""
        taken = Counter(one.vacancy.id for one in self.meetings)
        return {id_: places - taken[id_] for id_, places in self.places.items() if places > taken[id_]}


def plan_fair(
    session: Session,
    by: Actor,
    vacancies: Sequence[str],
    each: int = 1,
    per_opening: int = 1,
    weights: Weights | None = None,
    crew: Crew = on_this_machine,
) -> Fair:
    """Plan who meets whom: the gates as ever, at most `each` vacancies a person.

    Of each vacancy as many of the best are weighed as there are places in all. That is enough: whoever comes after
    them could always be replaced by one of them who is not needed elsewhere.

    Args:
        vacancies: references.
        per_opening: how many people are met for an opening that is not filled.

    Raises:
        AssignmentMissing: the extra `assignment` is not installed.
        TooManyPairs: with how many there would be.
        VacancyNotFound: the first that is not in the actor's sight.
    """
    solver()  # before anybody is read
    found = resolve_vacancies(session, by, vacancies)
    for ref in vacancies:
        if ref not in found:
            raise VacancyNotFound(value=ref)
    chosen = {one.id: one for one in found.values()}
    known = codes(session)
    asked = open_vacancies(session, by, known, chosen)
    places = dict.fromkeys(chosen, 0) | _places(session, asked, per_opening)
    depth = sum(places.values())
    if len(asked) * depth > MOST_PAIRS:
        raise TooManyPairs(pairs=len(asked) * depth, most=MOST_PAIRS)
    weights = one_for_all(session, by, asked, weights)
    ranks = dict(_ranked(crew, everybody_of(session, by, known), asked, weights, depth))
    pairs = assign(list(ranks), places, each)
    meetings = _meetings(session, by, pairs, ranks, chosen, {one.vacancy.id: one for one in asked}, weights)
    return Fair(by.at, weights, each, meetings, chosen, places, len({pair.seeker for pair in ranks}))


def _places(session: Session, asked: Sequence[Asked], per_opening: int) -> dict[UUID, int]:
    counts = session.execute(opening_counts(one.vacancy.id for one in asked))
    return {id_: (openings - filled) * per_opening for id_, openings, filled in counts}


def _ranked(
    crew: Crew, engine: Engine, asked: Sequence[Asked], weights: Weights, depth: int
) -> Iterator[tuple[Pairing, int]]:
    """The best of each vacancy, and the rank of each."""
    for part in crew(engine, blocks(iter(asked)), weights, depth) if asked else ():
        for vacancy, rank, person, points in zip(part.vacancies, part.ranks, part.seekers, part.points, strict=True):
            yield Pairing(UUID(bytes=vacancy), UUID(bytes=person), points), rank


def _meetings(
    session: Session,
    by: Actor,
    pairs: Sequence[Pairing],
    ranks: Mapping[Pairing, int],
    vacancies: Mapping[UUID, Vacancy],
    asked: Mapping[UUID, Asked],
    weights: Weights,
) -> list[Meeting]:
    """The pairs with their records and reasons: whoever meets somebody is read."""
    ids = {pair.seeker for pair in pairs}
    known = codes(session)
    profiles: dict[UUID, SeekerProfile] = {
        row.id: seeker_profile(row, known, by.today) for row in session.execute(profiles_of(ids))
    }
    people = {one.id: one for one in session.scalars(select(Person).where(Person.id.in_(ids)))}
    return [
        Meeting(
            vacancies[pair.vacancy],
            people[pair.seeker],
            ranks[pair],
            pair.points,
            explain(profiles[pair.seeker], asked[pair.vacancy].vacancy, weights),
        )
        for pair in pairs
    ]
