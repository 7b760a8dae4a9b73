"""Names on one line, and the rough key for possible duplicates."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmis.text.names import full_name, sound_key


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
