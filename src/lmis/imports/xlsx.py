"""XLSX as a stream: sheets, shared texts, styles, merged cells; memory does not grow with the rows."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from posixpath import dirname, join, normpath
from typing import Final
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from lmis.errors import Invalid, LmisError
from lmis.imports.archives import (
    Growing,
    NotASpreadsheet,
    SpreadsheetTooLarge,
    attribute,
    bare,
    blocks,
    damaged,
    small_tree,
    unescaped,
)
from lmis.imports.records import Record
from lmis.imports.shown import format_of, shown

MOST_TEXT: Final = 200 << 20
MOST_COLUMNS: Final = 16_384
MOST_ROWS: Final = 1_048_576
MERGED: Final = re.compile(rb"""mergeCell\s[^>]{0,200}?ref\s*=\s*["'](\$?[A-Z]+\$?([0-9]+):\$?[A-Z]+\$?([0-9]+))["']""")
DIGITS: Final = "0123456789"


class FormulaWithoutValue(Invalid):
    """This cell holds a formula whose result was not saved: open the file in the spreadsheet and save it again."""


class CellShowsError(Invalid):
    """The spreadsheet shows an error in this cell: correct its formula, or type the value."""


class CellsMerged(Invalid):
    """Cells of this row are merged with others, so it is not said to which row or column the value belongs."""


class Texts:
    """The shared texts of a workbook, held as bytes: a million of them weigh what they weigh in the file."""

    def __init__(self) -> None:
        self.content = bytearray()
        self.ends = array("Q", [0])

    def add(self, text: str) -> None:
        """One more.

        Raises:
            SpreadsheetTooLarge.
        """
        self.content += text.encode()
        self.ends.append(len(self.content))
        if len(self.content) > MOST_TEXT:
            raise SpreadsheetTooLarge(value=len(self.content))

    def __getitem__(self, at: int) -> str:
        if at < 0:
            raise NotASpreadsheet()
        return self.content[self.ends[at] : self.ends[at + 1]].decode()


class Xlsx:
    """A workbook of Excel 2007 or later."""

    kind = "xlsx"

    def __init__(self, archive: ZipFile) -> None:
        """Read the list of sheets, the styles and the shared texts.

        Raises:
            NotASpreadsheet, SpreadsheetTooLarge.
        """
        self.archive = archive
        with damaged():
            self.path = self._main()
            book = small_tree(archive, self.path)
            self.space = book.tag.rpartition("}")[0] + "}" if "}" in book.tag else ""
            related = self._related(self.path)
            self.parts: dict[str, str] = {}
            self.visible: list[str] = []
            self.from_1904 = False
            for element in book.iter():
                name = bare(element.tag)
                if name == "workbookPr":
                    self.from_1904 = element.get("date1904") in ("1", "true")
                elif name == "sheet":
                    self._add_sheet(element, related)
            self.forms = self._forms(related)
            self.texts = self._texts(related)
        self.merged: dict[str, tuple[list[int], list[tuple[int, str]]]] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """The sheets in their order."""
        return tuple(self.parts)

    def _main(self) -> str:
        for kind, target in self._related("").values():
            if kind == "officeDocument":
                return target
        return "xl/workbook.xml"

    def _related(self, path: str) -> dict[str, tuple[str, str]]:
        """Id → (kind, path) of the parts that a part refers to."""
        folder = dirname(path)
        name = join(folder, "_rels", f"{path.rpartition('/')[2]}.rels")
        if name not in self.archive.namelist():
            return {}
        return {
            one.get("Id", ""): (one.get("Type", "").rpartition("/")[2], _resolved(folder, one.get("Target", "")))
            for one in small_tree(self.archive, name)
        }

    def _add_sheet(self, element: Element, related: dict[str, tuple[str, str]]) -> None:
        kind, target = related.get(attribute(element, "id") or "", ("", ""))
        if kind == "worksheet" and target in self.archive.namelist():
            name = element.get("name", "")
            self.parts[name] = target
            if element.get("state", "visible") == "visible":
                self.visible.append(name)

    def _forms(self, related: dict[str, tuple[str, str]]) -> list[str]:
        """What each style makes of a number."""
        path = next((target for kind, target in related.values() if kind == "styles"), None)
        if path is None or path not in self.archive.namelist():
            return []
        styles = small_tree(self.archive, path)
        own = {
            int(one.get("numFmtId", "0")): one.get("formatCode", "")
            for one in styles.iter()
            if bare(one.tag) == "numFmt"
        }
        formats = next((one for one in styles if bare(one.tag) == "cellXfs"), ())
        numbers = [int(one.get("numFmtId", "0")) for one in formats]
        return [format_of(number, own.get(number)) for number in numbers]

    def _texts(self, related: dict[str, tuple[str, str]]) -> Texts:
        texts = Texts()
        path = next((target for kind, target in related.values() if kind == "sharedStrings"), None)
        if path is None or path not in self.archive.namelist():
            return texts
        growing = Growing()
        with self.archive.open(path) as part:
            for block in blocks(part):
                growing.feed(block)
                if (root := growing.root) is not None:
                    for piece in growing.taken(root, all_of=False):
                        texts.add(_text(piece))
        growing.parser.close()
        if (root := growing.root) is not None:
            for piece in root:
                texts.add(_text(piece))
        return texts

    def records(self, name: str) -> Iterator[Record]:
        """The rows of a sheet that the file holds, with their numbers.

        Raises:
            NotASpreadsheet, SpreadsheetTooLarge.
        """
        with damaged(), self.archive.open(self.parts[name]) as part:
            number = 0
            for row in _rows(blocks(part), self.space):
                number = int(row.get("r", number + 1))
                if number > MOST_ROWS:
                    raise SpreadsheetTooLarge(value=number)
                yield self._record(row, number)

    def _record(self, row: Element, number: int) -> Record:
        cells: list[str] = []
        refusal: LmisError | None = None
        at, value_tag = -1, self.space + "v"
        for cell in row:
            where = cell.get("r")
            at = _column(where.rstrip(DIGITS)) if where else at + 1
            if not len(cell):
                continue
            kind = cell.get("t")
            try:
                if len(cell) == 1 and cell[0].tag == value_tag and kind in ("s", "n", None):
                    text = self._plain(cell, kind, cell[0].text or "")
                else:
                    text = self._other(cell, kind)
            except LmisError as error:
                refusal, text = refusal or error, error.values.get("value") or "?"
            if text:
                if at >= MOST_COLUMNS:
                    raise SpreadsheetTooLarge(value=at)
                cells.extend([""] * (at - len(cells)))
                cells[at:] = [text]
        return Record(number, cells, refusal)

    def _plain(self, cell: Element, kind: str | None, value: str) -> str:
        if kind == "s":
            return self.texts[int(value)]
        if not value:
            return ""
        style = cell.get("s")
        form = self.forms[int(style)] if style and self.forms else ""
        return shown(value, form, from_1904=self.from_1904)

    def _other(self, cell: Element, kind: str | None) -> str:
        """A cell with a formula, a text of its own, an error, yes or no."""
        parts = {bare(part.tag): part for part in cell}
        where = cell.get("r")
        if kind == "inlineStr":
            return _text(parts["is"]) if "is" in parts else ""
        if "v" not in parts:
            if "f" in parts:
                raise FormulaWithoutValue(cell=where)
            return ""
        value = parts["v"].text or ""
        if kind == "e":
            raise CellShowsError(cell=where, value=value)
        if kind == "b":
            return "TRUE" if value.strip() in ("1", "true") else "FALSE"
        if kind == "d":
            return value.removesuffix("T00:00:00").replace("T", " ")
        if kind == "str":
            return unescaped(value)
        return self._plain(cell, kind, value)

    def without_merged(self, name: str, records: Iterator[Record]) -> Iterator[Record]:
        """Rows of a table that share a merged cell with another row or column are refused."""
        starts, ranges = self.merged.get(name) or self.merged.setdefault(name, self._merged(name))
        for record in records:
            at = bisect_right(starts, record.line) - 1
            if at >= 0 and record.line <= ranges[at][0] and not record.blank:
                yield record.refused(CellsMerged(value=ranges[at][1]))
            else:
                yield record

    def _merged(self, name: str) -> tuple[list[int], list[tuple[int, str]]]:
        """First rows of merged ranges, and (last row, range) of each; Excel writes them behind all rows."""
        found: list[tuple[int, int, str]] = []
        with damaged(), self.archive.open(self.parts[name]) as part:
            tail = b""
            for block in blocks(part):
                seen = tail + block
                if b"mergeCell" in seen:
                    found += [(int(one[2]), int(one[3]), one[1].decode()) for one in MERGED.finditer(seen)]
                tail = seen[-300:]
        starts: list[int] = []
        ranges: list[tuple[int, str]] = []
        for first, last, where in sorted(set(found)):
            if ranges and first <= ranges[-1][0]:
                ranges[-1] = (max(last, ranges[-1][0]), ranges[-1][1])
            else:
                starts.append(first)
                ranges.append((last, where))
        return starts, ranges


def _rows(content: Iterator[bytes], space: str) -> Iterator[Element]:
    """The rows of a sheet, each when it is complete."""
    growing, data = Growing(), None
    for block in content:
        growing.feed(block)
        root = growing.root
        if root is None:
            continue
        if data is None:
            data = root.find(space + "sheetData")
            if data is None:
                growing.taken(root, all_of=False)
                continue
        done = root[-1] is not data
        yield from growing.taken(data, all_of=done)
        if done:
            return
    growing.parser.close()
    if data is not None:
        yield from data


_COLUMNS: dict[str, int] = {}


def _column(letters: str) -> int:
    """`A` is 0, `AB` is 27."""
    known = _COLUMNS.get(letters)
    if known is None:
        if not letters.isascii() or not letters.isalpha() or len(letters) > 3:
            raise SpreadsheetTooLarge(value=letters[:10])
        known = 0
        for letter in letters.upper():
            known = known * 26 + ord(letter) - 64
        known = _COLUMNS[letters] = known - 1
    return known


def _text(element: Element) -> str:
    """The text of a cell or a shared one; its runs put together, without what tells the pronunciation."""
    if len(element) == 1 and bare(element[0].tag) == "t":
        return unescaped(element[0].text or "")
    runs = [run for piece in element for run in ([piece] if bare(piece.tag) == "t" else _run(piece))]
    return unescaped("".join(run.text or "" for run in runs))


def _run(piece: Element) -> list[Element]:
    return [one for one in piece if bare(one.tag) == "t"] if bare(piece.tag) == "r" else []


def _resolved(folder: str, target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))
