"""Lines to records: most are plain at a glance, a quotation mark that has no place puts its line in quarantine.

Reading goes on with the line behind one in quarantine, also where an open cell seemed to reach further.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from typing import Final

from lmis.errors import Invalid, LmisError
from lmis.imports.dialect import Dialect
from lmis.imports.evident import Evident
from lmis.imports.records import TOGETHER, Record

MOST_LINES: Final = 100
"""A cell may hold line ends, but not more of them than a letter has."""
LONGEST_CELL: Final = 1_000_000


class QuotesUnclear(Invalid):
    """The quotation marks of this line do not pair up: double those within a cell, and close those around it."""


class CellTooLong(Invalid):
    """A cell of this line is longer than any text of a table."""


class Lines:
    """The lines of a text; those that were read too far are read again."""

    def __init__(self, blocks: Iterator[list[str]]) -> None:
        """Take the lines, many at a time."""
        self.blocks = blocks
        self.waiting: deque[str] = deque()
        self.last = "\n"

    def next(self) -> str | None:
        """The next line; None at the end."""
        return self.waiting.popleft() if self.wait() else None

    def wait(self) -> bool:
        """See that lines are waiting; whether there are any."""
        while not self.waiting:
            block = next(self.blocks, None)
            if block is None:
                return False
            if block:
                self.last = block[-1]
                self.waiting.extend(block)
        return True

    @property
    def ended(self) -> bool:
        """Whether the last line has its end, or the mark that closes its last cell."""
        return self.last.endswith(("\n", "\r", '"'))


def split_records(
    lines: Lines, dialect: Dialect, begins: int = 1, alone: Callable[[list[str]], bool] = lambda _cells: False
) -> Iterator[list[Record]]:
    """The records of a text, many at a time, with the line on which each begins.

    Args:
        alone: whether the cells of a line are a row by themselves; such a line is never taken into an open cell.
    """
    quote, separator, waiting, evident = dialect.quote, dialect.separator, lines.waiting, Evident(dialect)
    number = begins
    while lines.wait():
        records: list[Record] = []
        while waiting and len(records) < TOGETHER:
            line = waiting.popleft()
            if quote not in line and not dialect.spaced and len(line) <= LONGEST_CELL:
                records.append(Record(number, line.rstrip("\r\n").split(separator)))
            elif (cells := evident.cells(line)) is not None:
                records.append(Record(number, cells))
            else:
                record, more = _looked_at(line, number, lines, dialect, alone)
                records.append(record)
                number += more
            number += 1
        yield records


def _looked_at(
    line: str, number: int, lines: Lines, dialect: Dialect, alone: Callable[[list[str]], bool]
) -> tuple[Record, int]:
    """The record that begins with a line, mark by mark, and how many more lines it takes."""
    text, count = _joined(line, lines, dialect, alone)
    found = dialect.split(text)
    if found is None:
        return Record(number, dialect.plain(text), QuotesUnclear(), text), count - 1
    return Record(number, found, _too_long(found)), count - 1


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
