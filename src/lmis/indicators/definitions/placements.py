"""Placements, and the rates that are called placement rate in different countries, each with its denominator."""

from __future__ import annotations

from typing import Final

from lmis.indicators.definitions.referrals import ACT
from lmis.indicators.definitions.registrations import C88, SINCE, SPELL
from lmis.indicators.register import openings, placed, seekers, waiting
from lmis.indicators.register.dimensions import FINE, OPENINGS, PEOPLE, SEEKERS
from lmis.indicators.register.measure import Definition, RegisterIndicator, Waiting

PLACEMENTS = RegisterIndicator(
    code="PES_PLC",
    title="Placements",
    row="B5",
    of=placed.PLACEMENTS,
    unit="placements",
    by=(*PEOPLE, "confirmation"),
    meaning="Placements whose first day of work lies in the period and which were not cancelled.",
    missing=ACT,
    source=C88,
    since=SINCE,
)
PERSONS_PLACED = RegisterIndicator(
    code="PES_PLC_PERS",
    title="Persons placed",
    row="B5",
    of=placed.PERSONS_PLACED,
    unit="persons",
    by=PEOPLE,
    meaning="People with at least one such placement, each counted once.",
    missing=ACT,
    source=C88,
    since=SINCE,
)
CANCELLED = RegisterIndicator(
    code="PES_PLC_CXL",
    title="Cancelled placements",
    row="B5",
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
    row="B8",
    of=placed.PERSONS_PLACED_OF_REGISTERED,
    per=seekers.NEW_PERSONS,
    unit="%",
    by=PEOPLE,
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
    row="B8",
    of=placed.PERSONS_PLACED_OF_PRESENT,
    per=seekers.PERSONS_PRESENT,
    unit="%",
    by=PEOPLE,
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
    row="B8",
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
    row="B8",
    of=placed.PLACED_OPENINGS,
    per=openings.ENTRIES,
    unit="%",
    by=OPENINGS,
    meaning="Placements of the period, of the openings notified in it, both by the vacancy; it can pass 100 %.",
    missing="Every vacancy has its occupation, sector and province: nothing is missing.",
    source="Malaysia, PERKESO, placements against vacancies notified",
    since=SINCE,
)

COHORT: Final = (
    "People whose registration was opened 91, 182 or 365 days (3, 6 or 12 months) before a day of the period, each "
    "counted once; of these, those with a placement that holds and began within so many days. All were watched for "
    "so long: the rate does not rise later."
)
LATEST: Final = (
    "The share placed within 91 or 182 days of registering, by Kaplan and Meier, of the registrations opened in the "
    "twelve months up to the end of the period; who was registered later is cut off there. Who left the register "
    "without a placement counts as not placed."
)
EU: Final = "EU benchmarking of public employment services, COM(2013) 430, annex, A1 and A2"
KAPLAN_MEIER: Final = "E. L. Kaplan and P. Meier, JASA 53 (1958); Greenwood's standard error, interval on log(-log S)"


def _of_cohort(months: int, days: int, title: str) -> RegisterIndicator:
    return RegisterIndicator(
        code=f"PES_PLRATE_{months}",
        title=title,
        row="B8",
        of=waiting.PLACED_WITHIN[days],
        per=waiting.COHORTS[days],
        unit="%",
        by=PEOPLE,
        meaning=COHORT,
        missing=SPELL,
        source=EU,
        since=SINCE,
    )


def _of_latest(months: int, days: int, title: str) -> Waiting:
    return Waiting(
        code=f"PES_PLRATE_{months}_KM",
        title=title,
        row="B8",
        cohort=waiting.YEAR,
        came=waiting.YEAR_PLACED,
        within=days,
        unit="%",
        by=tuple(name for name in PEOPLE if name not in FINE),
        meaning=LATEST,
        missing=SPELL,
        source=KAPLAN_MEIER,
        since=SINCE,
    )


INDICATORS: tuple[Definition, ...] = (
    PLACEMENTS,
    PERSONS_PLACED,
    CANCELLED,
    RATE_OF_REGISTERED,
    RATE_OF_PRESENT,
    RATE_OF_REFERRED,
    RATE_OF_OPENINGS,
    _of_cohort(3, waiting.THREE_MONTHS, "Placed within 3 months of registering"),
    _of_cohort(6, waiting.SIX_MONTHS, "Placed within 6 months of registering"),
    _of_cohort(12, waiting.TWELVE_MONTHS, "Placed within 12 months of registering"),
    _of_latest(3, waiting.THREE_MONTHS, "Placed within 3 months of registering, latest cohorts"),
    _of_latest(6, waiting.SIX_MONTHS, "Placed within 6 months of registering, latest cohorts"),
)
