from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from lmis.indicators.surveys.conditions import (
    UnknownBound,
    UnreadableCondition,
    columns_of,
    holds,
    parse_condition,
)
from lmis.indicators.surveys.source import Source

SOURCE = Source(pd.DataFrame({"A": ["1", " 1.0 ", "01", "2", "", "x"], "B": ["1", "2", "3", "4", "5", ""]}))


@pytest.mark.parametrize(
    ("said", "rows"),
    [
        ({"A": 1}, [0, 1, 2]),
        ({"A": "01"}, [2]),
        ({"A": [2, "x"]}, [3, 5]),
        ({"A": "missing"}, [4]),
        ({"A": "answered"}, [0, 1, 2, 3, 5]),
        ({"B": {"from": 2, "to": 4}}, [1, 2, 3]),
        ({"B": {"above": 2, "below": 4}}, [2]),
        ({"A": 1, "B": 2}, [1]),
        ({"any": [{"A": 2}, {"B": 1}]}, [0, 3]),
        ({"all": [{"A": 1}, {"B": {"to": 2}}]}, [0, 1]),
        ({"not": {"A": 1}}, [3, 4, 5]),
        ({"any": [{"all": [{"A": 1}, {"not": {"B": 1}}]}, {"B": "missing"}]}, [1, 2, 5]),
    ],
)
def test_holds_where_it_says(said: Any, rows: list[int]) -> None:
    assert holds(parse_condition(said, "#"), SOURCE).nonzero()[0].tolist() == rows


def test_knows_its_columns() -> None:
    assert columns_of(parse_condition({"any": [{"A": 1}, {"not": {"B": "missing"}}]}, "#")) == {"A", "B"}


@pytest.mark.parametrize(
    "said",
    [
        None,
        {},
        [],
        "A = 1",
        {"A": None},
        {"A": []},
        {"A": [[1]]},
        {"any": {}},
        {"not": 3},
        {"A": {"from": "x"}},
    ],
)
def test_refuses_what_is_no_condition(said: Any) -> None:
    with pytest.raises(UnreadableCondition) as refusal:
        parse_condition(said, "#/keep")
    assert refusal.value.values["pointer"].startswith("#/keep")


def test_an_unknown_bound_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownBound) as refusal:
        parse_condition({"A": {"form": 3}}, "#")
    assert refusal.value.values["nearest"][0] == "from"
