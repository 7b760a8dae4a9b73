"""Keys join what people would call the same words, and keep apart what they would not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmis.text.keys import name_key, search_key


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Sewing-machine  Operator", "sewing machine operator"),
        ("Driver's licence (B)", "drivers licence b"),
        ("Café", "cafe"),
        ("ភ្នំ ពេញ", "ភ្នំពេញ"),
        ("ភ្នំ\u200bពេញ។", "ភ្នំពេញ"),
        ("ວຽງ ຈັນ", "ວຽງຈັນ"),
        ("ຊ່າງ ໒", "ຊ່າງ2"),
        ("Excel ភ្នំពេញ Word 2", "excelភ្នំពេញword 2"),
        ("   ", ""),
        ("!?", ""),
    ],
)
def test_search_key_of(typed: str, key: str) -> None:
    assert search_key(typed) == key


def test_programming_languages_stay_apart() -> None:
    assert len({search_key(name) for name in ("C", "C++", "C#", "F#", "f")}) == 5
    assert search_key("c ++") == "c"
    assert search_key("Word + Excel") == "word excel"


def test_three_orders_of_a_cluster_have_one_key() -> None:
    typed = [
        "\u179f\u17d2\u178f\u17d2\u179a\u17b8",
        "\u179f\u17d2\u179a\u17d2\u178f\u17b8",
        "\u179f\u17b8\u17d2\u178f\u17d2\u179a",
    ]
    assert len({search_key(word) for word in typed}) == 1


def test_name_key_ignores_the_order_and_the_fields() -> None:
    keys = {
        name_key("Sok", "Dara"),
        name_key("DARA", "sok"),
        name_key("Sok Dara", None),
        name_key(None, "Dara, Sok"),
    }
    assert keys == {"dara sok"}
    assert name_key("សុខ", "ដារ៉ា") == name_key("ដារ៉ា", "សុខ")


def test_name_key_drops_titles_but_never_the_whole_name() -> None:
    assert name_key("Mr. Sok", "Dara") == name_key("Sok", "Dara")
    assert name_key("ທ້າວ ສົມສັກ", "ແກ້ວ") == name_key("ສົມສັກ", "ແກ້ວ")
    assert name_key("ນາງ", None) == "ນາງ"
    assert name_key(None, None) == ""


@given(st.text())
def test_search_key_of_a_key_is_itself(text: str) -> None:
    assert search_key(search_key(text)) == search_key(text)


@given(st.text(st.characters(max_codepoint=0x7F)))
def test_the_fast_path_agrees_with_the_long_way(text: str) -> None:
    assert search_key(text) == search_key(text + "\u200b")


@given(st.one_of(st.none(), st.text()), st.one_of(st.none(), st.text()))
def test_name_key_is_symmetric(family: str | None, given_name: str | None) -> None:
    assert name_key(family, given_name) == name_key(given_name, family)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Đà Nẵng", "da nang"),
        ("Søren Ærø", "soren aero"),
        ("Łódź", "lodz"),
        ("Kâmpóng Cham", "kampong cham"),
        ("Preăh Vihéar", "preah vihear"),
        ("ទី ២", "ទី2"),
        ("ផ្សេង ៗ", "ផ្សេងៗ"),
    ],
)
def test_search_key_of_letters_that_ascii_lacks(typed: str, key: str) -> None:
    assert search_key(typed) == key


KHMER = st.text(st.characters(min_codepoint=0x1780, max_codepoint=0x17FF), max_size=12)
LAO = st.text(st.characters(min_codepoint=0x0E80, max_codepoint=0x0EFF), max_size=12)


@given(st.one_of(KHMER, LAO), st.sampled_from(["\u200b", "\u200c", "\u200d", "\ufeff", "\u00ad", "\u2060"]), st.data())
def test_what_is_invisible_never_changes_a_key(text: str, sign: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text)))
    assert search_key(text[:place] + sign + text[place:]) == search_key(text)


@given(st.one_of(KHMER, LAO))
def test_keys_of_our_scripts_are_their_own_keys(text: str) -> None:
    assert search_key(search_key(text)) == search_key(text)
