"""Placements."""

from __future__ import annotations

from lmis.commands.placements import PlaceSeeker
from lmis.imports.coded import one_of, reason
from lmis.imports.columns import day, number
from lmis.imports.definition import Column, Import
from lmis.imports.definitions.shared import OFFICE, OWN_NUMBER, RECORD_ID, settle_wage, unsettle_wage, wage_columns
from lmis.vocabulary import Confirmation, Contract

PLACEMENTS = Import(
    name="placements",
    command=PlaceSeeker,
    finish=settle_wage,
    back=unsettle_wage,
    same=("own_number", "seeker", "id"),
    columns=(
        OWN_NUMBER,
        Column("seeker", "seeker", number, ("applicant_id", "job_seeker"), required=True, example="0001"),
        Column("vacancy", "vacancy", number, ("vacancy_id",), required=True, example="V-001"),
        Column(
            "started_on", "happened_on", day, ("hiring_start_at", "date_hired"), required=True, example="2026-09-01"
        ),
        Column("confirmed_by", "confirmed_by", one_of(Confirmation), example="employer"),
        *wage_columns("wage_amount", "wage", "salary"),
        Column("contract", "contract", one_of(Contract), example="fixed_term"),
        Column("cancelled_on", "cancelled_on", day),
        Column("cancelled_because", "cancelled_because", reason("cancellation")),
        OFFICE,
        RECORD_ID,
    ),
)
