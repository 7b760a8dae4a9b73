"""Everyday names of jobs: each has one ISCO-08 unit group, and is written as people of its language write."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from pathlib import Path

import pytest

from lmis.sample.content import trades
from lmis.text.keys import search_key

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
LANGUAGES = ("en", "km", "lo")
LATIN = "A-Za-z0-9 "  # adverts in Khmer and Lao keep a few words in Latin letters: QC, CNC, PG
SCRIPTS = {
    "en": re.compile(r"[A-Za-z][A-Za-z ,&/'().+\-]*"),
    "km": re.compile(rf"(?=.*[\u1780-\u17b3])[\u1780-\u17b3\u17b6-\u17d3\u17d7\u17dd\u17e0-\u17e9{LATIN}]+"),
    "lo": re.compile(rf"(?=.*[\u0e81-\u0edd])[\u0e81-\u0eb9\u0ebb-\u0ecd\u0ed0-\u0ed9\u0edc-\u0edd{LATIN}]+"),
}
LAO_AM_IN_TWO = re.compile("\u0ecd[\u0ec8-\u0ecb]?\u0eb2")
ENOUGH = {"en": 2_400, "km": 2_400, "lo": 2_400}


def table(stem: str) -> list[dict[str, str]]:
    with (SEEDS / f"{stem}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


TITLES = table("occupation_titles")
GROUPS = {row["code"]: row for row in table("isco08") if row["level"] == "4"}


def test_the_file_is_plain_csv_sorted_by_code_language_and_title() -> None:
    raw = (SEEDS / "occupation_titles.csv").read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    assert raw.endswith(b"\n")
    assert raw.partition(b"\n")[0] == b"title,language,code,reviewed"
    keys = [(row["code"], row["language"], row["title"]) for row in TITLES]
    assert keys == sorted(set(keys))


def test_every_title_has_a_unit_group_of_isco() -> None:
    assert {row["code"] for row in TITLES} <= set(GROUPS)


def test_every_title_has_one_of_our_languages() -> None:
    assert {row["language"] for row in TITLES} == set(LANGUAGES)


def test_no_title_is_empty_padded_invisible_or_decomposed() -> None:
    for row in TITLES:
        title = row["title"]
        assert title == unicodedata.normalize("NFC", " ".join(title.split())) != ""
        assert not any(unicodedata.category(letter) in {"Cf", "Cc", "Co", "Cn"} for letter in title), row


def test_every_title_is_written_in_the_script_of_its_language() -> None:
    for row in TITLES:
        assert SCRIPTS[row["language"]].fullmatch(row["title"]), row


def test_khmer_and_lao_are_spelt_in_the_usual_order() -> None:
    for row in TITLES:
        assert not LAO_AM_IN_TWO.search(row["title"]), "Lao am is one character"
        assert not re.search("[\u17b6-\u17d1]\u17d2", row["title"]), "a Khmer subscript comes before the vowel"


def test_no_title_leads_to_two_groups_or_stands_twice() -> None:
    """Compared as the coder looks titles up, so that spaces and capitals make no difference."""
    found: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for row in TITLES:
        found[row["language"], search_key(row["title"])].append(row)
    assert [rows for rows in found.values() if len(rows) > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_title_is_the_official_name_of_a_group(language: str) -> None:
    """`isco08` holds those already; here they would say nothing new, or contradict it."""
    official = {search_key(row[f"name_{language}"]) for row in GROUPS.values()}
    titles = [row["title"] for row in TITLES if row["language"] == language]
    assert [title for title in titles if search_key(title) in official] == []


def test_titles_agree_with_the_trades_of_the_sample() -> None:
    known = {(row["language"], search_key(row["title"])): row["code"] for row in TITLES}
    for trade in trades():
        for language in LANGUAGES:
            title = search_key(trade.titles[language])
            assert known.get((language, title), trade.isco) == trade.isco, trade


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_enough_titles(language: str) -> None:
    assert sum(row["language"] == language for row in TITLES) >= ENOUGH[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_titles_cover_every_unit_group(language: str) -> None:
    covered = {row["code"] for row in TITLES if row["language"] == language}
    assert set(GROUPS) - covered == set()


def test_titles_that_nobody_has_read_are_not_called_reviewed() -> None:
    assert {row["reviewed"] for row in TITLES} == {"false"}
