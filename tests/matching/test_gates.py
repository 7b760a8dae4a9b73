"""Gates: everybody is through or held for one reason, and a licence more holds nobody back."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmis.matching.gates import Gate, Passage, SeekerGates, VacancyGates, failed, lacking, pass_gates
from lmis.matching.profiles import SeekerProfile, VacancyProfile
from lmis.matching.rank import rank_seekers
from lmis.matching.weights import DEFAULT_WEIGHTS

TODAY = date(2026, 10, 5)
LONG_AGO = date(1990, 1, 1)
ADULT = SeekerGates(UUID(int=1), LONG_AGO, LONG_AGO)
CHILD = SeekerGates(UUID(int=2), date(2026, 10, 6), date(2029, 10, 6))
YOUTH = SeekerGates(UUID(int=3), TODAY, date(2026, 10, 6))
OPEN = VacancyGates(UUID(int=9))

LICENCES = st.frozensets(st.sampled_from(["driving_car", "driving_truck", "welder"]))
DAYS = st.dates(date(2024, 1, 1), date(2029, 12, 31))
SEEKERS = st.builds(
    lambda id_, first, later, licences: SeekerGates(id_, min(first, later), max(first, later), licences),
    st.uuids(), DAYS, DAYS, LICENCES,
)  # fmt: skip
POOLS = st.lists(SEEKERS, max_size=12, unique_by=lambda seeker: seeker.id)
VACANCIES = st.builds(
    VacancyGates,
    id=st.uuids(),
    licences=LICENCES,
    hazardous=st.sampled_from([True, False, None]),
    still_open=st.booleans(),
    full=st.booleans(),
)
REFERRED = st.integers(0, 3)


def through(vacancy: VacancyGates, pool: list[SeekerGates], every: int = 0) -> Passage:
    """How a pool comes through, every so many of it (by id) referred already."""
    return pass_gates(
        (one.id, failed(one, vacancy, TODAY, referred=every > 0 and one.id.int % every == 0)) for one in pool
    )


@pytest.mark.parametrize(
    ("seeker", "vacancy", "gates"),
    [
        (ADULT, OPEN, ()),
        (CHILD, OPEN, (Gate.BELOW_LEGAL_AGE,)),
        (CHILD, replace(OPEN, hazardous=True), (Gate.BELOW_LEGAL_AGE, Gate.HAZARDOUS_UNDER_18)),
        (YOUTH, OPEN, ()),
        (YOUTH, replace(OPEN, hazardous=True), (Gate.HAZARDOUS_UNDER_18,)),
        (YOUTH, replace(OPEN, hazardous=None), ()),
        (ADULT, replace(OPEN, hazardous=True), ()),
        (ADULT, replace(OPEN, licences=frozenset({"welder"})), (Gate.LICENCE_MISSING,)),
        (ADULT, replace(OPEN, still_open=False, full=True), (Gate.CLOSED,)),
        (ADULT, replace(OPEN, full=True), (Gate.FULL,)),
    ],
)
def test_each_gate_asks_its_own_question(seeker: SeekerGates, vacancy: VacancyGates, gates: tuple[Gate, ...]) -> None:
    assert failed(seeker, vacancy, TODAY) == gates


def test_the_first_gate_is_told_and_who_fails_one_only_is_counted_beside() -> None:
    vacancy = replace(OPEN, licences=frozenset({"welder"}))
    welder = replace(ADULT, id=UUID(int=4), licences=frozenset({"welder", "driving_car"}))
    passage = through(vacancy, [ADULT, CHILD, YOUTH, welder])
    assert passage.through == {welder.id}
    assert passage.held == {Gate.BELOW_LEGAL_AGE: 1, Gate.LICENCE_MISSING: 2}
    assert passage.relaxed == {Gate.LICENCE_MISSING: 2}  # the child would still be too young


def test_licences_that_lack_are_told_in_their_order() -> None:
    assert lacking(["welder"], ["welder", "forklift_operator", "driving_car"]) == ["driving_car", "forklift_operator"]


@given(VACANCIES, POOLS, REFERRED, st.randoms(use_true_random=False))
def test_the_order_of_people_makes_no_difference(
    vacancy: VacancyGates, pool: list[SeekerGates], every: int, chance: random.Random
) -> None:
    assert through(vacancy, chance.sample(pool, len(pool)), every) == through(vacancy, pool, every)


@given(VACANCIES, POOLS, REFERRED)
def test_everybody_is_through_or_held_once_and_counts_add_up(
    vacancy: VacancyGates, pool: list[SeekerGates], every: int
) -> None:
    passage = through(vacancy, pool, every)
    assert len(passage.through) + sum(passage.held.values()) == len(pool)
    assert all(0 < more <= passage.held[gate] for gate, more in passage.relaxed.items())
    assert list(passage.held) == [gate for gate in Gate if gate in passage.held]


@given(VACANCIES, POOLS, REFERRED)
def test_everybody_is_suggested_held_or_left_out(vacancy: VacancyGates, pool: list[SeekerGates], every: int) -> None:
    passage = through(vacancy, pool, every)
    profiles = [SeekerProfile(one.id, wanted=("7531",)) for one in pool if one.id in passage.through]
    held = {gate.value: count for gate, count in passage.held.items()}
    work = VacancyProfile(vacancy.id, "7531", "KH")
    ranking = rank_seekers(work, profiles, DEFAULT_WEIGHTS, top=2, gated=held)
    assert ranking.considered == len(pool) == len(ranking.suggestions) + sum(ranking.not_suggested.values())
    assert {one.id for one in ranking.suggestions} <= passage.through
    assert held.items() <= ranking.not_suggested.items()


@given(VACANCIES, SEEKERS)
def test_an_adult_is_never_held_for_age(vacancy: VacancyGates, seeker: SeekerGates) -> None:
    adult = replace(seeker, old_enough_from=LONG_AGO, adult_from=TODAY)
    assert not {Gate.BELOW_LEGAL_AGE, Gate.HAZARDOUS_UNDER_18} & set(failed(adult, vacancy, TODAY))


@given(VACANCIES, SEEKERS)
def test_whoever_grows_older_fails_no_more_gates_than_before(vacancy: VacancyGates, seeker: SeekerGates) -> None:
    assert set(failed(seeker, vacancy, date(2030, 1, 1))) <= set(failed(seeker, vacancy, TODAY))


@given(VACANCIES, SEEKERS, st.sampled_from(["driving_car", "driving_truck", "welder", "lawyer"]))
def test_one_more_licence_never_holds_anybody_back(vacancy: VacancyGates, seeker: SeekerGates, licence: str) -> None:
    licensed = replace(seeker, licences=seeker.licences | {licence})
    assert set(failed(licensed, vacancy, TODAY)) <= set(failed(seeker, vacancy, TODAY))


@given(VACANCIES, POOLS, REFERRED)
def test_without_the_licence_so_many_more_come_through(
    vacancy: VacancyGates, pool: list[SeekerGates], every: int
) -> None:
    passage = through(vacancy, pool, every)
    without = through(replace(vacancy, licences=frozenset()), pool, every)
    assert len(without.through) - len(passage.through) == passage.relaxed.get(Gate.LICENCE_MISSING, 0)
