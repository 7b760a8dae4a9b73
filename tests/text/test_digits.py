"""Whole numbers and amounts as people of both countries write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmis.text.digits import (
    AmountHoldsCurrency,
    NotAnAmount,
    NotAWholeNumber,
    ascii_digits,
    parse_amount,
    parse_whole,
)


def test_digits_of_four_scripts_become_ascii() -> None:
    assert ascii_digits("០១២៣៤៥៦៧៨៩ \u0ed0໑໒໓໔໕໖໗໘໙ ๐๙ \uff12 ក") == "0123456789 0123456789 09 2 ក"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12", 12),
        (" 0 ", 0),
        ("007", 7),
        ("1,200", 1200),
        ("1.200.000", 1_200_000),
        ("1 200", 1200),
        ("1\u00a0200", 1200),
        ("1'200", 1200),
        ("១២០០", 1200),
        ("໒\u0ed0\u0ed0,\u0ed0\u0ed0\u0ed0", 200_000),
        ("24.0", 24),
        ("1,200.00", 1200),
        ("-5", -5),
    ],
)
def test_whole(typed: str, number: int) -> None:
    assert parse_whole(typed) == number


@pytest.mark.parametrize(
    "typed", ["", "-", "1.5", "1,25", "1,2000", "1,200 000", "1e3", "twelve", "9" * 19, "٣", "--1"]
)
def test_refuses_what_is_not_whole(typed: str) -> None:
    with pytest.raises(NotAWholeNumber) as refused:
        parse_whole(typed)
    assert refused.value.values == {"text": typed}


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("200,000", "200000"),
        ("200.000", "200000"),
        ("250.50", "250.50"),
        ("250,5", "250.5"),
        ("1.200,50", "1200.50"),
        ("1,200.50", "1200.50"),
        ("1.200.000", "1200000"),
        ("0.125", "0.125"),
        ("២៥០", "250"),
    ],
)
def test_amount(typed: str, amount: str) -> None:
    assert parse_amount(typed) == Decimal(amount)


@pytest.mark.parametrize("typed", ["", ".", "-5", "2E+05", "200-250", "1.5M", "1.234.56", "1,2,3", "9" * 19])
def test_refuses_what_is_no_amount(typed: str) -> None:
    with pytest.raises(NotAnAmount):
        parse_amount(typed)


@pytest.mark.parametrize("typed", ["$200", "200 USD", "200000៛", "1.200.000 ກີບ", "1.200.000 ₭"])
def test_refuses_a_currency_in_the_amount(typed: str) -> None:
    with pytest.raises(AmountHoldsCurrency):
        parse_amount(typed)


@given(st.text())
def test_no_text_crashes(text: str) -> None:
    for parse, refused in ((parse_whole, NotAWholeNumber), (parse_amount, NotAnAmount)):
        try:
            parse(text)
        except refused:
            continue


@given(st.integers(min_value=0, max_value=10**18 - 1))
def test_reads_back_what_is_written_with_separators(number: int) -> None:
    assert parse_whole(f"{number:,}") == parse_whole(f"{number:,}".replace(",", ".")) == number
    assert parse_amount(f"{number:_}".replace("_", " ")) == number
