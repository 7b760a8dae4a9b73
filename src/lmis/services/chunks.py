"""Chunks of a file: read ahead, and as far as possible taken together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TypeVar
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
