"""Stored suggestions: under the version of their weights, one audit event, turns that are kept, never stale."""

from __future__ import annotations

import json
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from conftest import NOW, actor
from factories.register import a_placement, a_referral, a_seeker, a_vacancy
from lmis.commands.duplicates import MergeDuplicates, TakeBackMerge
from lmis.commands.seekers import AmendSeeker, CloseRegistration
from lmis.commands.vacancies import AmendVacancy
from lmis.matching.weights import DEFAULT_WEIGHTS, Weights
from lmis.model.access import AccessedPerson, AccessEvent
from lmis.model.audit import AuditEvent
from lmis.model.duplicates import PossibleDuplicate
from lmis.model.session import Database
from lmis.model.suggestions import PersonTurn, Suggestion, SuggestionRun, VacancyTurn
from lmis.queries.suggestions import person_turns
from lmis.services.merging import merge_duplicates, take_back_merges
from lmis.services.registrations import close_registrations
from lmis.services.seekers import amend_seekers
from lmis.services.spreading import spread_all
from lmis.services.stored import NothingStored, Stored, stored_seekers, stored_vacancies
from lmis.services.storing import store_suggestions
from lmis.services.suggesting import suggest_seekers, suggest_vacancies
from lmis.services.vacancies import amend_vacancies
from lmis.services.writing import Status, one
from lmis.vocabulary import Actor, Purpose, Role

BY = actor()
SYSTEM = actor(role=Role.SYSTEM, office=None)
KEEP = timedelta(days=14)


def store(
    database: Database, top: int = 5, cap: int | None = 5, by: Actor = SYSTEM, weights: Weights = DEFAULT_WEIGHTS
) -> UUID:
    """A night of everybody."""
    with database.open(by, Purpose.MATCHING, "night", write=False) as session:
        night = spread_all(session, by, top, cap, weights)
    with database.open(by, Purpose.MATCHING, "store") as session:
        return store_suggestions(session, by, night, KEEP)


def of_vacancy(database: Database, vacancy: UUID, by: Actor = BY, operation: str = "stored") -> Stored:
    with database.open(by, Purpose.MATCHING, operation, write=False) as session:
        return stored_seekers(session, by, str(vacancy))


def of_person(database: Database, person: UUID, by: Actor = BY) -> Stored:
    with database.open(by, Purpose.MATCHING, "stored", write=False) as session:
        return stored_vacancies(session, by, str(person))


def seekers(session: Session, *skills: list[str]) -> list[UUID]:
    return [a_seeker(session, BY, skills=some) for some in skills]


def test_what_is_served_is_what_the_counter_says(database: Database) -> None:
    with database.open(BY, Purpose.MATCHING, "given") as session:
        vacancy = a_vacancy(session, BY, required_skills=["sewing", "ironing"])
        a_vacancy(session, BY, occupation="5120")
        people = seekers(session, ["sewing"], ["sewing", "ironing"], [])
    with database.open(BY, Purpose.MATCHING, "match", write=False) as session:
        counter = suggest_seekers(session, BY, str(vacancy), top=2).ranking.suggestions
    run = store(database, top=2)
    found = of_vacancy(database, vacancy)
    assert [*found.suggestions] == counter
    assert found.then == {one.id: one.points for one in counter}
    assert (found.run.id, found.run.made_at, found.run.weights) == (run, NOW, DEFAULT_WEIGHTS.version)
    assert (found.weights, found.left_out, found.capped) == (DEFAULT_WEIGHTS, {}, 0)
    best = of_person(database, people[1])
    assert [(one.id, one.rank, one.points) for one in best.suggestions][:1] == [(vacancy, 1, counter[0].points)]


def test_a_run_is_one_audit_event_and_its_rows_are_small(database: Database) -> None:
    with database.open(BY, Purpose.MATCHING, "given") as session:
        vacancies, people = [a_vacancy(session, BY) for _ in range(2)], seekers(session, ["sewing"], [], [])
    run = store(database, top=2, cap=1)
    with database.open(SYSTEM, Purpose.ADMINISTRATION, "look", write=False) as session:
        event = session.execute(
            select(AuditEvent.subject_id, AuditEvent.changes)
            .where(AuditEvent.act == "store-suggestions")
            .execution_options(people="engine")
        ).one()
        rows = session.scalars(select(Suggestion).order_by(Suggestion.vacancy_id, Suggestion.rank)).all()
        kept = session.scalars(select(SuggestionRun)).one()
        turns = {row.person_id: row.last_suggested_at for row in session.scalars(select(PersonTurn))}
        assert set(session.scalars(select(VacancyTurn.vacancy_id))) == set(vacancies)
    assert event.subject_id == run
    ((table, key, old, new),) = json.loads(event.changes)
    assert (table, key, old, new["weights"]) == ("suggestion_run", {"id": str(run)}, None, DEFAULT_WEIGHTS.version)
    first, second = sorted(vacancies)
    best, other, last = people[0], *sorted(people[1:])
    found = [(row.vacancy_id, row.rank, row.person_id, row.capped) for row in rows]
    assert found == [
        (first, 1, best, False),
        (first, 2, other, False),
        (second, 1, best, True),
        (second, 2, other, True),
        (second, 3, last, False),
    ]
    assert turns == dict.fromkeys(people, NOW)
    assert (kept.people, kept.vacancies, kept.suggestions, kept.capped) == (3, 2, 3, 2)
    assert (kept.top, kept.cap, kept.country, kept.office_id, kept.least) == (2, 1, None, None, 1)


