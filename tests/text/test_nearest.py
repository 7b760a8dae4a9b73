"""An unknown value is answered with the nearest known ones."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lmis.text.nearest import nearest

PROVINCES = {
    "KH01": "Banteay Meanchey",
    "KH03": "Kampong Cham",
    "KH04": "Kampong Chhnang",
    "KH12": "Phnom Penh",
}


def test_of_names_the_code_is_returned() -> None:
    assert nearest("Kampong Chm", PROVINCES)[0] == "KH03"
    assert nearest("pnom pen", PROVINCES) == ["KH12"]


def test_of_a_mistyped_code_the_code_is_returned() -> None:
    assert nearest("KH-12", PROVINCES)[0] == "KH12"


def test_of_plain_values_the_value_is_returned() -> None:
    assert nearest("seasonnal", ["permanent", "fixed_term", "seasonal", "casual"], limit=1) == ["seasonal"]
    assert nearest("ភ្នំ ពេញ", ["ព្រះសីហនុ", "ភ្នំពេញ"])[0] == "ភ្នំពេញ"


def test_nothing_alike_gives_nothing() -> None:
    assert nearest("zzz", PROVINCES) == []
    assert nearest("", PROVINCES) == []


@given(st.text(), st.permutations(list(PROVINCES.values())), st.integers(0, 5))
def test_the_order_of_the_candidates_changes_nothing(value: str, candidates: list[str], limit: int) -> None:
    found = nearest(value, candidates, limit)
    assert found == nearest(value, sorted(candidates), limit)
    assert len(found) <= limit
