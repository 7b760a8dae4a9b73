"""ODS as a stream, as LibreOffice and OpenOffice save it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Final
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from lmis.errors import LmisError
from lmis.imports.archives import (
    BARE,
    CHUNK,
    Growing,
    SpreadsheetTooLarge,
    attribute,
    attributes,
    bare,
    blocks,
    damaged,
)
from lmis.imports.records import Record
from lmis.imports.shown import shown
from lmis.imports.xlsx import CellsMerged
from lmis.imports.xlsx_rows import MOST_COLUMNS, MOST_ROWS, CellShowsError, FormulaWithoutValue

CONTENT: Final = "content.xml"
FILLER: Final = 100
"""More blank rows than that at once are the rest of the sheet, and no lines of anybody's table."""
SHEET: Final = re.compile(rb"""<(?:[\w.-]+:)?table((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))+)\s*/?>""")
NAME: Final = re.compile(rb"""\s(?:[\w.-]+:)?name\s*=\s*(?:"([^"]*)"|'([^']*)')""")
UNCLEAR: Final = (b"<!", b"dde-link", b"sub-table")
"""Where these stand, what looks like a sheet may be none."""
GROUPS: Final = frozenset({"table-row-group", "table-header-rows", "table-rows"})


class Ods:
    """A spreadsheet in the OpenDocument format."""

    kind = "ods"

    def __init__(self, archive: ZipFile) -> None:
        """Read the names of the sheets.

        Raises:
            NotASpreadsheet, SpreadsheetTooLarge.
        """
        self.archive = archive
        with damaged():
            names = self._at_a_glance()
        if names is None:
            names = [name for name, _ in self._rows(None)]
        self.names = self.visible = tuple(dict.fromkeys(names))

    def _at_a_glance(self) -> list[str] | None:
        """The names of the sheets, where every element that looks like one is one."""
        names: list[str] = []
        tail = b""
        with self.archive.open(CONTENT) as part:
            for block in blocks(part):
                seen = tail + block
                last = max(seen.rfind(b"<"), 0)
                if len(seen) - last > CHUNK or any(mark in seen for mark in UNCLEAR):
                    return None
                if b"table " in seen:
                    names += [_named(found[1]) for found in SHEET.finditer(seen, 0, last)]
                tail = seen[last:]
        return names or None

    def records(self, name: str) -> Iterator[Record]:
        """The rows of a sheet, with their numbers.

        Raises:
            NotASpreadsheet, SpreadsheetTooLarge.
        """
        number = 1
        with damaged():
            for _, row in self._rows(name):
                if row is None:
                    continue
                times = int(attribute(row, "number-rows-repeated") or 1)
                cells, refusal = _cells(row)
                if number + (times if cells else 0) > MOST_ROWS + 1:
                    raise SpreadsheetTooLarge(value=number + times)
                if cells or times <= FILLER:
                    for at in range(times):
                        yield Record(number + at, [*cells], refusal)
                number += times

    def without_merged(self, _name: str, records: Iterator[Record]) -> Iterator[Record]:
        """Rows with merged cells are refused as they are read."""
        return records

    def _rows(self, wanted: str | None) -> Iterator[tuple[str, Element | None]]:
        """The rows of the sheet that is wanted, each when it is complete; once for every sheet without a row."""
        growing = Growing()
        with damaged(), self.archive.open(CONTENT) as part:
            for block in blocks(part):
                growing.feed(block)
                yield from self._taken(growing, wanted, ended=False)
            growing.parser.close()
            yield from self._taken(growing, wanted, ended=True)

    def _taken(self, growing: Growing, wanted: str | None, *, ended: bool) -> Iterator[tuple[str, Element | None]]:
        root = growing.root
        for top in [] if root is None else list(root):
            if bare(top.tag) != "body":
                growing.taken(top, all_of=False)
                continue
            for inner in top:
                tables = list(inner)
                for table in tables:
                    last = table is tables[-1] and not ended
                    if bare(table.tag) != "table":
                        continue
                    name = attribute(table, "name") or ""
                    yield name, None
                    for row in _complete(growing, table, all_of=not last):
                        if name == wanted:
                            yield name, row
                    if not last:
                        inner.remove(table)


def _named(attributes: bytes) -> str:
    found = NAME.search(attributes)
    return unescape((found[1] or found[2] or b"").decode()) if found else ""


def _complete(growing: Growing, parent: Element, *, all_of: bool) -> Iterator[Element]:
    """The finished rows of a table or of a group in it; the last of a growing one is left."""
    last = parent[-1] if len(parent) and not all_of else None
    for piece in growing.taken(parent, all_of=all_of):
        if bare(piece.tag) == "table-row":
            yield piece
        elif bare(piece.tag) in GROUPS:
            yield from _complete(growing, piece, all_of=True)
    if last is not None and bare(last.tag) in GROUPS:
        yield from _complete(growing, last, all_of=False)


def _cells(row: Element) -> tuple[list[str], LmisError | None]:
    cells: list[str] = []
    refusal: LmisError | None = None
    at = 0
    for cell in row:
        told, name = attributes(cell), BARE[cell.tag]
        times = int(told.get("number-columns-repeated", 1)) if told else 1
        if name == "covered-table-cell":
            refusal = refusal or CellsMerged(value=_name(at))
            at += times
            continue
        if name != "table-cell":
            continue
        try:
            text = _shown(cell, told, at)
        except LmisError as error:
            refusal, text = refusal or error, error.values.get("value") or "?"
        if "number-rows-spanned" in told and int(told["number-rows-spanned"]) > 1:
            refusal = refusal or CellsMerged(value=_name(at))
        if text:
            if at + times > MOST_COLUMNS:
                raise SpreadsheetTooLarge(value=at + times)
            if at > len(cells):
                cells.extend([""] * (at - len(cells)))
            cells.extend([text] * times)
        at += times
    return cells, refusal if cells else None


def _shown(cell: Element, told: Mapping[str, str], at: int) -> str:
    """A cell as text: numbers and days by their value, all else by what is written in it."""
    kind = told.get("value-type")
    written = _written(cell) if len(cell) else ""
    if "error" in cell.attrib.values() and any(
        value == "error" and BARE[name] == "value-type" for name, value in cell.items()
    ):
        raise CellShowsError(cell=_name(at), value=written)
    if kind in ("float", "percentage", "currency"):
        value = told.get("value", "")
        padded = written if written.isdigit() and written.isascii() and written.lstrip("0") == value else ""
        return padded or shown(value, "")
    if kind == "date":
        return told.get("date-value", "").removesuffix("T00:00:00").replace("T", " ")
    if kind == "boolean":
        return told.get("boolean-value", "").upper()
    if kind is None and "formula" in told:
        raise FormulaWithoutValue(cell=_name(at))
    return written


def _written(cell: Element) -> str:
    """What is written in a cell, each paragraph on a line of its own."""
    only = cell[0]
    if len(cell) == 1 and not len(only) and BARE[only.tag] == "p":
        return only.text or ""
    return "\n".join(_text(piece) for piece in cell if BARE[piece.tag] == "p")


def _text(element: Element) -> str:
    """The text of a paragraph; blanks, tabs and line breaks are elements, notes are left out."""
    parts = [element.text or ""]
    for piece in element:
        match bare(piece.tag):
            case "s":
                parts.append(" " * min(int(attribute(piece, "c") or 1), 1000))
            case "tab":
                parts.append("\t")
            case "line-break":
                parts.append("\n")
            case "annotation" | "note":
                pass
            case _:
                parts.append(_text(piece))
        parts.append(piece.tail or "")
    return "".join(parts)


def _name(at: int) -> str:
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
