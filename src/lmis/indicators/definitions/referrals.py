"""Referrals to employers."""

from __future__ import annotations

from typing import Final

from lmis.indicators.definitions.registrations import C88, SINCE
from lmis.indicators.register import openings, placed, seekers
from lmis.indicators.register.dimensions import SEEKERS, TOTAL
from lmis.indicators.register.measure import RegisterIndicator

ACT: Final = (
    "Sex that is not stated is a category of its own (_U). Age is that of the day; occupation, sector and province are "
    "those of the job, the office is the one that acted."
)

REFERRALS = RegisterIndicator(
    code="PES_REF",
    title="Referrals to employers",
    row="B4",
    of=placed.REFERRALS,
    unit="referrals",
    by=SEEKERS,
    meaning="Referrals made in the period, whatever came of them; a person may be referred several times.",
    missing=ACT,
    source=C88,
    since=SINCE,
)
PERSONS_REFERRED = RegisterIndicator(
    code="PES_REF_PERS",
    title="Persons referred to employers",
    row="B4",
    of=placed.PERSONS_REFERRED,
    unit="persons",
    by=SEEKERS,
    meaning="People with at least one referral in the period, each counted once.",
    missing=ACT,
    source=C88,
    since=SINCE,
)
PERSONS_INTERVIEWED = RegisterIndicator(
    code="PES_INT_PERS",
    title="Persons interviewed by employers",
    row="B4",
    of=placed.PERSONS_INTERVIEWED,
    unit="persons",
    by=SEEKERS,
    meaning=(
        "People with at least one interview in the period, at most 90 days after the referral, each counted once. "
        "Interviews whose day was never entered are not in it; nor is who did not come, or who withdrew before."
    ),
    missing=ACT,
    source=C88,
    since=SINCE,
)

PER_OPENING = RegisterIndicator(
    code="PES_REFVAC",
    title="Referrals per opening notified",
    row="B6",
    of=placed.REFERRALS,
    per=openings.ENTRIES,
    unit="referrals per opening",
    by=(TOTAL, "province", "occupation", "occupation_2", "sector", "province-occupation"),
    meaning="Referrals made in the period for each opening notified in it, both by the vacancy.",
    missing="Every vacancy has its occupation, sector and province: nothing is missing.",
    source=C88,
    since=SINCE,
)
PER_REGISTRATION = RegisterIndicator(
    code="PES_REFPER",
    title="Referrals per new registration",
    row="B6",
    of=placed.REFERRALS,
    per=seekers.NEW_SPELLS,
    unit="referrals per new registration",
    by=(TOTAL, "sex", "age_group", "sex-age_group"),
    meaning=(
        "Referrals made in the period for each registration opened in it; those referred may have registered earlier. "
        "Age is that of the day of the referral, and of the registration."
    ),
    missing="Sex that is not stated is a category of its own (_U).",
    source=C88,
    since=SINCE,
)
CONVERSION = RegisterIndicator(
    code="PES_CONV",
    title="Referrals that led to a placement",
    row="B7",
    of=placed.RIPE_PLACED,
    per=placed.RIPE_REFERRALS,
    unit="%",
    by=SEEKERS,
    meaning=(
        "Closed cohort: of the referrals made 90 days before a day of the period, those whose person began work in "
        "that vacancy within 90 days, by a placement that holds. All were watched for so long: the rate does not "
        "rise later."
    ),
    missing=ACT,
    source="EU benchmarking of public employment services, COM(2013) 430, annex, 3; closed cohorts",
    since=SINCE,
)

INDICATORS: tuple[RegisterIndicator, ...] = (
    REFERRALS,
    PERSONS_REFERRED,
    PERSONS_INTERVIEWED,
    PER_OPENING,
    PER_REGISTRATION,
    CONVERSION,
)
