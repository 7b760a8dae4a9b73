"""A workbook, whichever program saved it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO, Protocol

from lmis.imports.archives import NotASpreadsheet, opened
from lmis.imports.ods import CONTENT, Ods
from lmis.imports.records import Record
from lmis.imports.xlsx import Xlsx


class Workbook(Protocol):
    """Sheets with rows."""

    kind: str

    @property
    def names(self) -> Sequence[str]:
        """All sheets in their order."""

    @property
    def visible(self) -> Sequence[str]:
        """Those that are not hidden."""

    def records(self, name: str) -> Iterator[Record]:
        """The rows of a sheet, with their numbers; a row with a cell that has no value is refused."""

    def without_merged(self, name: str, records: Iterator[Record]) -> Iterator[Record]:
        """Rows of a table that share a merged cell are refused."""


def workbook(source: BinaryIO) -> Workbook:
    """Open a workbook; nothing is unpacked before the sizes of its parts are known to be sane.

    Raises:
        NotASpreadsheet, SpreadsheetTooLarge, OldSpreadsheet.
    """
    archive = opened(source)
    names = archive.namelist()
    if CONTENT in names:
        return Ods(archive)
    if any(name.startswith("xl/") for name in names) and not any(name.endswith("workbook.bin") for name in names):
        return Xlsx(archive)
    raise NotASpreadsheet()
