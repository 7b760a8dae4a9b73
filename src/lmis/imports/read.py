"""From bytes to records: a file is recognised by its header, and read as a stream with the line of each record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from typing import Any, BinaryIO, Final, Generic

import yaml
from typing_extensions import TypeVar

from lmis.errors import Invalid
from lmis.imports.anchoring import (
    MOST_BEFORE,
    MOST_SAMPLED,
    Anchor,
    ColumnMissing,
    ColumnTwice,
    HeaderNotFound,
    anchor,
    checked,
    tails_of,
    with_profile,
)
from lmis.imports.archives import is_archive
from lmis.imports.body import Body
from lmis.imports.definition import Import, Lookups, Template
from lmis.imports.dialect import SEPARATORS, Dialect
from lmis.imports.encodings import NotUtf8, encoding_of, examine, text_lines
from lmis.imports.fitting import NOWHERE, Fitting
from lmis.imports.records import Record, Tally, in_blocks
from lmis.imports.rejects import GUARD, bare, is_ours
from lmis.imports.splitting import Lines, split_records
from lmis.imports.suspecting import peeked, strict
from lmis.imports.workbooks import workbook

__all__ = ["ColumnMissing", "ColumnTwice", "HeaderNotFound", "NotUtf8", "Record", "Sheet", "examine", "read"]

LARGEST_SAMPLE: Final = 1 << 19

T = TypeVar("T", bound=Template, default=Import)


class BrokenTable(Invalid):
    """The file cannot be read as a table from this line on."""


class SheetUnclear(Invalid):
    """Several sheets of the spreadsheet have this header: name the one that is meant."""


class SheetNotFound(Invalid):
    """The spreadsheet has no sheet of this name."""


@dataclass(frozen=True)
class Sheet(Generic[T]):
    """A file that was recognised: what it holds, its header, and its records."""

    definition: T
    header: list[str]
    records: Iterator[Record]
    separator: str = ","
    tally: Tally = field(default_factory=Tally)
    """How the records were counted so far: some may be counted that were not taken yet, at the end all are taken."""
    encoding: str = "utf-8"
    quote: str = '"'
    name: str | None = None
    """The sheet of a workbook; None for text."""
    others: tuple[str, ...] = ()
    """The sheets of a workbook that were not read."""

    def blocks(self, size: int) -> Iterator[list[Record]]:
        """The records, so many at a time."""
        return in_blocks(self.records, size)


@dataclass(frozen=True)
class Told:
    """What a sender says about a file that cannot be seen in it."""

    encoding: str | None = None
    """The code page of a text that is neither UTF-8 nor UTF-16."""
    sheet: str | None = None
    """The sheet of a workbook, where several have the header."""
    profile: Mapping[str, str] = field(default_factory=dict)
    """The sender's own headers → names of columns."""


AS_IT_IS: Final = Told()


def read(
    source: BinaryIO,
    definitions: Sequence[T],
    *,
    encoding: str | None = None,
    sheet: str | None = None,
    profile: Mapping[str, str] | None = None,
    lookups: Lookups = NOWHERE,
) -> Sheet[T]:
    """Recognise a file (CSV, XLSX or ODS) by its header, and read it as a stream.

    Args:
        source: the bytes, from which can be read again: UTF-8, UTF-16, or a workbook.
        definitions: what it may be; the header decides.
        encoding: the code page of a text that is neither UTF-8 nor UTF-16.
        sheet: the sheet of a workbook, where several have the header.
        profile: the sender's own headers → names of columns.
        lookups: by which cells tell in which column they can stand.

    Returns:
        The sheet. A record that cannot be read with certainty carries a refusal; nothing is left out but the lines
        before the header and repeated headers, which the tally counts.

    Raises:
        HeaderNotFound, ColumnMissing, ColumnTwice, UnknownColumn, UnknownEncoding, SheetUnclear, SheetNotFound,
        NotASpreadsheet, SpreadsheetTooLarge: before any record. NotUtf8, LineTooLong: while records are read.
    """
    known = with_profile(definitions, profile) if profile else definitions
    if is_archive(source):
        return _suspected(_workbook(source, known, sheet, lookups))
    return _suspected(_text(source, known, encoding_of(source, encoding), lookups))


def _suspected(sheet: Sheet[T]) -> Sheet[T]:
    """The sheet of an import, with columns of old fonts read strictly."""
    if not isinstance(sheet.definition, Import):
        return sheet
    first, records = peeked(sheet.records)
    definition: Any = strict(sheet.definition, sheet.header, first)
    return replace(sheet, definition=definition, records=records)


def _text(source: BinaryIO, definitions: Sequence[T], encoding: str, lookups: Lookups) -> Sheet[T]:
    lines = text_lines(source, encoding)
    sample, behind = _sample(lines)
    named = _separator_named(sample)
    skipped = 1 if named else 0
    dialect, found, records = _recognised(sample[skipped:], definitions, [named] if named else SEPARATORS, lookups)
    found = checked(found, definitions)
    tally = Tally(preamble=skipped + found.before, headers=found.rows)
    body = Body(found, dialect, tally, Fitting(found.header, found.definition, lookups), tails_of(found, records))
    stream = Lines(chain([sample[skipped:], behind], lines))
    blocks = split_records(stream, dialect, 1 + skipped, body.fitting.stands_alone)
    header, judged = _as_sent(found, body.judged(_without(blocks, found.before + found.rows), stream))
    return Sheet(found.definition, header, judged, dialect.separator, tally, encoding, dialect.quote)


