"""Provinces, districts and offices of both countries, against the lists they were taken from."""

from __future__ import annotations

import csv
import json
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml

from lmis.text.keys import search_key
from reference_data import needs_reference_data

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
# Boundaries that run through the Tonle Sap lake only: nobody travels to work across them.
LAKE_ONLY = {frozenset({"KH-15", "KH-17"}), frozenset({"KH-6", "KH-15"})}
ACROSS = {("KH13", "LA16"), ("KH16", "LA17"), ("KH19", "LA16"), ("KH19", "LA17")}
# Slips of the pen in the source: ໝ for the ໜ of "pond", and the small lo where a vowel belongs.
MISSPELT_IN_THE_SOURCE = {"LA1203": ("ໝອງບົກ", "ໜອງບົກ"), "LA1210": ("ຄຼນຄຳ", "ຄູນຄຳ")}
LAO_DISTRICTS = (9, 7, 5, 7, 5, 12, 10, 11, 7, 11, 7, 10, 15, 8, 4, 10, 5, 5)


def seed(name: str) -> list[dict[str, str]]:
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cambodian(name: str) -> dict[str, dict[str, Any]]:
    text = (needs_reference_data() / "geography" / f"cambodia_{name}.yml").read_text(encoding="utf-8")
    read: dict[str, dict[str, Any]] = yaml.safe_load(text)[name]
    return read


def lao(name: str) -> list[dict[str, str]]:
    path = needs_reference_data() / "geography" / f"lao_{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


PROVINCES = {row["code"]: row for row in seed("provinces")}
DISTRICTS = {row["code"]: row for row in seed("districts")}
OFFICES = {row["code"]: row for row in seed("offices")}


def neighbours(code: str) -> list[str]:
    return PROVINCES[code]["neighbours"].split(";")


def test_both_countries_have_all_their_provinces_and_districts() -> None:
    assert Counter(row["country"] for row in PROVINCES.values()) == {"KH": 25, "LA": 18}
    assert Counter(code[:2] for code in DISTRICTS) == {"KH": 210, "LA": 148}


def test_every_lao_province_has_its_number_of_districts() -> None:
    counted = Counter(row["province"] for row in DISTRICTS.values())
    assert tuple(counted[f"LA{number:02}"] for number in range(1, 19)) == LAO_DISTRICTS


def test_a_code_is_the_country_and_the_national_code() -> None:
    for code, row in (PROVINCES | DISTRICTS).items():
        assert row["national_code"] == (code[2:] if code.startswith("KH") else code)


def test_every_district_lies_in_the_province_that_its_code_names() -> None:
    for code, row in DISTRICTS.items():
        assert row["province"] == code[:4]
        assert row["province"] in PROVINCES


def test_two_districts_of_a_province_never_share_a_name() -> None:
    for name in ("name_en", "name_km", "name_lo"):
        assert max(Counter((row["province"], row[name]) for row in DISTRICTS.values()).values()) == 1


@pytest.mark.parametrize("code", sorted(PROVINCES))
def test_neighbours_exist_and_are_neighbours_both_ways(code: str) -> None:
    listed = neighbours(code)
    assert listed == sorted(set(listed) - {code})
    assert all(code in neighbours(other) for other in listed)


def test_four_pairs_of_provinces_meet_across_the_border() -> None:
    pairs = {(code, other) for code in PROVINCES for other in neighbours(code) if code[:2] < other[:2]}
    assert pairs == ACROSS


@pytest.mark.parametrize("country", ["KHM", "LAO"])
def test_neighbours_inside_a_country_share_a_line_on_the_map(country: str) -> None:
    path = needs_reference_data() / "geography" / f"{country}_adm1.geojson"
    shapes = {
        shape["properties"]["iso"]: set(points(shape["geometry"]["coordinates"]))
        for shape in json.loads(path.read_text(encoding="utf-8"))["features"]
    }
    on_the_map = {frozenset(pair) for pair in combinations(shapes, 2) if len(shapes[pair[0]] & shapes[pair[1]]) > 1}
    iso = {code: row["iso"] for code, row in PROVINCES.items()}
    listed = {
        frozenset({iso[code], iso[other]})
        for code in PROVINCES if iso[code] in shapes
        for other in neighbours(code) if iso[other] in shapes
    }  # fmt: skip
    assert listed == on_the_map - LAKE_ONLY
    assert set(shapes) == {iso[code] for code in PROVINCES if code.startswith(country[:2])}


def points(coordinates: list[Any]) -> list[tuple[float, ...]]:
    """All points of a polygon or of several, however deep they lie."""
    if isinstance(coordinates[0], (int, float)):
        return [tuple(coordinates)]
    return [point for part in coordinates for point in points(part)]


def test_cambodian_names_and_codes_are_those_of_the_gazetteer() -> None:
    for kind, rows in (("provinces", PROVINCES), ("districts", DISTRICTS)):
        listed = {f"KH{code}": place for code, place in cambodian(kind).items()}
        assert set(listed) == {code for code in rows if code.startswith("KH")}
        for code, place in listed.items():
            assert (rows[code]["name_en"], rows[code]["name_km"]) == (place["name"]["latin"], place["name"]["km"])
            assert rows[code].get("iso") == place.get("iso3166_2")


def test_lao_names_and_codes_are_those_of_the_gazetteer() -> None:
    for kind, rows in (("provinces", PROVINCES), ("districts", DISTRICTS)):
        for place in lao(kind):
            row, name = rows[place["pcode"]], place["name_lo"]
            if place["pcode"] in MISSPELT_IN_THE_SOURCE:
                wrong, right = MISSPELT_IN_THE_SOURCE[place["pcode"]]
                name = right if name == wrong else name
            assert (row["name_en"], row["name_lo"]) == (place["name_en"], name)


def test_only_names_of_a_gazetteer_in_its_own_language_count_as_reviewed() -> None:
    given = {f"KH{code}" for kind in ("provinces", "districts") for code in cambodian(kind)}
    given |= {place["pcode"] for kind in ("provinces", "districts") for place in lao(kind)}
    for code, row in (PROVINCES | DISTRICTS).items():
        own, other = ("km", "lo") if code.startswith("KH") else ("lo", "km")
        assert row[f"reviewed_{other}"] == "false"
        assert row["reviewed_en"] == ("true" if code in given else "false")
        assert row[f"reviewed_{own}"] == ("true" if code in given - set(MISSPELT_IN_THE_SOURCE) else "false")


def test_every_province_has_one_job_centre_and_every_country_one_ministry() -> None:
    centres = {row["province"]: code for code, row in OFFICES.items() if row["kind"] == "job_centre"}
    assert centres == {code: f"{code[:2]}-JC-{code[2:]}" for code in PROVINCES}
    ministries = {code: row["province"] for code, row in OFFICES.items() if row["kind"] == "ministry"}
    assert ministries == {"KH-MIN": "", "LA-MIN": ""}
    assert len(OFFICES) == len(centres) + len(ministries)
    assert all(row["country"] == code[:2] for code, row in OFFICES.items())


def test_a_spelling_means_one_place_and_says_more_than_its_name() -> None:
    meant: dict[str, set[str]] = {}
    for code, row in PROVINCES.items():
        names = {search_key(row[name]) for name in ("name_en", "name_km", "name_lo")}
        spellings = [search_key(one) for one in row["spellings"].split("|") if one]
        assert len(set(spellings) | names) == len(spellings) + len(names), code
        for key in (*names, *spellings):
            meant.setdefault(key, set()).add(code)
    assert len(meant) > 230
    assert [key for key, codes in meant.items() if len(codes) > 1] == []
