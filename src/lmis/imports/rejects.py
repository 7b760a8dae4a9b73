"""The file of rejected rows: as it was sent, with line, column and reason behind, to be mended and sent again."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from typing import Final, TextIO

from lmis.imports.definition import Template

REPORT: Final = ("line", "column", "reason")
"""Three columns side by side that a rejects file has beside its own; they are left out when it is sent again."""

GUARD: Final = "'"
"""Before a risky cell it tells a spreadsheet that the cell is text."""

RISKY: Final = frozenset("=+-@\t\r'")
"""A spreadsheet takes a cell that begins so for a formula, or for a number and rounds it."""


class Rejects:
    """Writes rejected rows in the shape of the file from which they come."""

    def __init__(self, target: TextIO, header: Sequence[str], separator: str) -> None:
        """Write the header."""
        self.width, self.separator = len(header), separator
        self.writer = csv.writer(target, delimiter=separator, lineterminator="\n")
        self.writer.writerow([*header, *REPORT])

    def add(self, cells: Sequence[str], line: int, columns: str, reasons: str) -> None:
        """Write one row with what is wrong in it."""
        own = [*cells[: self.width], *[""] * (self.width - len(cells))]
        if more := [cell for cell in cells[self.width :] if cell.strip()]:
            own[-1] = self.separator.join([own[-1], *more])
        self.writer.writerow([*map(guarded, own), line, columns, guarded(reasons)])


def guarded(cell: str) -> str:
    """The cell so that a spreadsheet shows it as it is."""
    return f"{GUARD}{cell}" if cell[:1] in RISKY else cell


def bare(cell: str) -> str:
    """The cell as it was before `guarded`."""
    return cell[1:] if cell[:1] == GUARD and cell[1:2] in RISKY else cell


def report_at(header: Sequence[str]) -> int | None:
    """Where the three columns of a rejects file stand in a header; None where the file is no rejects file."""
    names = [cell.strip().lower() for cell in header]
    places = (at for at in range(len(names) - 2, -1, -1) if tuple(names[at : at + 3]) == REPORT)
    return next(places, None)


def is_ours(header: Sequence[str], definition: Template) -> bool:
    """Whether this system wrote the file, so that its cells are guarded: a rejects file, or an export with its ids.

    In any other file an apostrophe is what somebody typed.
    """
    named = (definition.column(cell) for cell in header)
    return report_at(header) is not None or any(column is not None and column.ours for column in named)
