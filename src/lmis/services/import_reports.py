"""What came of an imported file."""

from __future__ import annotations

import resource
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from lmis.errors import LmisError
from lmis.imports.records import Tally

KEPT: Final = 100
"""Refusals that a report tells in full; the rejects file has all of them."""

ENDS: Final = ("created", "updated", "unchanged", "rejected", "blank")


@dataclass
class ImportReport:
    """What came of a file; lines = created + updated + unchanged + rejected + blank, always.

    `refusals` are (line, header of the column, error), of the first bad rows; of a file that broke off and was sent
    again, only those of the rows after that. `line` is where the last record begins that is in; `resumed` tells after
    how many lines it went on, each time. Lines before the header and repeated headers are no lines of it:
    `tally` counts them.
    """

    kind: str
    for_real: bool
    batch_id: UUID | None = None
    lines: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    blank: int = 0
    seconds: float = 0.0
    peak_rss_mb: float = 0.0
    line: int = 0
    resumed: list[int] = field(default_factory=list)
    ignored_columns: list[str] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    refusals: list[tuple[int, str, LmisError]] = field(default_factory=list)

    def count(self, end: str) -> None:
        """One more line that ended so: created, updated, unchanged, rejected or blank."""
        self.lines += 1
        setattr(self, end, getattr(self, end) + 1)

    def take_over(self, kept: Mapping[str, Any]) -> None:
        """Count on from the report of a batch that broke off."""
        for name in ("lines", *ENDS, "seconds", "line"):
            setattr(self, name, kept.get(name, 0))
        self.resumed = list(kept.get("resumed", ()))

    def measure(self, seconds: float) -> None:
        """Take down the time, and the largest memory of this process."""
        self.seconds = seconds
        self.peak_rss_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

    def as_json(self) -> dict[str, Any]:
        """The report as one JSON-ready object, without what stood in the file."""
        counts = {name: getattr(self, name) for name in ENDS}
        assert self.lines == sum(counts.values()), counts
        return {"lines": self.lines, **counts} | {
            "seconds": round(self.seconds, 3),
            "peak_rss_mb": round(self.peak_rss_mb, 1),
            "for_real": self.for_real,
            "batch": str(self.batch_id) if self.batch_id else None,
            "line": self.line,
            "resumed": self.resumed,
            "ignored_columns": self.ignored_columns,
            "before_header": self.tally.preamble,
            "repeated_headers": max(self.tally.headers - 1, 0),
        }


def plain_words(error: LmisError) -> str:
    """The stable name of an error and its values, where no door gives words."""
    values = ", ".join(f"{name}={value}" for name, value in error.values.items())
    return f"{error.name}: {values}" if values else error.name
