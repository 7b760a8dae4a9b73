"""The rows of a sheet of XLSX: elements in, cells as text out."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from typing import Final
from xml.etree.ElementTree import Element

from lmis.errors import Invalid, LmisError
from lmis.imports.archives import Growing, NotASpreadsheet, SpreadsheetTooLarge, bare, unescaped
from lmis.imports.records import Record
from lmis.imports.shown import shown

MOST_TEXT: Final = 200 << 20
MOST_COLUMNS: Final = 16_384
MOST_ROWS: Final = 1_048_576
DIGITS: Final = "0123456789"
PLAIN: Final = ("s", None, "n")
"""Kinds of cells that hold the number of a shared text, or a number."""
REMEMBERED: Final = 20_000
"""Different texts, and numbers of a style, that are kept as they are shown: most cells hold one of few."""
CELL: Final = re.compile(
    r'<c r="([A-Z]{1,3})[0-9]{1,7}"(?: s="([0-9]{1,6})")?(?:/>'
    r'| t="s"><v>([0-9]{1,9})</v></c>'
    r'|(?: t="n")?><v>([-+.0-9Ee]{1,40})</v></c>'
    r'| t="inlineStr"><is><t(?: xml:space="preserve")?>([^<>&\x00-\x08\x0b-\x1f]*+)</t></is></c>)'
)
"""A cell as programs write most of theirs: column, style, and number of a shared text, number, or text."""


class FormulaWithoutValue(Invalid):
    """This cell holds a formula whose result was not saved: open the file in the spreadsheet and save it again."""


class CellShowsError(Invalid):
    """The spreadsheet shows an error in this cell: correct its formula, or type the value."""


class Texts:
    """The shared texts of a workbook, held as bytes: a million of them weigh what they weigh in the file."""

    def __init__(self) -> None:
        self.content = bytearray()
        self.ends = array("Q", [0])
        self.often: dict[str, str] = {}

    def add(self, text: str) -> None:
        """One more.

        Raises:
            SpreadsheetTooLarge.
        """
        self.content += text.encode()
        self.ends.append(len(self.content))
        if len(self.content) > MOST_TEXT:
            raise SpreadsheetTooLarge(value=len(self.content))

    def numbered(self, number: str) -> str:
        """The text of this number; those that come early in the list come often, and are kept at hand."""
        text = self.often.get(number)
        if text is None:
            at = int(number)
            text = self[at]
            if at < REMEMBERED and len(self.often) < REMEMBERED:
                self.often[number] = text
        return text

    def __getitem__(self, at: int) -> str:
        if at < 0:
            raise NotASpreadsheet()
        return self.content[self.ends[at] : self.ends[at + 1]].decode()


class RowReader:
    """Reads the rows of one workbook."""

    def __init__(self, space: str, texts: Texts, forms: Sequence[str], from_1904: bool) -> None:
        """Take what the cells refer to.

        Args:
            space: the namespace of the elements, in braces.
            forms: what each style makes of a number.
        """
        self.space, self.texts, self.forms, self.from_1904 = space, texts, forms, from_1904
        self.numbers: dict[str, dict[str, str]] = {}

    def record(self, row: Element, number: int) -> Record:
        """The cells of a row; one that has no value refuses it.

        Raises:
            SpreadsheetTooLarge, and what `archives.damaged` turns into NotASpreadsheet.
        """
        cells: list[str] = []
        refusal: LmisError | None = None
        at, value_tag = -1, self.space + "v"
        for cell in row:
            where = cell.get("r")
            at = column_at(where.rstrip(DIGITS)) if where else at + 1
            if not len(cell):
                continue
            kind, first = cell.get("t"), cell[0]
            try:
                if first.tag == value_tag and kind in PLAIN and len(cell) == 1:
                    text = self._plain(cell, kind, first.text or "")
                else:
                    text = self._other(cell, kind)
            except LmisError as error:
                refusal, text = refusal or error, error.values.get("value") or "?"
            if text:
                if at >= MOST_COLUMNS:
                    raise SpreadsheetTooLarge(value=at)
                if at != len(cells):
                    cells.extend([""] * (at - len(cells)))
                cells[at:] = [text]
        return Record(number, cells, refusal)

    def evident(self, number: int, row: str) -> Record:
        """The cells of a row that a pattern takes apart.

        Raises:
            SpreadsheetTooLarge, and what `archives.damaged` turns into NotASpreadsheet.
        """
        cells: list[str] = []
        for letters, style, shared, value, text in CELL.findall(row):
            if shared:
                text = self.texts.numbered(shared)
            elif value:
                text = self.number(value, style)
            elif text:
                text = unescaped(text)
            if text:
                at = _COLUMNS.get(letters)
                at = column_at(letters) if at is None else at
                if at >= MOST_COLUMNS:
                    raise SpreadsheetTooLarge(value=at)
                if at != len(cells):
                    cells.extend([""] * (at - len(cells)))
                cells[at:] = [text]
        return Record(number, cells)

    def _plain(self, cell: Element, kind: str | None, value: str) -> str:
        if kind == "s":
            return self.texts.numbered(value)
        return self.number(value, cell.get("s") or "") if value else ""

    def number(self, value: str, style: str) -> str:
        """A number as its style shows it."""
        seen = self.numbers.get(style)
        if seen is None or len(seen) > REMEMBERED:
            seen = self.numbers[style] = {}
        text = seen.get(value)
        if text is None:
            form = self.forms[int(style)] if style and self.forms else ""
            text = seen[value] = shown(value, form, from_1904=self.from_1904)
        return text

    def _other(self, cell: Element, kind: str | None) -> str:
        """A cell with a formula, a text of its own, an error, yes or no."""
        parts = {bare(part.tag): part for part in cell}
        where = cell.get("r")
        if kind == "inlineStr":
            return text_of(parts["is"]) if "is" in parts else ""
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


def complete_rows(content: Iterator[bytes], space: str, growing: Growing) -> Iterator[Element]:
    """The rows of a sheet from here on, each when it is complete."""
    data = None
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


def column_at(letters: str) -> int:
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


def text_of(element: Element) -> str:
    """The text of a cell or a shared one; its runs put together, without what tells the pronunciation."""
    if len(element) == 1 and bare(element[0].tag) == "t":
        return unescaped(element[0].text or "")
    runs = [run for piece in element for run in ([piece] if bare(piece.tag) == "t" else _run(piece))]
    return unescaped("".join(run.text or "" for run in runs))


def _run(piece: Element) -> list[Element]:
    return [one for one in piece if bare(one.tag) == "t"] if bare(piece.tag) == "r" else []
