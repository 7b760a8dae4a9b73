"""Numbers as text: twelve digits, whole ones without a point."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmis.exchange.numbers import number


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**17), 10**17))
def test_a_number_is_written_as_the_slow_way_does(value: float) -> None:
    whole = value == int(value) and abs(value) < 1e15
    assert number(value) == (str(int(value)) if whole else format(value, ".12g"))


@pytest.mark.parametrize(("value", "text"), [
    (0.0, "0"), (-0.0, "0"), (2.50, "2.5"), (1 / 3, "0.333333333333"), (1e14, "100000000000000"), (1e-7, "1e-07"),
    (123456789012345.0, "123456789012345"), (1e15, "1e+15"),
])  # fmt: skip
def test_examples(value: float, text: str) -> None:
    assert number(value) == text


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_is_never_written(value: float) -> None:
    with pytest.raises((ValueError, OverflowError)):
        number(value)
