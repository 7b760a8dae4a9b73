"""The file of rejected rows: as it was sent, with line, column and reason behind, to be mended and sent again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TextIO

from lmis.imports.definition import Template
from lmis.imports.dialect import SEPARATORS

REPORT: Final = ("line", "column", "reason")
"""Three columns side by side that a rejects file has beside its own; they are left out when it is sent again."""

GUARD: Final = "'"
"""Before a risky cell it tells a spreadsheet that the cell is text."""

RISKY: Final = frozenset("=+-@\t\r'")
"""A spreadsheet takes a cell that begins so for a formula, or for a number and rounds it."""


csv.field_size_limit(2**31 - 1)
"""A letter in a cell is rejected with its reason; it has to be read again all the same."""


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row of a rejects file: where it begins there, and its line in the file from which it comes."""

    at: int
    line: int
    cells: list[str]
    reasons: str


@dataclass(frozen=True, slots=True)
class RejectsFile:
    """A rejects file that this system wrote, read again."""

    header: list[str]
    separator: str
    rows: list[RejectedRow]

    @classmethod
    def of(cls, text: str) -> RejectsFile:
        """Read the text that `Rejects` wrote."""
        separator = next(sign for sign in SEPARATORS if _begins_ours(text, sign))
        told = _numbered(text, separator)
        _, header = next(told)
        rows = [RejectedRow(at, int(row[-3]), [*map(bare, row[:-3])], bare(row[-1])) for at, row in told]
        return cls(header[:-3], separator, rows)


def _begins_ours(text: str, separator: str) -> bool:
    return tuple(next(_numbered(text, separator), (0, [""]))[1][-3:]) == REPORT


def _numbered(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """The records of a text, each with the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    begins = 1
    for row in reader:
        yield begins, row
        begins = reader.line_num + 1


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
