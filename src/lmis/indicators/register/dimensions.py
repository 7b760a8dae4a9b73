"""What figures are broken down by, and the codes of each."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from lmis.indicators.frame import Category, Codes
from lmis.indicators.surveys.derive import banded, regrouped, section_of

UNKNOWN: Final = "_U"
"""Not stated: a category of its own, shown like the others (SDMX)."""

AGES: Final = (0, 15, 25, 35, 45, 55, 65)
"""Lowest ages of the bands Y0-14, Y15-24 … YGE65."""

DIMENSIONS: Final = ("province", "office", "sex", "age_group", "occupation", "occupation_2", "sector")
TOTAL: Final = "total"

SEEKERS: Final = (TOTAL, *DIMENSIONS, "sex-age_group", "province-occupation")
"""Breakdowns of what counts people."""

OPENINGS: Final = (TOTAL, "province", "office", "occupation", "occupation_2", "sector", "province-occupation")
"""Breakdowns of what counts openings, which have no sex and no age."""

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


def grouped(column: pd.Series[Any], dimension: str) -> Category:
    """A column of codes as the categories of a dimension: digits of ISCO, sections of ISIC."""
    held = pd.Categorical(column)
    category = Category(held.codes.astype(np.int64), tuple(str(label) for label in held.categories))
    return regrouped(category, {label: _group(label, dimension) for label in category.labels})


def _group(label: str, dimension: str) -> str | None:
    if dimension == "sector":
        return section_of(label) if label.isdigit() else label
    digits = {"occupation": 1, "occupation_2": 2}.get(dimension)
    return label[:digits] if digits else label
