"""The monitor finds a planted bias, and leaves fair suggestions alone however often somebody looks."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmis.fairness.monitor import BETS, LEVEL, Monitor


def watched(seed: int, ratio: float, suggestions: int = 2_000) -> Monitor:
    """Lists of ten from pools whose shares differ, drawn person by person; the group `ratio` times as often."""
    rng, monitor = random.Random(seed), Monitor()
    while monitor.watched < suggestions and monitor.alarm is None:
        size = rng.randint(20, 200)
        group = rng.randint(size // 5, size * 4 // 5)
        others = size - group
        for _ in range(10):
            of_group = rng.random() * (ratio * group + others) < ratio * group
            monitor.watch(of_group, group, others)
            group, others = group - of_group, others - (not of_group)
    return monitor


def test_a_ratio_of_seven_tenths_is_found_within_two_thousand_suggestions_in_twenty_of_twenty_worlds() -> None:
    alarms = [watched(seed, 0.7).alarm for seed in range(20)]
    assert all(alarm is not None and alarm.side == "fewer" and alarm.after <= 2_000 for alarm in alarms)


def test_so_is_its_inverse_on_the_other_side() -> None:
    assert {alarm.side for seed in range(5) if (alarm := watched(seed, 1 / 0.7).alarm)} == {"more"}


def test_of_twenty_fair_worlds_at_most_one_raises_an_alarm() -> None:
    assert sum(watched(seed, 1.0).alarm is not None for seed in range(20)) <= 1


@given(group=st.integers(1, 500), others=st.integers(1, 500))
def test_no_bet_gains_on_average_where_the_chance_is_the_share(group: int, others: int) -> None:
    fair, total = group / (group + others), [0.0, 0.0]
    for of_group, chance in ((True, fair), (False, 1 - fair)):
        monitor = Monitor()
        monitor.watch(of_group, group, others)
        total = [so_far + chance * wealth for so_far, wealth in zip(total, monitor.evidence, strict=True)]
    assert total == pytest.approx([1.0, 1.0])


@given(group=st.integers(1, 500), others=st.integers(1, 500), more=st.floats(0.0, 1.0))
def test_nor_against_not_fewer_where_the_group_is_taken_more_often(group: int, others: int, more: float) -> None:
    fair = group / (group + others)
    chance = fair + more * (1 - fair)
    taken, left = Monitor(), Monitor()
    taken.watch(True, group, others)
    left.watch(False, group, others)
    assert chance * taken.evidence[0] + (1 - chance) * left.evidence[0] <= 1 + 1e-9


def test_where_there_is_nobody_else_nothing_is_learned() -> None:
    monitor = Monitor()
    for _ in range(1_000):
        monitor.watch(True, 5, 0)
        monitor.watch(False, 0, 5)
    assert (monitor.watched, monitor.evidence, monitor.alarm) == (0, (1.0, 1.0), None)


def test_somebody_who_could_not_be_chosen_cannot_have_been() -> None:
    with pytest.raises(ValueError):
        Monitor().watch(True, 0, 5)


def test_an_alarm_stays_and_says_when() -> None:
    monitor = Monitor()
    while monitor.alarm is None:
        monitor.watch(False, 10, 10)
    after = monitor.alarm.after
    assert monitor.evidence[0] >= 2 / LEVEL
    assert after < 25
    for _ in range(100):
        monitor.watch(True, 10, 10)
    assert monitor.alarm.after == after
    assert monitor.watched == after + 100
    assert 1.0 not in BETS
