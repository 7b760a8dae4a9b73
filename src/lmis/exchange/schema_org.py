"""An open vacancy as schema.org describes a job posting, for search engines and job boards.

Only what an advertisement says: nobody at the employer, no phone, no referral, no counts of people.
Source: schema.org, JobPosting.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

EMPLOYMENT: Final[Mapping[str, str]] = {"full_time": "FULL_TIME", "part_time": "PART_TIME"}
CONTRACTS: Final[Mapping[str, str]] = {
    "fixed_term": "TEMPORARY", "seasonal": "TEMPORARY", "casual": "PER_DIEM", "apprenticeship": "INTERN",
}  # fmt: skip
"""Our codes of hours and contracts → schema.org's employmentType; what has no counterpart is left out."""
UNITS: Final[Mapping[str, str]] = {"hour": "HOUR", "day": "DAY", "week": "WEEK", "month": "MONTH", "year": "YEAR"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Advert:
    """What an advertisement of a vacancy says; money in major units."""

    number: str
    title: str
    title_native: str | None = None
    description: str | None = None
    employer: str
    country: str
    province: str
    district: str | None = None
    occupation: tuple[str, str]  # ISCO-08 code and name
    sector: str
    posted_on: date
    closes_on: date
    openings: int
    hours: str | None = None
    contract: str | None = None
    wage: tuple[float | None, float | None] = (None, None)
    wage_currency: str | None = None
    wage_period: str | None = None
    experience_months: int | None = None
    skills: Sequence[str] = ()


def job_posting(one: Advert) -> dict[str, Any]:
    """JSON-LD of a job posting; fields that are not known are left out."""
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "identifier": {"@type": "PropertyValue", "name": "LMIS", "value": one.number},
        "title": one.title,
        "alternateName": one.title_native,
        "description": one.description or one.title,
        "datePosted": one.posted_on.isoformat(),
        "validThrough": one.closes_on.isoformat(),
        "totalJobOpenings": one.openings,
        "hiringOrganization": {"@type": "Organization", "name": one.employer},
        "jobLocation": {
            "@type": "Place",
            "address": _without_nothing({
                "@type": "PostalAddress",
                "addressCountry": one.country,
                "addressRegion": one.province,
                "addressLocality": one.district,
            }),
        },
        "occupationalCategory": {
            "@type": "CategoryCode",
            "inCodeSet": "ISCO-08",
            "codeValue": one.occupation[0],
            "name": one.occupation[1],
        },
        "industry": one.sector,
        "employmentType": _kinds(one),
        "baseSalary": _salary(one),
        "experienceRequirements": one.experience_months
        and {"@type": "OccupationalExperienceRequirements", "monthsOfExperience": one.experience_months},
        "skills": list(one.skills),
    }  # fmt: skip
    return _without_nothing(told)


def _kinds(one: Advert) -> list[str]:
    found = (EMPLOYMENT.get(one.hours or ""), CONTRACTS.get(one.contract or ""))
    return [kind for kind in found if kind is not None]


def _salary(one: Advert) -> dict[str, Any] | None:
    low, high = one.wage
    if one.wage_currency is None or (low is None and high is None):
        return None
    value: dict[str, Any] = {"@type": "QuantitativeValue", "minValue": low, "maxValue": high}
    value["unitText"] = UNITS.get(one.wage_period or "")
    return {"@type": "MonetaryAmount", "currency": one.wage_currency, "value": _without_nothing(value)}


def _without_nothing(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if value not in (None, "", [], {})}
