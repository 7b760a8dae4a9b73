"""Names are compared across scripts and orders."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmis.text.alike import known, most_alike, similarity

NAMES = st.one_of(
    st.text(max_size=20),
    st.text(st.characters(min_codepoint=0x1780, max_codepoint=0x17FF), max_size=10),
    st.text("abcdeghikmnoprstuvy ", max_size=20),
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sok Dara", "Dara Sok"),
        ("Sok Dara", "សុខ ដារ៉ា"),
        ("ដារ៉ា សុខ", "SOKH Dara"),
        ("សុខដារ៉ា", "Dara Sok"),
        ("Somsack Vongsa", "ວົງສາ ສົມສັກ"),
        ("ສົມສັກ ວົງສາ", "Somsak Vongxa"),
        ("Chan Srey Mom", "Sreymom Chan"),
    ],
)
def test_one_name_in_another_script_or_order_is_nearly_one(one: str, other: str) -> None:
    assert similarity(one, other) > 0.93


@pytest.mark.parametrize(
    ("one", "other"), [("Sok Dara", "Chan Vanna"), ("សុខ ដារ៉ា", "Heng Phalla"), ("ວົງສາ", "Keo"), ("", ""), ("", "Sok")]
)
def test_other_names_are_far_away(one: str, other: str) -> None:
    assert similarity(one, other) < 0.6


def test_what_only_sounds_alike_stays_below_one() -> None:
    assert similarity("Sok", "Sok") == 1
    assert 0.8 < similarity("Sok", "Suk") < 1


def test_the_most_alike_come_first() -> None:
    among = known(["ភ្នំពេញ", "Battambang", "សៀមរាប", "ວຽງຈັນ", "Pursat", "!?"])
    assert [name for name, _ in most_alike("Phnom Penh", among, 1)] == ["ភ្នំពេញ"]
    assert most_alike("បាត់ដំបង", among, 2)[0][0] == "Battambang"
    assert most_alike("Siem Reap", among)[0] == ("សៀមរាប", pytest.approx(0.98, abs=0.03))
    assert "!?" not in among.names


def test_nothing_is_like_nothing() -> None:
    assert [likeness for _, likeness in most_alike("", known(["Sok"]))] == [0]
    assert most_alike("Sok", known([])) == []


@given(NAMES, NAMES)
def test_is_symmetric_and_between_zero_and_one(one: str, other: str) -> None:
    assert similarity(one, other) == similarity(other, one)
    assert 0 <= similarity(one, other) <= 1


@given(st.lists(NAMES, max_size=6), NAMES)
def test_the_order_of_the_known_changes_nothing(names: list[str], asked: str) -> None:
    assert most_alike(asked, known(names)) == most_alike(asked, known(reversed(names)))
