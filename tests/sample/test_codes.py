from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from lmis.sample.content import names, phrases, provinces, skills, trades


def column(seeds: Path, table: str, name: str = "code") -> set[str]:
    with (seeds / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return {row[name] for row in csv.DictReader(file)}


def reasons(seeds: Path, *kinds: str) -> set[str]:
    with (seeds / "reasons.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"] for row in csv.DictReader(file) if row["kind"] in kinds} | {""}


def cells(rows, name: str) -> set[str]:
    return {part.split(":")[0] for row in rows for part in row[name].split(";") if part}


@pytest.mark.parametrize("register", ["job-seekers", "employers", "vacancies", "referrals", "placements"])
def test_places_and_offices_are_those_of_the_country(large, seeds: Path, country: str, register: str) -> None:
    with (seeds / "offices.csv").open(encoding="utf-8", newline="") as file:
        offices = {row["code"]: row["province"] for row in csv.DictReader(file) if row["kind"] == "job_centre"}
    with (seeds / "districts.csv").open(encoding="utf-8", newline="") as file:
        districts = {row["code"]: row["province"] for row in csv.DictReader(file)}
    for row in large.rows(country, register):
        assert offices[row["office"]].startswith(country)
        if "province" in row:
            assert offices[row["office"]] == row["province"]
            assert not row["district"] or districts[row["district"]] == row["province"]


def test_every_code_of_people_is_in_the_seeds(large, seeds: Path, country: str) -> None:
    people = large.rows(country, "job-seekers")
    assert cells(people, "experience") | cells(people, "wanted_occupations") <= column(seeds, "isco08")
    assert cells(people, "languages") <= column(seeds, "languages")
    assert cells(people, "wanted_provinces") <= column(seeds, "provinces")
    assert cells(people, "wage_currency") <= column(seeds, "currencies")
    assert cells(people, "education") <= column(seeds, "isced11")
    assert {row["closed_because"] for row in people} <= reasons(seeds, "closure")
    assert {row["identity_missing_reason"] for row in people} <= reasons(seeds, "identity_missing")


def test_every_code_of_employers_and_vacancies_is_in_the_seeds(large, seeds: Path, country: str) -> None:
    vacancies = large.rows(country, "vacancies")
    assert cells(large.rows(country, "employers"), "sector") <= column(seeds, "isic4")
    assert all(len(row["occupation"]) == 4 for row in vacancies)
    assert cells(vacancies, "occupation") <= column(seeds, "isco08")
    assert cells(vacancies, "languages") <= column(seeds, "languages")
    assert cells(vacancies, "wage_currency") <= column(seeds, "currencies")
    assert cells(vacancies, "education") <= column(seeds, "isced11")


def test_every_reason_is_of_its_kind(large, seeds: Path, country: str) -> None:
    referrals = large.rows(country, "referrals")
    refused = {row["reason"] for row in referrals if row["state"] == "refused"}
    withdrawn = {row["reason"] for row in referrals if row["state"] == "withdrawn"}
    assert refused <= reasons(seeds, "refusal_by_employer", "refusal_by_seeker")
    assert withdrawn <= reasons(seeds, "refusal_by_seeker")
    cancelled = {row["cancelled_because"] for row in large.rows(country, "placements")}
    assert cancelled <= reasons(seeds, "cancellation")


def test_closed_lists_hold_only_their_words(large, country: str) -> None:
    words = {
        "sex": "F M",
        "wanted_hours": "full_time part_time any",
        "wage_period": "hour day week month year",
        "mobility": "district province country abroad",
        "labour_status": "unemployed employed outside",
        "social_security": "member not_member",
        "disability": "seeing hearing walking remembering self_care communicating",
        "accommodations": "ramp sign_language flexible_hours screen_reader seated_work transport",
        "consent_mode": "written thumbprint spoken",
        "identity_kind": "national_id passport family_book birth_certificate other",
    }
    people = large.rows(country, "job-seekers")
    for name, allowed in words.items():
        assert cells(people, name) <= set(allowed.split()), name


def test_phones_are_local_or_with_the_calling_code(large, country: str) -> None:
    national = {"KH": r"(0\d{8,9}|\+855\d{8,9})", "LA": r"(020\d{8}|030\d{7}|\+85620\d{8}|\+85630\d{7})"}[country]
    for row in [*large.rows(country, "job-seekers"), *large.rows(country, "employers")]:
        assert not row["phone"] or re.fullmatch(national, re.sub("[ -]", "", row["phone"])), row["phone"]


def test_labels_can_stand_in_a_list_and_in_a_cell() -> None:
    for skill in skills():
        assert all(label and not set(label) & set(';,":') for label in skill.labels.values())
    assert len({skill.labels["en"] for skill in skills()}) == len(skills()) >= 120
    for language in ("en", "km", "lo"):
        assert all(trade.titles[language] and "," not in trade.titles[language] for trade in trades())
        assert all('"' not in phrase[language] for part in ("duty", "benefit", "refused") for phrase in phrases(part))


def test_tables_fit_together(seeds: Path) -> None:
    special = {skill.key for skill in skills() if not skill.general}
    assert special <= {key for trade in trades() for key in trade.skills} <= {skill.key for skill in skills()}
    assert {trade.isco for trade in trades()} <= column(seeds, "isco08")
    assert {trade.isic for trade in trades()} <= column(seeds, "isic4")
    assert provinces().keys() == column(seeds, "provinces")
    for trade in trades():
        assert all(low < high for low, high in trade.pay)
        assert phrases(f"sector_{trade.sector}")
    for country in ("KH", "LA"):
        for kind in ("family", "women", "men"):
            listed = names(country, kind)
            assert len({name.native for name in listed}) == len(listed) >= 45
            assert all(name.spellings[0] != name.spellings[1] for name in listed)
