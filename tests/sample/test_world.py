from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from lmis.sample import write_world

HEADERS = {
    "job-seekers": "number,registered_on,family_name,given_name,family_name_native,given_name_native,sex,birth_date,"
    "birth_year,identity_kind,identity_number,identity_missing_reason,phone,province,district,education,experience,"
    "skills,languages,wanted_occupations,wanted_provinces,wanted_hours,wage_amount,wage_currency,wage_period,"
    "available_from,mobility,labour_status,months_without_work,social_security,disability,accommodations,"
    "consent_mode,consent_on,returnee_from,closed_on,closed_because,office",
    "employers": "number,name,name_native,sector,province,district,phone,size,registration_number,notified_on,office",
    "vacancies": "number,employer,posted_on,title,title_native,description,occupation,openings,province,district,"
    "wage_min,wage_max,wage_currency,wage_period,contract,hours,hours_per_week,education,experience_months,"
    "required_skills,useful_skills,languages,closes_on,social_security,accommodations,withdrawn_on,office",
    "referrals": "number,seeker,vacancy,referred_on,interview_on,state,answered_on,reason,office",
    "placements": "number,seeker,vacancy,started_on,confirmed_by,wage_amount,wage_currency,wage_period,contract,"
    "cancelled_on,cancelled_because,office",
}


def fingerprint(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files}


def test_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path, seeds: Path) -> None:
    for name, seed in (("one", 3), ("again", 3), ("other", 4)):
        write_world(1_000, 150, seed, tmp_path / name, seeds)
    one, again, other = (fingerprint(tmp_path / name) for name in ("one", "again", "other"))
    assert one == again
    assert one.keys() == other.keys()
    assert all(one[name] != other[name] for name in one)


def test_how_many_are_held_in_memory_changes_nothing(tmp_path: Path, seeds: Path) -> None:
    for chunk in (1, 50_000):
        write_world(25_000, 2_500, 3, tmp_path / str(chunk), seeds, chunk=chunk)
    assert fingerprint(tmp_path / "1") == fingerprint(tmp_path / "50000")


def test_writes_the_import_templates_and_nothing_else(small, country: str) -> None:
    files = sorted(path.name for path in (small.folder / country).iterdir())
    assert files == sorted(f"{register}.csv" for register in HEADERS)
    for register, header in HEADERS.items():
        content = (small.folder / country / f"{register}.csv").read_bytes()
        assert content.split(b"\n", 1)[0].decode() == header
        assert b"\r" not in content
        assert not content.startswith(b"\xef\xbb\xbf")
        assert content.endswith(b"\n")


def test_counts_what_it_wrote(small, country: str) -> None:
    summary = small.summary.countries[country]
    assert summary.people == len(small.rows(country, "job-seekers")) == (1400 if country == "KH" else 600)
    vacancies = small.rows(country, "vacancies")
    assert summary.vacancies == len(vacancies) == (210 if country == "KH" else 90)
    assert summary.openings == sum(int(row["openings"]) for row in vacancies)
    assert summary.employers == len(small.rows(country, "employers"))
    assert summary.referrals == len(small.rows(country, "referrals"))
    placements = small.rows(country, "placements")
    assert summary.placements == len(placements)
    assert summary.cancelled == sum(bool(row["cancelled_on"]) for row in placements)
    assert summary.duplicates == len(small.truth(country, "duplicates"))
    assert summary.suitability_pairs == len(small.truth(country, "suitability"))
    assert small.summary.total("people") == 2_000


@pytest.mark.parametrize(("people", "vacancies"), [(0, 0), (1, 0), (0, 3), (1, 1), (7, 40), (60, 2)])
def test_the_smallest_worlds_are_worlds(tmp_path: Path, seeds: Path, people: int, vacancies: int) -> None:
    summary = write_world(people, vacancies, 1, tmp_path, seeds)
    assert (summary.total("people"), summary.total("vacancies")) == (people, vacancies)


def test_refuses_negative_counts(tmp_path: Path, seeds: Path) -> None:
    with pytest.raises(ValueError):
        write_world(-1, 0, 1, tmp_path, seeds)


def test_looks_like_job_centres(large) -> None:
    total = large.summary.total
    assert 0.15 <= total("placements") / total("people") <= 0.25
    assert 3.0 <= total("referrals") / total("placements") <= 6.0
    assert 0.6 <= total("openings") / total("people") <= 1.3
    assert 4.0 <= total("openings") / total("vacancies") <= 5.5
    assert 0.01 <= total("cancelled") / total("placements") <= 0.08
    assert 0.012 <= total("duplicates") / total("people") <= 0.018
    for country in ("KH", "LA"):
        people = large.rows(country, "job-seekers")
        assert 0.04 <= sum(bool(row["disability"]) for row in people) / len(people) <= 0.06
        assert 0.4 <= sum(row["sex"] == "F" for row in people) / len(people) <= 0.6


def test_people_come_back_to_cambodia_in_the_middle_of_2025(large) -> None:
    months = [row["registered_on"][:7] for row in large.rows("KH", "job-seekers") if row["returnee_from"] == "TH"]
    assert months.count("2025-08") > 8 * months.count("2025-03")


def test_growth_is_quick_enough(large) -> None:
    assert large.summary.total("people") / large.seconds > 5_000
