"""The calendar of the sample world: two years that are fixed, whatever day it is today."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

import numpy as np

from lmis.sample.draws import Flags, Floats, Ints, Objects, Texts, labels

START: Final = date(2024, 10, 1)
LAST: Final = (date(2026, 9, 30) - START).days
"""Day 0 is ``START``; no fact is later than day ``LAST``, though plans may be."""
NEVER: Final = 100_000
_EARLIEST: Final = -27_000
_LATEST: Final = LAST + 800
_SURGE_PEAK: Final = (date(2025, 8, 1) - START).days
BORDER_CLOSED: Final = (date(2025, 5, 28) - START).days
"""From this day on people came back to Cambodia from Thailand in great numbers."""

_DATES: Final = [START + timedelta(days=day) for day in range(_EARLIEST, _LATEST)]
_ISO: Final[Objects] = labels([*(day.isoformat() for day in _DATES), ""])
_MONTH_OF_YEAR: Final = {
    "KH": (1.0, 1.15, 1.2, 0.75, 1.2, 1.05, 1.05, 1.1, 0.95, 0.8, 0.85, 0.9),
    "LA": (1.05, 1.15, 1.1, 0.75, 1.05, 1.0, 1.1, 1.1, 1.0, 0.9, 0.85, 0.85),
}
_WEEKDAY: Final = (1.15, 1.05, 1.0, 1.0, 0.9, 0.2, 0.0)


def iso(days: Ints) -> Texts:
    """Dates as YYYY-MM-DD."""
    found: Texts = _ISO[days - _EARLIEST].tolist()
    return found


def iso_where(days: Ints, known: Flags) -> Texts:
    """Dates where known, blank elsewhere."""
    found: Texts = _ISO[np.where(known, days - _EARLIEST, len(_DATES))].tolist()
    return found


def year(days: Ints) -> Ints:
    """The calendar year of each day."""
    return _YEARS[days - _EARLIEST]


def _holiday(day: date) -> bool:
    return (day.month, day.day) in {(1, 1), (5, 1)} or (day.month == 4 and 13 <= day.day <= 17)


def _base(country: str, growth: float) -> Floats:
    window = [START + timedelta(days=day) for day in range(LAST + 1)]
    level = [
        (1 + growth * at / LAST)
        * _MONTH_OF_YEAR[country][day.month - 1]
        * _WEEKDAY[day.weekday()]
        * (0.0 if _holiday(day) else 1.0)
        for at, day in enumerate(window)
    ]
    return np.array(level, dtype=np.float64)


def registrations(country: str) -> Floats:
    """How many people register on each day, relatively, without the surge of returnees."""
    return _base(country, 0.45)


def notifications(country: str) -> Floats:
    """How many vacancies are notified on each day, relatively."""
    return _base(country, 0.3)


def returnees(country: str) -> Floats:
    """How many people back from abroad register on each day, as a multiple of an ordinary day's registrations."""
    days = np.arange(LAST + 1)
    usual = np.full(LAST + 1, 0.07)
    if country != "KH":
        return usual * registrations(country)
    rising = np.exp(-(((days - _SURGE_PEAK) / 22.0) ** 2))
    fading = np.exp(-(days - _SURGE_PEAK) / 75.0)
    surge = np.where(days < _SURGE_PEAK, rising, fading) * (days >= BORDER_CLOSED)
    return np.asarray((usual + 2.2 * surge) * registrations(country), dtype=np.float64)


_YEARS: Final[Ints] = np.array([day.year for day in _DATES], dtype=np.int64)
