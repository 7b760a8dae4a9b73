"""Codes as files write them, and titles as people write them."""

from __future__ import annotations

import pytest

from lmis.occupations.labels import code_and_concept
from lmis.occupations.titles import script_of, stem, title_key, title_words

TAILOR = "http://data.europa.eu/esco/occupation/1"


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("7531", ("7531", None)), (" C7531 ", ("7531", None)), ("7531.4", ("7531", None)),
        ("http://data.europa.eu/esco/isco/C753", ("753", None)), (TAILOR, ("7531", TAILOR)),
        ("tailor", None), ("", None),
    ],
)  # fmt: skip
def test_a_cell_may_name_a_group_or_a_concept(cell: str, found: tuple[str, str | None] | None) -> None:
    assert code_and_concept(cell, {TAILOR: "7531"}) == found


def test_plurals_and_ing_are_one_word_in_english_only() -> None:
    assert [stem(word) for word in ("tailors", "companies", "nursing", "boss", "bus")] == [
        "tailor", "company", "nurs", "boss", "bus",
    ]  # fmt: skip
    assert title_words("autos sons", "en") != title_words("autos sons", "es")


def test_khmer_and_lao_are_parted_into_words_by_their_own_script() -> None:
    assert script_of(title_key("ຄູສອນ")) == "lo"
    assert len(title_words(title_key("គ្រូបង្រៀនភាសាអង់គ្លេស"), "en")) > 1
