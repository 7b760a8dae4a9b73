"""Employers."""

from __future__ import annotations

from lmis.commands.employers import RegisterEmployer
from lmis.imports.coded import sector, size
from lmis.imports.columns import day, number, phone, words
from lmis.imports.definition import Column, Import
from lmis.imports.definitions.shared import DISTRICT, OFFICE, OWN_NUMBER, PROVINCE, RECORD_ID, settle_places

EMPLOYERS = Import(
    name="employers",
    command=RegisterEmployer,
    finish=settle_places,
    same=("own_number", "id"),
    columns=(
        OWN_NUMBER,
        Column(
            "name", "name", words, ("establishment_name", "employer", "company"), required=True, example="Golden Needle"
        ),
        Column("name_native", "name_native", words, ("ឈ្មោះក្រុមហ៊ុន", "ຊື່ບໍລິສັດ"), example="ម្ជុលមាស"),
        Column("sector", "sector", sector, ("industry_type", "isic", "វិស័យ", "ຂະແໜງ"), required=True, example="14"),
        PROVINCE,
        DISTRICT,
        Column("phone", "phone", phone, ("contact_number", "phone_number", "លេខទូរស័ព្ទ", "ເບີໂທ"), example="053 952 000"),
        Column("size", "size", size, ("number_of_paid_employees", "paid_employees"), example="50-249"),
        Column("registration_number", "registration_number", number, ("company_tin", "business_permit_number")),
        Column("notified_on", "happened_on", day, ("date_accomplished",), example="2026-07-01"),
        OFFICE,
        RECORD_ID,
    ),
)
