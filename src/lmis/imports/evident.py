"""Lines whose cells are evident: every quotation mark in them opens or closes a whole cell.

Nearly every quoted line of a real file is one, and is taken apart several times as fast as `Dialect.split` does it.
"""

from __future__ import annotations

import csv
from typing import Final

from lmis.imports.dialect import SEPARATORS, Dialect

LONGEST_LINE: Final = 100_000
"""Python's csv takes no longer cells; such a line is looked at closely."""


class Evident:
    """Takes such lines apart; it has no answer for others, and never one that differs from that of `Dialect.split`."""

    def __init__(self, dialect: Dialect) -> None:
        """Set Python's csv up for the signs of a file."""
        self.quote, self.known = dialect.quote, dialect.separator in SEPARATORS and not dialect.escape
        self.between = f"{dialect.quote}{dialect.separator}{dialect.quote}"
        self.line: str | None = None
        self.reader = csv.reader(
            self,
            delimiter=dialect.separator if self.known else ",",
            quotechar=dialect.quote,
            skipinitialspace=dialect.spaced,
            strict=True,
        )

    def __iter__(self) -> Evident:
        """What the reader of Python reads from."""
        return self

    def __next__(self) -> str:
        """The line at hand, once."""
        line, self.line = self.line, None
        if line is None:
            raise StopIteration
        return line

    def cells(self, line: str) -> list[str] | None:
        """The cells of a line; None where they are not evident, as where a mark stands within a cell."""
        if not self.known or len(line) > LONGEST_LINE:
            return None
        if line.startswith(self.quote) and (quoted := self._all_quoted(line.rstrip("\r\n"))) is not None:
            return quoted
        self.line = line
        try:
            cells = next(self.reader)
        except csv.Error:  # a mark that neither opens nor closes, or a cell that goes on in the next line
            return None
        return cells if cells and self.quote not in "".join(cells) else None

    def _all_quoted(self, line: str) -> list[str] | None:
        """The cells of a line in which each is quoted and none holds a mark."""
        cells = line[1:-1].split(self.between)
        return cells if line.endswith(self.quote) and line.count(self.quote) == 2 * len(cells) else None
