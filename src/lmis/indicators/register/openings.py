"""Measures of openings, all of them sums over their ledger, by the vacancy's office, place, occupation and sector."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lmis.indicators.frame import Mask
from lmis.indicators.register.measure import Measure
from lmis.indicators.register.periods import Period
from lmis.indicators.register.seekers import within
from lmis.indicators.register.table import Register, Rows

NOTIFIED = ("notified", "raised")
UNFILLED = ("lowered", "withdrawn", "expired")


def at_end(register: Register, period: Period) -> Rows:
    """All movements up to the last day."""
    return register.ledger.rows(register.ledger["day"] <= period.last)


def before(register: Register, period: Period) -> Rows:
    """All movements before the first day."""
    return register.ledger.rows(register.ledger["day"] < period.first)


def notified(register: Register, period: Period) -> Rows:
    """Openings notified, or added to a vacancy, in the period."""
    return register.ledger.rows(_moved(register, period) & register.of_kind(*NOTIFIED))


def notified_of_new_vacancies(register: Register, period: Period) -> Rows:
    """Of these, those of vacancies posted in the period."""
    entered = _moved(register, period) & register.of_kind(*NOTIFIED)
    return register.ledger.rows(entered & within(register.ledger["posted"], period))


def put_back(register: Register, period: Period) -> Rows:
    """Openings that stand again: a placement was cancelled, or a passed closing day moved."""
    back = _moved(register, period) & ~register.of_kind(*NOTIFIED) & (register.ledger["amount"] > 0)
    return register.ledger.rows(back)


def ended(register: Register, period: Period) -> Rows:
    """Openings filled, taken back by the employer, or expired in the period."""
    return _losses(register, period, ~register.of_kind(*NOTIFIED))


def filled(register: Register, period: Period) -> Rows:
    """Openings filled in the period, whether or not the placement was cancelled later."""
    return _losses(register, period, register.of_kind("filled"))


def _moved(register: Register, period: Period) -> Mask:
    return within(register.ledger["day"], period)


def _losses(register: Register, period: Period, kinds: Mask) -> Rows:
    rows = register.ledger.rows(_moved(register, period) & kinds & (register.ledger["amount"] < 0))
    assert rows.amount is not None
    return replace(rows, amount=np.negative(rows.amount))


def with_wage(register: Register, period: Period) -> Rows:
    """Openings notified in the period by vacancies that state a wage."""
    return register.ledger.rows(_paid(register, period))


def wages(register: Register, period: Period) -> Rows:
    """Of these, what they offer together: US cents a month, the middle of the lowest and the highest wage."""
    where = np.flatnonzero(_paid(register, period))
    return replace(register.ledger.at(where), amount=register.ledger["amount"][where] * register.ledger["cents"][where])


def with_wage_year_before(register: Register, period: Period) -> Rows:
    """Openings notified in the same period of the year before by vacancies that state a wage."""
    return with_wage(register, period.year_before)


def wages_year_before(register: Register, period: Period) -> Rows:
    """Of these, what they offer together: US cents a month."""
    return wages(register, period.year_before)


def _paid(register: Register, period: Period) -> Mask:
    return _moved(register, period) & register.of_kind(*NOTIFIED) & (register.ledger["cents"] >= 0)


STOCK = Measure(counts="openings", rows=at_end)
STOCK_BEFORE = Measure(counts="openings", rows=before)
ENTRIES = Measure(counts="openings", rows=notified)
ENTRIES_OF_NEW = Measure(counts="openings", rows=notified_of_new_vacancies)
BACK = Measure(counts="openings", rows=put_back)
EXITS = Measure(counts="openings", rows=ended)
FILLS = Measure(counts="openings", rows=filled)
WITH_WAGE = Measure(counts="openings", rows=with_wage)
WAGES = Measure(counts="openings", rows=wages)
WITH_WAGE_BEFORE = Measure(counts="openings", rows=with_wage_year_before)
WAGES_BEFORE = Measure(counts="openings", rows=wages_year_before)
