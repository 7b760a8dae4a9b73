"""A cap is applied after the exact ranking: nobody has more places, and every list stays a part of its ranking."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lmis.matching.engine.spreading import BELOW, CAPPED, GIVEN, Places, spread

Row = tuple[int, int, int, int]
"""Vacancy, person, rank, points."""

POINTS = st.lists(st.lists(st.integers(1, 4), min_size=6, max_size=6), min_size=1, max_size=5)
"""Of each vacancy the points of six people."""


def ranked(points: list[list[int]]) -> list[Row]:
    """The exact rankings: of equal points the lower number."""
    rows = []
    for vacancy, some in enumerate(points):
        best = sorted(range(len(some)), key=lambda person: (-some[person], person))
        rows += [(vacancy, person, rank, some[person]) for rank, person in enumerate(best, start=1)]
    return rows


def fates(rows: list[Row], top: int, cap: int) -> dict[Row, int]:
    places = Places(*(np.array(column, np.int32) for column in zip(*rows, strict=True)))
    found = spread(places, 1 + max(row[0] for row in rows), 6, top, cap)
    return dict(zip(rows, found.tolist(), strict=True))


@given(POINTS, st.integers(1, 4), st.integers(1, 4))
def test_nobody_has_more_places_than_the_cap_and_lists_are_parts_of_their_rankings(
    points: list[list[int]], top: int, cap: int
) -> None:
    rows = ranked(points)
    what = fates(rows, top, cap)
    given_ = [row for row in rows if what[row] == GIVEN]
    assert max(Counter(person for _, person, _, _ in given_).values()) <= cap
    assert max(Counter(vacancy for vacancy, *_ in given_).values()) <= top
    for vacancy in range(len(points)):
        in_order = [what[row] for row in rows if row[0] == vacancy]
        reached = in_order[: in_order.index(BELOW)] if BELOW in in_order else in_order
        assert BELOW not in reached
        assert set(in_order[len(reached) :]) <= {BELOW}
        assert reached.count(GIVEN) == top or len(reached) == len(in_order)


@given(POINTS, st.integers(1, 4), st.integers(1, 4))
def test_whoever_is_left_out_stands_in_as_many_lists_that_suit_at_least_as_well(
    points: list[list[int]], top: int, cap: int
) -> None:
    what = fates(ranked(points), top, cap)
    for vacancy, person, _, has in (row for row, fate in what.items() if fate == CAPPED):
        better = [row for row, fate in what.items() if fate == GIVEN and row[1] == person]
        assert len(better) == cap
        assert all((-row[3], row[0]) < (-has, vacancy) for row in better)


@given(POINTS, st.integers(1, 4), st.integers(1, 4), st.randoms())
def test_the_order_of_rows_changes_nothing(points: list[list[int]], top: int, cap: int, random: object) -> None:
    rows = ranked(points)
    mixed = list(rows)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert fates(mixed, top, cap) == fates(rows, top, cap)


def test_a_person_gets_the_vacancies_that_suit_best() -> None:
    what = fates(ranked([[3, 1, 1, 1, 1, 1], [4, 2, 1, 1, 1, 1], [3, 2, 1, 1, 1, 1]]), top=1, cap=1)
    assert [row[:3] for row, fate in what.items() if fate == GIVEN] == [(0, 2, 3), (1, 0, 1), (2, 1, 2)]
    assert [row[:3] for row, fate in what.items() if fate == CAPPED] == [(0, 0, 1), (0, 1, 2), (2, 0, 1)]
