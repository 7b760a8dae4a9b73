from __future__ import annotations

import numpy as np
import pytest

from lmis.indicators.reliability import Reliability, status_of


@pytest.mark.parametrize(
    ("cv", "respondents", "status"),
    [
        (0.10, 15, "published"),
        (0.15, 15, "published"),
        (0.151, 15, "unreliable"),
        (0.30, 15, "unreliable"),
        (0.301, 500, "hidden"),
        (0.10, 14, "unreliable"),
        (0.10, 5, "unreliable"),
        (0.10, 4, "hidden"),
        (0.0, 500, "unreliable"),
        (float("nan"), 500, "unreliable"),
    ],
)
def test_status(cv: float, respondents: int, status: str) -> None:
    value = np.array([1.0])
    assert status_of(value, np.array([cv]), np.array([float(respondents)]), True, Reliability()) == [status]


def test_a_complete_register_is_judged_by_its_numbers() -> None:
    numbers = np.array([4.0, 5.0, 15.0])
    found = status_of(numbers, np.full(3, np.nan), numbers, False, Reliability())
    assert found.tolist() == ["hidden", "unreliable", "published"]


def test_thresholds_are_settings() -> None:
    strict = Reliability(hidden_below=100)
    assert status_of(np.array([1.0]), np.array([0.01]), np.array([99.0]), True, strict) == ["hidden"]


def test_no_value_is_hidden() -> None:
    nan = np.array([np.nan])
    assert status_of(nan, nan, np.array([50.0]), True, Reliability()) == ["hidden"]
