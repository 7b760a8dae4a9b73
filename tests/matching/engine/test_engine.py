"""The engine finds whom the plain ranking finds, to the point and in the same order."""

from __future__ import annotations

import pickle
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lmis.matching.engine.engine import Engine, plain
from lmis.matching.engine.packing import pack
from lmis.matching.engine.vocabulary import WIDE, NeedsInRow, Vocabulary
from lmis.matching.profiles import SeekerProfile, VacancyProfile
from lmis.matching.rank import explain, rank_seekers
from lmis.matching.weights import DEFAULT_WEIGHTS, Weights
from matching.test_rank import POOLS, SEEKERS, VACANCIES, VACANCY, WEIGHTS, score

TOPS = st.integers(0, 6)


def ranked(
    vacancy: VacancyProfile,
    people: list[SeekerProfile],
    weights: Weights,
    top: int,
    turns: dict[UUID, int] | None = None,
) -> list[tuple[UUID, int]]:
    last = {id_: datetime.fromtimestamp(at / 1_000_000, UTC) for id_, at in (turns or {}).items()}
    found = rank_seekers(vacancy, people, weights, top, last_suggested=last)
    return [(one.id, one.points) for one in found.suggestions]


def found(engine: Engine, vacancy: VacancyProfile, weights: Weights, top: int) -> list[tuple[UUID, int]]:
    return [(one.uuid, one.points) for one in engine.top(vacancy, weights, top)]


@given(VACANCIES, POOLS, WEIGHTS, TOPS)
def test_finds_whom_the_plain_ranking_finds(
    vacancy: VacancyProfile, people: list[SeekerProfile], weights: Weights, top: int
) -> None:
    assert found(Engine.of(plain(people)), vacancy, weights, top) == ranked(vacancy, people, weights, top)


@given(VACANCIES, POOLS, st.lists(st.integers(0, 3), min_size=12, max_size=12))
def test_of_equal_points_whose_turn_was_longest_ago_comes_first(
    vacancy: VacancyProfile, people: list[SeekerProfile], nights: list[int]
) -> None:
    turns = {one.id: night * 86_400_000_000 for one, night in zip(people, nights, strict=False) if night}
    engine = Engine.of(plain(people), turns)
    assert found(engine, vacancy, DEFAULT_WEIGHTS, 3) == ranked(vacancy, people, DEFAULT_WEIGHTS, 3, turns)


@settings(max_examples=50)
@given(VACANCIES, POOLS, st.lists(SEEKERS, max_size=6, unique_by=lambda one: one.id), st.data())
def test_who_comes_changes_or_goes_is_known_at_once(
    vacancy: VacancyProfile, people: list[SeekerProfile], new: list[SeekerProfile], data: st.DataObject
) -> None:
    engine = Engine.of(plain(people))
    changed = [replace(one, id=old.id) for one, old in zip(new, people, strict=False) if data.draw(st.booleans())]
    added = [one for one in new if one.id not in {old.id for old in people}]
    leaving = {one.id for one in people if data.draw(st.booleans())} - {one.id for one in changed}
    engine.renew(plain([*added, *changed]), leaving)
    now = {one.id: one for one in [*people, *added, *changed] if one.id not in leaving}
    assert len(engine) == len(now)
    assert found(engine, vacancy, DEFAULT_WEIGHTS, 5) == ranked(vacancy, list(now.values()), DEFAULT_WEIGHTS, 5)


