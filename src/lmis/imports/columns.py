"""The forms of cells: text in, a value of the command's field out, or a refusal that carries the value; and back.

The first line of what reads a cell is the rule that people read in the manual, in three languages.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from lmis.errors import Invalid
from lmis.imports.definition import Form, Lookups, Parse, form
from lmis.imports.lists import NotInList
from lmis.text.dates import parse_date, parse_year
from lmis.text.digits import ascii_digits, parse_amount, parse_whole
from lmis.text.legacy import refuse_legacy
from lmis.text.phones import NotAPhone, parse_phone


class NotAPair(Invalid):
    """This needs a code, a colon and a value, as 7531:36."""


class SpreadsheetNumber(Invalid):
    """A spreadsheet has turned this number into a rounded one: format the column as text and type it again."""


class FinerThanTheCurrency(Invalid):
    """This amount has more decimals than the currency."""


class NotAnId(Invalid):
    """This is not the id of a record: leave the cell as an export wrote it, or empty."""


def _plain(value: Decimal) -> str:
    return format(value, "f")


def _yes_or_no(value: bool) -> str:
    return "yes" if value else "no"


YES = frozenset({"yes", "y", "true", "1", "បាទ", "ចាស", "មាន", "ແມ່ນ", "ມີ"})
NO = frozenset({"no", "n", "false", "0", "ទេ", "គ្មាន", "ບໍ່", "ບໍ່ມີ"})

LONGEST_PHONE: Final = 200


@form()
def words(cell: str, _lookups: Lookups) -> str:
    """Text in Unicode as it is typed, with its line ends; text of an old font (Limon, ABC, Saysettha) is refused."""
    refuse_legacy(cell)
    return cell.replace("\r\n", "\n").replace("\r", "\n") if "\r" in cell else cell


@form()
def number(cell: str, _lookups: Lookups) -> str:
    """A number or code as it stands on paper; one that a spreadsheet has rounded is refused."""
    plain = ascii_digits(cell.strip()) if "+" in cell else ""
    if "E+" in plain.upper() and plain.upper().replace("E+", "").replace(".", "").isdigit():
        raise SpreadsheetNumber(value=cell)
    return cell.strip()


@form()
def whole(cell: str, _lookups: Lookups) -> int:
    """A whole number, in any digits."""
    return parse_whole(cell)


@form(_plain)
def amount(cell: str, _lookups: Lookups) -> Decimal:
    """An amount of money in whole units, with decimals where there are any; the currency has its own column."""
    return parse_amount(cell)


@form(date.isoformat)
def day(cell: str, _lookups: Lookups) -> date:
    """A day as 2026-11-23 or 23/11/2026 (day first); Khmer and Lao digits, names of months and Buddhist years too."""
    if len(cell) == 10 and cell[4] == "-" and cell[:4] < "2200" and cell.isascii():
        with suppress(ValueError):  # the form that programs write, read without further ado
            return date.fromisoformat(cell)
    return parse_date(cell)


@form()
def year(cell: str, _lookups: Lookups) -> int:
    """A year of four digits; Buddhist years too."""
    return parse_year(cell)


@form()
def phone(cell: str, lookups: Lookups) -> str:
    """A telephone number of the office's country with its leading 0, or of any country with + and its code."""
    if len(cell) > LONGEST_PHONE:
        raise NotAPhone(country=lookups.country or "KH", digits=len(cell))
    return parse_phone(cell, lookups.country or "KH")


@form()
def upper(cell: str, _lookups: Lookups) -> str:
    """A code; small letters do no harm."""
    return cell.strip().upper()


@form(_yes_or_no)
def yes_no(cell: str, _lookups: Lookups) -> bool:
    """Yes or no, in English, Khmer or Lao."""
    key = cell.strip().lower()
    if key in YES or key in NO:
        return key in YES
    raise NotInList(value=cell, nearest=["yes", "no"])


CLOSED: Final[set[Parse]] = {one.parse for one in (whole, amount, day, year, phone, yes_no)}
"""Ways to read a cell that refuse most texts and need no list of the register: they tell whether cells are shifted."""


_PART: Final = re.compile(r"(?:\\[;\\]|[^;])+")
_ESCAPED: Final = re.compile(r"\\([;\\])")


def many(one: Form) -> Form:
    """Several values in one cell; a `;` or a backslash that belongs to a value has a backslash before it."""

    def write(values: list[Any]) -> str:
        return "; ".join(one.write(value).replace("\\", "\\\\").replace(";", "\\;") for value in values)

    @form(write, parts=(one,))
    def several(cell: str, lookups: Lookups) -> list[Any]:
        """Several values, separated by semicolons."""
        if "\\" in cell:
            parts = [_ESCAPED.sub(r"\1", part.strip()) for part in _PART.findall(cell)]
        else:
            parts = [part.strip() for part in cell.split(";")]
        return [one.parse(part, lookups) for part in parts if part]

    return several


def pairs(first: str, second: str, left: Form, right: Form) -> Form:
    """`code:value` pairs, separated by `;`, as a list of mappings."""

    def write(pair: Mapping[str, Any]) -> str:
        return f"{left.write(pair[first])}:{right.write(pair[second])}"

    @form(write, parts=(left, right))
    def pair(part: str, lookups: Lookups) -> dict[str, Any]:
        """A code or a name, and a value, with a colon between them."""
        code, colon, value = part.rpartition(":")
        if not (colon and code.strip() and value.strip()):
            raise NotAPair(value=part)
        return {first: left.parse(code, lookups), second: right.parse(value, lookups)}

    return many(pair)


@form()
def record_id(cell: str, _lookups: Lookups) -> UUID:
    """The id that this system gave to the record; leave it as an export wrote it, and empty for a new record."""
    try:
        return UUID(cell.strip())
    except ValueError:
        raise NotAnId(value=cell) from None


def minor(value: Decimal, currency: str | None, lookups: Lookups) -> int:
    """An amount in minor units; an unknown currency is left for the service to refuse."""
    exact = value * 10 ** lookups.minor_units.get(currency or "", 2)
    if exact != exact.to_integral_value():
        raise FinerThanTheCurrency(value=str(value), currency=currency)
    return int(exact)


def major(value: int, currency: str | None, lookups: Lookups) -> Decimal:
    """The way back of `minor`; whole amounts without decimals."""
    units = lookups.minor_units.get(currency or "", 2)
    exact = Decimal(value).scaleb(-units)
    return exact.quantize(Decimal(1)) if value % 10**units == 0 else exact
