"""Job seekers: the full record, and the five fields of a surge."""

from __future__ import annotations

from typing import Any, Final

from lmis.commands.seekers import RegisterQuickly, RegisterSeeker
from lmis.errors import Invalid
from lmis.imports.coded import education, licence, occupation, one_of, province, reason, sector, sex
from lmis.imports.columns import day, many, number, phone, upper, whole, words, year
from lmis.imports.definition import Column, Import, Lookups, Settling
from lmis.imports.definitions.shared import (
    COMMUNE,
    DISTRICT,
    EXPERIENCE,
    LANGUAGES,
    OFFICE,
    OWN_NUMBER,
    PROVINCE,
    RECORD_ID,
    settle_places,
    settle_wage,
    unsettle_wage,
    wage_columns,
)
from lmis.vocabulary import (
    Accommodation,
    ConsentMode,
    Disability,
    Hours,
    IdentityKind,
    LabourStatus,
    Membership,
    Mobility,
    WagePeriod,
)

REGISTERED_ON = Column(
    "registered_on",
    "happened_on",
    day,
    ("registration_date", "date_registered", "ថ្ងៃចុះឈ្មោះ", "ວັນທີລົງທະບຽນ"),
    example="2026-07-15",
)
PHONE = Column(
    "phone",
    "phone",
    phone,
    ("contact_number", "phone_number", "tel", "mobile", "លេខទូរស័ព្ទ", "ເບີໂທ"),
    example="012 345 678",
)
RETURNEE = Column("returnee_from", "returnee_from", upper, ("former_ofw_country",))


def _settle_birth(data: dict[str, Any], _lookups: Lookups) -> dict[str, Any]:
    """A year that the date tells as well says nothing."""
    born = data.get("birth_date")
    if born is None or data.get("birth_year") != born.year:
        return data
    return {name: value for name, value in data.items() if name != "birth_year"}


JOB_SEEKERS = Import(
    name="job-seekers",
    command=RegisterSeeker,
    finish=Settling(
        (
            (("province", "district", "commune"), settle_places),
            (("wage",), settle_wage),
            (("birth_date", "birth_year"), _settle_birth),
        )
    ),
    back=unsettle_wage,
    same=("own_number", "identity_number", "id"),
    columns=(
        OWN_NUMBER,
        REGISTERED_ON,
        Column("family_name", "family_name", words, ("surname", "last_name", "family name latin"), example="Sok"),
        Column("given_name", "given_name", words, ("first_name", "given name latin"), example="Dara"),
        Column("family_name_native", "family_name_native", words, ("នាមត្រកូល", "ນາມສະກຸນ"), example="សុខ"),
        Column("given_name_native", "given_name_native", words, ("នាមខ្លួន", "ຊື່"), example="ដារ៉ា"),
        Column("sex", "sex", sex, ("gender", "ភេទ", "ເພດ"), required=True, example="F"),
        Column(
            "birth_date",
            "birth_date",
            day,
            ("date_of_birth", "dob", "ថ្ងៃខែឆ្នាំកំណើត", "ວັນເດືອນປີເກີດ"),
            example="12/03/1996",
        ),
        Column("birth_year", "birth_year", year, ("year_of_birth", "ឆ្នាំកំណើត", "ປີເກີດ")),
        Column("identity_kind", "identity_kind", one_of(IdentityKind), ("id_type",), example="national_id"),
        Column(
            "identity_number",
            "identity_number",
            number,
            ("id_number", "national_id", "អត្តសញ្ញាណប័ណ្ណ", "ເລກບັດປະຈຳຕົວ"),
            example="012345678",
        ),
        Column("identity_missing_reason", "identity_missing_reason", reason("identity_missing")),
        PHONE,
        PROVINCE,
        DISTRICT,
        COMMUNE,
        Column(
            "education", "education", education, ("education_level", "isced", "កម្រិតវប្បធម៌", "ລະດັບການສຶກສາ"), example="2"
        ),
        Column("experience", "experience", EXPERIENCE, ("work_experiences",), example="8153:36"),
        Column(
            "skills",
            "skills",
            many(words),
            ("key_skills", "other_skills", "ជំនាញ", "ທັກສະ"),
            example="sewing; quality control",
        ),
        Column(
            "languages", "languages", LANGUAGES, ("language_proficiency", "ភាសា", "ພາສາ"), example="km:native; en:basic"
        ),
        Column(
            "licences",
            "licences",
            many(licence),
            (
                "licence",
                "license",
                "driving_licence",
                "professional_licenses",
                "ប័ណ្ណបើកបរ",
                "អាជ្ញាប័ណ្ណ",
                "ໃບຂັບຂີ່",
                "ໃບອະນຸຍາດ",
            ),
            example="driving_motorcycle",
        ),
        Column(
            "wanted_occupations", "wanted_occupations", many(occupation), ("preferred_occupations",), example="8153"
        ),
        Column(
            "wanted_provinces",
            "wanted_provinces",
            many(province),
            ("preferred_locations",),
            example="Battambang; Phnom Penh",
        ),
        Column("wanted_hours", "wanted_hours", one_of(Hours), ("hours",), example="full_time"),
        *wage_columns("wage_amount", "wage", "expected_salary", "expected_wage", "ប្រាក់ខែ", "ເງິນເດືອນ"),
        Column("available_from", "available_from", day, ("available",)),
        Column("mobility", "mobility", one_of(Mobility), example="province"),
        Column("labour_status", "labour_status", one_of(LabourStatus), ("employment_status",), example="unemployed"),
        Column("months_without_work", "months_without_work", whole, ("months_unemployed",), example="4"),
        Column("social_security", "social_security", one_of(Membership), ("nssf", "lsso"), example="not_member"),
        Column("disability", "disability", many(one_of(Disability)), ("ពិការភាព", "ຄວາມພິການ")),
        Column("accommodations", "accommodations", many(one_of(Accommodation))),
        Column("support_consent_mode", "support_consent.mode", one_of(ConsentMode)),
        Column("support_consent_on", "support_consent.on", day),
        Column("consent_mode", "consent.mode", one_of(ConsentMode), ("consent",), example="written"),
        Column("consent_on", "consent.on", day, ("consent_date",), example="2026-07-15"),
        RETURNEE,
        Column("closed_on", "closed_on", day, ("date_closed",)),
        Column("closed_because", "closed_because", reason("closure"), ("closure_reason",)),
        OFFICE,
        RECORD_ID,
    ),
)

