"""Serving what a night stored: read again today, so that nobody is told who is not there any more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lmis.errors import NotFound
from lmis.matching.criteria import CRITERIA
from lmis.matching.gates import Passage
from lmis.matching.profiles import SeekerProfile, VacancyProfile
from lmis.matching.rank import Suggestion as Explained
from lmis.matching.rank import explain
from lmis.matching.weights import Weights
from lmis.model.people import Person
from lmis.model.suggestions import SuggestionRun
from lmis.queries.profiles import profiles_of
from lmis.queries.suggestions import latest_run, suggested_people, suggested_vacancies
from lmis.services.codes import codes
from lmis.services.gating import people_through, vacancies_through
from lmis.services.profiles import seeker_profile, vacancy_profile
from lmis.services.resolving import SeekerNotFound, VacancyNotFound, resolve_people, resolve_vacancies
from lmis.vocabulary import Actor

NOT_REGISTERED: Final = "not_registered"
NOT_IN_SIGHT: Final = "not_in_sight"
SAME_RECORD: Final = "same_record"
"""Why a stored suggestion is not told, beside the gates: the last one for a record that is one with a better one."""


class NothingStored(NotFound):
    """No suggestions are stored yet: the night run stores them."""


@dataclass(frozen=True)
class Stored:
    """What a run stored for a vacancy or a person, as it stands today.

    Stored suggestions = `suggestions` + the sum of `left_out`, always. Each has the rank of that night, and the points
    and reasons of today by the weights of that night; `then` holds the points of that night.
    """

    run: SuggestionRun
    weights: Weights
    suggestions: Sequence[Explained]
    then: Mapping[UUID, int]
    left_out: Mapping[str, int]
    capped: int
    """Of a vacancy: better-placed people who stood in as many lists as the cap allows. Of a person: so many lists."""
    records: Mapping[UUID, Any]


def stored_seekers(session: Session, by: Actor, vacancy: str) -> Stored:
    """The people whom the newest run suggests for a vacancy, but for those who cannot be any more.

    Raises:
        VacancyNotFound: no such vacancy in the actor's sight.
        NothingStored: no run asked for its office.
    """
    found = resolve_vacancies(session, by, [vacancy]).get(vacancy)
    if found is None:
        raise VacancyNotFound(value=vacancy)
    run = _run(session, found.country, found.office_id)
    rows = session.execute(suggested_people(by, run.id, found.id)).all()
    places, left_out = _first_of_each(rows)
    passage = people_through(session, by, found, places)
    known, wanted = codes(session), vacancy_profile(found, codes(session), by.today)
    profiles = session.execute(profiles_of(passage.through)).all()
    pairs = {row.id: (seeker_profile(row, known, by.today), wanted) for row in profiles}
    people = session.scalars(select(Person).where(Person.id.in_(passage.through)))
    capped = sum(row.capped for row in rows)
    return _stored(run, places, pairs, left_out + _held(passage), capped, {one.id: one for one in people})


def stored_vacancies(session: Session, by: Actor, seeker: str) -> Stored:
    """The vacancies for which the newest run suggests a person, but for those that cannot be any more; best first.

    Raises:
        SeekerNotFound: no such person in the actor's sight.
        NothingStored: no run asked for the person's office.
    """
    person = resolve_people(session, by, [seeker], lock=False).get(seeker)
    if person is None:
        raise SeekerNotFound(value=seeker)
    run = _run(session, person.country, person.office_id)
    rows = session.scalars(suggested_vacancies(run.id, person.id)).all()
    places: dict[UUID, tuple[int, int]] = {}
    given = [row for row in rows if not row.capped]
    for row in given:
        places.setdefault(row.vacancy_id, (row.rank, row.points))
    vacancies, passage = vacancies_through(session, by, person, places)
    left_out = Counter({SAME_RECORD: len(given) - len(places)})
    left_out[NOT_IN_SIGHT] = len(places) - len(passage.through) - sum(passage.held.values())
    known = codes(session)
    (own,) = session.execute(profiles_of([person.id])).all()
    seeking = seeker_profile(own, known, by.today)
    pairs = {id_: (seeking, vacancy_profile(one, known, by.today)) for id_, one in vacancies.items()}
    return _stored(run, places, pairs, left_out + _held(passage), len(rows) - len(given), vacancies)


def weights_of(run: SuggestionRun) -> Weights:
    """The weights of a run; a criterion that has come since gave nothing then."""
    most = {criterion.name: run.most.get(criterion.name, 0) for criterion in CRITERIA}
    return Weights(run.weights, most, run.least)


def _run(session: Session, country: str, office_id: UUID) -> SuggestionRun:
    run = session.scalars(latest_run(country, office_id)).one_or_none()
    if run is None:
        raise NothingStored()
    return run


def _first_of_each(rows: Iterable[Any]) -> tuple[dict[UUID, tuple[int, int]], Counter[str]]:
    """Person -> rank and points of the best place of those who are registered and in sight; the others by reason."""
    places: dict[UUID, tuple[int, int]] = {}
    left_out: Counter[str] = Counter()
    for row in rows:
        if row.capped:
            continue
        if not row.registered:
            left_out[NOT_REGISTERED] += 1
        elif not row.in_sight:
            left_out[NOT_IN_SIGHT] += 1
        elif row.person_id in places:
            left_out[SAME_RECORD] += 1
        else:
            places[row.person_id] = (row.rank, row.points)
    return places, left_out


def _held(passage: Passage) -> Counter[str]:
    return Counter({gate.value: count for gate, count in passage.held.items()})


def _stored(
    run: SuggestionRun,
    places: Mapping[UUID, tuple[int, int]],
    pairs: Mapping[UUID, tuple[SeekerProfile, VacancyProfile]],
    left_out: Counter[str],
    capped: int,
    records: Mapping[UUID, Any],
) -> Stored:
    """The places that are left, each explained anew by the weights of its night."""
    weights, suggestions = weights_of(run), []
    for id_, (rank, _) in places.items():
        if id_ in pairs:
            reasons = explain(*pairs[id_], weights)
            suggestions.append(Explained(id_, rank, sum(one.points for one in reasons), reasons))
    then = {one.id: places[one.id][1] for one in suggestions}
    told = {reason: left_out[reason] for reason in sorted(left_out) if left_out[reason]}
    return Stored(run, weights, suggestions, then, told, capped, records)
