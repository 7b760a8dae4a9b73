from __future__ import annotations

from datetime import date

import pytest

from lmis.indicators.register.periods import UnknownPeriod, period_of


@pytest.mark.parametrize(("text", "first", "last"), [
    ("2026", date(2026, 1, 1), date(2026, 12, 31)),
    ("2026Q1", date(2026, 1, 1), date(2026, 3, 31)),
    ("2026Q4", date(2026, 10, 1), date(2026, 12, 31)),
    ("2024M02", date(2024, 2, 1), date(2024, 2, 29)),
    ("2026M12", date(2026, 12, 1), date(2026, 12, 31)),
])  # fmt: skip
def test_knows_the_days_of_a_period(text: str, first: date, last: date) -> None:
    period = period_of(text)
    assert (period.starts_on, period.ends_on) == (first, last)


def test_a_quarter_has_its_three_months() -> None:
    assert [month.text for month in period_of("2026Q3").months] == ["2026M07", "2026M08", "2026M09"]
    assert period_of("2026").months == period_of("2026M07").months == ()


@pytest.mark.parametrize("text", ["", "26", "2026Q0", "2026Q5", "2026M13", "2026M7", "2026-Q3", "2569Q3 ", "២០២៦"])
def test_refuses_anything_else(text: str) -> None:
    with pytest.raises(UnknownPeriod) as refusal:
        period_of(text)
    assert refusal.value.values == {"value": text}
