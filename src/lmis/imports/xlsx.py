"""XLSX as a stream: sheets, shared texts, styles, merged cells; memory does not grow with the rows."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from posixpath import dirname, join, normpath
from typing import Final
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from lmis.errors import Invalid
from lmis.imports.archives import Growing, SpreadsheetTooLarge, attribute, bare, blocks, damaged, small_tree
from lmis.imports.records import Record
from lmis.imports.shown import format_of
from lmis.imports.xlsx_evident import Rows
from lmis.imports.xlsx_rows import MOST_ROWS, RowReader, Texts, text_of

MERGED: Final = re.compile(rb"""mergeCell\s[^>]{0,200}?ref\s*=\s*["'](\$?[A-Z]+\$?([0-9]+):\$?[A-Z]+\$?([0-9]+))["']""")


class CellsMerged(Invalid):
    """Cells of this row are merged with others, so it is not said to which row or column the value belongs."""


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
                        texts.add(text_of(piece))
        growing.parser.close()
        if (root := growing.root) is not None:
            for piece in root:
                texts.add(text_of(piece))
        return texts

    def records(self, name: str) -> Iterator[Record]:
        """The rows of a sheet that the file holds, with their numbers.

        Raises:
            NotASpreadsheet, SpreadsheetTooLarge.
        """
        reader = RowReader(self.space, self.texts, self.forms, self.from_1904)
        with damaged(), self.archive.open(self.parts[name]) as part:
            number = 0
            for row in Rows(blocks(part), self.space):
                number = row[0] if isinstance(row, tuple) else int(row.get("r", number + 1))
                if number > MOST_ROWS:
                    raise SpreadsheetTooLarge(value=number)
                yield reader.evident(*row) if isinstance(row, tuple) else reader.record(row, number)

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


def _resolved(folder: str, target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))
