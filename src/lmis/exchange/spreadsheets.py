"""Tables as a clerk opens them: a workbook with a sheet for each, and one tidy CSV for all."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, Final, TextIO, TypeAlias

Cell: TypeAlias = str | float | None

LONGEST: Final = 31
"""Characters of a sheet's name that Excel takes."""
WIDEST: Final = 48
FORBIDDEN: Final = str.maketrans(dict.fromkeys("[]:*?/\\", "-"))
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with what stands above and below it; numbers are numbers."""

    name: str
    title: str
    about: Sequence[str]  # lines above: period, edition, source
    headers: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    notes: Sequence[str] = ()  # lines below: what signs mean, what is counted
    decimals: Sequence[int | None] = ()  # per column, None for text


def write_workbook(sheets: Iterable[Sheet], out: BinaryIO) -> None:
    """Write a workbook of Excel."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    book = Workbook(write_only=True)
    strong, wrapped = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    used: set[str] = set()
    for one in sheets:
        sheet = book.create_sheet(_name(one.name, used))
        sheet.freeze_panes = f"A{len(one.about) + 4}"
        for place, width in enumerate(_widths(one), 1):
            sheet.column_dimensions[_letter(place)].width = width

        def cell(value: Cell, sheet: Any = sheet, **style: Any) -> Any:
            made = WriteOnlyCell(sheet, value=value)
            if isinstance(value, str):
                made.data_type = "s"  # a text that begins like a formula stays a text
            for name, given in style.items():
                setattr(made, name, given)
            return made

        sheet.append([cell(one.title, font=Font(bold=True, size=14))])
        for line in one.about:
            sheet.append([cell(line)])
        sheet.append([])
        sheet.append([cell(header, font=strong, alignment=wrapped) for header in one.headers])
        formats = [_format(places) for places in one.decimals] or ["General"] * len(one.headers)
        for row in one.rows:
            sheet.append([cell(value, number_format=form) for value, form in zip(row, formats, strict=True)])
        sheet.append([])
        for line in one.notes:
            sheet.append([cell(line)])
    book.save(out)


def write_csv(headers: Sequence[str], rows: Iterable[Sequence[Cell]], out: TextIO) -> int:
    """Write lines of CSV; a text that begins like a formula gets an apostrophe. Returns how many lines."""
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(headers)
    count = 0
    for row in rows:
        writer.writerow([_harmless(value) for value in row])
        count += 1
    return count


def _harmless(value: Cell) -> Cell:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _format(decimals: int | None) -> str:
    if decimals is None:
        return "General"
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def _name(name: str, used: set[str]) -> str:
    short, number = name.translate(FORBIDDEN)[:LONGEST].strip("' "), 2
    made = short
    while made.casefold() in used:
        made = f"{short[: LONGEST - 3]} {number}"
        number += 1
    used.add(made.casefold())
    return made


def _widths(one: Sheet) -> list[float]:
    columns = zip(one.headers, *one.rows[:200], strict=True) if one.rows else [(header,) for header in one.headers]
    return [min(max(max(len(str(value or "")) for value in column) * 0.9 + 2, 9), WIDEST) for column in columns]


def _letter(place: int) -> str:
    letters = ""
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
