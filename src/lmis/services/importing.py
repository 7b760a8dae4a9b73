"""Importing files: good rows go in, each bad row comes back with its reason, and the same file twice changes nothing.

For real, a file is carried out in chunks of rows, each in a transaction of its own together with the progress of its
batch: other counters can write in between, and a crash leaves a batch that tells how far it came and can be taken back.
The same file sent again goes on in that batch after the last chunk that is in; what is carried out twice by then is
nothing, and would change nothing: every row is idempotent, also one without a number. A rehearsal is one
transaction that is rolled back; only the access records of those whom it looked up stay. One that takes longer than a
chunk is made in a copy of the embedded database, so that no counter waits for it.
"""

from __future__ import annotations

import gc
import io
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import chain, islice
from typing import Any, BinaryIO, Final, TextIO
from uuid import UUID, uuid5

from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from lmis.commands.base import Command
from lmis.errors import Conflict, Invalid, LmisError
from lmis.imports.definition import Import
from lmis.imports.definitions import KINDS
from lmis.imports.profiles import Headers, all_there, checked, together
from lmis.imports.read import AS_IT_IS, Sheet, Told, examine, read, read_gazetteer
from lmis.imports.rejects import Rejects
from lmis.imports.rows import Fault, Row, RowReader, keys_of, nearest_headers
from lmis.model.session import Database
from lmis.services.chunks import Chunk, Together, ahead
from lmis.services.codes import Codes, codes
from lmis.services.employers import register_employers
from lmis.services.import_batches import Batch, ImportUnderWay, Sending, broken_off
from lmis.services.import_profiles import keep_headers, remembered
from lmis.services.import_reports import KEPT, ImportReport, plain_words
from lmis.services.lookups import Labels, lookups_by_country
from lmis.services.placements import place_seekers
from lmis.services.places import put_places
from lmis.services.referrals import refer_seekers
from lmis.services.seekers import register_quickly, register_seekers
from lmis.services.vacancies import post_vacancies
from lmis.services.writing import Draft, Outcome, Status
from lmis.vocabulary import Actor, Country, Purpose

CHUNK: Final = 5_000
ROWS: Final = UUID("8f0a1f0e-5b1a-4d53-9c55-6c6d69730002")
"""Ids of rows without a number are derived from what they say, so that the same row again is the same record."""

Service = Callable[[Session, Actor, Any], list[Outcome]]
Words = Callable[[LmisError], str]
Tell = Callable[[Sequence[Fault]], str]

SERVICES: Final[dict[str, Service]] = {
    "RegisterSeeker": register_seekers,
    "RegisterQuickly": register_quickly,
    "RegisterEmployer": register_employers,
    "PostVacancy": post_vacancies,
    "ReferSeeker": refer_seekers,
    "PlaceSeeker": place_seekers,
    "PutPlace": put_places,
}
"""Who carries out which command."""

__all__ = ["ImportReport", "import_file", "plain_words"]


class UnknownKind(Invalid):
    """There is no such kind of file."""


class OfficeNotSaid(Invalid):
    """The file does not say which office sends it: name the office."""


class OtherOffice(Invalid):
    """This row belongs to an office that you do not write for."""


class Contradicts(Conflict):
    """The database holds something that contradicts this row: look whether the record is there already."""


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
    with _no_hunt_for_cycles():
        work.run(source if source.seekable() else io.BytesIO(source.read()))
    work.report.measure(time.perf_counter() - began)
    return work.report


