"""What is in memory proposes what the register says: the same answer, at once after every change, and never stale."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from conftest import NOW, actor
from factories.register import a_placement, a_referral, a_seeker, a_vacancy, an_employer, register_seeker
from lmis.commands.seekers import AmendSeeker, CloseRegistration
from lmis.commands.vacancies import AmendVacancy, CloseVacancy
from lmis.commands.weights import SetWeights
from lmis.matching.weights import DEFAULT_WEIGHTS
from lmis.model.access import AccessedPerson, AccessEvent
from lmis.model.session import Database
from lmis.model.vacancies import Vacancy
from lmis.services import changes, profiles
from lmis.services.pools import Pools
from lmis.services.profiles import vacancy_profile
from lmis.services.registrations import close_registrations
from lmis.services.seekers import amend_seekers, register_seekers
from lmis.services.suggested import Suggested
from lmis.services.suggesting import suggest_seekers, suggest_vacancies
from lmis.services.vacancies import amend_vacancies, close_vacancies
from lmis.services.weights import set_weights
from lmis.services.writing import one
from lmis.vocabulary import Actor, Purpose, Role

BY = actor()
NEXT_DOOR = actor("KH-JC-12")
MINISTRY = actor("KH-MIN", role=Role.COORDINATOR)
SYSTEM = actor(None, Role.SYSTEM)
OCCUPATIONS = ("8153", "7531", "8157", "5120", "9411", "8322")
SKILLS = ("sewing", "cutting", "cooking", "driving", "english")


def people(count: int, seed: int) -> list[Any]:
    """People who differ in everything that matching reads."""
    draw = random.Random(seed)
    return [
        register_seeker(
            family_name=f"Sok {seed} {number}",
            birth_date=date(draw.choice((1990, 2000, 2008, 2010, 2011)), 6, 1),
            province=draw.choice(("KH02", "KH01", "KH12")),
            wanted_occupations=draw.sample(OCCUPATIONS, draw.randint(0, 2)),
            experience=[{"occupation": draw.choice(OCCUPATIONS), "months": draw.randint(1, 60)}]
            if draw.random() < 0.6
            else [],
            skills=draw.sample(SKILLS, draw.randint(0, 3)),
            education=draw.choice((None, 1, 2, 3, 6)),
            licences=draw.choice(([], [], ["driving_car"])),
            mobility=draw.choice((None, "district", "province", "country")),
            wage=draw.choice((None, {"amount": 15_000, "currency": "USD"}, {"amount": 25_000, "currency": "USD"})),
            wanted_hours=draw.choice((None, "full_time", "any")),
        )
        for number in range(count)
    ]


def board(session: Session, by: Actor) -> list[UUID]:
    """Vacancies of every kind: open, closed, full, hazardous, with a licence."""
    employer = an_employer(session, by)
    wanted: list[dict[str, Any]] = [
        {"required_skills": ["sewing"], "useful_skills": ["english"], "education": 2},
        {"occupation": "5120", "required_skills": ["cooking"], "experience_months": 12, "hours": "full_time"},
        {"occupation": "8322", "licences": ["driving_car"], "required_skills": ["driving"], "wage_max": 20_000,
         "wage_min": 10_000, "wage_currency": "USD", "wage_period": "month"},
        {"occupation": "7531", "hazardous": True},
        {"closes_on": date(2026, 9, 30)},
        {"withdrawn_on": date(2026, 9, 20)},
        {"occupation": "9411", "required_skills": ["cooking", "english"], "province": "KH01"},
    ]  # fmt: skip
    return [a_vacancy(session, by, employer, **one) for one in wanted]


@pytest.fixture
def register(database: Database) -> tuple[Database, list[UUID], list[UUID]]:
    """A database with people and vacancies of two offices; the ids of the first."""
    with database.open(BY, Purpose.MATCHING, "given") as session:
        made = [outcome.id for outcome in register_seekers(session, BY, people(40, 1))]
        register_seekers(session, NEXT_DOOR, people(10, 2))
        vacancies = board(session, BY)
        board(session, NEXT_DOOR)
        a_referral(session, BY, a_seeker(session, BY, wanted_occupations=["8153"]), vacancies[0])
    return database, [id_ for id_ in made if id_ is not None], vacancies


Register = tuple[Database, list[UUID], list[UUID]]


@pytest.fixture
def pools() -> Pools:
    return Pools(lambda: SYSTEM)


def told(found: Suggested) -> Any:
    """All that an answer says."""
    ids = {one.id for one in found.ranking.suggestions}
    return (found.ranking, dict(found.relaxed), dict(found.opens), ids <= set(found.records))


def answers(register: Register, by: Actor, pools: Pools | None, top: int = 5) -> Iterator[Any]:
    """For every vacancy and some people."""
    database, seekers, vacancies = register
    with database.open(by, Purpose.MATCHING, "match", write=False) as session:
        for id_ in vacancies:
            yield told(suggest_seekers(session, by, str(id_), top, pools=pools))
        for id_ in seekers[:6]:
            yield told(suggest_vacancies(session, by, str(id_), top, pools=pools))


@pytest.mark.parametrize("by", [BY, MINISTRY, SYSTEM], ids=["an office", "a ministry", "everything"])
def test_says_what_looking_at_everybody_says(register: Register, pools: Pools, by: Actor) -> None:
    assert list(answers(register, by, pools)) == list(answers(register, by, None))
    assert list(answers(register, by, pools, 1)) == list(answers(register, by, None, 1))


def amended(session: Session, seekers: list[UUID], _: list[UUID]) -> None:
    command = AmendSeeker(seeker=str(seekers[0]), wanted_occupations=["8153"], skills=["sewing", "english"])
    one(amend_seekers(session, BY, [command]))


def left(session: Session, seekers: list[UUID], _: list[UUID]) -> None:
    commands = [CloseRegistration(seeker=str(id_), because="found_work") for id_ in seekers[:20]]
    close_registrations(session, BY, commands)


def placed(session: Session, seekers: list[UUID], vacancies: list[UUID]) -> None:
    adults = [a_seeker(session, BY) for _ in range(2)]
    for id_ in adults:
        a_placement(session, BY, id_, vacancies[0])


def withdrawn(session: Session, _: list[UUID], vacancies: list[UUID]) -> None:
    one(close_vacancies(session, BY, [CloseVacancy(vacancy=str(vacancies[1]), because="withdrawn_by_employer")]))


def asks_less(session: Session, _: list[UUID], vacancies: list[UUID]) -> None:
    one(amend_vacancies(session, BY, [AmendVacancy(vacancy=str(vacancies[2]), licences=[], required_skills=[])]))


def weighed_anew(session: Session, *_: list[UUID]) -> None:
    one(set_weights(session, MINISTRY, [SetWeights(version="2026.9", points={"skills": 40})]))


@pytest.mark.parametrize(
    "change", [amended, left, placed, withdrawn, asks_less, weighed_anew], ids=lambda one: one.__name__
)
def test_a_change_is_seen_by_the_next_question(
    register: Register, pools: Pools, change: Callable[[Session, list[UUID], list[UUID]], None]
) -> None:
    database, seekers, vacancies = register
    before = list(answers(register, BY, pools))
    with database.open(BY, Purpose.MATCHING, "change") as session:
        change(session, seekers, vacancies)
    after = list(answers(register, BY, pools))
    assert after == list(answers(register, BY, None))
    assert after != before


@pytest.mark.parametrize("change", [amended, left, placed, withdrawn, asks_less], ids=lambda one: one.__name__)
def test_who_was_proposed_out_of_an_old_pool_is_never_shown_as_he_was(
    register: Register,
    pools: Pools,
    change: Callable[[Session, list[UUID], list[UUID]], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    database, seekers, vacancies = register
    list(answers(register, BY, pools))
    with database.open(BY, Purpose.MATCHING, "change") as session:
        change(session, seekers, vacancies)
    monkeypatch.setattr(changes.ChangeLog, "waiting", lambda *_: [])
    for old, now in zip([*answers(register, BY, pools)], [*answers(register, BY, None)], strict=True):
        shown = {one.id: one for one in old[0].suggestions}
        right = {one.id: one for one in now[0].suggestions}
        assert len(shown) <= len(right)
        assert [replace(one, rank=0) for id_, one in shown.items() if id_ in right] == [
            replace(right[id_], rank=0) for id_ in shown if id_ in right
        ]
        assert change is not left or not shown.keys() & set(seekers[:20])
        assert change is not withdrawn or vacancies[1] not in shown


def test_an_event_that_appears_late_is_taken_in(
    register: Register, pools: Pools, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, seekers, vacancies = register
    list(answers(register, BY, pools))
    with database.open(BY, Purpose.MATCHING, "change") as session:
        left(session, seekers, vacancies)
        late = changes.newest(session)
        amended(session, [seekers[30]], vacancies)
    honest = changes.ChangeLog.waiting
    monkeypatch.setattr(
        changes.ChangeLog, "waiting", lambda *given: [number for number in honest(*given) if number != late]
    )
    list(answers(register, BY, pools))
    monkeypatch.undo()
    assert list(answers(register, BY, pools)) == list(answers(register, BY, None))


def test_a_new_day_makes_everything_anew(register: Register) -> None:
    days = [SYSTEM, replace(SYSTEM, at=NOW + timedelta(days=100))]
    pools = Pools(lambda: days[0])
    list(answers(register, BY, pools))
    days.pop(0)
    later = replace(BY, at=days[0].at)
    assert list(answers(register, later, pools)) == list(answers(register, later, None))


def test_whoever_is_followed_is_there_within_a_second(register: Register, pools: Pools) -> None:
    database, _, vacancies = register
    stop = threading.Event()
    thread = threading.Thread(target=pools.follow, args=(database, stop))
    thread.start()
    try:
        with database.open(BY, Purpose.MATCHING, "change") as session:
            new = a_seeker(session, BY, wanted_occupations=["8153"], skills=["sewing", "english"], education=6)
        begun = time.monotonic()
        while new not in {id_ for id_, *_ in seen(register, pools, vacancies[0])}:
            assert time.monotonic() - begun < 5
            time.sleep(0.01)
    finally:
        stop.set()
        thread.join()


def test_on_sqlite_others_write_while_everybody_is_read_and_nothing_is_missed(
    register: Register, pools: Pools, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, seekers, vacancies = register
    if database.engine.dialect.name != "sqlite":
        pytest.skip("readers hold nobody up there")
    monkeypatch.setattr("lmis.services.pools.READ_AHEAD", 7)
    honest, read, order = profiles.seeker_profile, [], sorted(seekers)

    def with_others_at_work(row: Any, *given: Any) -> Any:
        read.append(row.id)
        if len(read) in (1, 30):  # somebody who was read and somebody who was not: one amended, one gone
            one_of_each = order[-1:0:-30] if len(read) == 1 else order[2:35:30]
            with database.open(BY, Purpose.MATCHING, "meanwhile") as session:
                amended(session, one_of_each, vacancies)
                left(session, one_of_each[1:], vacancies)
                a_seeker(session, BY, wanted_occupations=["8153"], skills=["sewing", "english"])
        return honest(row, *given)

    monkeypatch.setattr("lmis.services.pools.seeker_profile", with_others_at_work)
    pools.refresh(database)
    assert len(read) > 30
    assert pools._pool is not None
    in_memory = [seen(register, pools, vacancy) for vacancy in vacancies]
    fresh = Pools(lambda: SYSTEM)
    list(answers(register, BY, fresh))
    assert in_memory == [seen(register, fresh, vacancy) for vacancy in vacancies]
    assert list(answers(register, BY, pools)) == list(answers(register, BY, None))


def test_while_many_are_read_the_database_answers(
    register: Register, pools: Pools, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lmis.services.pools.FEW", 0)
    monkeypatch.setattr(pools, "_followed", True)
    assert list(answers(register, BY, pools)) == list(answers(register, BY, None))
    assert pools._pool is None


def seen(register: Register, pools: Pools, vacancy: UUID) -> list[tuple[UUID, int]]:
    """Who is in the engine's own list, without a question that takes in changes."""
    pool = pools._pool
    if pool is None:
        return []
    with register[0].open(BY, Purpose.MATCHING, "look", write=False) as session:
        row = session.scalars(select(Vacancy).where(Vacancy.id == vacancy)).one()
        profile = vacancy_profile(row, pool.known, BY.today)
    return [(one.uuid, one.points) for one in pool.engine.top(profile, DEFAULT_WEIGHTS, 10)]


def test_only_those_who_are_proposed_were_read_by_the_officer(register: Register, pools: Pools) -> None:
    database, _, vacancies = register
    with database.open(BY, Purpose.MATCHING, "match-one", write=False) as session:
        found = suggest_seekers(session, BY, str(vacancies[0]), 3, pools=pools)
    with database.engine.connect() as connection:
        join = AccessedPerson.event_id == AccessEvent.id
        query = select(AccessedPerson.person_id).join(AccessEvent, join).where(AccessEvent.operation == "match-one")
        assert set(connection.execute(query).scalars()) == {one.id for one in found.ranking.suggestions}
