from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

START, END = date(2024, 10, 1), date(2026, 9, 30)
COPIES = {"transliteration", "swapped_names", "buddhist_year", "typing_slip", "reregistered_at_other_office"}


def day(text: str) -> date:
    return date.fromisoformat(text)


def born(row: dict[str, str]) -> int:
    text = row["birth_date"]
    if "/" in text:
        return int(text[-4:]) - 543
    return int(text[:4] or row["birth_year"])


def by_number(rows):
    table = {row["number"]: row for row in rows}
    assert len(table) == len(rows)
    return table


@pytest.fixture
def seekers(small, country):
    return by_number(small.rows(country, "job-seekers"))


@pytest.fixture
def vacancies(small, country):
    return by_number(small.rows(country, "vacancies"))


@pytest.fixture
def copies(small, country):
    return {row["number_b"] for row in small.truth(country, "duplicates") if row["kind"] in COPIES}


def test_registrations_are_coherent(seekers) -> None:
    for row in seekers.values():
        opened = day(row["registered_on"])
        assert START <= opened <= END
        assert bool(row["closed_on"]) == bool(row["closed_because"])
        assert not row["closed_on"] or opened <= day(row["closed_on"]) <= END
        assert 15 <= opened.year - born(row) <= 75
        assert bool(row["identity_number"]) != bool(row["identity_missing_reason"])
        assert bool(row["identity_number"]) == bool(row["identity_kind"])
        assert bool(row["wage_amount"]) == bool(row["wage_currency"]) == bool(row["wage_period"])
        assert row["family_name"] or row["family_name_native"]
        assert row["given_name"] or row["given_name_native"]
        assert row["consent_mode"]
        assert START <= day(row["consent_on"]) <= opened
        assert not row["available_from"] or day(row["available_from"]) >= opened


def test_no_identity_number_comes_twice(seekers) -> None:
    numbers = Counter(row["identity_number"] for row in seekers.values() if row["identity_number"])
    assert max(numbers.values()) == 1


def test_work_history_fits_into_a_life(seekers) -> None:
    for row in seekers.values():
        months = sum(int(part.split(":")[1]) for part in row["experience"].split(";") if part)
        idle = int(row["months_without_work"] or 0)
        assert months + idle <= (day(row["registered_on"]).year - born(row) - 14) * 12


def test_lists_hold_nothing_twice(seekers, vacancies) -> None:
    for row in [*seekers.values(), *vacancies.values()]:
        for column in ("skills", "required_skills", "useful_skills", "wanted_occupations", "wanted_provinces",
                       "languages", "experience", "disability", "accommodations"):  # fmt: skip
            parts = [part.split(":")[0] for part in row.get(column, "").split(";") if part]
            assert len(parts) == len(set(parts)), (column, row[column])


def test_vacancies_are_coherent(small, country, vacancies) -> None:
    employers = by_number(small.rows(country, "employers"))
    for row in vacancies.values():
        posted, closes, employer = day(row["posted_on"]), day(row["closes_on"]), employers[row["employer"]]
        assert START <= day(employer["notified_on"]) <= posted <= END
        assert posted < closes
        assert not row["withdrawn_on"] or posted <= day(row["withdrawn_on"]) < closes
        assert not row["withdrawn_on"] or day(row["withdrawn_on"]) <= END
        assert int(row["openings"]) >= 1
        assert bool(row["wage_min"]) == bool(row["wage_max"]) == bool(row["wage_currency"])
        assert not row["wage_min"] or 0 < float(row["wage_min"]) <= float(row["wage_max"])
        assert row["office"] == employer["office"]


def open_on(vacancy, when: date) -> bool:
    ends = [day(vacancy[column]) for column in ("closes_on", "withdrawn_on") if vacancy[column]]
    return day(vacancy["posted_on"]) <= when < min(ends)