@settings(max_examples=50)
@given(VACANCIES, POOLS, st.lists(st.lists(SEEKERS, max_size=3, unique_by=lambda one: one.id), max_size=8), st.data())
def test_many_changes_one_after_another_are_one_register(
    vacancy: VacancyProfile, people: list[SeekerProfile], coming: list[list[SeekerProfile]], data: st.DataObject
) -> None:
    engine, now = Engine.of(plain(people)), {one.id: one for one in people}
    for some in coming:
        ids = sorted(now, key=str)
        some = [replace(one, id=data.draw(st.sampled_from(ids))) if ids and number else one
                for number, one in enumerate(some)]  # fmt: skip
        leaving = {id_ for id_ in ids if data.draw(st.booleans())} - {one.id for one in some}
        engine.renew(plain(some), leaving)
        now = {id_: one for id_, one in now.items() if id_ not in leaving} | {one.id: one for one in some}
    again = pickle.loads(pickle.dumps(engine))
    for one in (engine, again):
        assert len(one) == len(now)
        assert found(one, vacancy, DEFAULT_WEIGHTS, 5) == ranked(vacancy, list(now.values()), DEFAULT_WEIGHTS, 5)
        assert one.pool(vacancy, DEFAULT_WEIGHTS, None).total() == len(now)


@given(POOLS, st.lists(st.sampled_from("ABC"), min_size=12, max_size=12))
def test_tells_how_many_of_each_kind_there_are_and_who_is_of_which(
    people: list[SeekerProfile], kinds: list[str]
) -> None:
    pairs = list(zip(people, kinds, strict=False))
    engine = Engine.of(pairs[1:])
    engine.renew(pairs[:2], [pairs[-1][0].id] if len(pairs) > 2 else ())
    there = pairs[:-1] if len(pairs) > 2 else pairs
    assert engine.kinds() == Counter(kind for _, kind in there)
    asked = [*(one.id for one in people), UUID(int=7)]
    assert engine.kinds_of(asked) == {one.id: kind for one, kind in there}


@given(st.lists(VACANCIES, min_size=1, max_size=3), POOLS, WEIGHTS)
def test_explains_as_the_plain_ranking_does(
    vacancies: list[VacancyProfile], people: list[SeekerProfile], weights: Weights
) -> None:
    engine = Engine.of(plain(people[2:]))
    engine.renew(plain(people[:2]))
    for vacancy in vacancies:
        reasons = engine.explain(vacancy, weights, [one.id.bytes for one in people])
        assert reasons == [explain(one, vacancy, weights) for one in people]


def test_explains_skills_whose_numbers_take_two_units() -> None:
    words = Vocabulary()
    for number in range(WIDE + 70_000):
        words.skills[f"skill {number}"]
    rare = SeekerProfile(UUID(int=1), wanted=("7531",), skills=frozenset({f"skill {WIDE + 66_000}", "skill 5"}))
    vacancy = VacancyProfile(UUID(int=3), "7531", "KH", frozenset({f"skill {WIDE + 66_000}"}))
    engine = Engine(pack(plain([rare]), words), words)
    assert engine.explain(vacancy, DEFAULT_WEIGHTS, [rare.id.bytes]) == [explain(rare, vacancy, DEFAULT_WEIGHTS)]


@given(VACANCIES, POOLS, st.data())
def test_whom_a_gate_keeps_out_is_replaced_by_the_next(
    vacancy: VacancyProfile, people: list[SeekerProfile], data: st.DataObject
) -> None:
    kept_out = {one.id for one in people if data.draw(st.booleans())}
    others = [one for one in people if one.id not in kept_out]
    got = [(one.uuid, one.points) for one in Engine.of(plain(people)).top(vacancy, DEFAULT_WEIGHTS, 3, kept_out)]
    assert got == ranked(vacancy, others, DEFAULT_WEIGHTS, 3)


@given(VACANCIES, POOLS, st.lists(st.sampled_from("ABC"), min_size=12, max_size=12), st.sampled_from("ABC"))
def test_kinds_that_do_not_pass_are_neither_found_nor_counted(
    vacancy: VacancyProfile, people: list[SeekerProfile], kinds: list[str], wanted: str
) -> None:
    pairs = list(zip(people, kinds, strict=False))
    engine, passing = Engine.of(pairs), wanted.__eq__
    asked = [one for one, kind in pairs if kind == wanted]
    best = engine.top(vacancy, DEFAULT_WEIGHTS, 3, passing=passing)
    assert [(one.uuid, one.points) for one in best] == ranked(vacancy, asked, DEFAULT_WEIGHTS, 3)
    assert engine.pool(vacancy, DEFAULT_WEIGHTS, None, passing=passing).total() == len(asked)


