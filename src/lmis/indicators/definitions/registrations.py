"""Job seekers on the register: stock, who comes and who goes."""

from __future__ import annotations

from datetime import date
from typing import Final

from lmis.indicators.register import seekers, waiting
from lmis.indicators.register.dimensions import PEOPLE, TOTAL
from lmis.indicators.register.measure import Definition, RegisterIndicator, Waiting

SINCE: Final = date(1948, 7, 9)
"""The day of Convention No. 88, under which the register is kept."""

C88: Final = "ILO, Employment Service Convention, 1948 (No. 88), Art. 6"
SPELL: Final = (
    "Sex that is not stated, and occupation and sector that the person did not name, are categories of their own (_U). "
    "Age is that of the day of registration; where only the year of birth is known, the age reached in that year."
)

STOCK = RegisterIndicator(
    code="PES_SEEK_STK",
    title="Registered job seekers at the end of the period",
    row="B3",
    of=seekers.STOCK,
    unit="persons",
    by=(*PEOPLE, "duration"),
    meaning="People whose registration has opened and has not been closed by the end of the last day.",
    missing=SPELL,
    source=C88,
    since=SINCE,
)
ENTRIES = RegisterIndicator(
    code="PES_SEEK_IN",
    title="New registrations of job seekers",
    row="B3",
    of=seekers.ENTRIES,
    unit="registrations",
    by=PEOPLE,
    meaning=(
        "Registrations opened in the period; who registers twice counts twice. By office, people who were transferred "
        "there are counted too, so that the stock of each office adds up."
    ),
    missing=SPELL,
    source=C88,
    since=SINCE,
)
EXITS = RegisterIndicator(
    code="PES_SEEK_OUT",
    title="Registrations of job seekers that ended",
    row="B3",
    of=seekers.EXITS,
    unit="registrations",
    by=(*PEOPLE, "duration", "exit_reason"),
    meaning="Registrations closed in the period, whatever the reason. By office, people who were transferred away too.",
    missing=SPELL,
    source=C88,
    since=SINCE,
)
PERSONS = RegisterIndicator(
    code="PES_PERS",
    title="Persons who registered",
    row="B3",
    of=seekers.NEW_PERSONS,
    unit="persons",
    by=PEOPLE,
    meaning=(
        "People with at least one registration opened in the period, each counted once, so that a year is less than "
        "the sum of its quarters. By office, the office that opened the registration."
    ),
    missing=SPELL,
    source=C88,
    since=SINCE,
)
PERSONS_PRESENT = RegisterIndicator(
    code="PES_PERS_ON",
    title="Persons on the register",
    row="B3",
    of=seekers.PERSONS_PRESENT,
    unit="persons",
    by=PEOPLE,
    meaning="People who were registered on at least one day of the period, each counted once.",
    missing=SPELL,
    source="EU benchmarking of public employment services, COM(2013) 430, annex",
    since=SINCE,
)

KINDS_OF_PEOPLE: Final = (TOTAL, "province", "sex", "age_group", "occupation", "sector", "education")

MEDIAN_DURATION = Waiting(
    code="PES_DUR_MED",
    title="Registered duration, median",
    row="B11",
    cohort=waiting.RUNNING,
    came=waiting.RUNNING_CLOSED,
    quantile=0.5,
    unit="days",
    by=KINDS_OF_PEOPLE,
    meaning=(
        "The day by which half of all registrations end, whatever the reason, by Kaplan and Meier: registrations that "
        "ran in the twelve months up to the end of the period, those of earlier from then on; who is still registered "
        "is cut off. Where fewer than half have ended there is no median."
    ),
    missing=SPELL,
    source="E. L. Kaplan and P. Meier, JASA 53 (1958); interval of 95 % on the scale of log(-log S)",
    since=SINCE,
)
MEAN_DURATION = RegisterIndicator(
    code="PES_DUR_END",
    title="Mean duration of registrations that ended",
    row="B11",
    of=waiting.ENDED_DAYS,
    per=seekers.EXITS,
    unit="days",
    by=KINDS_OF_PEOPLE,
    meaning=(
        "Days from opening to closing, on average over the registrations closed in the period. Long ones that still "
        "run are not in it, so it is shorter than what those registered now will wait."
    ),
    missing=SPELL,
    source=C88,
    since=SINCE,
)
LONG_TERM = RegisterIndicator(
    code="PES_DUR_LT",
    title="Long-term registered, share",
    row="B11",
    of=waiting.LONG,
    per=seekers.STOCK,
    unit="%",
    by=PEOPLE,
    meaning="Of the people registered at the end of the period, those whose registration is 365 days old or older.",
    missing=SPELL,
    source="ILO, long-term unemployment: twelve months or more",
    since=SINCE,
)
EXITS_BY_REASON = RegisterIndicator(
    code="PES_EXIT",
    title="Registrations that ended, by reason",
    row="B21",
    of=seekers.EXITS,
    per=seekers.EXITS,
    part_of="exit_reason",
    unit="%",
    by=(TOTAL, "exit_reason", "sex-exit_reason", "age_group-exit_reason"),
    meaning="The part of each reason in the registrations closed in the period, within its sex or age group.",
    missing=SPELL,
    source="EU benchmarking of public employment services, COM(2013) 430, annex",
    since=SINCE,
)

INDICATORS: tuple[Definition, ...] = (
    STOCK,
    ENTRIES,
    EXITS,
    PERSONS,
    PERSONS_PRESENT,
    MEDIAN_DURATION,
    MEAN_DURATION,
    LONG_TERM,
    EXITS_BY_REASON,
)
