"""Importing files: good rows go in, each bad row comes back with its reason, and the same file twice changes nothing.

For real, a file is carried out in chunks of rows, each in a transaction of its own together with the progress of its
batch: other counters can write in between, and a crash leaves a batch that tells how far it came and can be taken back.
The same file sent again goes on in that batch after the last chunk that is in; what is carried out twice by then is
nothing, and would change nothing: every row is idempotent, also one without a number. A rehearsal is one
transaction that is rolled back; only the access records of those whom it looked up stay. One that takes longer than a
chunk is made in a copy of the embedded database, so that no counter waits for it.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import chain, islice
from typing import Any, BinaryIO, Final, TextIO

from sqlalchemy import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from lmis.errors import Conflict, Invalid, LmisError
from lmis.imports.definitions import KINDS
from lmis.imports.profiles import Headers, all_there, checked, together
from lmis.imports.read import AS_IT_IS, Sheet, Told, examine, read, read_gazetteer
from lmis.imports.rows import RowReader, nearest_headers
from lmis.model.dialects import look_up_by_keys
from lmis.model.session import Database
from lmis.services.carrying_out import Carrier
from lmis.services.chunks import Chunk, chunks_of, in_quick_turns
from lmis.services.codes import codes
from lmis.services.import_batches import Batch, ImportUnderWay, Sending, broken_off
from lmis.services.import_endings import Endings, Tell, Words
from lmis.services.import_offices import OfficeNotSaid, Offices
from lmis.services.import_profiles import keep_headers, remembered
from lmis.services.import_reports import ImportReport, plain_words
from lmis.services.lookups import Labels, lookups_by_country
from lmis.vocabulary import Actor, Purpose

CHUNK: Final = 2500

__all__ = ["ImportReport", "import_file", "plain_words"]


class UnknownKind(Invalid):
    """There is no such kind of file."""


class _Rehearsed(Conflict):
    """The rehearsal is over."""


def import_file(
    database: Database,
    by: Actor,
    kind: str,
    source: BinaryIO,
    *,
    file_name: str,
    office: str | None = None,
    for_real: bool = False,
    rejects: TextIO | None = None,
    progress: Callable[[ImportReport], object] | None = None,
    words: Words = plain_words,
    told: Told = AS_IT_IS,
    labels: Labels | None = None,
    remember: bool = False,
    tell: Tell | None = None,
) -> ImportReport:
    """Import a file for the actor's office, for the office named, or for the offices that its rows name.

    Args:
        source: the bytes of the file, read twice as a stream: first to see that all of it is text. What cannot be
            read twice (a pipe) is held in memory.
        rejects: where bad rows go, as a file that can be mended and sent again; all of them, also those that were
            rejected before the import broke off and was sent again.
        progress: told the report as far as it goes, after every chunk.
        words: the sentence of a refusal, in the sender's language.
        told: what the sender says about the file: its code page, the sheet, the office's own headers.
        labels: by which cells may name the values of closed lists.
        remember: whether the office's own headers are kept for its later files, as they are if it is for real.
        tell: the text that stands in a bad row for all its faults; `words` of each where nothing is given.

    Raises:
        UnknownKind, OtherOffice, UnknownCode (of the office), what `imports.profiles` raises of the headers that the
        sender names, and what `imports.read` raises of the whole file, such as NotUtf8 or ColumnMissing: nothing was
        written. ImportUnderWay: a living process imports it. BrokenTable, ImportTakenBack, Busy, NoSpaceLeft: the
        lines before it stay, and the same file goes on behind them.
    """
    if kind not in KINDS:
        raise UnknownKind(value=kind, nearest=list(KINDS))
    began = time.perf_counter()
    work = _Work(
        database, by, kind, file_name, office, for_real, rejects, progress, words, began, told, labels, remember, tell
    )
    with in_quick_turns():
        work.run(source if source.seekable() else io.BytesIO(source.read()))
    work.report.measure(time.perf_counter() - began)
    return work.report


@dataclass
class _Work:
    """One import under way."""

    database: Database
    by: Actor
    kind: str
    file_name: str
    office: str | None
    for_real: bool
    rejects: TextIO | None
    progress: Callable[[ImportReport], object] | None
    words: Words
    began: float
    told: Told
    labels: Labels | None
    remember: bool
    tell: Tell | None = None
    report: ImportReport = field(init=False)

    def run(self, source: BinaryIO) -> None:
        """Read, carry out chunk by chunk, keep the batch."""
        self.report = ImportReport(self.kind, self.for_real)
        self.endings = Endings(self.report, self.rejects, self.words, self.tell)
        self.digest = examine(source, self.told.encoding)
        with self._open(self.database, write=False) as session:
            self.offices = Offices.of(codes(session), self.by, self.office)
            self.home = self.offices.home
            self.known = lookups_by_country(session, self.by.language, self.labels)
            named = checked(self.told.profile, KINDS[self.kind])
            self.told = replace(self.told, profile=together(remembered(session, self.home, self.kind), named))
        sheet = self._recognise(source)
        all_there(named, sheet.header)
        self._remember(named)
        if self.for_real:
            self._for_real(sheet, source)
        else:
            self.endings.hand_over()
            self._rehearse(sheet)

    def _remember(self, named: Headers) -> None:
        """Keep the headers that the sender names for the office's later files."""
        if self.remember and self.home is None:
            raise OfficeNotSaid()
        if named and self.home and (self.remember or self.for_real):
            with self._open(self.database) as session:
                keep_headers(session, self.by, self.home, self.kind, named)

    def _recognise(self, source: BinaryIO) -> Sheet:
        """The file from its beginning, with a reader of its rows and a page for its bad ones."""
        source.seek(0)
        sheet = self._sheet(source)
        self.reader = RowReader(sheet.definition, sheet.header, self.known, self.offices.country)
        self.report.tally = sheet.tally
        self.report.ignored_columns = sorted(nearest_headers(sheet.header, sheet.definition))
        self.endings.begin(sheet.header, sheet.separator)
        self.carrier = Carrier(sheet, self.reader, self.known, self.offices, self._dialect)
        return sheet

    @property
    def _dialect(self) -> Dialect:
        return self.database.engine.dialect

    def _digest_as_read(self) -> str:
        """The digest of the file; read in another way (another sheet, other headers) it is another file."""
        if self.told == AS_IT_IS:
            return self.digest
        return sha256(f"{self.digest} {self.told!r}".encode()).hexdigest()

    def _sheet(self, source: Any) -> Sheet:
        definitions = KINDS[self.kind]
        if self.kind == "places" and self.file_name.lower().endswith((".yml", ".yaml")):
            return read_gazetteer(source, definitions[0])
        told = self.told
        return read(
            source,
            definitions,
            encoding=told.encoding,
            sheet=told.sheet,
            profile=told.profile,
            lookups=self.known[None],
        )

    def _open(self, database: Database, *, write: bool = True) -> AbstractContextManager[Session]:
        return database.open(self.by, Purpose.IMPORT, f"import-{self.kind}", write=write)

    def _rehearse(self, sheet: Sheet) -> None:
        chunks = self._chunks(sheet)
        first = list(islice(chunks, 2))
        with suppress(_Rehearsed), self._stage(long=len(first) > 1) as database, self._open(database) as session:
            for chunk in chain(first, chunks):
                self._carry_out(session, chunk)
                self.endings.hand_over()
                self._told()
            raise _Rehearsed()

    @contextmanager
    def _stage(self, *, long: bool) -> Iterator[Database]:
        """Where a rehearsal takes place."""
        if not long:
            yield self.database
            return
        with self.database.apart() as apart:
            yield apart

    def _for_real(self, sheet: Sheet, source: BinaryIO) -> None:
        sending = Sending(self.kind, self.home, self.by.staff_id, self._digest_as_read())
        with self.database.claim(f"import {sending}") as free:
            if not free:
                raise ImportUnderWay()
            batch, sheet = self._batch(sending, sheet, source)
            self.by = replace(self.by, batch_id=batch.id)
            done = False
            try:
                self._carry_on(batch, sheet)
                done = True
            finally:
                if not done:
                    with suppress(LmisError, DBAPIError), self._open(self.database) as session:
                        batch.break_off(session)

    def _batch(self, sending: Sending, sheet: Sheet, source: BinaryIO) -> tuple[Batch, Sheet]:
        """The batch to write in, and the records that are not in it yet."""
        with self._open(self.database, write=False) as session:
            broken = broken_off(session, self.by, sending)
        if broken is not None and self._pass_over(sheet, broken.report["lines"]) == broken.report.get("line"):
            self.report.take_over(broken.report)
            self.began -= self.report.seconds
            with self._open(self.database) as session:
                return Batch.take_up(session, self.by, self.report, broken.id), sheet
        if broken is not None:  # it was cut into records in another way than now: each is looked at again
            sheet = self._recognise(source)
        with self._open(self.database) as session:
            return Batch.begin(session, self.by, self.report, sending, self.file_name), sheet

    def _pass_over(self, sheet: Sheet, lines: int) -> int:
        """Read on behind what is in; returns where the last of it begins.

        Only a record without a number is looked at: its id tells which copy it is of what it says.
        """
        line = 0
        for record in islice(sheet.records, lines):
            line = record.line
            if not record.blank and not self.reader.numbered(record):
                self.carrier.ready(self.reader.row(record))
        return line

    def _carry_on(self, batch: Batch, sheet: Sheet) -> None:
        self.endings.hand_over()
        with self._open(self.database, write=False) as session:
            for page in batch.pages(session):
                self.endings.give(page)
        for chunk in self._chunks(sheet):
            with self._open(self.database) as session:
                held = batch.running(session)
                self._carry_out(session, chunk)
                batch.keep(session, held, page=self.endings.page)
            batch.done = self.report.lines
            self.endings.hand_over()
            self._told()
        if self.rejects is not None:
            self.rejects.flush()
        with self._open(self.database) as session:
            batch.keep(session, batch.running(session), "done")

    def _chunks(self, sheet: Sheet) -> Iterator[Chunk]:
        for chunk in chunks_of(sheet.records, CHUNK, self.carrier.prepare):
            self.report.line = chunk.records[-1].line
            yield chunk

    def _carry_out(self, session: Session, chunk: Chunk) -> None:
        """Carry a chunk out, and count how its records end."""
        look_up_by_keys(session)
        for record, end in zip(chunk.records, self.carrier.carry_out(session, self.by, chunk), strict=True):
            self.endings.end(record, *end)

    def _told(self) -> None:
        self.report.measure(time.perf_counter() - self.began)
        if self.progress is not None:
            self.progress(self.report)