SURE: Final = {
    "KH": ((50, 2_000, "USD"), (200_000, 10_000_000, "KHR")),
    "LA": ((500_000, 100_000_000, "LAK"),),
}
"""Country → (from, to, currency): what a month's wage without a currency can only mean there."""


class CurrencyNotSaid(Invalid):
    """The currency of this wage is not clear: add a column wage_currency."""


def _finish_quickly(data: dict[str, Any], lookups: Lookups) -> dict[str, Any]:
    """The hotline's five fields have no currency: it is taken from the amount where only one can be meant."""
    wage = data.get("wage", {})
    if "amount" in wage and "currency" not in wage:
        ranges = SURE[lookups.country or "KH"] if wage.get("period", WagePeriod.MONTH) == WagePeriod.MONTH else ()
        sure = [currency for low, high, currency in ranges if low <= wage["amount"] <= high]
        if not sure:
            raise CurrencyNotSaid(value=str(wage["amount"]))
        data = data | {"wage": wage | {"currency": sure[0]}}
    return settle_wage(data, lookups)


SURGE = Import(
    name="job-seekers",
    command=RegisterQuickly,
    finish=_finish_quickly,
    back=unsettle_wage,
    same=("own_number", "id"),
    columns=(
        OWN_NUMBER,
        REGISTERED_ON,
        Column("name", "name", words, ("full_name", "ឈ្មោះ", "ຊື່ ແລະ ນາມສະກຸນ"), required=True, example="Sok Dara"),
        Column("age", "age", whole, ("អាយុ", "ອາຍຸ"), required=True, example="30"),
        PROVINCE,
        Column("sector", "sector", sector, ("isic", "វិស័យ", "ຂະແໜງ"), example="14"),
        *wage_columns("wage", "wage_amount", "expected_salary", "expected_wage", "ប្រាក់ខែ", "ເງິນເດືອນ"),
        Column("sex", "sex", sex, ("gender", "ភេទ", "ເພດ")),
        PHONE,
        RETURNEE,
        OFFICE,
        RECORD_ID,
    ),
)