def test_those_whom_the_cap_left_out_are_told(database: Database) -> None:
    with database.open(BY, Purpose.MATCHING, "given") as session:
        vacancies, people = sorted(a_vacancy(session, BY) for _ in range(2)), seekers(session, ["sewing"], [], [])
    store(database, top=2, cap=1)
    found = of_vacancy(database, vacancies[1])
    assert [one.rank for one in found.suggestions] == [3]
    assert found.capped == 2
    assert of_person(database, people[0]).capped == 1


def test_nobody_is_told_who_cannot_be_any_more(database: Database) -> None:
    with database.open(BY, Purpose.MATCHING, "given") as session:
        vacancy, another = a_vacancy(session, BY, openings=1), a_vacancy(session, BY)
        stays, referred, gone, driver = seekers(session, [], [], [], ["sewing"])
        child = a_seeker(session, BY, birth_date=date(2009, 5, 1))
    store(database, top=9)
    with database.open(BY, Purpose.MATCHING, "later") as session:
        a_referral(session, BY, referred, vacancy)
        close(session, gone)
        amend_vacancy(session, vacancy, hazardous=True)
    found = of_vacancy(database, vacancy, operation="told")
    assert {one.id for one in found.suggestions} == {stays, driver}
    assert found.left_out == {"already_referred": 1, "hazardous_under_18": 1, "not_registered": 1}
    assert read_by(database, "told") == {stays, driver}
    assert of_person(database, child).left_out == {"hazardous_under_18": 1}
    with database.open(BY, Purpose.MATCHING, "later") as session:
        a_placement(session, BY, driver, vacancy)
    full = of_vacancy(database, vacancy)
    assert full.suggestions == []
    assert sum(full.left_out.values()) == 5
    assert [one.id for one in of_person(database, stays).suggestions] == [another]


def close(session: Session, person: UUID) -> None:
    command = CloseRegistration(seeker=str(person), because="found_work", happened_on=date(2026, 10, 1))
    one(close_registrations(session, BY, [command]))


def amend_vacancy(session: Session, vacancy: UUID, **given: object) -> None:
    one(amend_vacancies(session, BY, [AmendVacancy.model_validate({"vacancy": str(vacancy)} | given)]))


def read_by(database: Database, operation: str) -> set[UUID]:
    join = AccessedPerson.event_id == AccessEvent.id
    query = select(AccessedPerson.person_id).join(AccessEvent, join).where(AccessEvent.operation == operation)
    with database.engine.connect() as connection:
        return set(connection.execute(query).scalars())


def test_points_of_today_stand_beside_those_of_the_night(database: Database) -> None:
    with database.open(BY, Purpose.MATCHING, "given") as session:
        vacancy = a_vacancy(session, BY, required_skills=["sewing", "ironing"])
        learner, other = seekers(session, [], ["sewing"])
    store(database)
    with database.open(BY, Purpose.MATCHING, "learns") as session:
        one(amend_seekers(session, BY, [AmendSeeker(seeker=str(learner), skills=["sewing", "ironing"])]))
    found = of_vacancy(database, vacancy)
    assert [each.id for each in found.suggestions] == [other, learner]  # in the order of that night
    points = found.suggestions[1].points
    assert points == sum(reason.points for reason in found.suggestions[1].reasons)
    assert points == found.then[learner] + DEFAULT_WEIGHTS.most["skills"]
    assert found.suggestions[0].points == found.then[other]


def test_reasons_are_those_of_the_weights_of_the_night(database: Database) -> None:
    other = Weights("other", dict(DEFAULT_WEIGHTS.most) | {"occupation": 60})
    with database.open(BY, Purpose.MATCHING, "given") as session:
        vacancy = a_vacancy(session, BY)
        seekers(session, [])
    store(database, weights=other)
    found = of_vacancy(database, vacancy)
    assert (found.run.weights, found.weights.most["occupation"]) == ("other", 60)
    assert found.suggestions[0].reasons[0].points == 60
    assert found.then[found.suggestions[0].id] == found.suggestions[0].points


