"""Places are found by their exact name in three scripts, or the near ones are told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmis.text.places import find_place, places

PLACES = places(
    {
        "KH01": ("Banteay Meanchey", "បន្ទាយមានជ័យ", "ບັນເຕຍມຽນໄຊ"),
        "KH02": ("Battambang", "បាត់ដំបង", "ບັດດຳບອງ"),
        "KH03": ("Kampong Cham", "កំពង់ចាម", None),
        "KH12": ("Phnom Penh", "ភ្នំពេញ", None),
        "KH17": ("Siem Reap", "សៀមរាប", None),
        "LA01": ("Vientiane Capital", "នគរវៀងចន្ទន៍", "ນະຄອນຫຼວງວຽງຈັນ"),
        "LA06": ("Louangphabang", None, "ຫຼວງພະບາງ"),
        "LA10": ("Vientiane", None, "ວຽງຈັນ"),
        "LA16": ("Champasack", None, "ຈຳປາສັກ"),
        "KH0101": ("Mongkol", "មង្គល", None),
        "KH0202": ("Mongkol", "មង្គល", None),
    }
)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("battambang", "KH02"),
        ("ខេត្តបាត់ដំបង", "KH02"),
        ("ខេត្ត បាត់\u200bដំបង", "KH02"),
        ("Khaet Battambang", "KH02"),
        ("Battambang Province", "KH02"),
        ("ບັດດໍາບອງ", "KH02"),
        ("ແຂວງຈໍາປາສັກ", "LA16"),
        ("ຫລວງພະບາງ", "LA06"),
        ("Vientiane", "LA10"),
        ("Vientiane Province", "LA10"),
        ("Vientiane Capital", "LA01"),
        ("ນະຄອນຫຼວງວຽງຈັນ", "LA01"),
        ("រាជធានីភ្នំពេញ", "KH12"),
    ],
)
def test_the_exact_name_is_found(typed: str, code: str) -> None:
    found = find_place(typed, PLACES)
    assert (found.code, found.near) == (code, ())


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Batambang", "KH02"),
        ("Bat Dambang", "KH02"),
        ("Kompong Cham", "KH03"),
        ("Pnom Pen", "KH12"),
        ("Seam Reap", "KH17"),
        ("Luang Prabang", "LA06"),
        ("Champassak", "LA16"),
        ("បន្ទាយមានជយ", "KH01"),
        ("ភ្នុំពេញ", "KH12"),
        ("ກຳປົງຈາມ", "KH03"),  # a name that the list lacks in this script
        ("ខេត្តចំប៉ាសាក់", "LA16"),
    ],
)
def test_a_misspelt_name_is_never_taken_but_told_first(typed: str, first: str) -> None:
    found = find_place(typed, PLACES)
    assert found.code is None
    assert found.near[0] == first


def test_one_name_of_two_places_is_told_as_both() -> None:
    found = find_place("ស្រុកមង្គល", PLACES)
    assert (found.code, found.codes, found.near) == (None, ("KH0101", "KH0202"), ())


@pytest.mark.parametrize("typed", ["", "  ", "!?", "xyz", "12345"])
def test_what_is_like_nothing_gives_nothing(typed: str) -> None:
    found = find_place(typed, PLACES)
    assert (found.codes, found.near) == ((), ())


@given(st.text(max_size=30), st.integers(0, 4))
def test_no_text_crashes_and_no_more_than_asked_for_are_near(typed: str, limit: int) -> None:
    found = find_place(typed, PLACES, limit)
    assert len(found.near) <= limit
    assert not (found.codes and found.near)
