"""One normal form for every way of typing the same Khmer, Lao or Latin text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmis.text.normalise import normal

OUR_LETTERS = st.characters(codec="utf-8", min_codepoint=0x20, max_codepoint=0x17FF)
KHMER = st.text(st.characters(min_codepoint=0x1780, max_codepoint=0x17FF), max_size=12)
LAO = st.text(st.characters(min_codepoint=0x0E80, max_codepoint=0x0EFF), max_size=12)


@pytest.mark.parametrize(
    "typed",
    [
        "\u179f\u17d2\u178f\u17d2\u179a\u17b8",  # ta, ro, vowel: as it should be
        "\u179f\u17d2\u179a\u17d2\u178f\u17b8",  # ro first
        "\u179f\u17b8\u17d2\u178f\u17d2\u179a",  # vowel first
        "\u179f\u17d2\u178a\u17d2\u179a\u17b8",  # da, which looks like ta under a letter
        "\u179f\u17d2\u200b\u178f\u17d2\u179a\u17b8",  # with a zero-width space inside
    ],
)
def test_a_khmer_cluster_has_one_order(typed: str) -> None:
    assert normal(typed) == "ស្ត្រី"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("\u179f\u17bb\u17b8", "\u179f\u17ca\u17b8"),  # ុ typed for the shifter ៊
        ("\u1798\u17bb\u17ba", "\u1798\u17c9\u17ba"),  # and for ៉
        ("\u1780\u17c1\u17b6", "\u1780\u17c4"),  # េ and ា typed for ោ
        ("\u1780\u17c1\u17b8", "\u1780\u17be"),  # េ and ី typed for ើ
        ("\u1780\u17c6\u17bb", "\u1780\u17bb\u17c6"),  # sign before vowel
        ("\u1780\u17b6\u17b6", "\u1780\u17b6"),  # a vowel typed twice
    ],
)
def test_khmer_typing_habits_are_undone(typed: str, meant: str) -> None:
    assert normal(typed) == normal(meant)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ຫຼວງພະບາງ", "ຫລວງພະບາງ"),
        ("\u0e99\u0ecd\u0eb2", "\u0e99\u0eb3"),  # ໍາ as two signs and as one
        ("\u0e99\u0ecd\u0ec9\u0eb2", "\u0e99\u0ec9\u0eb3"),  # a tone inside
        ("\u0e99\u0eb3\u0ec9", "\u0e99\u0ec9\u0eb3"),  # a tone after
        ("\u0e97\u0ec8\u0eb5", "\u0e97\u0eb5\u0ec8"),  # a tone before its vowel
        ("ເເຂວງ", "ແຂວງ"),
        ("ໜອງ", "ຫນອງ"),
        ("ໝໍ", "ຫມໍ"),
    ],
)
def test_lao_spellings_of_one_word_are_equal(one: str, other: str) -> None:
    assert normal(one) == normal(other)


def test_different_khmer_words_stay_different() -> None:
    words = ["ប៉ា", "ប៊ា", "បា", "កា", "ការ", "ក្រ", "កុំ", "កំ", "ម៉ី", "មី", "មុ"]
    assert len({normal(word) for word in words}) == len(words)


def test_case_digits_spaces_and_quotes_are_normal() -> None:
    assert normal("  Phnom\u00a0\tPENH ២០២៦ ໒\u0ed0໒໖ \uff11") == "phnom penh 2026 2026 1"
    assert normal("l\u2019Hôtel \u2013 Caf\u0065\u0301") == "l'hôtel - caf\u00e9"


def test_nothing_visible_leaves_nothing() -> None:
    assert normal("\u200b\ufeff\u200d \u00ad\x00") == ""


@given(st.one_of(st.text(), st.text(OUR_LETTERS), KHMER, LAO))
def test_is_idempotent_on_any_text(text: str) -> None:
    assert normal(normal(text)) == normal(text)


@given(st.text(st.characters(max_codepoint=0x7F)))
def test_the_fast_path_agrees_with_the_long_way(text: str) -> None:
    assert normal(text) == normal(text + "\u200b")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("\u179f\u17ca\u17b8", "\u179f\u17c9\u17b8"),  # both shifters look the same under an upper vowel
        ("\u179f\u17ca\u17b6\u17c6", "\u179f\u17bb\u17b6\u17c6"),  # and under ាំ
        ("\u179f\u17ca\u17bf", "\u179f\u17bb\u17bf"),  # and under ឿ
        ("\u1780\u17c1\u17c4", "\u1780\u17c4"),  # a vowel, its first half typed before it
        ("\u1780\u17b6\u17c4", "\u1780\u17c4"),
        ("\u1780\u17c1\u17c5", "\u1780\u17c5"),
        ("\u1796\u17c7\u17c1\u17b6", "\u1796\u17c4\u17c7"),  # three signs of ពោះ in any order
        ("\u1780\u17d2", "\u1780"),  # a coeng with nothing to put under
        ("\u1780\u17d2\u17d2\u179a", "\u1780\u17d2\u179a"),
        ("\u17d8", "។ល។"),  # deprecated
        ("\u0eab\u0eb1\u0ebc\u0e81", "ຫຼັກ"),  # the small lo after the vowel
        ("\u0e99\u0eb2\u0ecd", "\u0e99\u0eb3"),  # າ before ໍ
        ("\u0e99\u0ec9\u0eb2\u0ecd", "ນ້ຳ"),
        ("\u0e97\u0eb5\u0eb5\u0ec8\u0ec8", "ທີ່"),
    ],
)
def test_more_spellings_that_look_alike_are_equal(one: str, other: str) -> None:
    assert normal(one) == normal(other)


def test_shifters_stay_apart_where_they_look_different() -> None:
    assert len({normal(word) for word in ("ប៉ា", "ប៊ា", "បា", "ស៊ា", "សា", "សុ", "ស៊")}) == 7


@given(KHMER, KHMER)
def test_what_is_invisible_changes_nothing(one: str, other: str) -> None:
    assert normal(one + "\u200b" + other) == normal(one + other)


@given(
    st.sampled_from("កងតសរប"),
    st.lists(st.sampled_from(["\u17d2ម", "\u17d2រ", "\u17c9", "\u17b8", "\u17c6"]), unique=True),
)
def test_the_order_of_the_parts_of_a_cluster_never_matters(base: str, parts: list[str]) -> None:
    assert normal(base + "".join(parts)) == normal(base + "".join(sorted(parts)))


@given(st.sampled_from("ກງສທນມ"), st.lists(st.sampled_from("\u0eb1\u0ec9\u0eb8\u0ecd"), unique=True))
def test_the_order_of_the_signs_of_a_lao_letter_never_matters(base: str, signs: list[str]) -> None:
    assert normal(base + "".join(signs)) == normal(base + "".join(sorted(signs)))
