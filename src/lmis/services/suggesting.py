"""Suggesting people for vacancies and vacancies for people: gates from the register, points from `matching`.

Where a pool is in memory it proposes; else everybody in sight is read and weighed. The answer is the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from lmis.matching.gates import Passage
from lmis.matching.rank import opened_by, rank_seekers, rank_vacancies
from lmis.matching.weights import Weights
from lmis.model.people import Person
from lmis.model.vacancies import Vacancy
from lmis.queries.profiles import profiles_of, registered_profiles
from lmis.queries.suggestions import person_turns, vacancy_turns
from lmis.services.codes import codes
from lmis.services.gating import people_through, vacancies_through
from lmis.services.profiles import own_profile, seeker_profile, vacancy_profile
from lmis.services.resolving import SeekerNotFound, VacancyNotFound, resolve_people, resolve_vacancies
from lmis.services.suggested import Suggested
from lmis.services.weights import weights_in_force
from lmis.vocabulary import Actor

if TYPE_CHECKING:
    from lmis.services.pools import Pools


def suggest_seekers(
    session: Session,
    by: Actor,
    vacancy: str,
    top: int = 20,
    weights: Weights | None = None,
    pools: Pools | None = None,
) -> Suggested:
    """The people in sight who suit a vacancy best, and the count of everyone else by reason.

    Args:
        weights: those in force in the vacancy's country where none are given.

    Raises:
        VacancyNotFound: no such vacancy in the actor's sight.
    """
    pool = pools.at_hand(session, by) if pools else None
    found = resolve_vacancies(session, by, [vacancy]).get(vacancy)
    if found is None:
        raise VacancyNotFound(value=vacancy)
    if pool is None:
        weights = weights or weights_in_force(session, by, found.country)
        return _scan_seekers(session, by, found, top, weights)
    from lmis.services.proposing import Unsettled, propose_seekers  # here, for compiled libraries take a second to come

    weights = weights or pool.weights[found.country]
    try:
        return propose_seekers(session, by, found, top, weights, pool)
    except Unsettled:
        return _scan_seekers(session, by, found, top, weights)


def suggest_vacancies(
    session: Session,
    by: Actor,
    seeker: str,
    top: int = 20,
    weights: Weights | None = None,
    pools: Pools | None = None,
) -> Suggested:
    """The vacancies in sight that suit a person best, and the count of all others by reason.

    Args:
        weights: those in force in the person's country where none are given.

    Raises:
        SeekerNotFound: no such person in the actor's sight.
    """
    pool = pools.at_hand(session, by) if pools else None
    person = resolve_people(session, by, [seeker], lock=False).get(seeker)
    if person is None:
        raise SeekerNotFound(value=seeker)
    if pool is None:
        weights = weights or weights_in_force(session, by, person.country)
        return _scan_vacancies(session, by, person, top, weights)
    from lmis.services.proposing import Unsettled, propose_vacancies

    weights = weights or pool.weights[person.country]
    try:
        return propose_vacancies(session, by, person, top, weights, pool)
    except Unsettled:
        return _scan_vacancies(session, by, person, top, weights)


def _scan_seekers(session: Session, by: Actor, vacancy: Vacancy, top: int, weights: Weights) -> Suggested:
    known = codes(session)
    rows = session.execute(registered_profiles(by)).all()
    passage = people_through(session, by, vacancy, [row.id for row in rows])
    profiles = (seeker_profile(row, known, by.today) for row in rows if row.id in passage.through)
    turns = dict(session.execute(person_turns(by)).all())
    wanted = vacancy_profile(vacancy, known, by.today)
    ranking = rank_seekers(wanted, profiles, weights, top, gated=_held(passage), last_suggested=turns)
    ids = [suggestion.id for suggestion in ranking.suggestions]
    people = {person.id: person for person in session.scalars(select(Person).where(Person.id.in_(ids)))}
    return Suggested(by.at, weights, ranking, people, passage.relaxed)


def _scan_vacancies(session: Session, by: Actor, person: Person, top: int, weights: Weights) -> Suggested:
    known = codes(session)
    (row,) = session.execute(profiles_of([person.id])).all()
    vacancies, passage = vacancies_through(session, by, person)
    profiles = [vacancy_profile(vacancy, known, by.today) for vacancy in vacancies.values()]
    seeker = own_profile(session, row, known, by.today)
    turns = dict(session.execute(vacancy_turns(by)).all())
    ranking = rank_vacancies(seeker, profiles, weights, top, gated=_held(passage), last_suggested=turns)
    return Suggested(by.at, weights, ranking, vacancies, passage.relaxed, opened_by(seeker, profiles, weights))


def _held(passage: Passage) -> dict[str, int]:
    return {gate.value: count for gate, count in passage.held.items()}
