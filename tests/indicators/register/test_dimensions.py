from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from lmis.indicators.register.dimensions import age_groups, days, grouped


def band(on: date | None, birth_date: date | None, birth_year: int) -> str | None:
    """The band of one person."""
    columns = (pd.Series([day], dtype=object) for day in (on, birth_date))
    found = age_groups(*map(days, columns), np.array([birth_year]))
    return None if found.codes[0] < 0 else found.labels[found.codes[0]]


@pytest.mark.parametrize(("on", "birth_date", "birth_year", "expected"), [
    (date(2026, 9, 4), date(2001, 9, 5), 2001, "Y15-24"),  # the day before the birthday
    (date(2026, 9, 5), date(2001, 9, 5), 2001, "Y25-34"),
    (date(2026, 2, 28), date(2000, 2, 29), 2000, "Y25-34"),
    (date(2026, 1, 1), None, 2001, "Y25-34"),  # only the year: the age reached in it
    (date(2026, 1, 1), date(2012, 5, 5), 2012, "Y0-14"),
    (date(2026, 1, 1), date(1950, 5, 5), 1950, "YGE65"),
    (date(1960, 1, 1), date(1940, 1, 2), 1940, "Y15-24"),  # before 1970
    (None, date(1950, 5, 5), 1950, None),
])  # fmt: skip
def test_names_the_band_of_the_age_on_that_day(
    on: date | None, birth_date: date | None, birth_year: int, expected: str | None
) -> None:
    assert band(on, birth_date, birth_year) == expected


@pytest.mark.parametrize(("dimension", "expected"), [
    ("occupation", ["8", "5", "0", None]), ("occupation_2", ["81", "5", "01", None]),
])  # fmt: skip
def test_groups_occupations_by_their_first_digits(dimension: str, expected: list[str | None]) -> None:
    category = grouped(pd.Series(["8153", "5", "0110", None], dtype=object), dimension)
    assert [None if code < 0 else category.labels[code] for code in category.codes] == expected


def test_groups_divisions_into_sections() -> None:
    category = grouped(pd.Series(["14", "01", "96", None], dtype=object), "sector")
    assert [None if code < 0 else category.labels[code] for code in category.codes] == ["C", "A", "S", None]
