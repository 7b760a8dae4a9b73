"""How the records of a file end: counted in its report, and a bad one given back with its reasons."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TextIO

from lmis.errors import LmisError
from lmis.imports.records import Record
from lmis.imports.rejects import Rejects
from lmis.imports.rows import Fault
from lmis.services.import_reports import KEPT, ImportReport
from lmis.services.writing import Status

Words = Callable[[LmisError], str]
Tell = Callable[[Sequence[Fault]], str]


@dataclass
class Endings:
    """Counts the records of one file, and writes its bad rows on a page, which is handed over chunk by chunk.

    Args:
        rejects: where bad rows go. words, tell: as `import_file` is told.
    """

    report: ImportReport
    rejects: TextIO | None
    words: Words
    tell: Tell | None
    _page: io.StringIO = field(default_factory=io.StringIO)

    def begin(self, header: Sequence[str], separator: str) -> None:
        """Take an empty page for rows under this header."""
        self._page = io.StringIO()
        self._bad = Rejects(self._page, header, separator)

    @property
    def page(self) -> str:
        """The bad rows that were not handed over yet."""
        return self._page.getvalue()

    def end(self, record: Record, status: str, faults: Sequence[Fault]) -> None:
        """Count a record, and give a bad one back with what is wrong in it."""
        self.report.count(status)
        if status != Status.REJECTED:
            return
        for fault in faults:
            _alone(fault.error)
        room = KEPT - len(self.report.refusals)
        self.report.refusals += [(record.line, fault.column, fault.error) for fault in faults[: max(room, 0)]]
        if self.report.for_real or self.rejects is not None:
            columns = "; ".join(dict.fromkeys(fault.column for fault in faults if fault.column))
            said = " ".join(dict.fromkeys(self.words(fault.error) for fault in faults))
            reasons = said if self.tell is None else self.tell(faults)
            self._bad.add(record.cells, record.line, columns, reasons)

    def hand_over(self) -> None:
        """Give the bad rows out, once what was done with the good ones beside them is in."""
        self.give(self.page)
        self._page.seek(0)
        self._page.truncate()

    def give(self, page: str) -> None:
        """Give a page out as it is."""
        if self.rejects is not None:
            self.rejects.write(page)


def _alone(error: LmisError) -> None:
    """Let a refusal forget the way that it came: that way would keep its whole chunk in memory."""
    error.__context__ = error.__traceback__ = None
