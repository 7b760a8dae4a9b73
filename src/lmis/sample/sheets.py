"""Tables as text: the headers of the import templates, and columns joined to lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lmis.sample.draws import Texts

HEADERS: Final[Mapping[str, tuple[str, ...]]] = {
    name: tuple(columns.replace("\n", "").split(","))
    for name, columns in {
        "job-seekers": """number,registered_on,family_name,given_name,family_name_native,given_name_native,sex,
birth_date,birth_year,identity_kind,identity_number,identity_missing_reason,phone,province,district,education,
experience,skills,languages,wanted_occupations,wanted_provinces,wanted_hours,wage_amount,wage_currency,wage_period,
available_from,mobility,labour_status,months_without_work,social_security,disability,accommodations,consent_mode,
consent_on,returnee_from,closed_on,closed_because,office""",
        "employers": """number,name,name_native,sector,province,district,phone,size,registration_number,
notified_on,office""",
        "vacancies": """number,employer,posted_on,title,title_native,description,occupation,openings,province,
district,wage_min,wage_max,wage_currency,wage_period,contract,hours,hours_per_week,education,experience_months,
required_skills,useful_skills,languages,closes_on,social_security,accommodations,withdrawn_on,office""",
        "referrals": "number,seeker,vacancy,referred_on,interview_on,state,answered_on,reason,office",
        "placements": """number,seeker,vacancy,started_on,confirmed_by,wage_amount,wage_currency,wage_period,
contract,cancelled_on,cancelled_because,office""",
    }.items()
}
"""The columns of each register's file, in their order."""
TRUTH_HEADERS: Final[Mapping[str, tuple[str, ...]]] = {
    "suitability": ("vacancy", "seeker", "utility"),
    "duplicates": ("number_a", "number_b", "kind"),
}
"""The columns of the files of truths."""


def lines(headers: tuple[str, ...], columns: Mapping[str, Texts]) -> str:
    """The rows of a table as CSV lines; every cell is a text that is quoted already where it must be."""
    if columns.keys() != set(headers):
        raise ValueError(set(headers) ^ columns.keys())
    rows = zip(*(columns[header] for header in headers), strict=True)
    return "".join(f"{','.join(row)}\n" for row in rows)


def numbered(country: str, letter: str, first: int, count: int) -> Texts:
    """The offices' own numbers: country, letter of the register, and a running number of seven digits or more."""
    return [f"{country}{letter}{number:07d}" for number in range(first, first + count)]
