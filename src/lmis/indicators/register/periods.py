"""Months, quarters and years, written as 2026M07, 2026Q3 and 2026."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np

from lmis.errors import Invalid

SHAPE: Final = re.compile(r"([12]\d{3})(?:M(0[1-9]|1[0-2])|Q([1-4]))?", re.ASCII)


class UnknownPeriod(Invalid):
    """A period is written as 2026M07, 2026Q3 or 2026."""


@dataclass(frozen=True, slots=True)
class Period:
    """A month, a quarter or a year; both days are inside."""

    text: str
    starts_on: date
    ends_on: date

    @property
    def first(self) -> int:
        """The first day, in days since 1970."""
        return day_number(self.starts_on)

    @property
    def last(self) -> int:
        """The last day, in days since 1970."""
        return day_number(self.ends_on)

    @property
    def year_first(self) -> int:
        """The first of the twelve months that end with the period, as its first day in days since 1970."""
        year, month = self.ends_on.year, self.ends_on.month
        return day_number(date(year, 1, 1) if month == 12 else date(year - 1, month + 1, 1))

    @property
    def known_since(self) -> date:
        """The day from which on records are needed for all of its figures: a year before its first day."""
        return date(self.starts_on.year - 1, self.starts_on.month, 1)

    @property
    def year_before(self) -> Period:
        """The same period of the year before."""
        return period_of(f"{int(self.text[:4]) - 1}{self.text[4:]}")

    @property
    def length(self) -> int:
        """How many months."""
        return 1 if "M" in self.text else 3 if "Q" in self.text else 12

    @property
    def months(self) -> tuple[Period, ...]:
        """The three months of a quarter; a month or a year is published by itself."""
        if "Q" not in self.text:
            return ()
        first = self.starts_on.month
        return tuple(period_of(f"{self.starts_on.year}M{month:02}") for month in range(first, first + 3))

    @property
    def parts(self) -> tuple[Period, ...]:
        """The periods that it is made of and that are published too: a quarter's months, a year's quarters."""
        if self.length == 12:
            return tuple(period_of(f"{self.text}Q{number}") for number in range(1, 5))
        return self.months


def period_of(text: str) -> Period:
    """Read a period. Raises UnknownPeriod."""
    match = SHAPE.fullmatch(text)
    if match is None:
        raise UnknownPeriod(value=text)
    year = int(match[1])
    if match[2]:
        first, months = int(match[2]), 1
    elif match[3]:
        first, months = 3 * int(match[3]) - 2, 3
    else:
        first, months = 1, 12
    return Period(text, date(year, first, 1), _last_day(year, first + months - 1))


def text_of_sdmx(text: str) -> str:
    """2026-07 as 2026M07, 2026-Q3 as 2026Q3, 2026 as itself; surveys and SDMX write periods so."""
    return text.replace("-Q", "Q") if "Q" in text else text.replace("-", "M")


def _last_day(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def day_number(day: date) -> int:
    """Days since 1970, as the tables of the register count them."""
    return int(np.datetime64(day, "D").astype(np.int64))