@contextmanager
def _no_hunt_for_cycles() -> Iterator[None]:
    """The many objects of a chunk go when the chunk is done; looking for cycles among them took a third of the time."""
    was = gc.isenabled()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.unfreeze()
        if was:
            gc.enable()


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
        self.digest = examine(source, self.told.encoding)
        with self._open(self.database, write=False) as session:
            self.codes, self.home = codes(session), self._home(codes(session))
            self.known = lookups_by_country(session, self.by.language, self.labels)
            named = checked(self.told.profile, KINDS[self.kind])
            self.told = replace(self.told, profile=together(remembered(session, self.home, self.kind), named))
        sheet = self._recognise(source)
        all_there(named, sheet.header)
        self._remember(named)
        if self.for_real:
            self._for_real(sheet, source)
        else:
            self._hand_over()
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
        country = Country(self.codes.office_countries[self.home]) if self.home else self.by.country
        self.reader = RowReader(sheet.definition, sheet.header, self.known, country)
        self.report.tally = sheet.tally
        self.report.ignored_columns = sorted(nearest_headers(sheet.header, sheet.definition))
        self.page = io.StringIO()
        self.bad = Rejects(self.page, sheet.header, sheet.separator)
        self.together = self._together(sheet)
        return sheet

    def _together(self, sheet: Sheet) -> Together | None:
        """Who takes the rows that can be taken together, where there are such rows."""
        if self.database.engine.dialect.name != "postgresql" or not Together.takes(sheet.definition):
            return None
        return Together(sheet, self.known, self.codes, self.by, self.database.engine.dialect, self._office_named)

    def _office_named(self, cell: str) -> UUID | None:
        """The office that a cell names, or the file's own where it is empty; None where it may not be written for."""
        with suppress(OtherOffice):
            code = cell.strip().upper()
            return self._allowed(code, self.codes) if code in self.codes.offices else None if code else self.home
        return None

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

    def _home(self, known: Codes) -> UUID | None:
        """The office that the file is for."""
        if self.office is None:
            return self.by.office_id
        if self.office not in known.offices:
            raise known.unknown("office", self.office, known.office_names)
        return self._allowed(self.office, known)

    def _allowed(self, code: str, known: Codes) -> UUID:
        office = known.offices[code]
        own_country = self.by.country is None or known.office_countries[office] == self.by.country
        if office == self.by.office_id or (self.by.sees_all_offices and own_country):
            return office
        raise OtherOffice(value=code)

    def _open(self, database: Database, *, write: bool = True) -> AbstractContextManager[Session]:
        return database.open(self.by, Purpose.IMPORT, f"import-{self.kind}", write=write)

    def _rehearse(self, sheet: Sheet) -> None:
        chunks = self._chunks(sheet)
        first = list(islice(chunks, 2))
        with suppress(_Rehearsed), self._stage(long=len(first) > 1) as database, self._open(database) as session:
            for chunk in chain(first, chunks):
                self._carry_out(session, sheet.definition, chunk)
                self._hand_over()
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
                self._ready(self.reader.row(record), sheet.definition)
        return line

    def _carry_on(self, batch: Batch, sheet: Sheet) -> None:
        self._hand_over()
        with self._open(self.database, write=False) as session:
            for page in batch.pages(session):
                self._give(page)
        for chunk in self._chunks(sheet):
            with self._open(self.database) as session:
                held = batch.running(session)
                self._carry_out(session, sheet.definition, chunk)
                batch.keep(session, held, page=self.page.getvalue())
            batch.done = self.report.lines
            self._hand_over()
            self._told()
        if self.rejects is not None:
            self.rejects.flush()
        with self._open(self.database) as session:
            batch.keep(session, batch.running(session), "done")

    def _hand_over(self) -> None:
        """Give the bad rows out, once what was done with the good ones beside them is in."""
        self._give(self.page.getvalue())
        self.page.seek(0)
        self.page.truncate()

    def _give(self, page: str) -> None:
        if self.rejects is not None:
            self.rejects.write(page)

    def _chunks(self, sheet: Sheet) -> Iterator[Chunk]:
        """So many records at a time; the next are read while these are carried out."""

        def read() -> Iterator[Chunk]:
            while records := list(islice(sheet.records, CHUNK)):
                yield Chunk(records, self.together.prepare(records) if self.together else None)

        for chunk in ahead(read()):
            self.report.line = chunk.records[-1].line
            yield chunk
            gc.collect()

    def _carry_out(self, session: Session, definition: Import, chunk: Chunk) -> None:
        """Register those of a chunk who can be taken together, and hand the other rows to their service one by one."""
        made = self._take_together(session, chunk)
        rows = [
            None if at in made or record.blank else self.reader.row(record) for at, record in enumerate(chunk.records)
        ]
        ends = self._take_singly(session, definition, rows)
        for at, row in enumerate(rows):
            if row is None:
                self.report.count(Status.CREATED.value if at in made else "blank")
            else:
                self._end(row, *ends[at])

    def _take_together(self, session: Session, chunk: Chunk) -> set[int]:
        """The positions of those who were registered at once; none where somebody else registers one at this moment."""
        if self.together is None or chunk.ready is None:
            return set()
        with suppress(IntegrityError), session.begin_nested():
            return self.together.register(session, replace(self.by, office_id=self.home), chunk.ready)
        return set()

    def _take_singly(
        self, session: Session, definition: Import, rows: Sequence[Row | None]
    ) -> dict[int, tuple[Status, list[Fault]]]:
        """Hand the commands to their service: per office, in waves in which nobody is named twice."""
        ends: dict[int, tuple[Status, list[Fault]]] = {}
        waves: dict[tuple[int, UUID | None], list[tuple[int, Command]]] = defaultdict(list)
        turn: dict[tuple[object, ...], int] = {}
        for position, row in enumerate(rows):
            if row is None:
                continue
            command, office, faults = self._ready(row, definition)
            if command is None:
                ends[position] = (Status.REJECTED, faults)
                continue
            keys = keys_of(command, definition)
            wave = max((turn.get(key, -1) for key in keys), default=-1) + 1
            turn.update(dict.fromkeys(keys, wave))
            waves[wave, office].append((position, command))
        for (_wave, office), members in sorted(waves.items(), key=lambda item: item[0][0]):
            outcomes = self._serve(session, office, [command for _, command in members])
            for (position, _), outcome in zip(members, outcomes, strict=True):
                ends[position] = (outcome.status, self._faults(outcome))
        return ends

    def _serve(self, session: Session, office: UUID | None, commands: list[Command]) -> list[Outcome]:
        """Hand commands to their service; where the database refuses them together, find the one that it refuses."""
        try:
            with session.begin_nested():
                return SERVICES[type(commands[0]).__name__](session, self._acting_for(office), commands)
        except IntegrityError:
            if len(commands) == 1:
                return [Draft("import").refuse(Contradicts()).outcome]
        half = len(commands) // 2
        return self._serve(session, office, commands[:half]) + self._serve(session, office, commands[half:])

    def _ready(self, row: Row, definition: Import) -> tuple[Command | None, UUID | None, list[Fault]]:
        """The command of a row and the office that it is for, or every fault that was found without the database."""
        office, fault = self._office_of(row, definition)
        faults = [*row.faults, *([fault] if fault else [])]
        if faults or row.command is None:
            return None, office, faults
        return self._named(row, row.command, office), office, []

    def _named(self, row: Row, command: Command, office: UUID | None) -> Command:
        """The command, with an id made of its content where it has neither an id nor the office's number."""
        if self.kind == "places" or command.id is not None or getattr(command, "own_number", None) is not None:
            return command
        return command.model_copy(
            update={"id": uuid5(ROWS, f"{self.kind} {office} {self.reader.content(row.record)!r}")}
        )

    def _office_of(self, row: Row, definition: Import) -> tuple[UUID | None, Fault | None]:
        if definition.name == "places" or row.command is None:
            return None, None
        if row.office is None:
            return self.home, None if self.home else Fault("office", OfficeNotSaid())
        try:
            if row.office not in self.codes.offices:
                raise self.codes.unknown("office", row.office, self.codes.office_names)
            return self._allowed(row.office, self.codes), None
        except LmisError as error:
            return None, Fault(self.reader.headers.get("office", "office"), error)

    def _acting_for(self, office: UUID | None) -> Actor:
        if office is None:
            return self.by
        country = Country(self.codes.office_countries[office])
        return replace(self.by, office_id=office, country=country)

    def _faults(self, outcome: Outcome) -> list[Fault]:
        if outcome.refusal is None:
            return []
        column = self.reader.column_of(outcome.refusal.pointer.removeprefix("#/").split("/"))
        return [Fault(column, outcome.refusal.error)]

    def _end(self, row: Row, status: Status, faults: list[Fault]) -> None:
        """Count a row, and give a bad one back with what is wrong in it."""
        self.report.count(status.value)
        if status is not Status.REJECTED:
            return
        room = KEPT - len(self.report.refusals)
        self.report.refusals += [(row.record.line, fault.column, fault.error) for fault in faults[: max(room, 0)]]
        if self.for_real or self.rejects is not None:
            columns = "; ".join(dict.fromkeys(fault.column for fault in faults if fault.column))
            said = " ".join(dict.fromkeys(self.words(fault.error) for fault in faults))
            reasons = said if self.tell is None else self.tell(faults)
            self.bad.add(row.record.cells, row.record.line, columns, reasons)

    def _told(self) -> None:
        self.report.measure(time.perf_counter() - self.began)
        if self.progress is not None:
            self.progress(self.report)
