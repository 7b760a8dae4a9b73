"""Measures of referrals and placements.

They count in the period of the day of referral, or of the first day of work. Sex and age are the person's on that day;
province, occupation and sector are those of the job, the office is the one that acted. Where a rate sets people against
the people of the register, their province, occupation, sector, age and office are those of their spell instead; where
it sets placements against openings, the office is the vacancy's. A placement that is known to be cancelled is none.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from lmis.indicators.frame import Codes, Mask
from lmis.indicators.register.measure import Measure
from lmis.indicators.register.periods import Period
from lmis.indicators.register.seekers import within
from lmis.indicators.register.table import Register, Rows, first_after


def referred(register: Register, period: Period) -> Rows:
    """Referrals of the period, whatever came of them."""
    return register.referrals.rows(within(register.referrals["day"], period))


def interviewed(register: Register, period: Period) -> Rows:
    """Referrals whose interview was held in the period, at most so many days after they were made."""
    soon = register.referrals["interviewed"] - register.referrals["day"] <= RIPE
    return register.referrals.rows(within(register.referrals["interviewed"], period) & soon)


def referred_before(register: Register, period: Period) -> Rows:
    """Referrals made so many days before a day of the period that what came of them is known."""
    return register.referrals.rows(within(register.referrals["day"] + RIPE, period))


def referred_and_placed(register: Register, period: Period) -> Rows:
    """Of these, those whose person began work in that vacancy within so many days, by a placement that holds."""
    soon = _began(register) - register.referrals["day"] <= RIPE
    return register.referrals.rows(within(register.referrals["day"] + RIPE, period) & soon)


def _began(register: Register) -> Codes:
    """Per referral: the first day of work of the person in the vacancy, on the day of the referral or later."""
    return register.once("began", 0, lambda: _first_days(register))


def _first_days(register: Register) -> Codes:
    holding = np.flatnonzero(register.placements["cancelled"] == 0)
    asked, begun = (
        (table["person"][rows] << BITS) | table["vacancy"][rows]
        for table, rows in ((register.referrals, slice(None)), (register.placements, holding))
    )
    pair = np.unique(np.concatenate([asked, begun]), return_inverse=True)[1].astype(np.int64)
    wanted, held = pair[: len(asked)], pair[len(asked) :]
    return first_after(wanted, register.referrals["day"], held, register.placements["day"][holding])


def placed(register: Register, period: Period) -> Rows:
    """Placements of the period that hold."""
    return register.placements.rows(_holding(register, period))


def placed_of_spells(register: Register, period: Period) -> Rows:
    """The same, by the facts of the spell that they end."""
    return register.placements.rows(_holding(register, period), "seeker_")


def placed_of_spells_by_office(register: Register, period: Period) -> Rows:
    """The same, by the facts of the spell and the office that placed."""
    return register.placements.rows(_holding(register, period), "seeker_", office="office")


def placed_in_vacancies(register: Register, period: Period) -> Rows:
    """The same, by the office of the vacancy."""
    return register.placements.rows(_holding(register, period), office="vacancy_office")


def placed_in_new_vacancies(register: Register, period: Period) -> Rows:
    """Of these, those in vacancies posted in the period."""
    fresh = within(register.placements["posted"], period)
    return register.placements.rows(_holding(register, period) & fresh, office="vacancy_office")


def begun(register: Register, period: Period) -> Rows:
    """Placements of the period, cancelled ones too, by the office of the vacancy."""
    return register.placements.rows(within(register.placements["day"], period), office="vacancy_office")


def cancelled(register: Register, period: Period) -> Rows:
    """Placements of the period that were cancelled since."""
    taken_back = within(register.placements["day"], period) & (register.placements["cancelled"] == 1)
    return register.placements.rows(taken_back)


def _holding(register: Register, period: Period) -> Mask:
    return within(register.placements["day"], period) & np.equal(register.placements["cancelled"], 0)


RIPE: Final = 90
"""Days after which what came of a referral is known."""

BITS: Final = 31
"""No vacancy has a number of more."""

REFERRALS = Measure(counts="referrals", rows=referred)
RIPE_REFERRALS = Measure(counts="referrals", rows=referred_before)
RIPE_PLACED = Measure(counts="referrals", rows=referred_and_placed)
PERSONS_REFERRED = Measure(counts="persons", rows=referred)
PERSONS_INTERVIEWED = Measure(counts="persons", rows=interviewed)
PLACEMENTS = Measure(counts="placements", rows=placed)
PERSONS_PLACED = Measure(counts="persons", rows=placed)
CANCELLED = Measure(counts="placements", rows=cancelled)
PERSONS_PLACED_OF_REGISTERED = Measure(counts="persons", rows=placed_of_spells)
PERSONS_PLACED_OF_PRESENT = Measure(counts="persons", rows=placed_of_spells, at_offices=placed_of_spells_by_office)
PLACED_OPENINGS = Measure(counts="placements", rows=placed_in_vacancies)
PLACED_OPENINGS_OF_NEW = Measure(counts="placements", rows=placed_in_new_vacancies)
BEGUN = Measure(counts="placements", rows=begun)
