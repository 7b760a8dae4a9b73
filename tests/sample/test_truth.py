from __future__ import annotations

import re
from collections import Counter
from dataclasses import fields
from statistics import mean

import pytest

from lmis.sample.people import Latent
from lmis.sample.twins import KINDS


@pytest.fixture
def people(large, country):
    return {row["number"]: row for row in large.rows(country, "job-seekers")}


def test_truths_stand_apart_under_their_own_columns(small, country: str) -> None:
    heads = {"suitability": "vacancy,seeker,utility", "duplicates": "number_a,number_b,kind"}
    for name, head in heads.items():
        text = (small.folder / "truth" / country / f"{name}.csv").read_text(encoding="utf-8")
        assert text.split("\n", 1)[0] == head
    assert sorted(path.name for path in (small.folder / "truth" / country).iterdir()) == [
        "duplicates.csv",
        "suitability.csv",
    ]


def test_registers_say_nothing_of_the_truth(small, country: str) -> None:
    for path in (small.folder / country).iterdir():
        told = set(re.split("[,;\n]", path.read_text(encoding="utf-8")))
        assert not told & {*KINDS, *(field.name for field in fields(Latent)), "utility"} - {"health", "skills"}


def test_suitability_has_good_pairs_and_bad_ones(large, country: str, people) -> None:
    pairs = large.truth(country, "suitability")
    vacancies = {row["number"] for row in large.rows(country, "vacancies")}
    copies = {row["number_b"] for row in large.truth(country, "duplicates") if row["kind"] != KINDS[0]}
    assert len({(row["vacancy"], row["seeker"]) for row in pairs}) == len(pairs)
    values = [float(row["utility"]) for row in pairs]
    assert 0.0 <= min(values) < 0.01
    assert 0.75 < max(values) <= 1.0
    assert all(row["vacancy"] in vacancies and row["seeker"] in people for row in pairs)
    assert not copies & {row["seeker"] for row in pairs}
    assert min(Counter(row["vacancy"] for row in pairs).values()) > 50


def test_the_register_tells_something_of_the_truth_but_not_all(large, country: str, people) -> None:
    wanted = {row["number"]: row["occupation"] for row in large.rows(country, "vacancies")}
    same, other = [], []
    for row in large.truth(country, "suitability"):
        trades = people[row["seeker"]]["wanted_occupations"].split(";")
        (same if wanted[row["vacancy"]] in trades else other).append(float(row["utility"]))
    assert mean(same) > 3 * mean(other)
    assert min(same) < 0.05


def test_women_and_men_of_a_trade_suit_equally(large, people, country: str) -> None:
    wanted = {row["number"]: row["occupation"] for row in large.rows(country, "vacancies")}
    found = {"F": [], "M": []}
    for row in large.truth(country, "suitability"):
        person = people[row["seeker"]]
        if wanted[row["vacancy"]] in person["wanted_occupations"].split(";"):
            found[person["sex"]].append(float(row["utility"]))
    assert abs(mean(found["F"]) - mean(found["M"])) < 0.035


def test_duplicates_are_what_their_kind_says(large, country: str, people) -> None:
    kinds = Counter()
    for row in large.truth(country, "duplicates"):
        one, two, kind = people[row["number_a"]], people[row["number_b"]], row["kind"]
        kinds[kind] += 1
        assert one["registered_on"] <= two["registered_on"]
        if kind == "shared_phone_not_same":
            assert one["phone"] == two["phone"] != ""
            assert one["office"] == two["office"]
            continue
        assert one["sex"] == two["sex"]
        assert (one["office"] == two["office"]) == (kind != "reregistered_at_other_office")
        if kind == "transliteration":
            assert one["family_name"] != two["family_name"] != ""
            assert one["given_name"] != two["given_name"] != ""
        if kind == "swapped_names" and one["family_name"]:
            assert (one["family_name"], one["given_name"]) == (two["given_name"], two["family_name"])
        if kind == "buddhist_year":
            year, month, day = one["birth_date"].split("-")
            assert two["birth_date"] == f"{day}/{month}/{int(year) + 543}"
        if kind == "typing_slip":
            assert sum(one[c] != two[c] for c in ("family_name", "given_name", "birth_date", "phone")) >= 1
    assert set(kinds) == set(KINDS)


def test_only_planted_records_have_buddhist_years(large, country: str, people) -> None:
    planted = {row["number_b"] for row in large.truth(country, "duplicates") if row["kind"] == "buddhist_year"}
    assert {number for number, row in people.items() if "/" in row["birth_date"]} == planted
