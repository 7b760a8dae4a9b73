"""Cells that name an entry of a list: certain ones are taken, all others come back with the nearest values."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories.listings import lookups
from lmis.imports.lists import Listing, NotInList, PlaceListing, SeveralMeant, UnknownPlace
from lmis.text.places import Found

KNOWN = {country: lookups(country) for country in ("KH", "LA")}
WORK = Listing(
    {"512": ["ចុងភៅធំ"], "5120": ["Cooks", "ចុងភៅ"], "9411": ["Fast food preparers"], "1": ["Post", None], "2": ["post"]},
    {"512": "ក្រុមចុងភៅ", "5120": "ចុងភៅ", "9411": "Fast food preparers", "1": "Post", "2": "post"},
    {"9411": ["0941"]},
)


@pytest.mark.parametrize(
    ("country", "cell", "code"),
    [
        ("KH", "KH02", "KH02"),
        ("KH", " kh-2 ", "KH02"),
        ("KH", "2", "KH02"),
        ("KH", "០២", "KH02"),
        ("KH", "BATTAMBANG", "KH02"),
        ("KH", "Khaet Battambang", "KH02"),
        ("KH", "Province of Battambang", "KH02"),
        ("KH", "ខេត្តបាត់ដំបង", "KH02"),
        ("KH", "ខេត្ត បាត់\u200bដំបង", "KH02"),
        ("KH", "ແຂວງບັດດໍາບອງ", "KH02"),
        ("KH", "KH02 Battambang", "KH02"),
        ("KH", "Kompong Cham", "KH03"),
        ("KH", "Sihanoukville", "KH18"),
        ("KH", "Krong Preah Sihanouk", "KH18"),
        ("LA", "Luang Prabang", "LA06"),
        ("LA", "ແຂວງຫລວງພະບາງ", "LA06"),
        ("LA", "Province of Champasak", "LA16"),
        ("LA", "Vientiane Province", "LA10"),
        ("LA", "ແຂວງວຽງຈັນ", "LA10"),
        ("LA", "Vientiane City", "LA01"),
        ("LA", "Vientiane Municipality", "LA01"),
        ("LA", "ນະຄອນວຽງຈັນ", "LA01"),
    ],
)
def test_a_province_that_is_certain_is_taken(country: str, cell: str, code: str) -> None:
    provinces = KNOWN[country].provinces
    assert provinces is not None
    assert provinces.code(cell) == code


@pytest.mark.parametrize(
    ("country", "cell", "first"),
    [
        ("KH", "Batambang", "KH02 Battambang"),
        ("KH", "Kampong Chaam X", "KH03 Kampong Cham"),
        ("KH", "ភ្នុំពេញ", "KH12 Phnom Penh"),
        ("KH", "KH99", "KH09 Koh Kong"),
        ("KH", "Champasack", None),
        ("LA", "Luangpabang", "LA06 Louangphabang"),
        ("LA", "ຈຳປາສກ", "LA16 Champasack"),
        ("LA", "Viangchan", "LA10 Vientiane"),
        ("LA", "Battambang", None),
    ],
)
def test_a_province_that_is_only_alike_is_refused_with_the_nearest(country: str, cell: str, first: str | None) -> None:
    provinces = KNOWN[country].provinces
    assert provinces is not None
    with pytest.raises(UnknownPlace) as refused:
        provinces.code(cell)
    assert refused.value.values["value"] == cell
    if first is not None:
        assert refused.value.values["nearest"][0] == first


@pytest.mark.parametrize(
    ("province", "cell", "code"),
    [
        ("KH02", "Srok Thma Koul", "KH0202"),
        ("KH02", "ស្រុកថ្មគោល", "KH0202"),
        ("KH02", "0202", "KH0202"),
        ("KH02", "202", "KH0202"),
        ("LA16", "ເມືອງປາກເຊ", "LA1601"),
        ("LA16", "Muang Pakse", "LA1601"),
    ],
)
def test_a_district_is_found_within_its_province(province: str, cell: str, code: str) -> None:
    assert KNOWN[province[:2]].districts[province].code(cell) == code


@pytest.mark.parametrize(
    ("cell", "code"),
    [("5120", "5120"), ("៥១២០", "5120"), ("cooks", "5120"), ("ចុងភៅ", "5120"), ("5120 Cooks", "5120"),
     ("5120 ចុងភៅ", "5120"), ("512 ក្រុមចុងភៅ", "512"), ("0941", "9411"), ("Fast-food  PREPARERS", "9411")],
)  # fmt: skip
def test_a_code_a_name_or_both_are_taken(cell: str, code: str) -> None:
    assert WORK.code(cell) == code


def test_what_is_only_alike_is_told_by_code_and_by_name_in_the_language_of_the_sender() -> None:
    with pytest.raises(NotInList) as refused:
        WORK.code("Cookes")
    assert refused.value.values == {"value": "Cookes", "nearest": ["5120 ចុងភៅ"]}


def test_a_name_of_several_is_refused_with_all_of_them() -> None:
    with pytest.raises(SeveralMeant) as refused:
        WORK.code("Post")
    assert refused.value.values == {"value": "Post", "nearest": ["1 Post", "2 post"]}


def test_a_short_list_is_told_whole_where_nothing_is_alike() -> None:
    with pytest.raises(NotInList) as refused:
        WORK.code("ຢູ່ໃສ")
    assert [told.split()[0] for told in refused.value.values["nearest"]] == ["512", "5120", "9411", "1", "2"]


def test_a_cell_that_comes_again_is_not_looked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    listing, asked = PlaceListing({"KH02": ["Battambang"]}, {}), []
    monkeypatch.setattr("lmis.imports.lists.find_place", lambda cell, _: asked.append(cell) or Found((), ("KH02",)))
    for _ in range(3):
        with pytest.raises(UnknownPlace):
            listing.code("Batambang")
    assert asked == ["Batambang"]


@given(st.text(max_size=20))
def test_no_cell_crashes_and_an_empty_list_holds_nothing(cell: str) -> None:
    for listing in (KNOWN["KH"].provinces, WORK, Listing({}, {}), PlaceListing({}, {})):
        assert listing is not None
        with suppress(NotInList, UnknownPlace, SeveralMeant):
            assert listing.code(cell) in listing.names
