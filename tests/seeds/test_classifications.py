"""The tables of international classifications: complete, consistent, and equal to the published lists."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
from openpyxl import load_workbook

from reference_data import needs_reference_data

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
NAMED = ("isco08", "isic4", "isced11", "icse18")
Row = dict[str, str]

# Misprints of the published workbook, and what our table says instead.
MISPRINTS = {
    "2522": ("Systems Aministrators", "Systems Administrators"),
    "3331": ("Clearing and Forwarding Aents", "Clearing and Forwarding Agents"),
    "335": (
        "Government Regulatory  Associate Professionals",
        "Government Regulatory Associate Professionals",
    ),
    "3359": (
        "Government Regulatory AssociatePprofessionals Not Elsewhere Classified",
        "Government Regulatory Associate Professionals Not Elsewhere Classified",
    ),
    "522": ("Shop Aalespersons", "Shop Salespersons"),
    "7223": (
        "Metal Working Machine Tool Setters and  Operators",
        "Metal Working Machine Tool Setters and Operators",
    ),
}
DIVISIONS = {
    "A": (1, 3), "B": (5, 9), "C": (10, 33), "D": (35, 35), "E": (36, 39), "F": (41, 43), "G": (45, 47),
    "H": (49, 53), "I": (55, 56), "J": (58, 63), "K": (64, 66), "L": (68, 68), "M": (69, 75), "N": (77, 82),
    "O": (84, 84), "P": (85, 85), "Q": (86, 88), "R": (90, 93), "S": (94, 96), "T": (97, 98), "U": (99, 99),
}  # fmt: skip
ELSEWHERE = r"A-Za-z0-9 ,;()/'.-"
SCRIPTS = {
    "name_km": re.compile(rf"[\u1780-\u17dd{ELSEWHERE}]+"),
    "name_lo": re.compile(rf"[\u0e81-\u0edd{ELSEWHERE}]+"),
}


def table(stem: str) -> list[Row]:
    with (SEEDS / f"{stem}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def level(row: Row) -> str:
    """The level at which a name must be unique."""
    return row.get("level") or (str(bool(row["parent"])) if "parent" in row else "")


def test_isco_has_every_group_of_every_level() -> None:
    assert Counter(row["level"] for row in table("isco08")) == {"1": 10, "2": 43, "3": 130, "4": 436}


def test_isco_parents_are_the_shorter_codes() -> None:
    rows = {row["code"]: row for row in table("isco08")}
    for code, row in rows.items():
        assert row["level"] == str(len(code))
        assert row["parent"] == code[:-1]
        assert not row["parent"] or row["parent"] in rows


def test_isco_skill_level_is_that_of_the_major_group() -> None:
    levels = {"2": "4", "3": "3", "4": "2", "5": "2", "6": "2", "7": "2", "8": "2", "9": "1"}
    for row in table("isco08"):
        assert row["skill_level"] == levels.get(row["code"][0], "")


def test_isco_codes_and_titles_are_the_published_ones() -> None:
    path = needs_reference_data() / "occupations" / "isco08_structure.xlsx"
    with path.open("rb") as file, closing(load_workbook(file, read_only=True)) as book:
        _, *published = list(book.worksheets[0].iter_rows(max_col=3, values_only=True))
    printed = {str(code).strip(): str(title).strip() for _, code, title in published}
    for code, (wrong, right) in MISPRINTS.items():
        assert printed[code] == wrong
        printed[code] = right
    assert {row["code"]: row["name_en"] for row in table("isco08")} == printed


def test_isic_has_its_sections_and_divisions() -> None:
    rows = table("isic4")
    assert Counter(row["level"] for row in rows) == {"section": 21, "division": 88}
    assert {row["code"] for row in rows if row["level"] == "section"} == set(DIVISIONS)
    assert all(row["parent"] == "" for row in rows if row["level"] == "section")


def test_isic_divisions_lie_in_the_range_of_their_section() -> None:
    for row in table("isic4"):
        if row["level"] == "division":
            first, last = DIVISIONS[row["parent"]]
            assert first <= int(row["code"]) <= last
            assert len(row["code"]) == 2


def test_isced_has_nine_levels_and_no_not_stated() -> None:
    assert [row["code"] for row in table("isced11")] == list("012345678")


def test_icse_has_ten_categories_in_five_groups() -> None:
    rows = {row["code"]: row for row in table("icse18")}
    categories = {code for code, row in rows.items() if row["parent"]}
    assert categories == {"11", "12", "21", "22", "30", "41", "42", "43", "44", "51"}
    assert set(rows) - categories == set("12345")
    assert all(rows[code]["parent"] == code[0] for code in categories)


def test_icse_follows_both_hierarchies() -> None:
    """Source: 20th ICLS (2018), Resolution I: ICSE-18-A by authority, ICSE-18-R by economic risk."""
    rows = {row["code"]: row for row in table("icse18")}
    independent = {code for code, row in rows.items() if row["authority"] == "independent"}
    profit = {code for code, row in rows.items() if row["risk"] == "profit" and row["parent"]}
    pay = {code for code, row in rows.items() if row["risk"] == "pay" and row["parent"]}
    assert independent == {"1", "2", "11", "12", "21", "22"}
    assert {row["authority"] for row in rows.values()} == {"independent", "dependent"}
    assert profit == {"12", "22", "30", "51"}
    assert pay == {"11", "21", "41", "42", "43", "44"}
    assert {code for code, row in rows.items() if not row["risk"]} == {"1", "2"}


def test_the_bridge_takes_every_category_to_one_of_icse93() -> None:
    bridge = {row["icse18"]: row["icse93"] for row in table("icse93_bridge")}
    assert bridge == {
        "11": "2", "12": "2", "21": "3", "22": "3", "30": "3",
        "41": "1", "42": "1", "43": "1", "44": "1", "51": "5",
    }  # fmt: skip


@pytest.mark.parametrize("stem", NAMED)
def test_codes_are_unique_sorted_and_have_parents(stem: str) -> None:
    rows = table(stem)
    codes = [row["code"] for row in rows]
    assert codes == sorted(set(codes))
    assert {row["parent"] for row in rows if row.get("parent")} <= set(codes)


@pytest.mark.parametrize("stem", NAMED)
@pytest.mark.parametrize("column", ["name_en", "name_km", "name_lo"])
def test_names_are_filled_and_unique_at_their_level(stem: str, column: str) -> None:
    rows = table(stem)
    assert all(row[column].strip() == row[column] != "" for row in rows)
    repeated = [key for key, n in Counter((level(row), row[column]) for row in rows).items() if n > 1]
    assert repeated == []


@pytest.mark.parametrize("stem", NAMED)
@pytest.mark.parametrize("column", ["name_km", "name_lo"])
def test_names_keep_to_their_script(stem: str, column: str) -> None:
    for row in table(stem):
        name = row[column]
        assert SCRIPTS[column].fullmatch(name), (row["code"], name)
        assert unicodedata.is_normalized("NFC", name)
        assert "\u0ecd\u0eb2" not in name, "Lao am is one character"
        assert not re.search("[\u17b6-\u17d1]\u17d2", name), "a Khmer subscript comes before the vowel"


@pytest.mark.parametrize("stem", NAMED)
def test_says_what_has_been_reviewed(stem: str) -> None:
    for row in table(stem):
        assert row["reviewed_en"] == "true"
        assert {row["reviewed_km"], row["reviewed_lo"]} <= {"true", "false"}


@pytest.mark.parametrize("stem", [*NAMED, "icse93_bridge"])
def test_files_are_plain_csv(stem: str) -> None:
    raw = (SEEDS / f"{stem}.csv").read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    assert raw.endswith(b"\n")
