"""What figures are broken down by, and the codes of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from lmis.indicators.frame import Category, Codes, Numbers
from lmis.indicators.surveys.derive import banded, regrouped, section_of

UNKNOWN: Final = "_U"
"""Not stated: a category of its own, shown like the others (SDMX)."""

AGES: Final = (0, 15, 25, 35, 45, 55, 65)
"""Lowest ages of the bands Y0-14, Y15-24 … YGE65."""

WAGES: Final = (0, 150, 200, 250, 300, 400)
"""Lowest wages, US dollars a month, of the bands USD0-149, USD150-199 … USDGE400."""

DURATIONS: Final = (0, 30, 91, 182, 365, 730)
"""Lowest days of the bands of `DURATION_LABELS`."""

DURATION_LABELS: Final = ("M0", "M1-2", "M3-5", "M6-11", "M12-23", "MGE24")
"""Months registered. Source: ILO, classification of the duration of unemployment (1, 3, 6, 12 and 24 months)."""

WITH_DISABILITY: Final = "WDIS"
"""Told of a disability; that nothing was told does not say that there is none, so all others are `_U`."""

FIXED_LABELS: Final[Mapping[str, tuple[str, ...]]] = {"duration": DURATION_LABELS}
"""Codes of dimensions that depend on the period, so that no table holds them."""

DIMENSIONS: Final = (
    *("province", "office", "sex", "age_group", "occupation", "occupation_2", "sector"),
    *("education", "disability", "duration", "contract", "wage_band", "employer_size", "confirmation", "exit_reason"),
)
TOTAL: Final = "total"

SEEKERS: Final = (
    *(TOTAL, "province", "office", "sex", "age_group", "occupation", "occupation_2", "sector"),
    *("sex-age_group", "province-occupation"),
)
"""Breakdowns of what counts people."""

PEOPLE: Final = (*SEEKERS, "education", "disability")
"""Breakdowns of registrations, which know more of a person."""

OPENINGS: Final = (TOTAL, "province", "office", "occupation", "occupation_2", "sector", "province-occupation")
"""Breakdowns of what counts openings, which have no sex and no age."""

OFFERS: Final = (*OPENINGS, "education", "contract", "wage_band", "employer_size")
"""Breakdowns of openings in the ledger, which know more of the vacancy; education is what the vacancy asks for."""

FINE: Final = frozenset({"occupation_2", "province-occupation"})
"""Left out of the months that a quarter's edition holds beside the quarter."""

Days = npt.NDArray[np.datetime64]


def dimensions_of(breakdown: str) -> tuple[str, ...]:
    """The dimensions of a breakdown; the total has none."""
    return () if breakdown == TOTAL else tuple(breakdown.split("-"))


def days(column: pd.Series[Any]) -> Days:
    """A column of dates, NaT where there is none."""
    return column.to_numpy().astype("datetime64[D]")


def age_groups(on: Days, birth_date: Days, birth_year: Codes) -> Category:
    """The band of the age on a day; where only the year of birth is known, the age reached in that year."""
    year, month = on.astype("datetime64[Y]"), on.astype("datetime64[M]")
    age = (year.astype(np.int64) + 1970 - birth_year).astype(np.float64)
    born_month = birth_date.astype("datetime64[M]")
    months = (month - year).astype(np.int64), (born_month - birth_date.astype("datetime64[Y]")).astype(np.int64)
    day_of = (on - month).astype(np.int64), (birth_date - born_month).astype(np.int64)
    before_birthday = (months[0] < months[1]) | ((months[0] == months[1]) & (day_of[0] < day_of[1]))
    age = np.where(np.isnat(on), np.nan, age - (before_birthday & ~np.isnat(birth_date)))
    return banded(age, AGES)


def wage_bands(dollars: Numbers) -> Category:
    """The band of a wage, US dollars a month; none where the vacancy does not say."""
    tops = [f"USD{low}-{high - 1}" for low, high in pairwise(WAGES)]
    codes = np.searchsorted(np.array(WAGES), dollars, side="right").astype(np.int64) - 1
    return Category(np.where(np.isnan(dollars), -1, codes), (*tops, f"USDGE{WAGES[-1]}"))


def duration_codes(registered: Codes) -> Codes:
    """The band of so many days, as a position in `DURATION_LABELS`."""
    return np.maximum(np.searchsorted(np.array(DURATIONS), registered, side="right") - 1, 0).astype(np.int64)


def grouped(column: pd.Series[Any], dimension: str) -> Category:
    """A column of codes as the categories of a dimension: digits of ISCO, sections of ISIC."""
    held = pd.Categorical(column)
    category = Category(held.codes.astype(np.int64), tuple(str(label) for label in held.categories))
    group_of = GROUPS.get(dimension, str)
    return regrouped(category, {label: group_of(label) for label in category.labels})


def _section(label: str) -> str | None:
    return section_of(label) if label.isdigit() else label


GROUPS: Final[Mapping[str, Callable[[str], str | None]]] = {
    "sector": _section,
    "occupation": lambda label: label[:1],
    "occupation_2": lambda label: label[:2],
}
"""How the codes of a record become those of a dimension, where they do not stay as they are."""
