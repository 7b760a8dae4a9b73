"""Tables of others: any header, with the type of each column, read by the same rules as the files of offices."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from lmis.errors import Invalid, LmisError
from lmis.imports.coded import sex
from lmis.imports.columns import CLOSED, amount, day, number, phone, whole, words, year, yes_no
from lmis.imports.definition import Column, Form, Lookups, Parse, Template, form
from lmis.imports.read import Sheet
from lmis.imports.records import Record
from lmis.text.digits import ascii_digits
from lmis.text.nearest import nearest


class UnknownType(Invalid):
    """There is no such type of column."""


class TypesShort(Invalid):
    """There are more types than columns, or fewer: name one for each column, or none."""


class CellOfOtherType(Invalid):
    """A cell does not have the type of its column."""


class NotThisForm(Invalid):
    """This value does not have the form of its type."""


LONGEST: Final = 2_000


def _shaped(pattern: str) -> Form:
    shape = re.compile(pattern)

    @form()
    def parse(cell: str, _lookups: Lookups) -> str:
        """A text of one shape."""
        plain = ascii_digits(cell.strip())
        if len(plain) > LONGEST or not shape.fullmatch(plain):
            raise NotThisForm(value=cell)
        return plain

    return parse


@form()
def _decimal(cell: str, _lookups: Lookups) -> Decimal:
    """A number with a sign and a point, or a comma where it cannot part thousands."""
    plain = ascii_digits(cell.strip()).replace("\u2212", "-")
    if re.fullmatch(r"[-+]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?", plain):
        plain = plain.replace(",", "")
    elif re.fullmatch(r"[-+]?[0-9]+,([0-9]{1,2}|[0-9]{4,})", plain):
        plain = plain.replace(",", ".")
    if not re.fullmatch(r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)", plain):
        raise NotThisForm(value=cell)
    return Decimal(plain)


@form()
def _month_first(cell: str, _lookups: Lookups) -> date:
    """A day as in the United States."""
    found = re.fullmatch(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})", ascii_digits(cell.strip()))
    try:
        if found is not None:
            return date(int(found[4]), int(found[1]), int(found[3]))
    except ValueError:
        pass
    raise NotThisForm(value=cell)


MONEY: Final = r"(?:[$€£¥៛₭฿]|[A-Z]{3})"
DIGITS: Final = r"[0-9][0-9.,' ]*"
TYPES: Final[Mapping[str, Form]] = {
    "text": words,
    "number": number,
    "id": number,
    "code": _shaped(r"[A-Za-z0-9]+(?:[-/._:][A-Za-z0-9]+)*"),
    "whole": whole,
    "int": whole,
    "decimal": _decimal,
    "amount": amount,
    "money": _shaped(f"[-+]?{MONEY} ?[-+]?{DIGITS}|[-+]?{DIGITS} ?{MONEY}?"),
    "date": day,
    "date-us": _month_first,
    "time": _shaped(r"(?:[01]?[0-9]|2[0-4]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?(?: ?[AaPp][Mm])?"),
    "year": year,
    "boolean": yes_no,
    "sex": sex,
    "phone": phone,
    "url": _shaped(r"[a-z][a-z0-9+.-]*://[^\s\"'<>]+|www\.[^\s\"'<>]+"),
    "email": _shaped(r"[^\s@\"<>,;]+@[^\s@\"<>,;]+\.[^\s@\"<>,;]+"),
}
"""What a column can hold; `!` behind the name says that no cell may be blank.

Beside these there is `form:AAA-999`: as many letters and digits, and all other signs as they stand.
"""

OPEN: Final = frozenset({"text", "number", "id"})
CLOSED.update(kind.parse for name, kind in TYPES.items() if name not in OPEN)


def table(header: Sequence[str], types: Sequence[str] = (), *, long_cells: bool = False) -> Template:
    """The template of a table with this header.

    Args:
        long_cells: cells of several lines are usual in it.

    Raises:
        TypesShort, UnknownType.
    """
    if types and len(types) != len(header):
        raise TypesShort(value=len(types), wanted=len(header))
    return Template(
        name="table",
        columns=tuple(
            Column(name, str(at), _form_of(kind.removesuffix("!")), required=kind.endswith("!"))
            for at, (name, kind) in enumerate(zip(header, types or ["text"] * len(header), strict=True))
        ),
        complete=True,
        long_cells=long_cells,
    )


def _form_of(kind: str) -> Form:
    if kind.startswith("form:"):
        signs = "".join({"A": "[A-Za-z]", "9": "[0-9]"}.get(sign, re.escape(sign)) for sign in kind[5:])
        shaped = _shaped(signs)
        CLOSED.add(shaped.parse)
        return shaped
    if kind not in TYPES:
        raise UnknownType(value=kind, nearest=nearest(kind, list(TYPES)) or list(TYPES))
    return TYPES[kind]


def typed(sheet: Sheet[Template]) -> Iterator[Record]:
    """The records of a sheet, their cells in the order of its template; a cell of another type refuses its record."""
    places = {column.name: at for at, cell in enumerate(sheet.header) if (column := sheet.definition.column(cell))}
    columns = [(places[column.name], column) for column in sheet.definition.columns]
    checks = [(at, column, _checked(column.parse)) for at, column in columns if column.form is not words]
    needed = [(at, column) for at, column in columns if column.required]
    order = [at for at, _ in columns]
    for record in sheet.records:
        if record.refusal is None and not record.blank:
            cells = record.cells
            error = _fault(cells, checks, needed)
            if error is None:
                record = record._replace(cells=[cells[at] for at in order])
            else:
                record = record.refused(error)._replace(raw=sheet.separator.join(cells))
                sheet.tally.records -= 1
                sheet.tally.quarantined += 1
        elif record.suggestion is not None:
            way = record.suggestion
            fault = _fault(way, checks, needed)
            record = record._replace(suggestion=None if fault else [way[at] for at in order])
        yield record


def _fault(
    cells: Sequence[str],
    checks: Sequence[tuple[int, Column, Callable[[str], bool]]],
    needed: Sequence[tuple[int, Column]],
) -> LmisError | None:
    for at, column in needed:
        if not cells[at].strip():
            return CellOfOtherType(column=column.name, value="")
    for at, column, fits in checks:
        if not fits(cells[at]):
            return CellOfOtherType(column=column.name, value=cells[at][:80])
    return None


def _checked(parse: Parse) -> Callable[[str], bool]:
    nowhere: Any = Lookups()
    known: dict[str, bool] = {"": True}

    def fits(cell: str) -> bool:
        seen = known.get(cell)
        if seen is None:
            try:
                seen = cell.isspace() or parse(cell, nowhere) is not None
            except LmisError:
                seen = False
            if len(known) < 10_000:
                known[cell] = seen
        return seen

    return fits
