"""Dates and years as people of both countries write them: day first, any digits, Buddhist years."""

from __future__ import annotations

import re
from datetime import date, timedelta

from lmis.errors import Invalid
from lmis.text.keys import search_key
from lmis.text.normalise import normal

FIRST_YEAR, LAST_YEAR = 1900, 2199
BUDDHIST_YEARS = range(2400, 2701)
BUDDHIST_OFFSET = 543
DAY_ZERO_1900, DAY_ZERO_1904 = date(1899, 12, 30), date(1904, 1, 1)
"""The days from which spreadsheets count: all but old ones of the Macintosh, and those. Source: ECMA-376, 18.17.4."""
LONGEST = 80  # letters; nothing longer is a date

_NAMES = (  # also as the Unicode locale data (CLDR) shortens them, and as offices misspell them
    "January February March April May June July August September October November December",
    "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "មករា កុម្ភៈ មីនា មេសា ឧសភា មិថុនា កក្កដា សីហា កញ្ញា តុលា វិច្ឆិកា ធ្នូ",
    "មករា កុម្ភះ មិនា មេសា ឧសភា មិថុនា កក្តដា សីហា កញ្ញា តុលា វិច្ឆការ ធ្នូ",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "ມ.ກ. ກ.ພ. ມ.ນ. ມ.ສ. ພ.ພ. ມິ.ຖ. ກ.ລ. ສ.ຫ. ກ.ຍ. ຕ.ລ. ພ.ຈ. ທ.ວ.",
    "ມັງກອນ ກຸມພາ ມິນາ ເມສາ ພຶສພາ ມິຖຸນາ ກໍຣະກົດ ສິງຫາ ກັນຍາ ຕຸລາ ພະຈິກ ທັນວາ",
    "ມັງກອນ ກຸມພາ ມີນາ ເມສາ ພຶດສະພາ ມິຖຸນາ ກໍລະກົດ ສິງຫາ ກັນຍາ ຕຸລາ ພະຈິກ ທັນວາ",
)
MONTHS = {search_key(name): month for names in _NAMES for month, name in enumerate(names.split(), start=1)}
MONTHS |= {"sept": 9, "janv": 1, "fevr": 2, "avr": 4, "juil": 7, search_key("កុម្ភ:"): 2}

_FILLERS = re.compile(
    "|".join(
        re.escape(normal(word))
        for word in ("ថ្ងៃទី", "ថ្ងៃ", "ខែ", "ឆ្នាំ", "ព.ស.", "ព.ស", "គ.ស.", "គ.ស", "ວັນທີ່", "ວັນທີ", "ເດືອນ", "ປີ",
                     "ພ.ສ.", "ພ.ສ", "ຄ.ສ.", "ຄ.ສ", "พ.ศ.", "ค.ศ.")
    )
    + r"|\b(?:be|ad|ce)\b"
)  # fmt: skip
_MIDNIGHT = re.compile(r"[t ]0?0:00(?::00(?:\.0+)?)?$")
_SEPARATORS = re.compile(r" ?([-/.]) ?")
_YEAR_FIRST = re.compile(r"(?P<year>[0-9]{4})([-/. ])(?P<month>[0-9]{1,2})\2(?P<day>[0-9]{1,2})")
_DAY_FIRST = re.compile(r"(?P<day>[0-9]{1,2})([-/. ])(?P<month>[0-9]{1,2})\2(?P<year>[0-9]{4})")
_DAY_NAME = re.compile(
    r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?[-/., ]*(?P<name>[^-/., 0-9][^/0-9]*?)[-/., ]*(?P<year>[0-9]{4})"
)
_NAME_DAY = re.compile(r"(?P<name>[a-z]+)[. ]+(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?[, ]+(?P<year>[0-9]{4})")
_FORMS = (_YEAR_FIRST, _DAY_FIRST, _DAY_NAME, _NAME_DAY)
_SHORT_YEAR = re.compile(r"(?P<before>[0-9]{1,2}([-/. ]) ?(?:[0-9]{1,2}|[^-/, 0-9]+) ?\2 ?)(?P<year>[0-9]{2})")
_SERIAL = re.compile(r"([1-9][0-9]{4})(?:\.[0-9]+)?")
_YEAR = re.compile(r"([0-9]{4})(?:\.0)?")


