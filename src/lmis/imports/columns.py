"""Reading one cell: text in, a value of the command's field out, or a refusal that carries the value."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from lmis.errors import Invalid
from lmis.imports.definition import Lookups, Parse
from lmis.text.dates import parse_date, parse_year
from lmis.text.digits import LONGEST, ascii_digits, parse_amount, parse_whole
from lmis.text.keys import search_key
from lmis.text.nearest import nearest
from lmis.text.phones import NotAPhone, parse_phone
from lmis.vocabulary import EmployerSize


class NotInList(Invalid):
    """This value is not in the list."""


class UnknownPlace(Invalid):
    """There is no such place."""


class NotAPair(Invalid):
    """This needs a code, a colon and a value, as 7531:36."""


class SpreadsheetNumber(Invalid):
    """A spreadsheet has turned this number into a rounded one: format the column as text and type it again."""


class FinerThanTheCurrency(Invalid):
    """This amount has more decimals than the currency."""


YES = frozenset({"yes", "y", "true", "1", "បាទ", "ចាស", "មាន", "ແມ່ນ", "ມີ"})
NO = frozenset({"no", "n", "false", "0", "ទេ", "គ្មាន", "ບໍ່", "ບໍ່ມີ"})

SIZES = ((250, EmployerSize.LARGE), (50, EmployerSize.MEDIUM), (10, EmployerSize.SMALL), (1, EmployerSize.MICRO))

SEXES = {
    "F": ("f", "female", "woman", "ស្រី", "ស្ត្រី", "ນາງ", "ຍິງ", "ເພດຍິງ"),
    "M": ("m", "male", "man", "ប្រុស", "បុរស", "ຊາຍ", "ເພດຊາຍ"),
}

_SEX_OF = {search_key(name): value for value, names in SEXES.items() for name in names} | {"F": "F", "M": "M"}


LONGEST_PHONE: Final = 200


def words(cell: str, _lookups: Lookups) -> str:
    """Text as it was typed; only the line ends within it are those of a file."""
    return cell.replace("\r\n", "\n").replace("\r", "\n") if "\r" in cell else cell


def number(cell: str, _lookups: Lookups) -> str:
    """A number that is a name (of a record, a paper): text, but not what a spreadsheet rounded."""
    plain = ascii_digits(cell.strip())
    if "E+" in plain.upper() and plain.upper().replace("E+", "").replace(".", "").isdigit():
        raise SpreadsheetNumber(value=cell)
    return cell.strip()


def whole(cell: str, _lookups: Lookups) -> int:
    """A whole number, in any digits."""
    return parse_whole(cell)


def amount(cell: str, _lookups: Lookups) -> Decimal:
    """An amount of money in whole units as people write it."""
    return parse_amount(cell)


def day(cell: str, _lookups: Lookups) -> date:
    """A day: ISO, day first, Buddhist years too."""
    if len(cell) == 10 and cell[4] == "-" and cell[:4] < "2200" and cell.isascii():
        with suppress(ValueError):  # the form that programs write, read without further ado
            return date.fromisoformat(cell)
    return parse_date(cell)


def year(cell: str, _lookups: Lookups) -> int:
    """A year, Buddhist years too."""
    return parse_year(cell)


def phone(cell: str, lookups: Lookups) -> str:
    """A telephone number of the file's country, as E.164."""
    if len(cell) > LONGEST_PHONE:
        raise NotAPhone(country=lookups.country or "KH", digits=len(cell))
    return parse_phone(cell, lookups.country or "KH")


def upper(cell: str, _lookups: Lookups) -> str:
    """A code in capital letters."""
    return cell.strip().upper()


def code(cell: str, _lookups: Lookups) -> str:
    """A code in small letters with underscores."""
    return "_".join(cell.strip().lower().split())


def digits(cell: str, _lookups: Lookups) -> str:
    """A code of digits, as typed but for the script of its digits."""
    return ascii_digits(cell.strip())


