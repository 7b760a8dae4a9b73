"""Numbers and days of a spreadsheet as text, as a clerk sees them in the cell."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

BUILT_IN: Final = (
    dict.fromkeys((14, 15, 16, 17, *range(27, 37), *range(50, 59)), "yyyy-mm-dd")
    | {22: "yyyy-mm-dd h:mm"}
    | dict.fromkeys((18, 19, 20, 21, 45, 47), "h:mm")
)
"""Number formats that have a number only. Source: ECMA-376 part 1, 18.8.30."""

NOT_SHOWN: Final = re.compile(r'"[^"]*"|\\.|[_*].|\[[^\]]*\]')
FROM_1904: Final = 1462
LONGEST_FORMAT: Final = 255
LEAP: Final = 60
"""29 February 1900, a day that Excel knows and no calendar does."""
LAST_DAY: Final = 2_958_465
DIGITS: Final = 15
"""A spreadsheet keeps no more digits of a number."""


def format_of(number: int, code: str | None) -> str:
    """What a number format makes of a number: `date`, `time`, zeros to fill up with, or nothing in particular."""
    code = code if code is not None else BUILT_IN.get(number, "")
    if len(code) > LONGEST_FORMAT:
        return ""
    if re.fullmatch("0{2,}", code):
        return code
    if "[h" in code.lower() or "[m" in code.lower() or "[s" in code.lower() or code.lower() == "general":
        return ""
    letters = set(NOT_SHOWN.sub("", code.partition(";")[0]).lower())
    if letters & {"y", "d"} or ("m" in letters and not letters & {"h", "s"}):
        return "date"
    return "time" if letters & {"h", "s"} else ""


def shown(text: str, form: str, *, from_1904: bool = False) -> str:
    """A number as its format shows it: an ISO day, a time, or digits; one of more than 15 digits shows its damage.

    Raises:
        ValueError, OverflowError: it is no number.
    """
    if form in ("date", "time"):
        return _moment(float(text), form, from_1904) or _number(text)
    plain = _number(text)
    return plain.zfill(len(form)) if form and plain.isdigit() else plain


def _number(text: str) -> str:
    if text.isascii() and text.isdigit() and len(text) <= DIGITS:
        return text
    value = float(text)
    if value.is_integer():
        return str(int(value)) if abs(value) < 10**DIGITS else f"{value:.14E}"
    return f"{value:.15g}".upper()


def _moment(value: float, form: str, from_1904: bool) -> str | None:
    """The day and time of a count of days; None for one that is none."""
    whole = int(value)
    days, seconds = divmod(round(value * 86_400), 86_400)
    clock = f"{seconds // 3600:02}:{seconds // 60 % 60:02}" + (f":{seconds % 60:02}" if seconds % 60 else "")
    if form == "time" and days == 0:
        return clock
    days += FROM_1904 if from_1904 else 0
    if whole < 0 or days < 1 or days > LAST_DAY or days == LEAP:
        return None
    day = date(1899, 12, 31 if days < LEAP else 30) + timedelta(days=days)
    return f"{day.isoformat()} {clock}" if seconds else day.isoformat()
