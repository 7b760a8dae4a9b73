"""Referrals, with what became of them."""

from __future__ import annotations

from lmis.commands.referrals import ReferSeeker
from lmis.imports.coded import one_of, reason
from lmis.imports.columns import day, number
from lmis.imports.definition import Column, Import
from lmis.imports.definitions.shared import OFFICE, OWN_NUMBER, RECORD_ID
from lmis.vocabulary import ReferralState

REFERRALS = Import(
    name="referrals",
    command=ReferSeeker,
    same=("own_number", ("seeker", "vacancy"), "id"),
    columns=(
        OWN_NUMBER,
        Column("seeker", "seeker", number, ("applicant_id", "job_seeker"), required=True, example="0001"),
        Column("vacancy", "vacancy", number, ("vacancy_id",), required=True, example="V-001"),
        Column("referred_on", "happened_on", day, ("date_referred",), required=True, example="2026-08-10"),
        Column("interview_on", "interview_on", day, ("interview_date",)),
        Column("state", "state", one_of(ReferralState), ("status",), example="refused"),
        Column("answered_on", "answered_on", day, ("date_answered",), example="2026-08-20"),
        Column("reason", "reason", reason("answer"), ("refusal_reason",), example="lacks_experience"),
        OFFICE,
        RECORD_ID,
    ),
)
