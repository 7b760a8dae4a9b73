"""Ratios as lengths."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmis.exchange.bulletins.picture import bar_of, place_of, scale_of, ticks_of

ratios = st.floats(0, 1e6, allow_nan=False)


def test_half_and_double_are_as_far_from_balance() -> None:
    scale = scale_of([0.5, 2.0])
    assert scale == (-1, 1)
    assert [place_of(ratio, scale) for ratio in (0.5, 1.0, 2.0)] == [0.0, 0.5, 1.0]
    assert [(tick.at, tick.label) for tick in ticks_of(scale, str)] == [(0.0, "0.5"), (0.5, "1.0"), (1.0, "2.0")]


@pytest.mark.parametrize(
    ("ratio", "over", "cut"), [(4.0, True, False), (1.0, False, False), (0.0, False, True), (20.0, True, True)]
)
def test_says_on_which_side_a_bar_lies_and_whether_it_is_cut(ratio: float, over: bool, cut: bool) -> None:
    bar = bar_of("Sellers", ratio, "x", scale_of([0.0, 20.0]))
    assert (bar.over, bar.cut) == (over, cut)


@given(st.lists(ratios), ratios)
def test_whatever_the_ratios_every_bar_is_in_the_picture(known: list[float], ratio: float) -> None:
    scale = scale_of(known)
    bar = bar_of("Sellers", ratio, "x", scale)
    assert 0 <= bar.start <= bar.end <= 1
    assert place_of(1.0, scale) in (bar.start, bar.end)
