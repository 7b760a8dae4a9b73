"""Dates as the papers of both countries write them."""

from __future__ import annotations

from datetime import date

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from lmis.text.dates import (
    NoSuchDay,
    NotADate,
    NotAYear,
    SpreadsheetDayCount,
    YearOfTwoDigits,
    parse_date,
    parse_year,
)

THE_DAY = date(2026, 11, 3)


@pytest.mark.parametrize(
    "typed",
    [
        "2026-11-03",
        "2026/11/3",
        "3/11/2026",
        "03-11-2026",
        "3.11.2026",
        " 3 / 11 / 2026 ",
        "03/11/2569",
        "2569-11-03",
        "០៣/១១/២០២៦",
        "\u0ed0໓/໑໑/໒໕໖໙",
        "2026-11-03 00:00:00",
        "2026-11-03T00:00",
        "3 November 2026",
        "3rd Nov. 2026",
        "03-Nov-2026",
        "November 3, 2026",
        "ថ្ងៃទី៣ ខែវិច្ឆិកា ឆ្នាំ២០២៦",
        "៣ វិច្ឆិកា ព.ស. ២៥៦៩",
        "ວັນທີ 3 ເດືອນ ພະຈິກ ປີ 2026",
        "3 ພະຈິກ ພ.ສ. 2569",
        "ថ្ងៃទី ៣ ខែ ១១ ឆ្នាំ ២០២៦",
    ],
)
def test_reads_the_third_of_november(typed: str) -> None:
    assert parse_date(typed) == THE_DAY


@pytest.mark.parametrize("language", ["en", "km", "lo"])
def test_reads_the_months_of_the_unicode_locale_data(language: str) -> None:
    for month in range(1, 13):
        day = date(2026, month, 9)
        assert parse_date(format_date(day, "d MMMM y", locale=language)) == day


def test_the_day_comes_first_and_nothing_is_guessed() -> None:
    assert parse_date("05/06/2026") == date(2026, 6, 5)
    with pytest.raises(NoSuchDay):
        parse_date("11/23/2026")


def test_a_buddhist_leap_day_is_counted_in_the_common_era() -> None:
    assert parse_date("29/02/2567") == date(2024, 2, 29)
    with pytest.raises(NoSuchDay):
        parse_date("29/02/2569")


def test_a_spreadsheets_day_count_is_refused_with_the_day_it_would_be() -> None:
    with pytest.raises(SpreadsheetDayCount) as refused:
        parse_date("46349")
    assert refused.value.values["would_be"] == date(2026, 11, 23)


def test_a_year_of_two_digits_is_refused() -> None:
    for typed in ("23/11/26", "23-Nov-26", "1.2.99"):
        with pytest.raises(YearOfTwoDigits):
            parse_date(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "tomorrow",
        "2026",
        "20261123",
        "3/11",
        "3 Movember 2026",
        "03/11/1026",
        "2026-11-03 14:30",
        "3/11-2026",
    ],
)
def test_refuses_what_is_no_date(typed: str) -> None:
    with pytest.raises(NotADate) as refused:
        parse_date(typed)
    assert refused.value.values["text"] == typed


@pytest.mark.parametrize(
    ("typed", "year"),
    [
        ("1990", 1990),
        ("2533", 1990),
        ("១៩៩០", 1990),
        ("ឆ្នាំ២៥៣៣", 1990),
        ("ພ.ສ. ໒໕໓໓", 1990),
        ("1990.0", 1990),
    ],
)
def test_year(typed: str, year: int) -> None:
    assert parse_year(typed) == year


@pytest.mark.parametrize("typed", ["", "90", "1899", "2300", "3000", "19900", "year"])
def test_refuses_what_is_no_year(typed: str) -> None:
    with pytest.raises(NotAYear):
        parse_year(typed)


@given(st.one_of(st.text(), st.text("0123456789/-. ០\u0ed0ខែປີabT:")))
def test_no_text_crashes(text: str) -> None:
    for parse, refused in ((parse_date, NotADate), (parse_year, NotAYear)):
        try:
            parse(text)
        except refused:
            continue


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2157, 12, 31)))
def test_reads_back_every_day_in_both_eras(day: date) -> None:
    assert parse_date(day.isoformat()) == day
    assert parse_date(f"{day.day}/{day.month}/{day.year}") == day
    assert parse_date(f"{day.day}/{day.month}/{day.year + 543}") == day
