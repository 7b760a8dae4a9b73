"""Telephone numbers in the ways that offices of both countries write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmis.text.phones import NotAPhone, PhoneRounded, SeveralPhones, parse_phone


@pytest.mark.parametrize(
    "typed",
    [
        "012 345 678",
        "012-345-678",
        "(012) 345.678",
        "12345678",  # a spreadsheet dropped the 0
        "+855 12 345 678",
        "+855 (0)12 345 678",
        "+855012345678",
        "00855 12345678",
        "855 12 345 678",
        "85512345678.0",
        "'012345678",
        "០១២ ៣៤៥ ៦៧៨",
        "\u202a012345678\u202c",
    ],
)
def test_cambodian_ways_of_one_number(typed: str) -> None:
    assert parse_phone(typed, "KH") == "+85512345678"


def test_cambodian_numbers_of_nine_digits_and_fixed_lines() -> None:
    assert parse_phone("097 123 4567", "KH") == "+855971234567"
    assert parse_phone("023 430 000", "KH") == "+85523430000"
    assert parse_phone("85512345", "KH") == "+85585512345"  # 085 512 345, not the country's code


@pytest.mark.parametrize(
    "typed",
    ["020 5555 1234", "2055551234", "+856 20 55551234", "856 020 55551234", "\u0ed0໒\u0ed0 ໕໕໕໕ ໑໒໓໔"],
)
def test_lao_ways_of_one_mobile_number(typed: str) -> None:
    assert parse_phone(typed, "LA") == "+8562055551234"


def test_lao_fixed_lines_and_030() -> None:
    assert parse_phone("021 212 345", "LA") == "+85621212345"
    assert parse_phone("030 555 1234", "LA") == "+856305551234"


def test_numbers_of_other_countries_keep_their_code() -> None:
    assert parse_phone("+66 81 234 5678", "KH") == "+66812345678"
    assert parse_phone("+856 20 5555 1234", "KH") == "+8562055551234"


def test_a_rounded_number_is_refused_as_lost() -> None:
    for typed in ("8.55E+11", "8,55E+11", "9E+08"):
        with pytest.raises(PhoneRounded):
            parse_phone(typed, "KH")


def test_two_numbers_in_one_cell_are_refused() -> None:
    with pytest.raises(SeveralPhones):
        parse_phone("012 345 678 / 098 765 432", "KH")


@pytest.mark.parametrize(
    ("typed", "country"),
    [
        ("", "KH"),
        ("none", "KH"),
        ("012 345", "KH"),
        ("012 345 678 90", "KH"),
        ("55551234", "LA"),  # 020 5555 1234 or 055 551 234?
        ("020 555 123", "LA"),
        ("+855 1", "KH"),
    ],
)
def test_refuses_what_is_no_number_and_does_not_repeat_it(typed: str, country: str) -> None:
    with pytest.raises(NotAPhone) as refused:
        parse_phone(typed, country)
    assert refused.value.values == {"country": country, "digits": sum(map(str.isdigit, typed))}


@given(st.one_of(st.text(), st.text("0123456789+() .-/eE")), st.sampled_from(["KH", "LA"]))
def test_no_text_crashes_and_what_is_read_reads_again(text: str, country: str) -> None:
    try:
        number = parse_phone(text, country)
    except NotAPhone:
        return
    assert parse_phone(number, country) == number


@pytest.mark.parametrize(
    ("typed", "country", "number"),
    [
        ("Tel: 012 345 678", "KH", "+85512345678"),
        ("ទូរស័ព្ទ៖ ០១២ ៣៤៥ ៦៧៨", "KH", "+85512345678"),
        ("ໂທ. 020 5555 1234", "LA", "+8562055551234"),
        ("8.5512345678E+10", "KH", "+85512345678"),  # all its digits are there
        ("1.2345678E+7", "KH", "+85512345678"),
        ("8562055551234", "KH", "+8562055551234"),  # the other country's code, its + lost
        ("85512345678", "LA", "+85512345678"),
        ("\uff0b\uff18\uff15\uff15 12 345 678", "KH", "+85512345678"),
    ],
)
def test_what_is_unambiguous_is_recovered(typed: str, country: str, number: str) -> None:
    assert parse_phone(typed, country) == number


@pytest.mark.parametrize("typed", ["8.55E+11", "8.551234568E+10", "1.23E7", "៨.៥៥E+១១", "9E+08"])
def test_digits_that_a_spreadsheet_lost_are_never_made_up(typed: str) -> None:
    with pytest.raises(PhoneRounded):
        parse_phone(typed, "KH")


@pytest.mark.parametrize(
    "typed",
    [
        "012 345 678 / 098 765 432",
        "012345678/98765432",
        "023 430 000/001",
        "012345678, 098765432",
        "012345678;098765432",
        "012 345 678 ឬ 098 765 432",
        "012345678 or 098765432",
        "012345678\n098765432",
        "012345678  098765432",
        "012 345 678 098 765 432",
    ],
)
def test_of_two_numbers_none_is_taken(typed: str) -> None:
    with pytest.raises(SeveralPhones):
        parse_phone(typed, "KH")
