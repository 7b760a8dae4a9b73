from __future__ import annotations

import numpy as np
import pytest

from lmis.indicators.reliability import Reliability, status_of


@pytest.mark.parametrize(
    ("cv", "respondents", "status"),
    [
        (0.10, 30, "published"),
        (0.15, 30, "published"),
        (0.151, 30, "unreliable"),
        (0.30, 30, "unreliable"),
        (0.301, 500, "hidden"),
        (0.10, 29, "unreliable"),
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
    numbers = np.array([4.0, 5.0, 30.0])
    found = status_of(numbers, np.full(3, np.nan), numbers, False, Reliability())
    assert found.tolist() == ["hidden", "unreliable", "published"]


@pytest.mark.parametrize(("respondents", "base", "status"), [
    (40, 60, "published"), (40, 29, "unreliable"), (29, 60, "unreliable"), (40, 4, "hidden"), (4, 60, "hidden"),
])  # fmt: skip
def test_both_terms_of_a_rate_are_looked_at(respondents: int, base: int, status: str) -> None:
    terms = np.array([float(respondents)]), np.array([float(base)])
    assert status_of(np.ones(1), np.full(1, 0.1), terms[0], True, Reliability(), terms[1]) == [status]


def test_thresholds_are_settings() -> None:
    strict = Reliability(hidden_below=100)
    assert status_of(np.array([1.0]), np.array([0.01]), np.array([99.0]), True, strict) == ["hidden"]


def test_no_value_is_hidden() -> None:
    nan = np.array([np.nan])
    assert status_of(nan, nan, np.array([50.0]), True, Reliability()) == ["hidden"]