def test_referrals_happen_while_both_are_open_in_one_office(small, country, seekers, vacancies) -> None:
    referrals = small.rows(country, "referrals")
    by_number(referrals)
    assert len({(row["seeker"], row["vacancy"]) for row in referrals}) == len(referrals) > 150
    for row in referrals:
        seeker, vacancy, when = seekers[row["seeker"]], vacancies[row["vacancy"]], day(row["referred_on"])
        assert row["office"] == seeker["office"] == vacancy["office"]
        assert open_on(vacancy, when)
        assert day(seeker["registered_on"]) <= when <= END
        assert not seeker["closed_on"] or when < day(seeker["closed_on"])
        assert when.year - born(seeker) >= 18


def test_answers_fit_the_states(small, country, seekers) -> None:
    states = Counter()
    for row in small.rows(country, "referrals"):
        states[row["state"]] += 1
        answered = row["answered_on"]
        assert bool(answered) == (row["state"] not in ("referred", "interview"))
        assert not answered or day(row["referred_on"]) <= day(answered) <= END
        assert not row["interview_on"] or day(row["interview_on"]) >= day(row["referred_on"])
        assert bool(row["interview_on"]) or row["state"] not in ("interview", "no_show")
        assert bool(row["reason"]) == (row["state"] in ("refused", "withdrawn"))
        closed = seekers[row["seeker"]]["closed_on"]
        assert not closed or row["state"] not in ("referred", "interview")
        assert not closed or not answered or day(answered) <= day(closed)
    assert states.keys() == {"referred", "interview", "accepted", "refused", "withdrawn", "no_show"}


def test_placements_take_an_opening_and_end_the_registration(small, country, seekers, vacancies) -> None:
    placements = small.rows(country, "placements")
    by_number(placements)
    assert len({row["seeker"] for row in placements}) == len(placements) > 20
    accepted = {(r["seeker"], r["vacancy"]): r for r in small.rows(country, "referrals") if r["state"] == "accepted"}
    for row in placements:
        seeker, vacancy, when = seekers[row["seeker"]], vacancies[row["vacancy"]], day(row["started_on"])
        assert row["office"] == seeker["office"] == vacancy["office"]
        assert open_on(vacancy, when)
        assert (seeker["closed_on"], seeker["closed_because"]) == (row["started_on"], "placed")
        assert bool(row["cancelled_on"]) == bool(row["cancelled_because"])
        assert not row["cancelled_on"] or when < day(row["cancelled_on"]) <= END
        if row["wage_amount"] and vacancy["wage_min"]:
            assert float(vacancy["wage_min"]) <= float(row["wage_amount"]) <= float(vacancy["wage_max"])
            assert row["wage_currency"] == vacancy["wage_currency"]
        referral = accepted.pop((row["seeker"], row["vacancy"]), None)
        assert not referral or day(referral["answered_on"]) <= when
    taken = Counter(row["vacancy"] for row in placements)
    assert all(count <= int(vacancies[number]["openings"]) for number, count in taken.items())
    placed = {number for number, row in seekers.items() if row["closed_because"] == "placed"}
    assert placed == {row["seeker"] for row in placements}
    assert all(not seekers[seeker]["closed_on"] for seeker, _ in accepted)


def test_nobody_is_referred_to_a_vacancy_that_is_full(small, country, vacancies) -> None:
    starts: dict[str, list[str]] = {}
    for row in small.rows(country, "placements"):
        starts.setdefault(row["vacancy"], []).append(row["started_on"])
    full = {number: max(days) for number, days in starts.items() if len(days) == int(vacancies[number]["openings"])}
    assert full
    for row in small.rows(country, "referrals"):
        assert row["vacancy"] not in full or row["referred_on"] < full[row["vacancy"]]
    assert not any(vacancies[number]["withdrawn_on"] >= when for number, when in full.items())


def test_some_placements_have_no_referral_and_some_are_cancelled(large) -> None:
    referred = {(r["seeker"], r["vacancy"]) for r in large.rows("KH", "referrals")}
    placements = large.rows("KH", "placements")
    alone = sum((row["seeker"], row["vacancy"]) not in referred for row in placements)
    assert 0.03 < alone / len(placements) < 0.15
    assert any(row["cancelled_on"] for row in placements)


def test_second_records_are_neither_referred_nor_placed(small, country, copies) -> None:
    assert copies
    for register in ("referrals", "placements"):
        assert not copies & {row["seeker"] for row in small.rows(country, register)}