def _sample(lines: Iterator[list[str]]) -> tuple[list[str], list[str]]:
    """The first lines, few where they are long; and those that were read behind them."""
    sample: list[str] = []
    size = 0
    for block in lines:
        for at, line in enumerate(block):
            if len(sample) >= MOST_BEFORE + MOST_SAMPLED or size >= LARGEST_SAMPLE:
                return sample, block[at:]
            sample.append(line)
            size += len(line)
    return sample, []


def _without(blocks: Iterator[list[Record]], first: int) -> Iterator[list[Record]]:
    """Blocks without so many of the first records."""
    for block in blocks:
        if len(block) > first:
            yield block[first:] if first else block
        first = max(first - len(block), 0)


def _separator_named(sample: Sequence[str]) -> str | None:
    """The separator that the first line names (`sep=;`), as Excel reads and writes it."""
    first = sample[0].rstrip("\r\n") if sample else ""
    return first[4] if len(first) == 5 and first[:4].lower() == "sep=" else None


def _recognised(
    sample: Sequence[str], definitions: Sequence[T], separators: Sequence[str], lookups: Lookups
) -> tuple[Dialect, Anchor[T] | None, list[Record]]:
    """The dialect under which most headers are known, and then most rows are whole and fit."""
    best: tuple[tuple[int, int, int], Dialect, Anchor[T] | None, list[Record]] | None = None
    for dialect in _dialects(sample, separators):
        records = list(chain.from_iterable(split_records(Lines(iter([[*sample]])), dialect)))
        found = anchor(records, definitions)
        rank = (0, 0, 0)
        if found is not None:
            said = _said_by(sample[records[found.before].line - 1], dialect)
            rank = (found.score, _good(found, records, lookups), said)
        if best is None or rank > best[0]:
            best = rank, dialect, found, records
    if best is None:
        return Dialect(), None, []
    return best[1:]


def _said_by(header: str, dialect: Dialect) -> int:
    """Whether a header speaks for an unusual dialect: all its cells are so quoted, or begin with a blank."""
    usual = Dialect(dialect.separator)
    if dialect == usual:
        return 0
    cells = header.rstrip("\r\n").split(dialect.separator)
    spaced = all(cell.startswith(" ") for cell in cells[1:]) == dialect.spaced
    quoted = all(cell.strip()[:1] == "'" == cell.strip()[-1:] for cell in cells) == (dialect.quote == "'")
    return 1 if spaced and quoted and not dialect.escape else -1


def _dialects(sample: Sequence[str], separators: Sequence[str]) -> Iterator[Dialect]:
    """Every dialect that the text could be in; the usual ones first, which win where nothing speaks for another."""
    text = "".join(sample)
    for separator in separators:
        if separator not in text:
            continue
        for spaced in (False, True) if f"{separator} " in text else (False,):
            yield Dialect(separator, spaced=spaced)
            if '\\"' in text:
                yield Dialect(separator, escape="\\", spaced=spaced)
            if f"{separator}'" in text or f"{separator} '" in text or "\n'" in text or text.startswith("'"):
                yield Dialect(separator, "'", spaced=spaced)
    if not any(separator in text for separator in separators):
        yield Dialect()


def _good(found: Anchor[T], records: Sequence[Record], lookups: Lookups) -> int:
    """How many records below a header are whole and fit its columns."""
    fitting = Fitting(found.header, found.definition, lookups)
    width = len(found.header)
    return sum(
        fitting.fits(record.cells[:width])
        for record in records[found.before + found.rows :]
        if record.refusal is None and not any(map(str.strip, record.cells[width:]))
    )


def _as_sent(found: Anchor[T], blocks: Iterator[list[Record]]) -> tuple[list[str], Iterator[Record]]:
    """The header and cells of a file that this system wrote, without its guards and its report; others as they are."""
    at, header = found.report, found.header
    if at is None and not is_ours(header, found.definition):
        return header, chain.from_iterable(blocks)

    def own(cells: list[str]) -> list[str]:
        return cells if at is None else [*cells[:at], *cells[at + 3 :]]

    return own(header), (_unguarded(record, own(record.cells)) for record in chain.from_iterable(blocks))


def _unguarded(record: Record, cells: list[str]) -> Record:
    if GUARD in "".join(cells):
        cells = [bare(cell) for cell in cells]
    return record if cells is record.cells else record._replace(cells=cells)


def _workbook(source: BinaryIO, definitions: Sequence[T], wanted: str | None, lookups: Lookups) -> Sheet[T]:
    book = workbook(source)
    if wanted is not None and wanted not in book.names:
        raise SheetNotFound(value=wanted, nearest=list(book.names)[:10])
    candidates = [wanted] if wanted is not None else list(book.visible)
    found: list[tuple[str, Anchor[T]]] = []
    for name in candidates:
        head = anchor(list(islice(book.records(name), MOST_BEFORE)), definitions)
        if head is not None:
            found.append((name, head))
    whole = [(name, head) for name, head in found if head.complete] or found
    if len(whole) > 1:
        raise SheetUnclear(sheets=[name for name, _ in whole])
    name, head = (whole[0][0], checked(whole[0][1], definitions)) if whole else ("", checked(None, definitions))
    tally = Tally(preamble=head.before, headers=head.rows)
    below = book.without_merged(name, islice(book.records(name), head.before + head.rows, None))
    body = Body(head, None, tally, Fitting(head.header, head.definition, lookups))
    header, judged = _as_sent(head, body.judged(in_blocks(below)))
    others = tuple(other for other in book.names if other != name)
    return Sheet(head.definition, header, judged, ",", tally, book.kind, '"', name, others)


def read_gazetteer(source: BinaryIO, definition: Import) -> Sheet[Import]:
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
