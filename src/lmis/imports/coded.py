"""The forms of cells that stand for an entry of a list: its code, or its name in one of three languages."""

from __future__ import annotations

from contextlib import suppress
from enum import StrEnum

from lmis.errors import Invalid
from lmis.imports.columns import CLOSED
from lmis.imports.definition import Form, Lookups, form
from lmis.imports.lists import Listing
from lmis.text.digits import LONGEST, ascii_digits, parse_whole
from lmis.text.keys import search_key
from lmis.vocabulary import EmployerSize, Sex

SIZES = ((250, EmployerSize.LARGE), (50, EmployerSize.MEDIUM), (10, EmployerSize.SMALL), (1, EmployerSize.MICRO))

SEXES = {
    "F": ("f", "female", "woman", "ស្រី", "ស្ត្រី", "ນາງ", "ຍິງ", "ເພດຍິງ"),
    "M": ("m", "male", "man", "ប្រុស", "បុរស", "ຊາຍ", "ເພດຊາຍ"),
}

_SEX_OF = {search_key(name): value for value, names in SEXES.items() for name in names} | {"F": "F", "M": "M"}


@form()
def occupation(cell: str, lookups: Lookups) -> str:
    """An occupation: its ISCO-08 code of 1 to 4 digits, or its name as the list has it in English, Khmer or Lao."""
    listing = lookups.lists.get("occupation")
    return ascii_digits(cell.strip()) if listing is None else listing.code(cell)


@form()
def sector(cell: str, lookups: Lookups) -> str:
    """A sector: its ISIC division of two digits, or its name as the list has it in English, Khmer or Lao."""
    listing = lookups.lists.get("sector")
    plain = ascii_digits(cell.strip())
    padded = plain.zfill(2) if plain.isdigit() else plain  # a spreadsheet takes leading zeros away
    return padded if listing is None else listing.code(padded)


@form()
def education(cell: str, lookups: Lookups) -> int:
    """A level of education: its ISCED 2011 number, or its name as the list has it in English, Khmer or Lao."""
    listing = lookups.lists.get("education")
    if listing is None:
        return parse_whole(cell)
    with suppress(Invalid):  # of 2.0 a spreadsheet made it
        return int(listing.code(str(parse_whole(cell))))
    return int(listing.code(cell))


@form()
def language(cell: str, lookups: Lookups) -> str:
    """A language: its code of two or three letters, or its name as the list has it in English, Khmer or Lao."""
    listing = lookups.lists.get("language")
    return cell.strip().lower() if listing is None else listing.code(cell)


@form()
def licence(cell: str, lookups: Lookups) -> str:
    """A licence or certificate: its code, or its name as the list has it in English, Khmer or Lao."""
    listing = lookups.lists.get("licence")
    return "_".join(cell.strip().lower().split()) if listing is None else listing.code(cell)


@form()
def currency(cell: str, lookups: Lookups) -> str:
    """A currency: its code of three letters, or its name as the list has it in English, Khmer or Lao."""
    listing = lookups.lists.get("currency")
    return cell.strip().upper() if listing is None else listing.code(cell)


def reason(of: str) -> Form:
    """The form of a reason out of the list of this name."""

    @form()
    def one(cell: str, lookups: Lookups) -> str:
        """A reason: its code, or its name as the list has it in English, Khmer or Lao."""
        listing = lookups.lists.get(of)
        return "_".join(cell.strip().lower().split()) if listing is None else listing.code(cell)

    return one


def one_of(values: type[StrEnum]) -> Form:
    """A value of a closed list, or its label; blanks and hyphens in the words do no harm."""
    plain = Listing({value.value: () for value in values}, {})
    exact = frozenset(value.value for value in values)

    @form(values=values)
    def one(cell: str, lookups: Lookups) -> str:
        """A value of a list, or its name in English, Khmer or Lao; capitals, blanks and hyphens do no harm."""
        return cell if cell in exact else lookups.lists.get(values.__name__, plain).code(cell)

    CLOSED.add(one.parse)
    return one


_sex_class = one_of(Sex)


@form()
def sex(cell: str, lookups: Lookups) -> str:
    """F or M, or the word for it in English, Khmer or Lao."""
    found = _SEX_OF.get(cell) or _SEX_OF.get(search_key(cell))
    return found or _sex_class.parse(cell, lookups)


CLOSED.add(sex.parse)


_size_class = one_of(EmployerSize)


@form(values=EmployerSize)
def size(cell: str, lookups: Lookups) -> str:
    """A size class, or the number of persons engaged, which falls into one."""
    plain = ascii_digits(cell.strip())
    if not (plain.isascii() and plain.isdigit() and int(plain[:LONGEST])):
        return _size_class.parse(cell, lookups)  # type: ignore[no-any-return]
    return next(one.value for least, one in SIZES if int(plain[:LONGEST]) >= least)


@form()
def province(cell: str, lookups: Lookups) -> str:
    """A province: its code, its national or ISO code, or its name in English, Khmer or Lao, also with “province”."""
    return cell.strip().upper() if lookups.provinces is None else lookups.provinces.code(cell)


@form()
def place_code(cell: str, lookups: Lookups) -> str:
    """The code of a place; the country's letters may be left out."""
    plain = ascii_digits(cell.strip()).upper()
    return f"{lookups.country or 'KH'}{plain}" if plain.isdigit() else plain


@form()
def district(cell: str, _lookups: Lookups) -> str:
    """A district of the row's province: its code, its national code, or its name, also with “Srok”."""
    return cell  # looked up once the province of the row is known, by `settle_places`


@form()
def commune(cell: str, _lookups: Lookups) -> str:
    """A commune of the row's district or province, if the country's communes were brought in: its code or its name."""
    return cell  # looked up once the district of the row is known, by `settle_places`
