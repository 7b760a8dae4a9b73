"""An open vacancy as JSON-LD, for a page or a job board."""

from __future__ import annotations

from typing import Any


def test_an_open_vacancy_is_told_as_an_advertisement_says_it(counter: Any) -> None:
    wage = {"wage_min": 20000, "wage_max": 25000, "wage_currency": "USD", "wage_period": "month"}
    vacancy = counter.vacancy(**wage, title_native="អ្នកដេរ")
    answer = counter.get(f"/vacancies/{vacancy['id']}/job-posting")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/ld+json")
    told = answer.json()
    assert (told["@context"], told["title"], told["alternateName"]) == (
        "https://schema.org", "Sewing machine operator", "អ្នកដេរ",
    )  # fmt: skip
    assert told["hiringOrganization"] == {"@type": "Organization", "name": "Golden Needle"}
    assert told["baseSalary"]["value"] == {
        "@type": "QuantitativeValue", "minValue": 200.0, "maxValue": 250.0, "unitText": "MONTH",
    }  # fmt: skip
    assert (told["totalJobOpenings"], told["jobLocation"]["address"]["addressRegion"]) == (2, "Battambang")
    assert "phone" not in answer.text


def test_a_closed_vacancy_is_told_to_nobody(counter: Any) -> None:
    vacancy = counter.vacancy()
    closed = counter.post(f"/vacancies/{vacancy['id']}/close", {"because": "against_rules"})
    assert closed.status_code == 200, closed.text
    answer = counter.get(f"/vacancies/{vacancy['id']}/job-posting")
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/vacancy-closed")
    assert counter.get("/vacancies/V-999999/job-posting").status_code == 404
