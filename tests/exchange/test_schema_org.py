"""A job posting by schema.org: what an advertisement says, and no more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from lmis.exchange.schema_org import CONTRACTS, EMPLOYMENT, UNITS, Advert, job_posting
from lmis.vocabulary import Contract, Hours, WagePeriod

ADVERT = Advert(
    number="V-1", title="Sewing machine operator", employer="Golden Needle", country="KH", province="Battambang",
    occupation=("8153", "Sewing Machine Operators"), sector="Manufacture of wearing apparel",
    posted_on=date(2026, 9, 1), closes_on=date(2026, 12, 31), openings=2,
)  # fmt: skip


def test_what_is_not_known_is_left_out() -> None:
    told = job_posting(ADVERT)
    assert (told["@type"], told["validThrough"], told["totalJobOpenings"]) == ("JobPosting", "2026-12-31", 2)
    assert told["description"] == "Sewing machine operator"
    assert told["jobLocation"]["address"] == {
        "@type": "PostalAddress", "addressCountry": "KH", "addressRegion": "Battambang",
    }  # fmt: skip
    assert {"baseSalary", "employmentType", "skills", "experienceRequirements", "alternateName"} & set(told) == set()


def test_a_wage_has_its_currency_and_period() -> None:
    told = job_posting(replace(ADVERT, wage=(200.0, None), wage_currency="USD", wage_period="month"))
    assert told["baseSalary"] == {
        "@type": "MonetaryAmount", "currency": "USD",
        "value": {"@type": "QuantitativeValue", "minValue": 200.0, "unitText": "MONTH"},
    }  # fmt: skip
    assert "baseSalary" not in job_posting(replace(ADVERT, wage=(200.0, 250.0)))


def test_hours_and_contract_are_kinds_of_employment() -> None:
    told = job_posting(replace(ADVERT, hours="part_time", contract="seasonal"))
    assert told["employmentType"] == ["PART_TIME", "TEMPORARY"]
    assert set(EMPLOYMENT) <= {one.value for one in Hours}
    assert set(CONTRACTS) <= {one.value for one in Contract}
    assert set(UNITS) == {one.value for one in WagePeriod}