def division(cell: str, _lookups: Lookups) -> str:
    """An ISIC division; a spreadsheet takes the leading zero of `01`."""
    plain = ascii_digits(cell.strip())
    return plain.zfill(2) if plain.isdigit() else plain


def sex(cell: str, _lookups: Lookups) -> str:
    """F or M, or the words for them in three languages."""
    found = _SEX_OF.get(cell) or _SEX_OF.get(search_key(cell))
    if found is None:
        raise NotInList(value=cell, nearest=["F", "M"])
    return found


def yes_no(cell: str, _lookups: Lookups) -> bool:
    """Yes or no in three languages."""
    key = cell.strip().lower()
    if key in YES or key in NO:
        return key in YES
    raise NotInList(value=cell, nearest=["yes", "no"])


CLOSED: Final[set[Parse]] = {whole, amount, day, year, phone, sex, yes_no}
"""Ways to read a cell that refuse most texts and need no list of the register: they tell whether cells are shifted."""


def one_of(values: type[StrEnum]) -> Parse:
    """A value of a closed list; blanks and hyphens in the words do no harm."""
    known = {search_key(value.value.replace("_", " ")): value.value for value in values}

    exact = frozenset(known.values())

    def parse(cell: str, _lookups: Lookups) -> str:
        found = cell if cell in exact else known.get(search_key(cell.replace("_", " ")))
        if found is None:
            raise NotInList(value=cell, nearest=nearest(cell, list(known.values())) or list(known.values())[:5])
        return found

    CLOSED.add(parse)
    return parse


_size_class = one_of(EmployerSize)


def size(cell: str, lookups: Lookups) -> str:
    """A size class, or the number of persons engaged, which falls into one."""
    plain = ascii_digits(cell.strip())
    if not (plain.isascii() and plain.isdigit() and int(plain[:LONGEST])):
        return _size_class(cell, lookups)  # type: ignore[no-any-return]
    return next(one.value for least, one in SIZES if int(plain[:LONGEST]) >= least)


def many(parse: Parse) -> Parse:
    """Several values, separated by `;`."""

    def parse_all(cell: str, lookups: Lookups) -> list[Any]:
        return [parse(part.strip(), lookups) for part in cell.split(";") if part.strip()]

    return parse_all


def pairs(first: str, second: str, parse_first: Parse, parse_second: Parse) -> Parse:
    """`code:value` pairs, separated by `;`, as a list of mappings."""

    def parse_pair(part: str, lookups: Lookups) -> dict[str, Any]:
        left, colon, right = part.partition(":")
        if not (colon and left.strip() and right.strip()):
            raise NotAPair(value=part)
        return {first: parse_first(left, lookups), second: parse_second(right, lookups)}

    return many(parse_pair)


def province(cell: str, lookups: Lookups) -> str:
    """A province by code, national code, ISO code or name in three scripts."""
    return _place(cell, lookups.provinces)


def place_code(cell: str, lookups: Lookups) -> str:
    """The code of any place; Cambodia's national codes are digits and get their country."""
    plain = ascii_digits(cell.strip()).upper()
    return f"{lookups.country or 'KH'}{plain}" if plain.isdigit() else plain


def district_in(data: Mapping[str, Any], lookups: Lookups) -> str | None:
    """The code of the district that a row names, looked up in the row's province."""
    cell = data.get("district")
    if cell is None:
        return None
    return _place(cell, lookups.districts.get(data.get("province", ""), {}))


def _place(cell: str, known: Mapping[str, str]) -> str:
    found = known.get(search_key(cell))
    if found is None:
        names = {key: key for key in known}
        raise UnknownPlace(value=cell, nearest=sorted({known[key] for key in nearest(cell, names, 5)})[:3])
    return found


def minor(value: Decimal, currency: str | None, lookups: Lookups) -> int:
    """An amount in minor units; an unknown currency is left for the service to refuse."""
    exact = value * 10 ** lookups.minor_units.get(currency or "", 2)
    if exact != exact.to_integral_value():
        raise FinerThanTheCurrency(value=str(value), currency=currency)
    return int(exact)
