"""Placements, and the rates that are called placement rate in different countries, each with its denominator."""

from __future__ import annotations

from lmis.indicators.definitions.referrals import ACT
from lmis.indicators.definitions.registrations import C88, SINCE, SPELL
from lmis.indicators.register import openings, placed, seekers
from lmis.indicators.register.dimensions import OPENINGS, SEEKERS
from lmis.indicators.register.measure import RegisterIndicator

PLACEMENTS = RegisterIndicator(
    code="PES_PLC",
    title="Placements",
    of=placed.PLACEMENTS,
    unit="placements",
    by=SEEKERS,
    meaning="Placements whose first day of work lies in the period and which were not cancelled.",
    missing=ACT,
    source=C88,
    since=SINCE,
)
PERSONS_PLACED = RegisterIndicator(
    code="PES_PLC_PERS",
    title="Persons placed",
    of=placed.PERSONS_PLACED,
    unit="persons",
    by=SEEKERS,
    meaning="People with at least one such placement, each counted once.",
    missing=ACT,
    source=C88,
    since=SINCE,
)
CANCELLED = RegisterIndicator(
    code="PES_PLC_CXL",
    title="Cancelled placements",
    of=placed.CANCELLED,
    unit="placements",
    by=SEEKERS,
    meaning="Placements whose first day lies in the period and which were cancelled since; in no other figure.",
    missing=ACT,
    source=C88,
    since=SINCE,
)
RATE_OF_REGISTERED = RegisterIndicator(
    code="PES_PLRATE_REG",
    title="Placement rate: placed per 100 registered",
    of=placed.PERSONS_PLACED_OF_REGISTERED,
    per=seekers.NEW_PERSONS,
    unit="%",
    by=SEEKERS,
    meaning=(
        "People placed in the period, of the people who registered in it. Those placed may have registered earlier, "
        "so it can pass 100 %. Both terms by the facts of the registration."
    ),
    missing=SPELL,
    source="Cambodia, National Employment Agency, annual figures",
    since=SINCE,
)
RATE_OF_PRESENT = RegisterIndicator(
    code="PES_PLRATE_ON",
    title="Placement rate: placed per 100 on the register",
    of=placed.PERSONS_PLACED_OF_PRESENT,
    per=seekers.PERSONS_PRESENT,
    unit="%",
    by=SEEKERS,
    meaning=(
        "People placed in the period, of all who were on the register in it, so it cannot pass 100 % in the total. "
        "Both terms by the facts of the registration."
    ),
    missing=SPELL,
    source="EU benchmarking of public employment services, COM(2013) 430, annex, 1a",
    since=SINCE,
)
RATE_OF_REFERRED = RegisterIndicator(
    code="PES_PLRATE_REF",
    title="Placement rate: placed per 100 referred",
    of=placed.PERSONS_PLACED,
    per=placed.PERSONS_REFERRED,
    unit="%",
    by=SEEKERS,
    meaning=(
        "People placed in the period, of the people referred in it; a referral may have been made earlier, and a "
        "placement needs none, so it can pass 100 %."
    ),
    missing=ACT,
    source="Philippines, DOLE, placement rate of job applicants referred",
    since=SINCE,
)
RATE_OF_OPENINGS = RegisterIndicator(
    code="PES_PLRATE_VAC",
    title="Placement rate: placements per 100 openings notified",
    of=placed.PLACED_OPENINGS,
    per=openings.ENTRIES,
    unit="%",
    by=OPENINGS,
    meaning="Placements of the period, of the openings notified in it, both by the vacancy; it can pass 100 %.",
    missing="Every vacancy has its occupation, sector and province: nothing is missing.",
    source="Malaysia, PERKESO, placements against vacancies notified",
    since=SINCE,
)

INDICATORS: tuple[RegisterIndicator, ...] = (
    PLACEMENTS,
    PERSONS_PLACED,
    CANCELLED,
    RATE_OF_REGISTERED,
    RATE_OF_PRESENT,
    RATE_OF_REFERRED,
    RATE_OF_OPENINGS,
)