class NotAYear(Invalid):
    """This is not a year of four digits."""


class NotADate(Invalid):
    """This is not a date; write the day, the month and the year of four digits."""


class NoSuchDay(NotADate):
    """There is no such day; the day comes first, then the month."""


class YearOfTwoDigits(NotADate):
    """The year of this date has two digits; write all four."""


class SpreadsheetDayCount(NotADate):
    """This is a spreadsheet's count of days, not a date; format the column as a date and save again."""


def parse_year(text: str) -> int:
    """Read a year of the common era; 2400-2700 is Buddhist and 543 less.

    A religious calendar that turns the year at Visakha Bochea is a year ahead for some months; the year alone
    does not tell.

    Raises:
        NotAYear: not four digits, or outside 1900-2199 after conversion.
    """
    found = _YEAR.fullmatch(_FILLERS.sub(" ", normal(text[:LONGEST])).strip())
    year = _common_era(int(found[1])) if found else 0
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotAYear(text=text)
    return year


def parse_date(text: str, *, day_zero: date | None = None, short_years: range | None = None) -> date:
    """Read a date: ISO, day/month/year, or with the month's name in English, French, Khmer or Lao.

    A time is accepted only if it is midnight, as spreadsheets add it. Years 2400-2700 are Buddhist.

    Args:
        day_zero: the day from which a column's spreadsheet counts (`DAY_ZERO_1900`), if its counts of days are
            to be taken as dates.
        short_years: the hundred years in which the years of two digits of a column lie, as `range(1927, 2027)`;
            Buddhist ones may be given.

    Raises:
        NotADate: no known form. NoSuchDay: 31/02, or a month first. YearOfTwoDigits: 23/11/26.
        SpreadsheetDayCount: 46349; it carries the day that this would be (1900 system), to be confirmed.
    """
    written = _MIDNIGHT.sub("", normal(text[:LONGEST]))
    plain = _SEPARATORS.sub(r"\1", " ".join(_FILLERS.sub(" ", written).split()))
    for form in _FORMS:
        found = form.fullmatch(plain)
        if found:
            return _date_of(found.groupdict(), text)
    if short := _SHORT_YEAR.fullmatch(plain):
        return _of_short_year(short, short_years, text)
    if count := _SERIAL.fullmatch(plain):
        return _of_day_count(int(count[1]), day_zero, text)
    raise NotADate(text=text)


def _of_short_year(short: re.Match[str], years: range | None, text: str) -> date:
    full = [year for year in years or () if year % 100 == int(short["year"])]
    if len(full) != 1:
        raise YearOfTwoDigits(text=text)
    return parse_date(f"{short['before']}{full[0]}")


def _of_day_count(count: int, day_zero: date | None, text: str) -> date:
    """A count of five digits: 1927 to 2173."""
    if day_zero is None:
        raise SpreadsheetDayCount(text=text, would_be=DAY_ZERO_1900 + timedelta(days=count))
    return day_zero + timedelta(days=count)


def _date_of(parts: dict[str, str], text: str) -> date:
    month = MONTHS.get(search_key(parts["name"])) if "name" in parts else int(parts["month"])
    year = _common_era(int(parts["year"]))
    if month is None or not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotADate(text=text)
    try:
        return date(year, month, int(parts["day"]))
    except ValueError:
        raise NoSuchDay(text=text) from None


def _common_era(year: int) -> int:
    return year - BUDDHIST_OFFSET if year in BUDDHIST_YEARS else year
