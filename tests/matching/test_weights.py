"""Weights are whole, complete, and hang on the wall as a table."""

from __future__ import annotations

from typing import Any

import pytest

from lmis.matching.criteria import CRITERIA
from lmis.matching.weights import DEFAULT_WEIGHTS, Weights, WeightsIncomplete, paper_table


def test_the_default_weights_add_up_to_a_hundred() -> None:
    assert DEFAULT_WEIGHTS.total == 100
    assert list(DEFAULT_WEIGHTS.most) == [criterion.name for criterion in CRITERIA]


@pytest.mark.parametrize(
    ("change", "at_fault"),
    [
        ({"skills": None}, ["skills"]),
        ({"charm": 5}, ["charm"]),
        ({"wage": 0.5}, ["wage"]),
        ({"wage": -1}, ["wage"]),
    ],
)
def test_refuses_weights_that_are_not_whole_or_complete(change: dict[str, Any], at_fault: list[str]) -> None:
    most = {name: most for name, most in ({**DEFAULT_WEIGHTS.most, **change}).items() if most is not None}
    with pytest.raises(WeightsIncomplete) as refused:
        Weights("x", most)
    assert refused.value.values == {"version": "x", "criteria": at_fault}


def test_the_table_on_paper() -> None:
    table = paper_table(DEFAULT_WEIGHTS)
    assert table["occupation"] == {
        "wanted_0": 0, "wanted_1": 4, "wanted_2": 12, "wanted_3": 22, "wanted_4": 32,
        "done_0": 0, "done_1": 3, "done_2": 9, "done_3": 17, "done_4": 25, "wanted_related": 17, "done_related": 14,
    }  # fmt: skip
    assert table["experience"] == {f"quarters_{part}": points for part, points in enumerate((0, 1, 3, 4, 6))}
    assert table["skills"] == {
        "required": 2, "useful": 1, "required_scarce": 4, "useful_scarce": 2, "required_rare": 6, "useful_rare": 3,
    }  # fmt: skip
    assert table["availability"] == {"within_0": 2, "within_30": 1}
    assert table["accommodations"] == {"all": 3, "some": 1}
    assert table["place"]["same_district_district"] == 20
    assert [table["place"][f"{near}_country"] for near in ("same_province", "neighbour", "same_country")] == [
        18,
        18,
        14,
    ]
    assert table["wage"] == {"offered_100": 5, "offered_90": 3, "offered_80": 1}


def test_no_step_gives_more_than_its_criterion() -> None:
    table = paper_table(DEFAULT_WEIGHTS)
    for criterion in CRITERIA:
        best = max(table[criterion.name].values())
        assert best == (DEFAULT_WEIGHTS.most[criterion.name] if criterion.of else max(criterion.table.values()))
