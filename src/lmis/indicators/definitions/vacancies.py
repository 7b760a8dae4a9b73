"""Openings that employers notify: stock, flows, how many are filled, and how many there are for each seeker."""

from __future__ import annotations

from typing import Final

from lmis.indicators.definitions.placements import KAPLAN_MEIER
from lmis.indicators.definitions.registrations import C88, SINCE, SPELL
from lmis.indicators.register import filling, openings, placed, seekers
from lmis.indicators.register.dimensions import OFFERS, OPENINGS, TOTAL
from lmis.indicators.register.measure import Definition, RegisterIndicator, Waiting

VACANCY: Final = "Every vacancy has its occupation, sector and province: nothing is missing."

STOCK = RegisterIndicator(
    code="PES_VAC_STK",
    title="Openings outstanding at the end of the period",
    row="B2",
    of=openings.STOCK,
    unit="openings",
    by=OFFERS,
    meaning="Places of work, not advertisements, that are neither filled nor taken back nor expired on the last day.",
    missing=VACANCY,
    source=C88,
    since=SINCE,
)
ENTRIES = RegisterIndicator(
    code="PES_VAC_IN",
    title="Openings notified",
    row="B1",
    of=openings.ENTRIES,
    unit="openings",
    by=OFFERS,
    meaning="Openings of vacancies posted in the period, and openings added in the period to older ones.",
    missing=VACANCY,
    source=C88,
    since=SINCE,
)
BACK = RegisterIndicator(
    code="PES_VAC_BACK",
    title="Openings that stand again",
    row="B2",
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
    row="B2",
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
    row="B9",
    of=placed.PLACED_OPENINGS,
    per=openings.EXITS,
    unit="%",
    by=OPENINGS,
    meaning=(
        "Closed cohort: of the openings that came to an end in the period, those filled by a placement that holds; the "
        "others were taken back, expired, or filled by a placement that was cancelled since. What is still open is in "
        "neither term, so the rate does not rise later."
    ),
    missing=VACANCY,
    source="EU benchmarking of public employment services, COM(2013) 430, annex, 3a; closed cohorts",
    since=SINCE,
    version="2",
)
FILL_RATE_OF_NEW = RegisterIndicator(
    code="PES_FILL_NEW",
    title="Openings of new vacancies filled by the end of the period",
    row="B9",
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
    row="B12",
    of=openings.ENTRIES,
    per=seekers.NEW_SPELLS,
    unit="openings per new registration",
    by=(*OPENINGS, "education"),
    meaning=(
        "Openings notified in the period for each registration opened in it: the openings by the vacancy's province, "
        "occupation and sector, the people by their own province and the occupation and sector they want."
    ),
    missing=SPELL,
    source="China, MOHRSS, quarterly analysis of supply and demand in public employment services",
    since=SINCE,
)

FILLED_SOON = Waiting(
    code="PES_FILL_KM",
    title="Openings filled within 90 days, latest cohorts",
    row="B9",
    cohort=filling.YEAR_SETTLED,
    came=filling.YEAR_FILLED,
    within=90,
    unit="%",
    by=OPENINGS,
    meaning=(
        "Open cohorts: the share filled within 90 days of being notified, by Kaplan and Meier, of the openings "
        "notified in the twelve months up to the end of the period; what was notified later is cut off there. What "
        "was taken back or expired counts as not filled."
    ),
    missing=VACANCY,
    source=KAPLAN_MEIER,
    since=SINCE,
)
TIGHTNESS = RegisterIndicator(
    code="PES_TIGHT",
    title="Labour market tightness on the register",
    row="B13",
    of=openings.STOCK,
    per=seekers.STOCK,
    unit="openings per registered seeker",
    by=(*OPENINGS, "education"),
    meaning=(
        "Openings outstanding for each person registered, both at the end of the period: the openings by what the "
        "vacancy asks for, the people by what they want and are."
    ),
    missing=SPELL,
    source="C. Pissarides, Equilibrium Unemployment Theory, 2nd ed. (2000): V/U",
    since=SINCE,
)
TIME_TO_FILL: Final = (
    "The day by which a quarter, a half or three quarters of openings are filled, by Kaplan and Meier: openings "
    "notified in the twelve months up to the end of the period, from the day they were notified to the first day of "
    "work. What was taken back or expired is cut off on that day, what stands at the end of the period. Where fewer "
    "are filled there is no such day."
)


def _time_to_fill(name: str, quantile: float, title: str) -> Waiting:
    return Waiting(
        code=f"PES_TTF_{name}",
        title=title,
        row="B10",
        cohort=filling.YEAR,
        came=filling.YEAR_FILLED,
        quantile=quantile,
        unit="days",
        by=(TOTAL, "province", "occupation", "occupation_2", "sector", "province-occupation"),
        meaning=TIME_TO_FILL,
        missing=VACANCY,
        source=KAPLAN_MEIER,
        since=SINCE,
    )


MEDIAN_TIME_TO_FILL = _time_to_fill("MED", 0.5, "Time to fill, median")

STILL_OPEN: Final = {
    7: "Openings still open after 7 days",
    14: "Openings still open after 14 days",
    30: "Openings still open after 30 days",
    45: "Openings still open after 45 days",
    60: "Openings still open after 60 days",
    90: "Openings still open after 90 days",
    120: "Openings still open after 120 days",
    150: "Openings still open after 150 days",
    180: "Openings still open after 180 days",
    270: "Openings still open after 270 days",
}
"""Days after which the share still open is told, the points of the curve, and what each is called."""


def _still_open(days: int, title: str) -> Waiting:
    return Waiting(
        code=f"PES_TTF_S{days}",
        title=title,
        row="B10",
        cohort=filling.YEAR,
        came=filling.YEAR_FILLED,
        within=days,
        left=True,
        unit="%",
        by=(TOTAL, "province", "occupation"),
        meaning=(
            "The share not yet filled so many days after they were notified, by Kaplan and Meier, of the same openings "
            "as the time to fill; what was taken back or expired is cut off on that day. Where none was watched for so "
            "long there is no figure."
        ),
        missing=VACANCY,
        source=KAPLAN_MEIER,
        since=SINCE,
    )


INDICATORS: tuple[Definition, ...] = (
    STOCK,
    ENTRIES,
    BACK,
    EXITS,
    FILL_RATE,
    FILL_RATE_OF_NEW,
    FILLED_SOON,
    _time_to_fill("Q1", 0.25, "Time to fill, first quartile"),
    MEDIAN_TIME_TO_FILL,
    _time_to_fill("Q3", 0.75, "Time to fill, third quartile"),
    *(_still_open(days, title) for days, title in STILL_OPEN.items()),
    DEMAND_SUPPLY,
    TIGHTNESS,
)
