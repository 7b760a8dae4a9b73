"""A record: what stands between two line ends of a table, or why that cannot be said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final, NamedTuple

from lmis.errors import LmisError

TOGETHER: Final = 250
"""Records of a block: few enough that they weigh little, however short they are."""


class Record(NamedTuple):
    """One record after the header; one with a refusal is in quarantine, and nothing of it is taken."""

    line: int
    cells: list[str]
    refusal: LmisError | None = None
    raw: str | None = None
    """The text of a line in quarantine, as it was sent."""
    suggestion: list[str] | None = None
    """The only cells that fit all columns; a person has to agree."""

    @property
    def blank(self) -> bool:
        """Whether nothing stands in it."""
        return self.refusal is None and not any(cell.strip() for cell in self.cells)

    def refused(self, error: LmisError) -> Record:
        """The same record in quarantine."""
        return self if self.refusal is not None else self._replace(refusal=error)


def in_blocks(records: Iterator[Record], size: int = TOGETHER) -> Iterator[list[Record]]:
    """Records, so many at a time."""
    while block := list(islice(records, size)):
        yield block


@dataclass
class Tally:
    """How the records of a file were counted so far; the first header is one of `headers`."""

    preamble: int = 0
    headers: int = 0
    records: int = 0
    quarantined: int = 0
    blank: int = 0

    @property
    def lines(self) -> int:
        """Record lines: what a report has to account for."""
        return self.records + self.quarantined + self.blank
