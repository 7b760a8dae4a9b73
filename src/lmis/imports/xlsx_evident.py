"""Rows of XLSX that are evident: written as programs write them, so that a pattern takes them apart, without a tree.

Any other row is read by the XML parser, which is fed the document without the evident ones; where a comment, a section
of raw text or an instruction stands, what follows is read by the parser alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Final
from xml.etree.ElementTree import Element

from lmis.imports.archives import LONGEST_PIECE, Growing, NotASpreadsheet, SpreadsheetTooLarge
from lmis.imports.xlsx_rows import CELL, complete_rows

_UNNAMED: Final = re.sub(r"\((?!\?)", "(?:", CELL.pattern).encode()
ROW: Final = re.compile(rb'\s*<row r="([0-9]{1,7})"[^<>]{0,500}(?<!/)>((?:' + _UNNAMED + rb")*+)</row>")
START: Final = re.compile(rb"<sheetData(?:\s[^<>]{0,500})?(?<!/)>")
END: Final = re.compile(rb"\s*</sheetData\s*>")
MOST_BEFORE: Final = 1 << 20
"""Bytes before the rows; where more stand, the parser reads all."""

Evident = tuple[int, str]
"""The number of a row, and its cells as they are written."""


class Rows:
    """The rows of one sheet, in their order."""

    def __init__(self, content: Iterator[bytes], space: str) -> None:
        """Take the bytes of the sheet, and the namespace of its elements in braces."""
        self.content, self.space = content, space
        self.growing = Growing()
        self.text, self.at, self.clear = b"", 0, True

    def __iter__(self) -> Iterator[Evident | Element]:
        """Each row: evident, or as an element."""
        data = self._begun()
        while data is not None and self.clear:
            yield from self._evident()
            if END.match(self.text, self.at):
                return
            end = self.text.find(b"</row>", self.at) + 6
            if end > 5:
                yield from self._parsed(data, end)
            elif not self._more():
                break
        rest = chain([self.text[self.at :]], self.content)
        yield from complete_rows(rest, self.space, self.growing)

    def _more(self) -> bool:
        """Read on; whether there was anything."""
        block = next(self.content, b"")
        seen = self.text[-1:] + block
        self.clear = b"<!" not in seen and b"<?" not in seen  # nothing hides what looks like a row
        self.text, self.at = self.text[self.at :] + block, 0
        if len(self.text) > LONGEST_PIECE:
            raise SpreadsheetTooLarge(value=len(self.text))
        return bool(block)

    def _begun(self) -> Element | None:
        """The element that holds the rows, when it begins as it should."""
        while not (start := START.search(self.text)) and len(self.text) < MOST_BEFORE:
            if not self._more():
                return None
        if start is None or b"<!" in self.text or self.text.find(b"<?", 2) >= 0:
            return None
        self.growing.feed(self.text[: start.end()])
        self.at, self.clear = start.end(), b"<?" not in self.text[start.end() :]
        root = self.growing.root
        return root[-1] if root is not None and len(root) and root[-1].tag == f"{self.space}sheetData" else None

    def _evident(self) -> Iterator[Evident]:
        """The evident rows from here on."""
        while row := ROW.match(self.text, self.at):
            self.at = row.end()
            yield int(row[1]), row[2].decode()

    def _parsed(self, data: Element, end: int) -> list[Element]:
        """The rows up to there, as the parser reads them; a mark behind them shows that all are complete."""
        self.growing.feed(self.text[self.at : end] + b"<end/>")
        self.at = end
        rows = self.growing.taken(data, all_of=True)
        if not rows or rows.pop().tag != f"{self.space}end":
            raise NotASpreadsheet()
        return rows
