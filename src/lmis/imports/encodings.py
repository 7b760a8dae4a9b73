"""From bytes to lines of text: UTF-8, UTF-16, or what the sender says; nothing is guessed in silence."""

from __future__ import annotations

import codecs
import hashlib
import io
from collections.abc import Iterator
from typing import BinaryIO, Final

from lmis.errors import Invalid
from lmis.imports.archives import is_archive
from lmis.text.nearest import nearest

BLOCK: Final = 1 << 17
LONGEST_LINE: Final = 4 << 20
"""Bytes or letters between two line ends: a table of people has no longer lines, a bomb has."""

MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

UNICODE: Final = frozenset({"utf-8", "utf-8-sig", "utf-16-le", "utf-16-be"})

LEGACY: Final = (
    *(f"windows-{page}" for page in (874, *range(1250, 1259))),
    *(f"iso-8859-{part}" for part in (*range(1, 12), *range(13, 17))),
    *("tis-620", "cp437", "cp850", "mac-roman", "gb18030", "big5", "shift-jis", "euc-kr"),
)
"""Code pages that a sender may name."""


class NotUtf8(Invalid):
    """The file is not UTF-8: save it as "CSV UTF-8", not as a text in an older font or code page."""


class UnknownEncoding(Invalid):
    """This encoding is not known: name UTF-8, or a code page such as windows-1252 or windows-874."""


class EncodingContradicted(Invalid):
    """The file is in UTF-8, not in the encoding that was named: read it without naming one."""


class LineTooLong(Invalid):
    """A line of the file is too long to be that of a table."""


def encoding_of(source: BinaryIO, told: str | None = None) -> str:
    """The encoding of a file: as it is told, else as its mark says, else UTF-8.

    Raises:
        UnknownEncoding: the one that was told is none that files of offices come in.
    """
    head = source.read(4)
    source.seek(0)
    marked = next((encoding for mark, encoding in MARKS if head.startswith(mark)), None)
    if told is not None:
        return _told(told, marked)
    if marked is not None:
        return marked
    if len(head) == 4 and head[1] == head[3] == 0 and head[0] and head[2]:
        return "utf-16-le"  # a text in UTF-8 holds no zeros; this is Latin in two bytes a letter without a mark
    return "utf-16-be" if len(head) == 4 and head[0] == head[2] == 0 and head[1] and head[3] else "utf-8"


def _told(told: str, marked: str | None) -> str:
    plain = "-".join(told.strip().lower().replace("_", "-").split())
    plain = f"windows-{plain[2:]}" if plain[:4] in ("cp12", "cp87") else plain.replace("utf8", "utf-8")
    plain = {"utf-16": marked or "utf-16-le", "utf16": marked or "utf-16-le", "latin-1": "iso-8859-1"}.get(plain, plain)
    if plain not in UNICODE and plain not in LEGACY:
        raise UnknownEncoding(value=told, nearest=nearest(plain, [*UNICODE, *LEGACY]) or ["utf-8", "windows-1252"])
    if marked is not None and plain in LEGACY:
        raise EncodingContradicted(value=told)
    return "utf-8-sig" if plain == "utf-8" else plain


def codec_of(encoding: str) -> codecs.IncrementalDecoder:
    """A decoder that takes one block after the other, and stops at the first wrong byte."""
    python = {"windows-874": "cp874", "shift-jis": "shift_jis"}.get(encoding, encoding)
    return codecs.getincrementaldecoder(python)()


def examine(source: BinaryIO, encoding: str | None = None) -> str:
    """Read a file through to its end and go back to its beginning: nothing of a file that is no text is imported.

    Args:
        encoding: the code page that the sender names; UTF-8 and UTF-16 are known by themselves.

    Returns:
        The SHA-256 digest of the file, in hexadecimal.

    Raises:
        NotUtf8: with the line of the first wrong byte. LineTooLong: with its line. EncodingContradicted: a code page
        was named, and the file is UTF-8. UnknownEncoding.
    """
    digest, archive, chosen = hashlib.sha256(), is_archive(source), encoding_of(source, encoding)
    decoder: codecs.IncrementalDecoder | None = codec_of(chosen)
    utf8 = codec_of("utf-8") if chosen in LEGACY else None
    line, run, plain, wrong = 1, 0, True, 0
    while True:
        block = source.read(BLOCK)
        digest.update(block)
        if not archive:
            decoder, at = _still(decoder, block)
            wrong = wrong or (line + _line_ends(block[:at]) if decoder is None else 0)
            utf8, plain = _still(utf8, block)[0], plain and block.isascii()
            if wrong and utf8 is None:
                raise NotUtf8(line=wrong)
            run = _run(block, run, line)
        if not block:
            break
        line += _line_ends(block)
    source.seek(0)
    if utf8 is not None and not plain:
        raise EncodingContradicted(value=encoding)
    return digest.hexdigest()


def _still(decoder: codecs.IncrementalDecoder | None, block: bytes) -> tuple[codecs.IncrementalDecoder | None, int]:
    """The decoder as long as all could be read with it; else where in the block it could not."""
    try:
        if decoder is not None:
            decoder.decode(block, final=not block)
    except UnicodeDecodeError as error:
        return None, max(error.start - len(error.object) + len(block), 0)
    return decoder, 0


def _line_ends(block: bytes) -> int:
    return block.count(b"\n") or block.count(b"\r")


def _run(block: bytes, run: int, line: int) -> int:
    """The bytes since the last line end."""
    ends = [at for at in (block.find(b"\n"), block.find(b"\r")) if at >= 0]
    if run + min(ends, default=len(block)) > LONGEST_LINE:
        raise LineTooLong(line=line, value=LONGEST_LINE)
    return len(block) - 1 - max(block.rfind(b"\n"), block.rfind(b"\r")) if ends else run + len(block)


def text_lines(source: BinaryIO, encoding: str) -> Iterator[list[str]]:
    r"""Lines with their ends (`\n`, `\r\n` or `\r`, also mixed), many at a time; what follows the last end comes last.

    Raises:
        NotUtf8, LineTooLong: nothing can be read from that line on.
    """
    decoder, carry, number, first = codec_of(encoding), "", 1, True
    while True:
        block = source.read(BLOCK)
        try:
            text = decoder.decode(block, final=not block)
        except UnicodeDecodeError as error:
            raise NotUtf8(line=number + _line_ends(error.object[: error.start])) from error
        if first and text:
            text, first = text.removeprefix("\ufeff"), False
        lines = io.StringIO(carry + text, newline="").readlines()
        if not block:
            if lines:
                yield lines
            return
        carry = "" if not lines or lines[-1].endswith("\n") else lines.pop()
        if len(carry) > LONGEST_LINE:
            raise LineTooLong(line=number + len(lines), value=LONGEST_LINE)
        number += len(lines)
        if lines:
            yield lines
