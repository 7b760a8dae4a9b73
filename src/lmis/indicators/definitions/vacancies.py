"""Openings that employers notify: stock, flows, how many are filled, and how many there are for each seeker."""

from __future__ import annotations

from typing import Final

from lmis.indicators.definitions.registrations import C88, SINCE, SPELL
from lmis.indicators.register import openings, placed, seekers
from lmis.indicators.register.dimensions import OPENINGS
from lmis.indicators.register.measure import RegisterIndicator

VACANCY: Final = "Every vacancy has its occupation, sector and province: nothing is missing."

STOCK = RegisterIndicator(
    code="PES_VAC_STK",
    title="Openings outstanding at the end of the period",
    of=openings.STOCK,
    unit="openings",
    by=OPENINGS,
    meaning="Places of work, not advertisements, that are neither filled nor taken back nor expired on the last day.",
    missing=VACANCY,
    source=C88,
    since=SINCE,
)
ENTRIES = RegisterIndicator(
    code="PES_VAC_IN",
    title="Openings notified",
    of=openings.ENTRIES,
    unit="openings",
    by=OPENINGS,
    meaning="Openings of vacancies posted in the period, and openings added in the period to older ones.",
    missing=VACANCY,
    source=C88,
    since=SINCE,
)
BACK = RegisterIndicator(
    code="PES_VAC_BACK",
    title="Openings that stand again",
    of=openings.BACK,
    unit="openings",
    by=OPENINGS,
    meaning="Openings given back by a cancelled placement, and expired ones whose closing day was moved.",
    missing=VACANCY,
    source=C88,
    since=SINCE,
)
EXITS = RegisterIndicator(
    code="PES_VAC_OUT",
    title="Openings that ended",
    of=openings.EXITS,
    unit="openings",
    by=OPENINGS,
    meaning="Openings filled, taken back by the employer, or expired. Stock = stock before + notified + again - ended.",
    missing=VACANCY,
    source=C88,
    since=SINCE,
)
FILL_RATE = RegisterIndicator(
    code="PES_FILL",
    title="Fill rate of openings that ended",
    of=placed.PLACED_OPENINGS,
    per=placed.SETTLED,
    unit="%",
    by=OPENINGS,
    meaning=(
        "Closed cohort: of the openings that came to an end in the period, those filled by a placement that holds. "
        "What is still open is in neither term, so the rate does not rise later; filled + taken back + expired = 100."
    ),
    missing=VACANCY,
    source="EU benchmarking of public employment services, COM(2013) 430, annex, 3a; closed cohorts",
    since=SINCE,
)
FILL_RATE_OF_NEW = RegisterIndicator(
    code="PES_FILL_NEW",
    title="Openings of new vacancies filled by the end of the period",
    of=placed.PLACED_OPENINGS_OF_NEW,
    per=openings.ENTRIES_OF_NEW,
    unit="%",
    by=OPENINGS,
    meaning=(
        "Open cohort: of the openings of vacancies posted in the period, those filled by its last day. Many are open "
        "still, so this is the least that will be filled, and longer periods have higher rates."
    ),
    missing=VACANCY,
    source="EU benchmarking of public employment services, COM(2013) 430, annex, 3a",
    since=SINCE,
)
DEMAND_SUPPLY = RegisterIndicator(
    code="PES_DSR",
    title="Demand-supply ratio",
    of=openings.ENTRIES,
    per=seekers.NEW_SPELLS,
    unit="openings per new registration",
    by=OPENINGS,
    meaning=(
        "Openings notified in the period for each registration opened in it: the openings by the vacancy's province, "
        "occupation and sector, the people by their own province and the occupation and sector they want."
    ),
    missing=SPELL,
    source="China, MOHRSS, quarterly analysis of supply and demand in public employment services",
    since=SINCE,
)

INDICATORS: tuple[RegisterIndicator, ...] = (
    STOCK,
    ENTRIES,
    BACK,
    EXITS,
    FILL_RATE,
    FILL_RATE_OF_NEW,
    DEMAND_SUPPLY,
)
