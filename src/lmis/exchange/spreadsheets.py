"""Tables as a clerk opens them: a workbook with a sheet for each, and one tidy CSV for all."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, Final, TextIO, TypeAlias

Cell: TypeAlias = str | float | None

LONGEST: Final = 31
"""Characters of a sheet's name that Excel takes."""
A4: Final = 9
"""The number of this paper in a workbook."""
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
    signed: frozenset[int] = frozenset()  # columns of changes, whose plus sign is written
    fixed: int = 0  # columns that stay while the others are moved
    width: int = 48  # of the widest column; longer texts are wrapped


def write_workbook(sheets: Iterable[Sheet], out: BinaryIO) -> None:
    """Write a workbook of Excel."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.worksheet.properties import PageSetupProperties

    book = Workbook(write_only=True)
    strong, wrapped = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    right = Alignment(horizontal="right")
    used: set[str] = set()
    for one in sheets:
        sheet = book.create_sheet(_name(one.name, used))
        head = len(one.about) + 3
        sheet.freeze_panes = f"{_letter(one.fixed + 1)}{head + 1}"
        sheet.print_title_rows = f"{head}:{head}"
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", A4
        sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr = 0, PageSetupProperties(fitToPage=True)
        sheet.oddFooter.center.text = "&P / &N"
        for place, width in enumerate(_widths(one), 1):
            sheet.column_dimensions[_letter(place)].width = width

        def cell(value: Cell, sheet: Any = sheet, **style: Any) -> Any:
            made = WriteOnlyCell(sheet, value=value)
            if isinstance(value, str):
                made.data_type = "s"  # a text that begins like a formula stays a text
            for name, given in style.items():
                if given is not None:
                    setattr(made, name, given)
            return made

        sheet.append([cell(one.title, font=Font(bold=True, size=14))])
        for line in one.about:
            sheet.append([cell(line)])
        sheet.append([])
        sheet.append([cell(header, font=strong, alignment=wrapped) for header in one.headers])
        formats = [_format(places, at in one.signed) for at, places in enumerate(one.decimals)]
        formats = formats or ["General"] * len(one.headers)
        for row in one.rows:
            sheet.append(
                [
                    cell(value, number_format=form, alignment=_alignment(value, form, one.width, right, wrapped))
                    for value, form in zip(row, formats, strict=True)
                ]
            )
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


def _format(decimals: int | None, signed: bool = False) -> str:
    if decimals is None:
        return "General"
    plain = "#,##0" + ("." + "0" * decimals if decimals else "")
    return f"+{plain};-{plain};{plain}" if signed else plain


def _alignment(value: Cell, form: str, width: int, right: Any, wrapped: Any) -> Any:
    """A sign in a column of numbers stands where they stand; a long text takes several lines."""
    if not isinstance(value, str):
        return None
    if form != "General":
        return right
    return wrapped if len(value) > width else None


def _name(name: str, used: set[str]) -> str:
    short, number = name.translate(FORBIDDEN)[:LONGEST].strip("' "), 2
    made = short
    while made.casefold() in used:
        made = f"{short[: LONGEST - 3]} {number}"
        number += 1
    used.add(made.casefold())
    return made


def _widths(one: Sheet) -> list[float]:
    """Widths by what stands in a column; its header may take several lines."""
    columns = zip(*one.rows[:200], strict=True) if one.rows else [()] * len(one.headers)
    numbers = [places is not None for places in one.decimals] or [False] * len(one.headers)
    widths = []
    for header, column, is_number in zip(one.headers, columns, numbers, strict=True):
        longest = max((len(str(value or "")) for value in column if isinstance(value, str) or not is_number), default=0)
        widths.append(min(max(longest * 0.9 + 2, len(header) * (0.35 if is_number else 0.9) + 2, 9), one.width))
    return widths


def _letter(place: int) -> str:
    letters = ""
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
