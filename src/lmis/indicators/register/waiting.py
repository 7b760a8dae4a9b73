"""Measures of waiting: people for a placement, registrations for their end.

A person is placed when the first placement that holds begins on the day of the registration or later, whichever
registration it ended; who left the register without one is still not placed. Only the end of the period cuts off.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from lmis.indicators.frame import Codes, Mask
from lmis.indicators.register.measure import Measure, Rule
from lmis.indicators.register.periods import Period
from lmis.indicators.register.seekers import within
from lmis.indicators.register.table import Register, Rows, Watched, first_after

THREE_MONTHS, SIX_MONTHS, TWELVE_MONTHS = 91, 182, 365
"""Days."""

LONG_TERM: Final = 365
"""Days from which on a registration is long-term. Source: ILO, long-term unemployment: twelve months or more."""


def placed_on(register: Register) -> Codes:
    """Per spell: the day of the person's first placement that holds, from the day of registration on."""
    return register.once("placed_on", 0, lambda: _first_placements(register))


def _first_placements(register: Register) -> Codes:
    holding = np.flatnonzero(register.placements["cancelled"] == 0)
    person, day = register.placements["person"][holding], register.placements["day"][holding]
    return first_after(register.spells["person"], register.spells["opened"], person, day)


def _waits(register: Register, period: Period) -> tuple[Codes, Watched]:
    """The spells opened in the twelve months up to the end of the period, and how long their people waited."""
    opened = register.spells["opened"]
    where = np.flatnonzero((opened >= period.year_first) & (opened <= period.last))
    day = placed_on(register)[where]
    time = np.minimum(day, period.last) - opened[where]
    return where, Watched(np.full(len(where), -1, dtype=np.int64), time, day <= period.last)


def registered_in_year(register: Register, period: Period) -> Rows:
    """Spells opened in the twelve months up to the end of the period, watched for a placement until then."""
    where, watched = _waits(register, period)
    return replace(register.spells.at(where), watched=watched)


def placed_of_year(register: Register, period: Period) -> Rows:
    """Of these, those whose people were placed by the end of the period."""
    where, watched = _waits(register, period)
    return register.spells.at(where[watched.event])


def _ended_in_year(register: Register, period: Period) -> tuple[Codes, Watched]:
    opened, closed = register.spells["opened"], register.spells["closed"]
    where = np.flatnonzero((opened <= period.last) & (closed >= period.year_first))
    opened, closed = opened[where], closed[where]
    entry = np.maximum(period.year_first - opened, 0) - 1
    return where, Watched(entry, np.minimum(closed, period.last) - opened, closed <= period.last)


def running_in_year(register: Register, period: Period) -> Rows:
    """Spells that ran in the twelve months up to the end of the period, watched in them for their end."""
    where, watched = _ended_in_year(register, period)
    return replace(register.spells.at(where), watched=watched)


def closed_in_year(register: Register, period: Period) -> Rows:
    """Of these, those that ended."""
    where, watched = _ended_in_year(register, period)
    return register.spells.at(where[watched.event])


def _ripe(days: int, register: Register, period: Period) -> Mask:
    """Spells whose day number `days` lies in the period."""
    return within(register.spells["opened"] + days, period)


def cohort(days: int) -> Rule:
    """People whose registration was opened so many days before a day of the period."""

    def rows(register: Register, period: Period) -> Rows:
        """Spells opened so many days before a day of the period."""
        return register.spells.rows(_ripe(days, register, period))

    return rows


def placed_within(days: int) -> Rule:
    """Of the cohort, those whose people were placed within so many days."""

    def rows(register: Register, period: Period) -> Rows:
        """Spells of the cohort whose people were placed within so many days."""
        soon = placed_on(register) - register.spells["opened"] <= days
        return register.spells.rows(_ripe(days, register, period) & soon)

    return rows


def long_term(register: Register, period: Period) -> Rows:
    """Spells that run at the end of the last day and were opened a year before or earlier."""
    spells = register.spells
    standing = (spells["opened"] <= period.last) & (spells["closed"] > period.last)
    return spells.rows(standing & (spells["opened"] <= period.last - LONG_TERM))


def long_term_by_stay(register: Register, period: Period) -> Rows:
    """Stays that run at the end of the last day, of spells opened a year before or earlier."""
    stays = register.stays
    standing = (stays["since"] <= period.last) & (stays["until"] > period.last)
    return stays.rows(standing & (stays["opened"] <= period.last - LONG_TERM))


def days_of_ended(register: Register, period: Period) -> Rows:
    """The days that the spells closed in the period had lasted."""
    where = np.flatnonzero(within(register.spells["closed"], period))
    lasted = register.spells["closed"][where] - register.spells["opened"][where]
    return replace(register.spells.at(where), amount=lasted)


YEAR: Final = Measure(counts="registrations", rows=registered_in_year)
YEAR_PLACED: Final = Measure(counts="registrations", rows=placed_of_year)
RUNNING: Final = Measure(counts="registrations", rows=running_in_year)
RUNNING_CLOSED: Final = Measure(counts="registrations", rows=closed_in_year)
COHORTS: Final = {
    days: Measure(counts="persons", rows=cohort(days)) for days in (THREE_MONTHS, SIX_MONTHS, TWELVE_MONTHS)
}
PLACED_WITHIN: Final = {days: Measure(counts="persons", rows=placed_within(days)) for days in COHORTS}
LONG: Final = Measure(counts="registrations", rows=long_term, at_offices=long_term_by_stay)
ENDED_DAYS: Final = Measure(counts="registrations", rows=days_of_ended)
