"""Job seekers on the register: stock, who comes and who goes."""

from __future__ import annotations

from datetime import date
from typing import Final

from lmis.indicators.register import seekers
from lmis.indicators.register.dimensions import SEEKERS
from lmis.indicators.register.measure import RegisterIndicator

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
    of=seekers.STOCK,
    unit="persons",
    by=SEEKERS,
    meaning="People whose registration has opened and has not been closed by the end of the last day.",
    missing=SPELL,
    source=C88,
    since=SINCE,
)
ENTRIES = RegisterIndicator(
    code="PES_SEEK_IN",
    title="New registrations of job seekers",
    of=seekers.ENTRIES,
    unit="registrations",
    by=SEEKERS,
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
    of=seekers.EXITS,
    unit="registrations",
    by=SEEKERS,
    meaning="Registrations closed in the period, whatever the reason. By office, people who were transferred away too.",
    missing=SPELL,
    source=C88,
    since=SINCE,
)
PERSONS = RegisterIndicator(
    code="PES_PERS",
    title="Persons who registered",
    of=seekers.NEW_PERSONS,
    unit="persons",
    by=SEEKERS,
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
    of=seekers.PERSONS_PRESENT,
    unit="persons",
    by=SEEKERS,
    meaning="People who were registered on at least one day of the period, each counted once.",
    missing=SPELL,
    source="EU benchmarking of public employment services, COM(2013) 430, annex",
    since=SINCE,
)

INDICATORS: tuple[RegisterIndicator, ...] = (STOCK, ENTRIES, EXITS, PERSONS, PERSONS_PRESENT)