def test_whoever_had_the_turn_comes_last_among_equals(database: Database) -> None:
    with database.open(BY, Purpose.MATCHING, "given") as session:
        vacancy = a_vacancy(session, BY)
        people = sorted(seekers(session, [], [], []))
    asked = []
    for day in range(3):
        tonight = actor(role=Role.SYSTEM, office=None, at=NOW + timedelta(days=day))
        store(database, top=1, by=tonight)
        asked += [suggestion.id for suggestion in of_vacancy(database, vacancy).suggestions]
    assert asked == people
    with database.open(BY, Purpose.MATCHING, "look", write=False) as session:
        for _ in range(2):  # looking changes nothing
            ranking = suggest_seekers(session, BY, str(vacancy)).ranking
            assert [one.id for one in ranking.suggestions] == people


def test_a_vacancy_without_a_turn_comes_first_among_equals(database: Database) -> None:
    with database.open(BY, Purpose.MATCHING, "given") as session:
        a_vacancy(session, BY)
        (person,) = seekers(session, [])
    store(database)
    with database.open(BY, Purpose.MATCHING, "later") as session:
        new = a_vacancy(session, BY)
        ranking = suggest_vacancies(session, BY, str(person)).ranking
    assert ranking.suggestions[0].id == new


def test_runs_go_after_their_time_and_turns_stay(database: Database) -> None:
    with database.open(BY, Purpose.MATCHING, "given") as session:
        a_vacancy(session, BY)
        seekers(session, [])
    first = store(database)
    second = store(database, by=actor(role=Role.SYSTEM, office=None, at=NOW + KEEP))
    with database.open(SYSTEM, Purpose.ADMINISTRATION, "look", write=False) as session:
        assert set(session.scalars(select(SuggestionRun.id))) == {first, second}
    third = store(database, top=1, by=actor(role=Role.SYSTEM, office=None, at=NOW + KEEP + timedelta(seconds=1)))
    with database.open(SYSTEM, Purpose.ADMINISTRATION, "look", write=False) as session:
        assert set(session.scalars(select(SuggestionRun.id))) == {second, third}
        counted = select(func.count(Suggestion.rank)).execution_options(people="aggregate")
        assert session.scalars(counted).one() == 2
        assert len(session.scalars(select(PersonTurn)).all()) == 1


def test_the_night_of_an_office_is_served_to_it_and_to_nobody_else(database: Database) -> None:
    other = actor("KH-JC-12")
    with database.open(BY, Purpose.MATCHING, "given") as session:
        vacancy, elsewhere = a_vacancy(session, BY), a_vacancy(session, other)
        (own,) = seekers(session, [])
        stranger = a_seeker(session, other, skills=[])
    store(database, by=BY)
    assert [one.id for one in of_vacancy(database, vacancy).suggestions] == [own]
    with pytest.raises(NothingStored):
        of_vacancy(database, elsewhere, other)
    store(database, by=actor(role=Role.SYSTEM, office=None, at=NOW + timedelta(days=1)))
    found = of_vacancy(database, vacancy, operation="told")
    assert ([one.id for one in found.suggestions], found.left_out) == ([own], {"not_in_sight": 1})
    assert read_by(database, "told") == {own}
    assert of_person(database, own).left_out == {"not_in_sight": 1}
    assert stranger not in found.records


def test_a_merged_record_leads_to_the_one_that_is_kept_and_back(database: Database) -> None:
    born, phone = date(1990, 2, 3), "+85512345678"
    with database.open(BY, Purpose.MATCHING, "given") as session:
        vacancy = a_vacancy(session, BY)
        older = a_seeker(session, BY, own_number="17", birth_date=born, phone=phone, skills=[])
        younger = a_seeker(
            session, BY, own_number="99", birth_date=born, phone=phone, skills=[], family_name="Sokh",
            family_name_native=None, given_name_native=None,
        )  # fmt: skip
        pair = session.scalars(select(PossibleDuplicate)).one().id
    store(database, top=9)
    with database.open(BY, Purpose.REGISTRATION, "merge") as session:
        assert one(merge_duplicates(session, BY, [MergeDuplicates(pair=str(pair))])).status is Status.UPDATED
    found = of_vacancy(database, vacancy)
    assert ([each.id for each in found.suggestions], found.left_out) == ([older], {"same_record": 1})
    assert of_person(database, older).left_out == {"same_record": 1}
    with database.open(SYSTEM, Purpose.MATCHING, "turns", write=False) as session:
        assert session.execute(person_turns(SYSTEM)).all() == [(older, NOW)]
    store(database, by=actor(role=Role.SYSTEM, office=None, at=NOW + timedelta(days=1)))
    with database.open(BY, Purpose.REGISTRATION, "back") as session:  # a night is nothing that stands in the way
        assert one(take_back_merges(session, BY, [TakeBackMerge(pair=str(pair))])).status is Status.UPDATED
    with database.open(SYSTEM, Purpose.MATCHING, "turns", write=False) as session:
        assert dict(session.execute(person_turns(SYSTEM)).all()) == {older: NOW + timedelta(days=1), younger: NOW}
