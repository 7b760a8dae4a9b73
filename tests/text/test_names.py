"""Names on one line, and the rough key for possible duplicates."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmis.text.keys import name_key
from lmis.text.names import full_name, sound_key, spaced_keys


@pytest.mark.parametrize(
    ("family", "given_name", "line"),
    [("Sok", "Dara", "Sok Dara"), (" Sok ", None, "Sok"), (None, "", ""), ("ສີ", "ຄຳ", "ສີ ຄຳ")],
)
def test_full_name(family: str | None, given_name: str | None, line: str) -> None:
    assert full_name(family, given_name) == line


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Heng", "Haeng"),
        ("Heng", "Hengh"),
        ("Sy", "Si"),
        ("Vong", "Wong"),
        ("Phon", "Pon"),
        ("Phoummy", "Phummi"),
        ("Chhay", "Chay"),
        ("Sok", "Soc"),
        ("Khamphone", "Kampone"),
        ("Xay", "Say"),
        ("Bounmy", "Bunmi"),
    ],
)
def test_romanised_spellings_share_a_sound(one: str, other: str) -> None:
    assert sound_key(one, None) == sound_key(other, None)


def test_different_names_keep_different_sounds() -> None:
    names = ["Sok", "Sao", "Chan", "Dara", "Heng", "Vanna", "Kham", "Keo", "Noy", "Pheng"]
    assert len({sound_key(name, None) for name in names}) == len(names)


@given(st.text(), st.text())
def test_sound_ignores_the_order_of_the_fields(family: str, given_name: str) -> None:
    assert sound_key(family, given_name) == sound_key(given_name, family)


@pytest.mark.parametrize(
    ("latin", "native"), [("Sok Dara", "សុខ ដារ៉ា"), ("Dara Sok", "សុខ ដារ៉ា"), ("Vongsa Somsack", "ສົມສັກ ວົງສາ")]
)
def test_native_and_latin_names_share_a_sound(latin: str, native: str) -> None:
    assert sound_key(*latin.split()) == sound_key(*native.split())


WRITTEN = ("សុខ", "ដារ៉ា", "ស្រីមុំ", "ច័ន្ទ", "ວົງ", "ສົມສີ", "ເພັດສະໝອນ", "ຈັນທະລາ")


@given(st.lists(st.sampled_from(WRITTEN), min_size=2, max_size=3))
def test_the_key_of_a_name_is_found_where_its_spaces_are_left_out(words: list[str]) -> None:
    spaced = name_key(None, " ".join(words))
    assert spaced in spaced_keys(name_key(None, "".join(words)))
    if len(words) == 3:
        assert spaced in spaced_keys(name_key(None, f"{words[0]} {words[1]}{words[2]}"))


@pytest.mark.parametrize("words", ["", "012345678", "ក", "ly", "a b c", "សុខ ដារ៉ា ចាន់"])
def test_no_other_way_to_write_it(words: str) -> None:
    assert spaced_keys(name_key(None, words)) == []


@pytest.mark.parametrize(("word", "torn"), [("ស្រី", "រី"), ("ເພັດ", "ພັດ"), ("ຄຳ", "ຳ"), ("ដារ៉ា", "៉ា")])
def test_no_word_ends_within_a_syllable(word: str, torn: str) -> None:
    assert not any(torn in key.split() for key in spaced_keys(name_key(None, f"{word}{word}")))
