"""The archive that a workbook is: its parts are judged by size and ratio before any of them is unpacked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, BinaryIO, Final
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError

from lmis.errors import Invalid

CHUNK: Final = 1 << 18
MOST_PARTS: Final = 5_000
MOST_DIRECTORY: Final = 1 << 20
"""Bytes of the list of parts."""
MOST_BYTES: Final = 3 << 30
"""A sheet of 1,048,576 rows with thirty columns, unpacked; it is read as a stream."""
MOST_RATIO: Final = 250
"""Real sheets shrink to a fifth or a thirtieth; a bomb to a thousandth."""
SMALL: Final = 1 << 20
"""A part so small does no harm whatever its ratio."""
LONGEST_PIECE: Final = 5 << 20
"""Bytes of XML for one row or one text: a cell holds 32,767 letters at most."""

MOST_NAMES: Final = 1_000
NOTHING: Final[dict[str, str]] = {}

ZIP: Final = b"PK\x03\x04"
OLD: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The container of Excel 97-2003, and of a workbook that is locked with a password."""


class NotASpreadsheet(Invalid):
    """The file is damaged or no spreadsheet of the kind XLSX or ODS: open it, and save it anew as XLSX or CSV UTF-8."""


class OldSpreadsheet(Invalid):
    """The file is an old Excel file (XLS) or locked with a password: save it as XLSX without one."""


class SpreadsheetTooLarge(Invalid):
    """The spreadsheet unpacks to more than any table of an office: nothing of it was read."""


def is_archive(source: BinaryIO) -> bool:
    """Whether a file is a workbook by its first bytes; its name is not asked.

    Raises:
        OldSpreadsheet: a workbook of a kind that is not read.
    """
    head = source.read(8)
    source.seek(0)
    if head == OLD:
        raise OldSpreadsheet()
    return head.startswith(ZIP)


@contextmanager
def damaged() -> Iterator[None]:
    """Whatever is wrong with an archive or its XML is one refusal."""
    try:
        yield
    except (BadZipFile, ParseError, ZlibError, EOFError, OSError, RuntimeError, LookupError, ArithmeticError) as error:
        raise NotASpreadsheet() from error
    except (ValueError, TypeError, AttributeError) as error:
        raise NotASpreadsheet() from error


def opened(source: BinaryIO) -> ZipFile:
    """The archive, when its list of parts is that of a workbook.

    Raises:
        NotASpreadsheet, SpreadsheetTooLarge.
    """
    with damaged():
        _directory(source)
        archive = ZipFile(source)
        parts = archive.infolist()
    total = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or total > MOST_BYTES:
        raise SpreadsheetTooLarge(value=total)
    for part in parts:
        if part.file_size > SMALL and part.file_size > MOST_RATIO * max(part.compress_size, 1):
            raise SpreadsheetTooLarge(value=part.file_size)
        if part.flag_bits & 1:
            raise OldSpreadsheet()
    if len({part.filename for part in parts}) < len(parts):
        raise NotASpreadsheet()
    return archive


def _directory(source: BinaryIO) -> None:
    """Refuse an archive whose list of parts is itself too large to be read.

    Source: PKWARE APPNOTE 6.3.10, 4.3.14 to 4.3.16.
    """
    size = source.seek(0, 2)
    source.seek(max(size - (1 << 16) - 100, 0))
    end = source.read()
    source.seek(0)
    at = end.rfind(b"PK\x05\x06")
    if at < 0:
        raise NotASpreadsheet()
    large = at >= 76 and end[at - 20 : at - 16] == b"PK\x06\x07"  # then the sizes stand before
    size = int.from_bytes(end[at - 36 : at - 28] if large else end[at + 12 : at + 16], "little")
    if size > MOST_DIRECTORY:
        raise SpreadsheetTooLarge(value=size)


def blocks(part: IO[bytes]) -> Iterator[bytes]:
    """The bytes of a part; a document type (where entities hide) or an encoding other than UTF-8 is refused.

    Raises:
        NotASpreadsheet.
    """
    tail = b""
    while block := part.read(CHUNK):
        seen = tail + block
        if b"<!DOCTYPE" in seen or b"<!ENTITY" in seen or (not tail and b"\x00" in block[:8]):
            raise NotASpreadsheet()
        tail = seen[-16:]
        yield block


class Growing:
    """An XML document that is taken apart while it is read: finished pieces are handed out and forgotten."""

    def __init__(self) -> None:
        self.builder = TreeBuilder()
        self.parser = XMLParser(target=self.builder)
        self.waiting = 0

    def feed(self, block: bytes) -> None:
        """Read on.

        Raises:
            SpreadsheetTooLarge: one piece has no end.
        """
        self.waiting += len(block)
        if self.waiting > LONGEST_PIECE:
            raise SpreadsheetTooLarge(value=self.waiting)
        self.parser.feed(block)

    @property
    def root(self) -> Element | None:
        """The document as far as it was read."""
        return self.builder.close()

    def taken(self, parent: Element, *, all_of: bool) -> list[Element]:
        """The finished children of an element; the last one may still be growing unless all are asked for."""
        pieces = parent[:] if all_of else parent[:-1]
        if pieces:
            del parent[: len(pieces)]
            self.waiting = 0
        return pieces


def small_tree(archive: ZipFile, name: str) -> Element:
    """A small part (the list of sheets, the styles) as one tree."""
    growing = Growing()
    with archive.open(name) as part:
        for block in blocks(part):
            growing.feed(block)
    growing.parser.close()
    root = growing.root
    if root is None:
        raise NotASpreadsheet()
    return root


def bare(name: str) -> str:
    """The name of an element or attribute without its namespace."""
    return name.rpartition("}")[2]


class _Bare(dict[str, str]):
    """Names → the same without their namespace; few are different, unless somebody means harm."""

    def __missing__(self, name: str) -> str:
        if len(self) >= MOST_NAMES:
            self.clear()
        return self.setdefault(name, bare(name))


BARE: Final = _Bare()


def attributes(element: Element) -> dict[str, str]:
    """The attributes of an element, whatever their namespace; of two with one name, the first."""
    return {BARE[name]: value for name, value in reversed([*element.items()])} if element.attrib else NOTHING


def attribute(element: Element, name: str) -> str | None:
    """An attribute whatever its namespace."""
    found = element.get(name)
    return found if found is not None else next((v for k, v in element.items() if BARE[k] == name), None)


ESCAPED: Final = re.compile("_x([0-9A-Fa-f]{4})_")


def unescaped(text: str) -> str:
    """`_x000D_` stands for a sign that XML cannot hold; zeros and halves of letters stay as they are written."""
    return ESCAPED.sub(_sign, text) if "_x" in text else text


def _sign(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return found[0] if code == 0 or 0xD800 <= code < 0xE000 else chr(code)
