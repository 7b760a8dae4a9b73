"""A job fair: the most points in all within the places, the gates as ever, and what is left over is told."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import product
from uuid import UUID

import pytest
from sqlalchemy import select

from conftest import actor
from factories.register import a_placement, a_referral, a_seeker, a_vacancy
from lmis.matching.assignment import AssignmentMissing, TooManyPairs
from lmis.model.access import AccessedPerson, AccessEvent
from lmis.model.session import Database
from lmis.services import fairs
from lmis.services.fairs import Fair, plan_fair
from lmis.services.resolving import VacancyNotFound
from lmis.services.suggesting import suggest_seekers
from lmis.vocabulary import Purpose

BY = actor()


def plan(database: Database, vacancies: Sequence[UUID], **limits: int) -> Fair:
    with database.open(BY, Purpose.MATCHING, "fair", write=False) as session:
        return plan_fair(session, BY, [str(id_) for id_ in vacancies], **limits)


def test_no_other_plan_has_more_points(database: Database) -> None:
    with database.open(BY, Purpose.MATCHING, "given") as session:
        vacancies = [
            a_vacancy(session, BY, required_skills=["sewing"], openings=1),
            a_vacancy(session, BY, required_skills=["ironing", "sewing"], openings=2),
            a_vacancy(session, BY, occupation="8157", openings=1),
        ]
        for skills, wanted in (
            (["sewing"], "8153"),
            (["sewing", "ironing"], "8153"),
            (["ironing"], "8157"),
            ([], "8153"),
        ):
            a_seeker(session, BY, skills=skills, wanted_occupations=[wanted])
    with database.open(BY, Purpose.MATCHING, "exact", write=False) as session:
        points = {
            (id_, one.id): one.points
            for id_ in vacancies
            for one in suggest_seekers(session, BY, str(id_)).ranking.suggestions
        }
    found = plan(database, vacancies)
    ways = product([None, *vacancies], repeat=4)  # where each person goes
    people = sorted({person for _, person in points})
    places = dict(zip(vacancies, (1, 2, 1), strict=True))
    fitting = (way for way in ways if all(way.count(id_) <= places[id_] for id_ in vacancies))
    best = max(sum(points[id_, who] for who, id_ in zip(people, way, strict=True) if id_) for way in fitting)
    assert found.points == best
    assert found.places == places
    assert {(one.vacancy.id, one.person.id): one.points for one in found.meetings}.items() <= points.items()
    assert all(one.points == sum(reason.points for reason in one.reasons) for one in found.meetings)
    assert (found.met, found.without, found.unfilled) == (4, 0, {})


def test_places_that_nobody_can_fill_and_people_who_find_none_are_told(database: Database) -> None:
    with database.open(BY, Purpose.MATCHING, "given") as session:
        small, large = a_vacancy(session, BY, openings=1), a_vacancy(session, BY, occupation="2166", openings=50)
        people = [a_seeker(session, BY) for _ in range(3)]
    found = plan(database, [small])
    assert (len(found.meetings), found.unfilled) == (1, {})
    more = plan(database, [small, large], each=2)
    assert more.places == {small: 1, large: 50}
    assert (more.met, more.without, more.unfilled) == (3, 0, {large: 47})
    assert Counter(one.vacancy.id for one in more.meetings) == {small: 1, large: 3}
    wide = plan(database, [small], per_opening=2)
    assert {one.person.id for one in wide.meetings} == set(sorted(people)[:2])
    assert [one.rank for one in wide.meetings] == [1, 2]


def test_the_gates_hold_and_only_those_who_meet_are_read(database: Database) -> None:
    with database.open(BY, Purpose.MATCHING, "given") as session:
        vacancy = a_vacancy(session, BY, openings=1, hazardous=True)
        full = a_vacancy(session, BY, openings=1)
        closed = a_vacancy(session, BY, closes_on=date(2026, 9, 30))
        referred, goes, other = (a_seeker(session, BY) for _ in range(3))
        a_seeker(session, BY, birth_date=date(2009, 5, 1))
        a_referral(session, BY, referred, vacancy)
        a_placement(session, BY, referred, full)
    found = plan(database, [vacancy, full, closed])
    assert {one.vacancy.id for one in found.meetings} == {vacancy}
    (met,) = {one.person.id for one in found.meetings}
    assert met in {goes, other}
    assert (found.places[full], found.places[closed]) == (0, 0)
    with database.engine.connect() as connection:
        join = AccessedPerson.event_id == AccessEvent.id
        query = select(AccessedPerson.person_id).join(AccessEvent, join).where(AccessEvent.operation == "fair")
        assert connection.execute(query).scalars().all() == [met]


def test_a_fair_without_open_vacancies_has_no_meetings(database: Database) -> None:
    with database.open(BY, Purpose.MATCHING, "given") as session:
        closed = a_vacancy(session, BY, closes_on=date(2026, 9, 30))
        a_seeker(session, BY)
    found = plan(database, [closed])
    assert (list(found.meetings), found.places, found.suited) == ([], {closed: 0}, 0)


def test_what_cannot_be_planned_is_said(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    with database.open(BY, Purpose.MATCHING, "given") as session:
        vacancy = a_vacancy(session, BY)
        a_seeker(session, BY)
    with pytest.raises(VacancyNotFound):
        plan(database, [vacancy, UUID(int=7)])
    with monkeypatch.context() as patch:
        patch.setattr(fairs, "MOST_PAIRS", 1)
        with pytest.raises(TooManyPairs):
            plan(database, [vacancy])
    monkeypatch.setitem(sys.modules, "ortools.graph.python.min_cost_flow", None)
    with pytest.raises(AssignmentMissing):
        plan(database, [vacancy])
