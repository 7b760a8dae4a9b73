"""Ratios by hand, and the real ranking at equal merit in a small world."""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks.equal_merit import World, measured, parity, world_of
from benchmarks.profiles import known_codes
from hypothesis import given
from hypothesis import strategies as st

from lmis.fairness.parity import Counts, exposure, merit_strata, selection_ratio, stratified
from lmis.matching.profiles import VacancyProfile
from lmis.matching.rank import rank_seekers
from lmis.matching.weights import DEFAULT_WEIGHTS


@pytest.fixture(scope="module")
def world() -> World:
    return world_of(2, 2_000, 90, known_codes())


def ranked(world: World, vacancy: VacancyProfile, top: int) -> list[int]:
    at = {person.id: position for position, person in enumerate(world.people)}
    return [at[one.id] for one in rank_seekers(vacancy, world.people, DEFAULT_WEIGHTS, top).suggestions]


def test_a_plain_ratio_with_its_interval_worked_by_hand() -> None:
    ratio = selection_ratio([Counts(30, 100, 60, 100)])
    assert ratio.value == pytest.approx(0.5)
    spread = 1.959964 * (1 / 30 - 1 / 100 + 1 / 60 - 1 / 100) ** 0.5
    assert (ratio.low, ratio.high) == (pytest.approx(0.5 * np.exp(-spread)), pytest.approx(0.5 * np.exp(spread)))
    assert ratio.within_four_fifths is False


def test_equal_rates_in_each_stratum_are_a_ratio_of_one_whatever_the_groups_sizes() -> None:
    strata = [Counts(40, 80, 10, 20), Counts(2, 20, 8, 80)]
    assert selection_ratio(strata).value == pytest.approx(1.0)
    (whole,) = [Counts(*map(sum, zip(*strata, strict=True)))]
    assert selection_ratio([whole]).value == pytest.approx(42 / 18)


def test_without_people_on_both_sides_there_is_no_ratio() -> None:
    assert selection_ratio([]).value is None
    assert selection_ratio([Counts(3, 10, 0, 0)]).value is None
    assert selection_ratio([Counts(3, 10, 0, 10)]).value is None
    assert selection_ratio([Counts(0, 10, 3, 10)]).value == 0.0
    assert selection_ratio([]).within_four_fifths is None


@given(st.lists(st.floats(0, 1), min_size=1, max_size=60))
def test_strata_follow_merit_and_lose_nobody(merit: list[float]) -> None:
    values = np.array(merit)
    strata = merit_strata(values)
    order = np.argsort(values, kind="stable")
    assert (np.diff(strata[order]) >= 0).all()
    counts = stratified(np.ones(len(values)), values > 0.5, strata)
    assert sum(one.people + one.others for one in counts) == len(values)


def test_attention_falls_with_the_place() -> None:
    assert exposure(4, [2, 0]) == pytest.approx([1 / np.log2(3), 0, 1, 0])


def test_the_ranking_takes_people_of_equal_merit_alike(world: World) -> None:
    found = measured(world, lambda vacancy, top: ranked(world, vacancy, top))
    for name in ("women", "under 25", "lives in a town province"):
        assert parity(found[name]).chosen[20].within_four_fifths, name


def test_a_ranking_that_passes_over_every_third_woman_is_found_out(world: World) -> None:
    women = world.groups["women"]

    def biased(vacancy: VacancyProfile, top: int) -> list[int]:
        best = ranked(world, vacancy, 3 * top)
        return [at for at in best if not (women[at] and at % 3 == 0)][:top]

    fair, unfair = (parity(measured(world, ranker)["women"]).chosen[20] for ranker in (
        lambda vacancy, top: ranked(world, vacancy, top), biased))  # fmt: skip
    assert fair.value is not None
    assert unfair.value is not None
    assert unfair.high is not None
    assert unfair.value < 0.8 * fair.value
    assert unfair.high < 1