@given(VACANCIES, POOLS, WEIGHTS, TOPS)
def test_why_everybody_else_is_not_suggested_adds_up(
    vacancy: VacancyProfile, people: list[SeekerProfile], weights: Weights, top: int
) -> None:
    engine = Engine.of(plain(people))
    best = engine.top(vacancy, weights, top)
    lowest = min((one.points for one in best), default=None)
    counts = engine.pool(vacancy, weights, lowest, [one.uuid for one in best])
    assert counts == rank_seekers(vacancy, people, weights, top).not_suggested
    assert engine.pool(vacancy, weights, lowest).total() == len(people)


def test_many_lists_are_left_out_and_nobody_is_missed() -> None:
    people = [
        SeekerProfile(
            UUID(int=number),
            wanted=(("7531", "7532", "5223", "75")[number % 4],),
            experience={("7531", "7523", "9411")[number % 3]: number % 90},
            skills=frozenset({"sewing", "english"} if number % 7 == 0 else {"cutting"} if number % 5 else ()),
            province=("KH12", "KH01", None)[number % 3],
            education=number % 9,
            wage=15_000 + number % 400 * 100,
            hours="full_time" if number % 2 else None,
        )
        for number in range(3_000)
    ]
    vacancy = VacancyProfile(
        UUID(int=1), "7531", "KH", frozenset({"sewing"}), frozenset({"english"}), province="KH12", education=3,
        experience_months=24, wage=30_000, hours="full_time",
    )  # fmt: skip
    assert found(Engine.of(plain(people)), vacancy, DEFAULT_WEIGHTS, 20) == ranked(vacancy, people, DEFAULT_WEIGHTS, 20)


def test_more_skills_than_one_unit_can_number() -> None:
    words = Vocabulary()
    for number in range(WIDE + 70_000):
        words.skills[f"skill {number}"]
    rare = SeekerProfile(UUID(int=1), wanted=("7531",), skills=frozenset({f"skill {WIDE + 66_000}"}))
    other = SeekerProfile(UUID(int=2), wanted=("7531",), skills=frozenset({f"skill {WIDE + 464}"}))
    engine = Engine(pack(plain([rare, other]), words), words)
    vacancy = VacancyProfile(UUID(int=3), "7531", "KH", frozenset({f"skill {WIDE + 66_000}"}))
    assert found(engine, vacancy, DEFAULT_WEIGHTS, 2) == ranked(vacancy, [rare, other], DEFAULT_WEIGHTS, 2)
    assert found(engine, vacancy, DEFAULT_WEIGHTS, 1) == [(UUID(int=1), 48)]


def test_nobody_at_all() -> None:
    assert Engine.of(plain([])).top(VacancyProfile(UUID(int=3), "7531", "KH"), DEFAULT_WEIGHTS, 5) == []


def test_what_helps_somebody_at_work_is_never_held_in_the_memory_of_an_engine() -> None:
    asking = SeekerProfile(UUID(int=1), wanted=("7531",), needs=frozenset({"ramp"}))
    with pytest.raises(NeedsInRow):
        Engine.of(plain([asking]))


@pytest.mark.parametrize("day", [date(1950, 1, 1), date(2000, 1, 1), date(2026, 11, 5), date(2400, 1, 1)])
def test_a_day_of_any_year_has_a_place_in_a_row(day: date) -> None:
    person = SeekerProfile(UUID(int=1), wanted=("7531",), available_from=day)
    for vacancy in (replace(VACANCY, needed_from=date(2026, 11, 5)), replace(VACANCY, needed_from=date(2000, 1, 1))):
        assert found(Engine.of(plain([person])), vacancy, DEFAULT_WEIGHTS, 1)[0][1] == score(person, vacancy)
