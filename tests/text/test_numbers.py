"""Short numbers survive paper, telephones and other digits, and show a miswritten digit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmis.text.numbers import NotAShortNumber, WrongCheckDigit, parse_serial, serial_text

SERIALS = st.integers(min_value=1, max_value=10**9)


def test_written_with_seven_digits_and_a_check_digit() -> None:
    assert serial_text("S", 12345) == "S-0012345-9"
    assert serial_text("V", 123_456_789).startswith("V-123456789-")


@pytest.mark.parametrize(
    "typed",
    ["S-0012345-9", "s 0012345 9", "S00123459", " s-00123459 ", "S-០០១២៣៤៥-៩", "S \u0ed0\u0ed0໑໒໓໔໕ ໙"],
)
def test_read_as_people_write_it(typed: str) -> None:
    assert parse_serial(typed) == ("S", 12345)


def test_a_miswritten_digit_is_told() -> None:
    with pytest.raises(WrongCheckDigit):
        parse_serial("S-0012346-9")


@pytest.mark.parametrize("typed", ["", "S", "0012345-9", "SS-0012345-9", "S-12345-9", "S-0000000-0", "S-" + "1" * 20])
def test_refuses_other_forms(typed: str) -> None:
    with pytest.raises(NotAShortNumber):
        parse_serial(typed)


@pytest.mark.parametrize(("letter", "serial"), [("s", 1), ("SS", 1), ("", 1), ("S", 0), ("S", -1)])
def test_writes_only_capital_letters_and_serials_from_one(letter: str, serial: int) -> None:
    with pytest.raises(ValueError):
        serial_text(letter, serial)


@given(st.sampled_from("SVR"), SERIALS)
def test_reads_back_what_is_written(letter: str, serial: int) -> None:
    assert parse_serial(serial_text(letter, serial)) == (letter, serial)


@given(SERIALS, st.data())
def test_one_wrong_digit_is_always_found(serial: int, data: st.DataObject) -> None:
    digits = serial_text("S", serial)[2:].replace("-", "")
    place = data.draw(st.integers(0, len(digits) - 1))
    wrong = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != digits[place]]))
    with pytest.raises(NotAShortNumber):
        parse_serial("S" + digits[:place] + wrong + digits[place + 1 :])


@given(SERIALS, st.data())
def test_two_neighbours_exchanged_are_always_found(serial: int, data: st.DataObject) -> None:
    digits = serial_text("S", serial)[2:].replace("-", "")
    place = data.draw(st.integers(0, len(digits) - 2))
    exchanged = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
    if exchanged != digits:
        with pytest.raises(NotAShortNumber):
            parse_serial("S" + exchanged)


@given(st.text())
def test_no_text_crashes(text: str) -> None:
    try:
        parse_serial(text)
    except NotAShortNumber:
        return
