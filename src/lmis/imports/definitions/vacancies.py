"""Vacancies."""

from __future__ import annotations

from typing import Any, Final

from lmis.commands.vacancies import PostVacancy
from lmis.imports.coded import currency, education, licence, occupation, one_of
from lmis.imports.columns import amount, day, major, many, minor, number, whole, words, yes_no
from lmis.imports.definition import Column, Import, Lookups
from lmis.imports.definitions.shared import (
    DISTRICT,
    LANGUAGES,
    OFFICE,
    OWN_NUMBER,
    PROVINCE,
    RECORD_ID,
    settle_places,
)
from lmis.vocabulary import Accommodation, Contract, Hours, WagePeriod

WAGES: Final = ("wage_min", "wage_max")


def _finish(data: dict[str, Any], lookups: Lookups) -> dict[str, Any]:
    data = settle_places(data, lookups)
    wages = {name: minor(data[name], data.get("wage_currency"), lookups) for name in WAGES if name in data}
    if not wages:  # a currency and a period without an amount say nothing
        data = {name: value for name, value in data.items() if name not in ("wage_currency", "wage_period")}
    return data | wages


def _back(data: dict[str, Any], lookups: Lookups) -> dict[str, Any]:
    currency = data.get("wage_currency")
    return data | {name: major(data[name], currency, lookups) for name in WAGES if data.get(name) is not None}


VACANCIES = Import(
    name="vacancies",
    command=PostVacancy,
    finish=_finish,
    back=_back,
    same=("own_number", "id"),
    columns=(
        OWN_NUMBER,
        Column(
            "employer",
            "employer",
            number,
            ("establishment_name", "employer_number", "company"),
            required=True,
            example="E-001",
        ),
        Column("posted_on", "happened_on", day, ("publication_date", "date_accomplished"), example="2026-08-01"),
        Column(
            "title",
            "title",
            words,
            ("position_title", "headline", "មុខតំណែង", "ຕຳແໜ່ງ"),
            required=True,
            example="Sewing machine operator",
        ),
        Column("title_native", "title_native", words, example="ជាងដេរ"),
        Column("description", "description", words),
        Column("occupation", "occupation", occupation, ("isco", "occupation_code"), required=True, example="8153"),
        Column(
            "openings",
            "openings",
            whole,
            ("posts", "vacant_positions", "number_of_vacancies", "ចំនួន", "ຈຳນວນ"),
            example="25",
        ),
        PROVINCE,
        DISTRICT,
        Column("wage_min", "wage_min", amount, ("starting_salary_or_wage", "salary_min"), example="208"),
        Column("wage_max", "wage_max", amount, ("salary_max",), example="260"),
        Column("wage_currency", "wage_currency", currency, ("currency",), example="USD"),
        Column("wage_period", "wage_period", one_of(WagePeriod), ("pay_period",), example="month"),
        Column("contract", "contract", one_of(Contract), ("employment_type", "job_status"), example="fixed_term"),
        Column("hours", "hours", one_of(Hours), ("working_hours_type",), example="full_time"),
        Column("hours_per_week", "hours_per_week", whole, example="48"),
        Column("education", "education", education, ("minimum_education_required",), example="1"),
        Column("experience_months", "experience_months", whole, example="6"),
        Column("required_skills", "required_skills", many(words), ("main_skill_or_specialization",), example="sewing"),
        Column("useful_skills", "useful_skills", many(words), example="quality control"),
        Column("languages", "languages", LANGUAGES, example="km:fluent"),
        Column(
            "licences",
            "licences",
            many(licence),
            ("required_licences", "driving_license", "driving_licence", "ប័ណ្ណបើកបរ", "អាជ្ញាប័ណ្ណ", "ໃບຂັບຂີ່", "ໃບອະນຸຍາດ"),
            example="driving_truck",
        ),
        Column("hazardous", "hazardous", yes_no, ("hazardous_work", "ការងារគ្រោះថ្នាក់", "ວຽກອັນຕະລາຍ"), example="no"),
        Column(
            "closes_on", "closes_on", day, ("application_deadline", "closing_date"), required=True, example="2026-09-30"
        ),
        Column("social_security", "social_security", yes_no, ("nssf", "lsso"), example="yes"),
        Column("accommodations", "accommodations", many(one_of(Accommodation))),
        Column("withdrawn_on", "withdrawn_on", day, ("removed_date",)),
        OFFICE,
        RECORD_ID,
    ),
)
