"""Whole numbers and amounts as people write them, in Khmer, Lao, Thai, full-width or ASCII digits."""

from __future__ import annotations

import re
from decimal import Decimal

from lmis.errors import Invalid

DIGITS = "0123456789"
THAI, LAO, KHMER, FULL_WIDTH = "๐๑๒๓๔๕๖๗๘๙", "໐໑໒໓໔໕໖໗໘໙", "០១២៣៤៥៦៧៨៩", "０１２３４５６７８９"
TO_ASCII = {
    ord(written): digit for own in (THAI, LAO, KHMER, FULL_WIDTH) for written, digit in zip(own, DIGITS, strict=True)
}
LONGEST = 18  # digits of the largest number that a 64-bit column holds whatever its digits are

_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:([,.' ])[0-9]{3})(?:\1[0-9]{3})*")
_PLAIN = re.compile(r"[0-9]+")
_CURRENCY = re.compile(r"[$៛₭฿¥₫€£]|khr|lak|usd|thb|cny|vnd|riel|kip|dollar|រៀល|ដុល្លារ|ກີບ|ໂດລາ", re.I)
_SPACES = re.compile(r"[\s\u200b\ufeff]+")


class NotAWholeNumber(Invalid):
    """This is not a whole number."""


class NotAnAmount(Invalid):
    """This is not an amount of money."""


class AmountHoldsCurrency(NotAnAmount):
    """The amount holds a currency; the currency has its own column."""


def ascii_digits(text: str) -> str:
    """The same text with its Khmer, Lao, Thai and full-width digits as 0-9."""
    return text if text.isascii() else text.translate(TO_ASCII)


def parse_whole(text: str) -> int:
    """Read a whole number: `1,200`, `1.200.000`, `1 200`, `១២០០`, and `24.0` as spreadsheets write it.

    A point or comma before exactly three digits separates thousands, as both countries write it.

    Raises:
        NotAWholeNumber: anything else, a fraction, or more than 18 digits.
    """
    cleaned = _clean(text)
    sign = -1 if cleaned.startswith("-") else 1
    digits = _thousands(re.sub(r"[.,]0{1,2}$", "", cleaned.removeprefix("-")))
    if digits is None or len(digits) > LONGEST:
        raise NotAWholeNumber(text=text)
    return sign * int(digits)


def parse_amount(text: str) -> Decimal:
    """Read an amount of money in whole currency units: `200,000`, `250.50`, `1.200.000`, `1.200,50`.

    No currency of the region has three decimals, so `1.200` is twelve hundred, but `0.125` a fraction.

    Raises:
        NotAnAmount: a range, a negative number, scientific notation, or more than 18 digits.
        AmountHoldsCurrency: `$200` or `200 USD`, which could contradict the column of the currency.
    """
    cleaned = _clean(text)
    whole, point, fraction = _fraction(cleaned)
    digits = None if point and (point in whole or not _PLAIN.fullmatch(fraction)) else _thousands(whole)
    if digits is None or len(digits) + len(fraction) > LONGEST:
        raise (AmountHoldsCurrency if _CURRENCY.search(cleaned) else NotAnAmount)(text=text)
    return Decimal(f"{digits}.{fraction}" if fraction else digits)


def _clean(text: str) -> str:
    return _SPACES.sub(" ", ascii_digits(text).replace("\u2212", "-").replace("\u2019", "'")).strip()


def _thousands(text: str) -> str | None:
    """The bare digits of `1,200` or `1200`; None if it is neither."""
    if _PLAIN.fullmatch(text):
        return text.lstrip("0") or "0"
    return re.sub(r"[^0-9]", "", text) if _GROUPED.fullmatch(text) else None


def _fraction(text: str) -> tuple[str, str, str]:
    """Part an amount at its decimal point or comma, if its last separator is one."""
    if _GROUPED.fullmatch(text):
        return text, "", ""
    point = max(text.rfind("."), text.rfind(","))
    return (text[:point], text[point], text[point + 1 :]) if point >= 0 else (text, "", "")
