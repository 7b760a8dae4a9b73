"""Chunks of a file: read ahead, and as far as possible taken together."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import Final, TypeVar
from uuid import UUID

from sqlalchemy import Dialect
from sqlalchemy.orm import Session

from lmis.imports.definition import Import, Lookups
from lmis.imports.definitions.seekers import JOB_SEEKERS
from lmis.imports.read import Sheet
from lmis.imports.records import Record
from lmis.imports.tables import TableReader
from lmis.services.import_offices import Offices
from lmis.services.newcomers import Newcomers
from lmis.services.preparing import Ready
from lmis.services.registration_rules import Grounds
from lmis.vocabulary import Actor

TURN: Final = 0.0005
"""Seconds after which one thread lets another one work."""
BETWEEN: Final = 8
"""Chunks between two looks for cycles."""

T = TypeVar("T")


@dataclass(frozen=True)
class Chunk:
    """Records that are carried out in one transaction, and what was made of those that can be taken together."""

    records: Sequence[Record]
    ready: Ready | None


def ahead(items: Iterator[T]) -> Iterator[T]:
    """The same items; while one is worked on, the next is being made in a thread of its own."""
    with ThreadPoolExecutor(1, "ahead") as thread:
        coming = thread.submit(next, items, None)
        while (item := coming.result()) is not None:
            coming = thread.submit(next, items, None)
            yield item


def chunks_of(records: Iterator[Record], size: int, prepare: Callable[[Sequence[Record]], Chunk]) -> Iterator[Chunk]:
    """So many records at a time; the next are read and prepared while these are carried out."""

    def read() -> Iterator[Chunk]:
        while some := list(islice(records, size)):
            yield prepare(some)

    for number, chunk in enumerate(ahead(read()), 1):
        yield chunk
        if number % BETWEEN == 0:
            gc.collect()
            gc.freeze()  # what is left is kept for long: the next look passes it over


@contextmanager
def in_quick_turns() -> Iterator[None]:
    """How the interpreter works during an import.

    The many objects of a chunk go when the chunk is done; looking for cycles among them took a third of the time. The
    thread that writes asks the database twenty times for a chunk, and each time took its turn from the one that reads
    ahead only after five milliseconds.
    """
    was, turn = gc.isenabled(), sys.getswitchinterval()
    gc.freeze()
    gc.disable()
    sys.setswitchinterval(TURN)
    try:
        yield
    finally:
        sys.setswitchinterval(turn)
        gc.unfreeze()
        if was:
            gc.enable()


@dataclass
class Together:
    """The rows of a file that ask for a record of somebody new, taken together where PostgreSQL takes them by COPY."""

    sheet: Sheet
    lookups: Mapping[str | None, Lookups]
    offices: Offices
    dialect: Dialect
    newcomers: Newcomers | None = None
    _named: dict[str, UUID | None] = field(default_factory=dict)

    @staticmethod
    def takes(definition: Import) -> bool:
        """Whether there may be such rows in files of this kind."""
        return definition.name == JOB_SEEKERS.name and definition.command is JOB_SEEKERS.command

    def prepare(self, records: Sequence[Record]) -> Ready | None:
        """Read a chunk as a table. All that are taken together write in the country of the file's first office."""
        if self.newcomers is None and not self._begin(records):
            return None
        assert self.newcomers is not None
        table = self.reader.table(records)
        at = self.reader.office
        offices = [self._office(record.cells[at] if at is not None else "") for record in table.records]
        return self.newcomers.prepare(table, [office for office in offices if office is not None])

    def _begin(self, records: Sequence[Record]) -> bool:
        """See in which country the file's first office is."""
        self.reader = TableReader(self.sheet.definition, self.sheet.header, self.lookups[None], self._own)
        at = self.reader.office
        named = (record.cells[at] if at is not None else "" for record in records if len(record.cells) > (at or 0))
        office = next((office for cell in named if (office := self._office(cell)) is not None), None)
        if office is None:
            return False
        self.country = self.offices.country_of(office)
        self.reader.lookups = self.lookups[self.country]
        by = self.offices.by
        self.newcomers = Newcomers(Grounds(self.offices.codes, self.country, by.today), by, self.dialect)
        return True

    def _office(self, cell: str) -> UUID | None:
        if cell not in self._named:
            self._named[cell] = self.offices.of_cell(cell)
        return self._named[cell]

    def _own(self, cell: str) -> bool:
        office = self._office(cell)
        return office is not None and self.offices.country_of(office) == self.country

    def register(self, session: Session, by: Actor, ready: Ready) -> set[int]:
        """Register them; returns their positions."""
        assert self.newcomers is not None
        return set(self.newcomers.register(session, by, ready))
