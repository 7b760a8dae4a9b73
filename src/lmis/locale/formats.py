"""Numbers, amounts, days and periods as a reader of a language writes them (CLDR)."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import format_compact_decimal, format_currency, format_decimal

from lmis.locale.catalogue import text
from lmis.locale.tongues import Tongue

BUDDHIST_OFFSET = 543
"""A Buddhist year is so much more than one of the common era. Source: Lao and Khmer civil usage."""

_DAYS, _MONTHS = {"zh": "y年M月d日"}, {"zh": "y年M月"}
"""Patterns of the languages that put the year first."""

_PERIOD = re.compile(r"(\d{4})(?:M(\d{2})|Q([1-4]))?")


@lru_cache(1 << 14)
def number(value: float, language: Tongue, decimals: int = 0, *, signed: bool = False) -> str:
    """A number with the separators of the language; with `signed`, a plus sign or a true minus sign before it."""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    shown = str(format_decimal(abs(value) if signed else value, pattern, locale=language.value))
    if not signed or not round(value, decimals):
        return shown
    return f"{'+' if value > 0 else '−'}{shown}"


def compact(value: float, language: Tongue) -> str:
    """A large number in short, as 1.2M."""
    return str(format_compact_decimal(value, format_type="short", fraction_digits=1, locale=language.value))


@lru_cache(1 << 13)
def dollars(cents: int, language: Tongue) -> str:
    """US cents as dollars."""
    return str(format_currency(cents / 100, "USD", locale=language.value))


def amount(value: Decimal, currency: str, language: Tongue) -> str:
    """An amount with the code of its currency; with decimals only where it has some."""
    decimals = "" if value == value.to_integral_value() else ".00"
    pattern = f"#,##0{decimals}\u00a0¤¤"
    return str(format_currency(value, currency, pattern, locale=language.value, currency_digits=False))


@lru_cache(1 << 13)
def day(value: date, language: Tongue) -> str:
    """A day in words; in Lao with the Buddhist year in brackets."""
    return _with_buddhist_year(
        str(format_date(value, _DAYS.get(language.value, "d MMMM y"), locale=language.value)), value.year, language
    )


def period(code: str, language: Tongue) -> str:
    """A month, quarter or year in words: `2026Q3` is quarter 3 of 2026."""
    match = _PERIOD.fullmatch(code)
    if match is None:
        return code
    year, month, quarter = match[1], match[2], match[3]
    if month:
        pattern = _MONTHS.get(language.value, "MMMM y")
        shown = str(format_date(date(int(year), int(month), 1), pattern, locale=language.value))
    elif quarter:
        shown = text("Quarter {quarter} of {year}", language, quarter=quarter, year=year)
    else:
        shown = text("Year {year}", language, year=year)
    return _with_buddhist_year(shown, int(year), language)


def _with_buddhist_year(shown: str, year: int, language: Tongue) -> str:
    return f"{shown} ({year + BUDDHIST_OFFSET})" if language.value == "lo" else shown
