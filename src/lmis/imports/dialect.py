"""Delimited text: which signs part and quote the cells, and lines to records.

A line is taken apart only where every quotation mark opens, closes, or is doubled within a quoted cell. Where one does
neither, the line is put in quarantine, and the reading goes on with the next.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from lmis.errors import Invalid, LmisError
from lmis.imports.records import Record

SEPARATORS: Final = (",", ";", "\t", "|")
MOST_LINES: Final = 100
"""A cell may hold line ends, but not more of them than a letter has."""
LONGEST_CELL: Final = 1_000_000
MOST_CELLS: Final = 16_384


class QuotesUnclear(Invalid):
    """The quotation marks of this line do not pair up: double those within a cell, and close those around it."""


class CellTooLong(Invalid):
    """A cell of this line is longer than any text of a table."""


@dataclass(frozen=True)
class Dialect:
    """The signs of a file: between cells, around them, and before a quotation mark within them."""

    separator: str = ","
    quote: str = '"'
    escape: str = ""
    spaced: bool = False
    """A blank follows each separator."""

    @cached_property
    def _cell(self) -> str:
        """A whole cell: quoted, or without marks; two after digits are seconds (37.8"N 121°2'17.9"W)."""
        q, out = re.escape(self.quote), f"[^{re.escape(self.quote + self.separator)}\r\n]"
        if self.quote == "'":
            loose = f"{out}*+(?:{q}{out}++)*+"
            return f"(?:{self._open}{q}|(?!{q}){loose})"
        return f"(?:{self._open}{q}|(?:{out}*+(?<=[0-9]){q}{out}*+(?<=[0-9]){q})*+{out}*+)"

    @cached_property
    def _open(self) -> str:
        """A quoted cell up to its closing mark."""
        q, e = re.escape(self.quote), re.escape(self.escape)
        within = f"[^{q}{e}]|{e}.|{q}{q}" if e else f"[^{q}]|{q}{q}"
        return f"{self._before}{q}(?:{within})*+"

    @property
    def _before(self) -> str:
        return " *" if self.spaced else ""

    @cached_property
    def whole(self) -> re.Pattern[str]:
        """A record in which every quotation mark has its place."""
        s = re.escape(self.separator)
        return re.compile(f"{self._cell}(?:{s}{self._cell})*+[\r\n]*", re.S)

    @cached_property
    def unfinished(self) -> re.Pattern[str]:
        """The beginning of a record whose last cell is still open."""
        return re.compile(f"(?:{self._cell}{re.escape(self.separator)})*+{self._open}", re.S)

    @cached_property
    def each(self) -> re.Pattern[str]:
        """One cell and the separator behind it: what stands in quotes, or what stands there."""
        s = re.escape(self.separator)
        inner = self._open.replace(re.escape(self.quote), re.escape(self.quote) + "(", 1) + ")"
        return re.compile(f"(?:{inner}{re.escape(self.quote)}|([^{s}]*+)){s}", re.S)

    def plain(self, line: str) -> list[str]:
        """The cells of a line as if no sign were a quotation mark."""
        cells = line.rstrip("\r\n").split(self.separator)
        return [cell.lstrip(" ") for cell in cells] if self.spaced else cells

    def split(self, text: str) -> list[str] | None:
        """The cells of one record; None where its quotation marks do not pair up."""
        if self.quote not in text:
            return self.plain(text)
        if not self.whole.fullmatch(text):
            return None
        return [
            self._meant(quoted) if quoted else bare.lstrip(" ") if self.spaced else bare
            for quoted, bare in self.each.findall(text.rstrip("\r\n") + self.separator)
        ]

    def _meant(self, cell: str) -> str:
        if self.escape:
            return re.sub(re.escape(self.escape) + "(.)", r"\1", cell, flags=re.S).replace(self.quote * 2, self.quote)
        return cell.replace(self.quote * 2, self.quote)


class Lines:
    """The lines of a text, one after the other; those that were read too far are read again."""

    def __init__(self, lines: Iterator[str]) -> None:
        self.lines = lines
        self.waiting: deque[str] = deque()
        self.last = "\n"

    def next(self) -> str | None:
        """The next line; None at the end."""
        if self.waiting:
            return self.waiting.popleft()
        line = next(self.lines, None)
        if line is not None:
            self.last = line
        return line

    @property
    def ended(self) -> bool:
        """Whether the last line has its end, or the mark that closes its last cell."""
        return self.last.endswith(("\n", "\r", '"'))


def split_records(
    lines: Lines, dialect: Dialect, begins: int = 1, alone: Callable[[list[str]], bool] = lambda _cells: False
) -> Iterator[Record]:
    """The records of a text, with the line on which each begins.

    Args:
        alone: whether the cells of a line are a row by themselves; such a line is never taken into an open cell.
    """
    quote, separator, spaced = dialect.quote, dialect.separator, dialect.spaced
    number = begins
    waiting, following = lines.waiting, lines.lines
    while True:
        if waiting:
            line = waiting.popleft()
        else:
            try:
                line = next(following)
            except StopIteration:
                return
            lines.last = line
        if quote not in line and not spaced:
            cells = line.rstrip("\r\n").split(separator)
            yield Record(number, cells) if len(line) <= LONGEST_CELL else Record(number, cells, _too_long(cells))
            number += 1
            continue
        text, count = _joined(line, lines, dialect, alone)
        found = dialect.split(text)
        if found is None:
            yield Record(number, dialect.plain(text), QuotesUnclear(), text)
        else:
            yield Record(number, found, _too_long(found))
        number += count


def _too_long(cells: list[str]) -> LmisError | None:
    return CellTooLong(value=LONGEST_CELL) if max(map(len, cells)) > LONGEST_CELL else None


def _joined(line: str, lines: Lines, dialect: Dialect, alone: Callable[[list[str]], bool]) -> tuple[str, int]:
    """A record that may go over several lines: its text and their number; the first line alone where it has no end."""
    if dialect.quote not in line or not dialect.unfinished.fullmatch(line):
        return line, 1
    read: list[str] = []
    text, size = line, len(line)
    first_closed = not line.lstrip(" ").startswith(dialect.quote)  # then no later line can hold all cells
    while len(read) < MOST_LINES - 1 and size <= LONGEST_CELL:
        more = lines.next()
        if more is None:
            break
        read.append(more)
        size += len(more)
        bare = more.replace(dialect.quote, "") if first_closed else more
        if ((cells := dialect.split(more)) is not None and alone(cells)) or (
            bare != more and alone(dialect.plain(bare))
        ):
            break
        if dialect.quote not in more:
            continue
        text = "".join((line, *read))
        if dialect.whole.fullmatch(text):
            return text, 1 + len(read)
        if not dialect.unfinished.fullmatch(text):
            break
    lines.waiting.extendleft(reversed(read))
    return line, 1
