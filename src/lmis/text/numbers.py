"""Short numbers of people, vacancies and referrals, spoken and written on paper: `S-0012345-7`."""

from __future__ import annotations

import re

from stdnum import damm

from lmis.errors import Invalid
from lmis.text.normalise import normal

WIDTH = 7
LONGEST = 18
_WRITTEN = re.compile(r"([a-z])[-. /]*([0-9](?:[-. /]*[0-9]){7,})")
_NOT_DIGITS = re.compile(r"[^0-9]")


class NotAShortNumber(Invalid):
    """This is not a number of this system: a letter, seven digits or more, and a check digit."""


class WrongCheckDigit(NotAShortNumber):
    """The check digit does not fit; one digit was miswritten, or two were exchanged."""


def serial_text(letter: str, serial: int) -> str:
    """Write a serial (from 1) with its letter (A-Z) and its Damm check digit: `S-0012345-7`."""
    if not re.fullmatch("[A-Z]", letter) or not 0 < serial < 10**LONGEST:
        raise ValueError(letter, serial)
    digits = str(serial).zfill(WIDTH)
    return f"{letter}-{digits}-{damm.calc_check_digit(digits)}"


def parse_serial(text: str) -> tuple[str, int]:
    """Read a short number; spaces, small letters, Khmer and Lao digits and a missing hyphen do no harm.

    Returns:
        The capital letter and the serial.

    Raises:
        NotAShortNumber: another form. WrongCheckDigit: the digits were miswritten.
    """
    found = _WRITTEN.fullmatch(normal(text))
    digits = _NOT_DIGITS.sub("", found[2]) if found else ""
    if not found or not 0 < len(digits) - 1 <= LONGEST or not int(digits[:-1]):
        raise NotAShortNumber(text=text)
    if not damm.is_valid(digits):
        raise WrongCheckDigit(text=text)
    return found[1].upper(), int(digits[:-1])
