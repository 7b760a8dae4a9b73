"""Measures of registration: who is on the register, who comes and who goes.

A person is on the register from the day a spell opens, and is no more on the day it closes. In breakdowns by office
a transfer leaves one office and enters another on the same day; in all others it is no move. Sex is as registered;
age, province, occupation and sector wanted are those of the day the spell opened, so that nobody moves between cells
while registered and stocks and flows agree in each of them.
"""

from __future__ import annotations

import numpy as np

from lmis.indicators.frame import Codes, Mask
from lmis.indicators.register.dimensions import duration_codes
from lmis.indicators.register.measure import Measure
from lmis.indicators.register.periods import Period
from lmis.indicators.register.table import Register, Rows


def within(day: Codes, period: Period) -> Mask:
    """Which days lie in the period."""
    return (day >= period.first) & (day <= period.last)


def at_end(register: Register, period: Period) -> Rows:
    """Spells that run at the end of the last day, with how long they have run."""
    where = np.flatnonzero(_standing(register, period.last + 1))
    registered = period.last - register.spells["opened"][where]
    return register.spells.at(where).but(duration=duration_codes(registered))


def at_end_by_stay(register: Register, period: Period) -> Rows:
    """Stays that run at the end of the last day."""
    return _staying(register, period.last + 1)


def before(register: Register, period: Period) -> Rows:
    """Spells that ran before the first day began."""
    return register.spells.rows(_standing(register, period.first))


def before_by_stay(register: Register, period: Period) -> Rows:
    """Stays that ran before the first day began."""
    return _staying(register, period.first)


def at_end_without_work(register: Register, period: Period) -> Rows:
    """Of the spells that run at the end of the last day, those of people who stated that they had no work."""
    unemployed = register.spells["unemployed"] == 1
    return register.spells.rows(_standing(register, period.last + 1) & unemployed)


def at_end_of_new(register: Register, period: Period) -> Rows:
    """Of the spells that run at the end of the last day, those opened in the period."""
    return register.spells.rows(_standing(register, period.last + 1) & within(register.spells["opened"], period))


def _standing(register: Register, day: int) -> Mask:
    return (register.spells["opened"] < day) & (register.spells["closed"] >= day)


def _staying(register: Register, day: int) -> Rows:
    return register.stays.rows((register.stays["since"] < day) & (register.stays["until"] >= day))


def opened(register: Register, period: Period) -> Rows:
    """Spells opened in the period, at the office that opened them."""
    return register.spells.rows(within(register.spells["opened"], period))


def closed(register: Register, period: Period) -> Rows:
    """Spells closed in the period, with how long they had run."""
    where = np.flatnonzero(within(register.spells["closed"], period))
    registered = register.spells["closed"][where] - register.spells["opened"][where]
    return register.spells.at(where).but(duration=duration_codes(registered))


def arrived(register: Register, period: Period) -> Rows:
    """Stays begun in the period: new spells and transfers in."""
    return register.stays.rows(within(register.stays["since"], period))


def departed(register: Register, period: Period) -> Rows:
    """Stays ended in the period: closed spells and transfers out."""
    return register.stays.rows(within(register.stays["until"], period))


def present(register: Register, period: Period) -> Rows:
    """Spells that ran on at least one day of the period."""
    spells = register.spells
    return spells.rows((spells["opened"] <= period.last) & (spells["closed"] >= period.first))


def present_by_stay(register: Register, period: Period) -> Rows:
    """Stays that ran on at least one day of the period."""
    stays = register.stays
    return stays.rows((stays["since"] <= period.last) & (stays["until"] >= period.first))


STOCK = Measure(counts="registrations", rows=at_end, at_offices=at_end_by_stay)
STOCK_BEFORE = Measure(counts="registrations", rows=before, at_offices=before_by_stay)
ENTRIES = Measure(counts="registrations", rows=opened, at_offices=arrived)
EXITS = Measure(counts="registrations", rows=closed, at_offices=departed)
NEW_SPELLS = Measure(counts="registrations", rows=opened)
NEW_PERSONS = Measure(counts="persons", rows=opened)
PERSONS_PRESENT = Measure(counts="persons", rows=present, at_offices=present_by_stay)
STOCK_WITHOUT_WORK = Measure(counts="registrations", rows=at_end_without_work)
STOCK_OF_NEW = Measure(counts="registrations", rows=at_end_of_new)
