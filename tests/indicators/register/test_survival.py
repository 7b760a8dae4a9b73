"""Kaplan and Meier against the textbook, by hand, and against its own definition on drawn data."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmis.indicators.register.survival import Curve, curves

# Source: E. A. Gehan, Biometrika 52 (1965); weeks in remission of 42 children with leukaemia, + where still in it.
MERCAPTOPURINE = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
PLACEBO = "1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23"


def curve(text: str, cell: int = 0) -> Curve:
    """The curve of times as the textbook writes them."""
    words = text.split()
    time = np.array([int(word.rstrip("+")) for word in words])
    event = np.array(["+" not in word for word in words])
    return curves(np.full(len(words), cell), np.full(len(words), -1), time, event)[cell]


def test_gives_the_published_curve_of_the_treated() -> None:
    """Klein and Moeschberger, table 4.1A: the product-limit estimate and its standard error."""
    found = curve(MERCAPTOPURINE)
    assert found.time.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert found.survival.round(3).tolist() == [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
    errors = found.survival * np.sqrt(found.hazard_variance)
    assert errors.round(3).tolist() == [0.076, 0.087, 0.096, 0.107, 0.114, 0.128, 0.135]


def test_gives_the_published_interval_at_a_year_and_the_medians() -> None:
    """R's survfit(conf.type = "log-log") of the same data: S(10) = 0.753, 0.503 to 0.889; medians 23 and 8."""
    share, error, lower, upper = curve(MERCAPTOPURINE).came_within(10)
    assert [round(number, 3) for number in (1 - share, error, 1 - upper, 1 - lower)] == [0.753, 0.096, 0.503, 0.889]
    assert curve(MERCAPTOPURINE).quantile(0.5)[0] == 23
    assert curve(PLACEBO).quantile(0.5) == (8, 4, 11)


def test_the_interval_of_a_median_may_be_open() -> None:
    median, first, last = curve(MERCAPTOPURINE).quantile(0.5)
    assert (median, first) == (23, 13)
    assert math.isnan(last)


def test_what_fewer_have_reached_has_no_day() -> None:
    assert all(math.isnan(number) for number in curve(MERCAPTOPURINE).quantile(0.75)[::2])


def test_nothing_is_said_of_days_that_nobody_was_watched_for() -> None:
    assert math.isnan(curve(MERCAPTOPURINE).came_within(36)[0])
    assert not math.isnan(curve(MERCAPTOPURINE).came_within(35)[0])


def test_all_came_is_all_from_then_on() -> None:
    assert curve(PLACEBO).came_within(1000) == (1.0, 0.0, 1.0, 1.0)


def test_before_the_first_event_nothing_has_come() -> None:
    assert curve(MERCAPTOPURINE).came_within(5) == (0.0, 0.0, 0.0, 0.0)


def test_who_enters_late_is_at_risk_from_then_on() -> None:
    """By hand: three watched from the start until days 2, 4 (came) and 5 (lost), one from after day 2 until day 4.

    Day 2: 1 of 3 (the fourth is not there yet), S = 2/3. Day 4: 2 of 3, S = 2/3 · 1/3 = 2/9.
    """
    entry, time = np.array([-1, -1, -1, 2]), np.array([2, 4, 5, 4])
    found = curves(np.zeros(4, dtype=np.int64), entry, time, np.array([True, True, False, True]))[0]
    assert found.survival == pytest.approx([2 / 3, 2 / 9])


def test_without_anybody_lost_it_is_the_share_that_came() -> None:
    found = curve("0 0 3 7 7 7 9 12")
    assert [found.came_within(days)[0] for days in (0, 2, 3, 7, 12)] == pytest.approx([2 / 8, 2 / 8, 3 / 8, 6 / 8, 1])


rows = st.lists(
    st.tuples(st.integers(0, 3), st.integers(-1, 6), st.integers(0, 9), st.booleans()).map(
        lambda row: (row[0], row[1], row[1] + 1 + row[2], row[3])
    ),
    max_size=30,
)


def plainly(watched: list[tuple[int, int, int, bool]], cell: int, day: int) -> float:
    """S(day) by the definition: the product over the days of 1 - came / at risk."""
    left = 1.0
    for at in range(day + 1):
        risk = sum(1 for c, entry, time, _ in watched if c == cell and entry < at <= time)
        came = sum(1 for c, _, time, event in watched if c == cell and event and time == at)
        left *= 1 - came / risk if risk else 1.0
    return left


@given(rows)
def test_is_the_product_of_the_days_in_every_cell(watched: list[tuple[int, int, int, bool]]) -> None:
    columns: Any = np.array(watched, dtype=np.int64).reshape(-1, 4).T
    found = curves(columns[0], columns[1], columns[2], columns[3] == 1)
    assert set(found) == {row[0] for row in watched}
    for cell, one in found.items():
        for day in range(one.followed + 1):
            assert one.came_within(day)[0] == pytest.approx(1 - plainly(watched, cell, day))
