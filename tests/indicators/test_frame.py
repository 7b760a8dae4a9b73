from __future__ import annotations

import pandas as pd
import pytest

from lmis.indicators.frame import UnknownVariable, WrongKindOfVariable, frame_of

FRAME = frame_of(
    pd.DataFrame(
        {
            "worked": pd.array([True, False, None], dtype="boolean"),
            "sex": ["M", "F", None],
            "age": [20.0, float("nan"), 40.0],
        }
    ),
    "KHM",
    "2024",
)


def test_a_missing_answer_is_neither_yes_nor_known() -> None:
    assert FRAME["worked"].tolist() == [True, False, False]
    assert FRAME.known("worked").tolist() == [True, True, False]
    assert FRAME.known("age").tolist() == [True, False, True]
    assert FRAME.known("sex").tolist() == [True, True, False]


def test_a_missing_label_is_in_no_list_of_labels() -> None:
    assert FRAME.is_in("sex", "F", "M").tolist() == [True, True, False]
    assert FRAME.is_in("sex", "X").tolist() == [False, False, False]


def test_an_unknown_variable_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownVariable) as refusal:
        FRAME["workd"]
    assert refusal.value.values["nearest"] == ["worked"]


@pytest.mark.parametrize("ask", [lambda: FRAME["sex"], lambda: FRAME.number("sex"), lambda: FRAME.category("age")])
def test_a_variable_of_another_kind_is_refused(ask) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(WrongKindOfVariable):
        ask()
