"""From which age the law of each country allows work: data with its source and the day from which it holds.

An age counts at the place of work, so the law is that of the vacancy's country. Light work of younger children, which
both laws allow within limits of hours and school, is not placed by a job centre and has no entry here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final, Literal

Work = Literal["any", "hazardous"]


@dataclass(frozen=True, slots=True)
class LegalAge:
    """The completed years from which a kind of work is allowed in a country; a later rule is ADDED, none is changed."""

    country: str
    work: Work
    years: int
    since: date  # adopted; a day before the first rule has the first rule
    source: str


LEGAL_AGES: Final = (
    LegalAge("KH", "any", 15, date(1997, 3, 13), "Labour Law (1997), art. 177"),
    LegalAge("KH", "hazardous", 18, date(1997, 3, 13), "Labour Law (1997), art. 177"),
    LegalAge("KH", "hazardous", 18, date(2004, 4, 28), "Labour Law (1997), art. 177; Prakas 106/2004"),
    LegalAge("LA", "any", 14, date(2013, 12, 24), "Labour Law (2013), art. 101"),
    LegalAge("LA", "hazardous", 18, date(2013, 12, 24), "Labour Law (2013), art. 102"),
)
"""In the order of their days. Both countries are bound by ILO conventions 138 (minimum age) and 182 (worst forms)."""

ADULT: Final = max(rule.years for rule in LEGAL_AGES)
"""From this age on no rule holds anybody back."""


@lru_cache(1 << 12)
def legal_age(country: str, work: Work, day: date) -> LegalAge:
    """The rule of a country that holds on a day."""
    rules = [rule for rule in LEGAL_AGES if (rule.country, rule.work) == (country, work)]
    return ([rule for rule in rules if rule.since <= day] or rules[:1])[-1]


def reaches(birth_date: date | None, birth_year: int, years: int) -> date:
    """The first day on which somebody has completed so many years.

    Of whom only the year is known, the last day of it is taken as the birthday: the doubt protects a child. Born on
    29 February, the years are complete on 1 March of a year that has no such day.
    """
    born = birth_date or date(birth_year, 12, 31)
    if (born.month, born.day) == (2, 29) and not _has_leap_day(born.year + years):
        return date(born.year + years, 3, 1)
    return born.replace(year=born.year + years)


def _has_leap_day(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
