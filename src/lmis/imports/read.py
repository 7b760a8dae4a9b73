"""From bytes to records: a file's header, and its rows with the line on which each begins, as a stream."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO, Final

import yaml

from lmis.errors import Invalid
from lmis.imports.definition import Import
from lmis.imports.rejects import bare, is_ours, report_at
from lmis.text.nearest import nearest

SEPARATORS: Final = (",", ";", "\t", "|")
LONGEST_CELL: Final = 1_000_000
MOST_LINES: Final = 100
"""A cell may hold line ends, but not more of them than a letter has."""
BLOCK: Final = 1 << 20


class NotUtf8(Invalid):
    """The file is not UTF-8: save it as "CSV UTF-8", not as a text in an older font or code page."""


class HeaderNotFound(Invalid):
    """The first line does not name the columns of this kind of file."""


class ColumnMissing(Invalid):
    """The file lacks a column that is needed."""


class ColumnTwice(Invalid):
    """Two columns of the file mean the same."""


class BrokenTable(Invalid):
    """The file cannot be read as a table from this line on."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record after the header."""

    line: int
    cells: list[str]

    @property
    def blank(self) -> bool:
        """Whether nothing stands in it."""
        return not any(cell.strip() for cell in self.cells)


@dataclass(frozen=True)
class Sheet:
    """A file that was recognised: what it holds, its header, and its records."""

    definition: Import
    header: list[str]
    records: Iterator[Record]
    separator: str = ","


def examine(source: BinaryIO) -> str:
    """Read a file through to its end and go back to its beginning: nothing of a file that is no text is imported.

    Returns:
        The SHA-256 digest of the file, in hexadecimal.

    Raises:
        NotUtf8: with the line of the first wrong byte.
    """
    digest, decoder, line = hashlib.sha256(), codecs.getincrementaldecoder("utf-8")(), 1
    while True:
        block = source.read(BLOCK)
        digest.update(block)
        try:
            decoder.decode(block, final=not block)
        except UnicodeDecodeError as error:
            raise NotUtf8(line=line + error.object[: error.start].count(b"\n")) from error
        if not block:
            source.seek(0)
            return digest.hexdigest()
        line += block.count(b"\n")


def read(source: BinaryIO, definitions: Sequence[Import]) -> Sheet:
    """Recognise a CSV file by its header, and read it as a stream.

    Args:
        source: the bytes, UTF-8 with or without a mark.
        definitions: what it may be; the header decides.

    Raises:
        HeaderNotFound, ColumnMissing, ColumnTwice: before any record. NotUtf8, BrokenTable: while records are read.
    """
    lines = enumerate(_text(source), start=1)
    begins, first = next(((number, line) for number, line in lines if line.strip()), (1, ""))
    definition, separator, header = _recognised(first, definitions)
    rest = _records((line for _, line in lines), separator, begins + 1)
    if is_ours(header, definition):
        at = report_at(header)
        if at is not None:
            del header[at : at + 3]
        rest = (Record(record.line, _as_sent(record.cells, at)) for record in rest)
    _check(header, definition)
    return Sheet(definition, header, rest, separator)


def _as_sent(cells: list[str], at: int | None) -> list[str]:
    """The cells of a file that this system wrote, without its guards and its report."""
    return [bare(cell) for cell in (cells if at is None else (*cells[:at], *cells[at + 3 :]))]


def read_gazetteer(source: BinaryIO, definition: Import) -> Sheet:
    """Read a gazetteer in YAML: kind → national code → names in Khmer and Latin."""
    try:
        document = yaml.load(source, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise BrokenTable(line=mark.line + 1 if mark else 1) from error
    kinds = {"provinces": 2, "districts": 4, "communes": 6, "villages": 8}
    if not isinstance(document, dict) or not kinds.keys() & document.keys():
        raise HeaderNotFound(wanted=", ".join(kinds))
    header = ["code", "kind", "parent", "name_en", "name_km"]
    records = (
        Record(position, [code, kind.removesuffix("s"), code[:-2], names.get("latin", ""), names.get("km", "")])
        for kind in kinds
        for position, (code, names) in enumerate(
            ((str(code), place.get("name", {})) for code, place in (document.get(kind) or {}).items()), start=2
        )
    )
    return Sheet(definition, header, records)


def _text(source: BinaryIO) -> Iterator[str]:
    """Lines of text, their ends kept; a byte that is no UTF-8 ends the reading."""
    stream = io.TextIOWrapper(source, encoding="utf-8-sig", newline="")
    number = 0
    try:
        for line in stream:
            number += 1
            yield line
    except UnicodeDecodeError as error:
        raise NotUtf8(line=number + 1) from error
    finally:
        with suppress(ValueError):  # the caller may have closed the file before the last line was asked for
            stream.detach()


def _recognised(first: str, definitions: Sequence[Import]) -> tuple[Import, str, list[str]]:
    """The definition and separator under which nothing is missing, and most headers are known."""
    best: tuple[tuple[bool, int, int], Import, str, list[str]] | None = None
    for order, definition in enumerate(definitions):
        for separator in SEPARATORS:
            header = next(csv.reader([first], delimiter=separator), [])
            known = {column.name for cell in header if (column := definition.column(cell))}
            complete = all(column.name in known for column in definition.columns if column.required)
            score = (complete, len(known), -order)
            if known and (best is None or score > best[0]):
                best = (score, definition, separator, header)
    if best is None:
        raise HeaderNotFound(wanted=", ".join(c.name for c in definitions[0].columns[:8]))
    return best[1:]


def _check(header: list[str], definition: Import) -> None:
    named = [column.name for cell in header if (column := definition.column(cell))]
    for column in definition.columns:
        if column.required and column.name not in named:
            raise ColumnMissing(column=column.name, nearest=nearest(column.name, [cell for cell in header if cell]))
        if named.count(column.name) > 1:
            raise ColumnTwice(column=column.name)


def _records(lines: Iterator[str], separator: str, begins: int) -> Iterator[Record]:
    """The records from line `begins` on.

    A quote that nobody closes may not swallow the lines behind it: a record of more than `MOST_LINES` lines, or one
    that the file's end breaks off, is taken as its first line alone, and reading goes on with the next.
    """
    csv.field_size_limit(LONGEST_CELL)
    waiting: deque[str] = deque()
    line = begins
    while block := _block(lines, waiting):
        reader, begun = csv.reader(block, delimiter=separator), 0
        try:
            for cells in reader:
                yield Record(line + begun, cells if cells else [""])
                begun = reader.line_num
        except csv.Error as error:
            raise BrokenTable(line=line + begun) from error
        line += len(block)


def _block(lines: Iterator[str], waiting: deque[str]) -> list[str]:
    """The next lines in which every quote is closed; lines that were read too far wait in `waiting`."""
    block: list[str] = []
    quotes = 0
    while not block or (quotes % 2 and len(block) < MOST_LINES):
        line = waiting.popleft() if waiting else next(lines, None)
        if line is None:
            break
        block.append(line)
        quotes += line.count('"')
    if quotes % 2:
        waiting.extendleft(reversed(block[1:]))
        del block[1:]
    return block
