"""The ages that the law names, and the day from which somebody has reached one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmis.matching.law import ADULT, LEGAL_AGES, legal_age, reaches


@pytest.mark.parametrize(
    ("country", "work", "years", "source"),
    [
        ("KH", "any", 15, "art. 177"),
        ("KH", "hazardous", 18, "Prakas 106/2004"),
        ("LA", "any", 14, "art. 101"),
        ("LA", "hazardous", 18, "art. 102"),
    ],
)
def test_the_ages_of_both_countries_have_their_source(country: str, work: str, years: int, source: str) -> None:
    rule = legal_age(country, work, date(2026, 10, 5))  # type: ignore[arg-type]
    assert rule.years == years
    assert source in rule.source


def test_the_rule_is_the_one_of_the_day_and_before_all_of_them_the_first() -> None:
    assert legal_age("KH", "hazardous", date(2004, 4, 27)).source == "Labour Law (1997), art. 177"
    assert legal_age("KH", "hazardous", date(2004, 4, 28)).source.endswith("Prakas 106/2004")
    assert legal_age("LA", "any", date(1990, 1, 1)).years == 14


def test_rules_stand_in_the_order_of_their_days_and_nobody_is_held_after_the_highest_age() -> None:
    for country in ("KH", "LA"):
        for work in ("any", "hazardous"):
            days = [rule.since for rule in LEGAL_AGES if (rule.country, rule.work) == (country, work)]
            assert days == sorted(set(days)) != []
    assert ADULT == 18


@pytest.mark.parametrize(
    ("born", "year", "years", "day"),
    [
        (date(2011, 10, 5), 2011, 15, date(2026, 10, 5)),
        (None, 2011, 15, date(2026, 12, 31)),  # only the year is known: the last day of it
        (date(2008, 2, 29), 2008, 18, date(2026, 3, 1)),
        (date(2008, 2, 29), 2008, 20, date(2028, 2, 29)),
        (date(2000, 2, 29), 2000, 100, date(2100, 3, 1)),
    ],
)
def test_an_age_is_reached_on_a_birthday(born: date | None, year: int, years: int, day: date) -> None:
    assert reaches(born, year, years) == day


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.integers(0, 100))
def test_not_to_know_the_day_never_makes_anybody_older(born: date, years: int) -> None:
    known = reaches(born, born.year, years)
    assert known <= reaches(None, born.year, years)
    assert timedelta(0) <= known - date(born.year + years, 1, 1) < timedelta(366)
