"""Words of three languages, parted by ICU."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmis.text.normalise import normal
from lmis.text.words import words
from lmis.vocabulary import Language


@pytest.mark.parametrize(
    ("text", "language", "parted"),
    [
        ("ខ្ញុំធ្វើការនៅភ្នំពេញ។", Language.KM, ["ខ្ញុំ", "ធ្វើការ", "នៅ", "ភ្នំពេញ"]),
        ("ភ្នាក់ងារជាតិមុខរបរ និងការងារ ២០២៦", Language.KM, ["ភ្នាក់ងារ", "ជាតិ", "មុខរបរ", "និង", "ការងារ", "២០២៦"]),
        ("ຂ້ອຍເຮັດວຽກຢູ່ວຽງຈັນ", Language.LO, ["ຂ້ອຍ", "ເຮັດວຽກ", "ຢູ່", "ວຽງຈັນ"]),
        ("Sewing-machine operator's job", Language.EN, ["Sewing", "machine", "operator's", "job"]),
        ("កម្មករកាត់ដេរ sewing ຊ່າງ", Language.EN, ["កម្មករ", "កាត់ដេរ", "sewing", "ຊ່າງ"]),
        ("😀 ភ្នំពេញ 😀", Language.KM, ["ភ្នំពេញ"]),
        ("", Language.LO, []),
        ("។ ៕ !?", Language.KM, []),
    ],
)
def test_words_of(text: str, language: Language, parted: list[str]) -> None:
    assert words(text, language) == parted


def test_spellings_of_one_text_have_the_same_words_in_their_normal_form() -> None:
    one, other = "ស្ត្រីធ្វើការ", "\u179f\u17d2\u179a\u17d2\u178f\u17b8\u200bធ្វ\u17c1\u17b8ការ"
    assert words(normal(one), Language.KM) == words(normal(other), Language.KM) == ["ស្ត្រី", "ធ្វើការ"]


@given(st.one_of(st.text(), st.text(st.characters(min_codepoint=0x0E80, max_codepoint=0x17FF))))
def test_words_stand_in_the_text_in_their_order_and_hold_every_letter(text: str) -> None:
    place, found = 0, words(text, Language.KM)
    for word in found:
        place = text.index(word, place) + len(word)
    assert "".join(filter(str.isalnum, "".join(found))) == "".join(filter(str.isalnum, text))


def test_half_a_surrogate_pair_does_no_harm() -> None:
    assert words("ភ្នំពេញ \ud83d a", Language.KM) == ["ភ្នំពេញ", "a"]
