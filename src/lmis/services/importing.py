"""Importing files: good rows go in, each bad row comes back with its reason, and the same file twice changes nothing.

For real, a file is carried out in chunks of rows, each in a transaction of its own together with the progress of its
batch: other counters can write in between, and a crash leaves a batch that tells how far it came. To go on after a
crash the file is sent again: every row is idempotent. A rehearsal is one transaction that is rolled back; only the
access records of those whom it looked up stay.
"""

from __future__ import annotations

import csv
import hashlib
import resource
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, BinaryIO, Final, TextIO
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from lmis.commands.base import Command
from lmis.errors import Conflict, Invalid, LmisError
from lmis.imports.definition import Import
from lmis.imports.definitions import KINDS
from lmis.imports.read import REPORTED, Record, Sheet, read, read_gazetteer
from lmis.imports.rows import Fault, Row, RowReader, keys_of, nearest_headers
from lmis.model.batches import ImportBatch
from lmis.model.session import Database
from lmis.services.codes import Codes, codes
from lmis.services.employers import register_employers
from lmis.services.placements import place_seekers
from lmis.services.places import lookups, put_places
from lmis.services.referrals import refer_seekers
from lmis.services.seekers import register_quickly, register_seekers
from lmis.services.vacancies import post_vacancies
from lmis.services.writing import Draft, Outcome, Status, write
from lmis.vocabulary import Actor, Country, Purpose

CHUNK: Final = 5_000
KEPT: Final = 100
"""Refusals that a report tells in full; the rejects file has all of them."""

Service = Callable[[Session, Actor, Any], list[Outcome]]
Words = Callable[[LmisError], str]

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


class UnknownKind(Invalid):
    """There is no such kind of file."""


class OfficeNotSaid(Invalid):
    """The file does not say which office sends it: name the office."""


class OtherOffice(Invalid):
    """This row belongs to an office that you do not write for."""


class _Rehearsed(Conflict):
    """The rehearsal is over."""


@dataclass
class ImportReport:
    """What came of a file; lines = created + updated + unchanged + rejected + blank, always."""

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
    ignored_columns: list[str] = field(default_factory=list)
    refusals: list[tuple[int, str, LmisError]] = field(default_factory=list)

    def count(self, status: Status) -> None:
        """One more line that ended so."""
        self.lines += 1
        setattr(self, status.value, getattr(self, status.value) + 1)

    def as_json(self) -> dict[str, Any]:
        """The report as one JSON-ready object."""
        names = ("lines", "created", "updated", "unchanged", "rejected", "blank")
        counts = {name: getattr(self, name) for name in names}
        assert self.lines == sum(counts.values()) - self.lines, counts
        return counts | {
            "seconds": round(self.seconds, 3),
            "peak_rss_mb": round(self.peak_rss_mb, 1),
            "for_real": self.for_real,
            "batch": str(self.batch_id) if self.batch_id else None,
            "ignored_columns": self.ignored_columns,
        }


def plain_words(error: LmisError) -> str:
    """The stable name of an error and its values, where no door gives words."""
    values = ", ".join(f"{name}={value}" for name, value in error.values.items())
    return f"{error.name}: {values}" if values else error.name


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
    progress: Callable[[int], object] | None = None,
    words: Words = plain_words,
) -> ImportReport:
    """Import a file for the actor's office, for the office named, or for the offices that its rows name.

    Args:
        source: the bytes of the file, read as a stream.
        rejects: where bad rows go, as a file that can be mended and sent again.
        progress: told the number of lines done, after every chunk.
        words: the sentence of a refusal, in the sender's language.

    Raises:
        UnknownKind, OfficeNotSaid, OtherOffice, and what `imports.read` raises: nothing was written.
    """
    if kind not in KINDS:
        raise UnknownKind(value=kind, nearest=list(KINDS))
    began = time.perf_counter()
    work = _Work(database, by, kind, file_name, office, for_real, rejects, progress, words)
    work.run(source)
    work.report.seconds = time.perf_counter() - began
    return work.report


class _Hashing:
    """Reads through to a file and keeps the digest of what was read."""

    def __init__(self, source: BinaryIO) -> None:
        self.source, self.digest = source, hashlib.sha256()
        self.closed = False

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return False

    def seekable(self) -> bool:
        return False

    def flush(self) -> None:
        return None

    def read(self, size: int = -1) -> bytes:
        piece = self.source.read(size)
        self.digest.update(piece)
        return piece

    read1 = read


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
    progress: Callable[[int], object] | None
    words: Words
    report: ImportReport = field(init=False)

    def run(self, source: BinaryIO) -> None:
        """Read, carry out chunk by chunk, keep the batch."""
        self.report = ImportReport(self.kind, self.for_real)
        hashing = _Hashing(source)
        with self._open(write=False) as session:
            self.codes, self.home = codes(session), self._home(codes(session))
            known = {country: lookups(session, country) for country in (None, *Country)}
        country = Country(self.codes.office_countries[self.home]) if self.home else self.by.country
        sheet = self._sheet(hashing)
        self.reader = RowReader(sheet.definition, sheet.header, known, country)
        self.report.ignored_columns = sorted(set(nearest_headers(sheet.header, sheet.definition)) - REPORTED)
        self._begin_rejects(sheet.header)
        if self.for_real:
            self._for_real(sheet, hashing)
        else:
            self._rehearse(sheet)

    def _sheet(self, source: Any) -> Sheet:
        definitions = KINDS[self.kind]
        if self.kind == "places" and self.file_name.lower().endswith((".yml", ".yaml")):
            return read_gazetteer(source, definitions[0])
        return read(source, definitions)

    def _home(self, known: Codes) -> UUID | None:
        """The office that the file is for."""
        if self.office is None:
            return self.by.office_id
        if self.office not in known.offices:
            raise known.unknown("office", self.office, {code: code for code in known.offices})
        return self._allowed(self.office, known)

    def _allowed(self, code: str, known: Codes) -> UUID:
        office = known.offices[code]
        own_country = self.by.country is None or known.office_countries[office] == self.by.country
        if office == self.by.office_id or (self.by.sees_all_offices and own_country):
            return office
        raise OtherOffice(value=code)

    @contextmanager
    def _open(self, *, write: bool) -> Iterator[Session]:
        with self.database.open(self.by, Purpose.IMPORT, f"import-{self.kind}", write=write) as session:
            yield session

    def _rehearse(self, sheet: Sheet) -> None:
        try:
            with self._open(write=True) as session:
                for rows in self._chunks(sheet):
                    self._carry_out(session, sheet.definition, rows)
                    self._told()
                raise _Rehearsed()
        except _Rehearsed:
            return

    def _for_real(self, sheet: Sheet, hashing: _Hashing) -> None:
        batch = self.report.batch_id = uuid4()
        self.by = replace(self.by, batch_id=batch)
        with self._open(write=True) as session:
            self._keep_batch(session, "running", hashing, new=True)
        state = "failed"
        try:
            for rows in self._chunks(sheet):
                with self._open(write=True) as session:
                    self._carry_out(session, sheet.definition, rows)
                    self._keep_batch(session, "running", hashing)
                self._told()
            state = "done"
        finally:
            with self._open(write=True) as session:
                self._keep_batch(session, state, hashing)

    def _keep_batch(self, session: Session, state: str, hashing: _Hashing, *, new: bool = False) -> None:
        """The batch's row, in the transaction of what it tells."""
        by = replace(self.by, batch_id=None)
        draft = Draft("import-batch", self.report.batch_id)
        values = {"state": state, "report": self.report.as_json(), "digest": hashing.digest.hexdigest()}
        if new:
            draft.insert(
                ImportBatch, id=self.report.batch_id, kind=self.kind, office_id=self.home, staff_id=by.staff_id,
                file_name=self.file_name, recorded_at=by.at, undone_at=None, **values,
            )  # fmt: skip
        else:
            assert self.report.batch_id is not None
            draft.update(ImportBatch, self.report.batch_id, {}, **values)
        write(session, by, [draft])

    def _chunks(self, sheet: Sheet) -> Iterator[list[Row]]:
        records = iter(sheet.records)
        while chunk := list(islice(records, CHUNK)):
            yield [self.reader.row(record) for record in chunk if not self._is_blank(record)]

    def _is_blank(self, record: Record) -> bool:
        if record.blank:
            self.report.lines += 1
            self.report.blank += 1
        return record.blank

    def _carry_out(self, session: Session, definition: Import, rows: Sequence[Row]) -> None:
        """Hand the commands to their service: per office, in waves in which nobody is named twice."""
        ends: dict[int, tuple[Status, list[Fault]]] = {}
        waves: dict[tuple[int, UUID | None], list[tuple[int, Command]]] = defaultdict(list)
        turn: dict[tuple[str, object], int] = {}
        for position, row in enumerate(rows):
            office, fault = self._office_of(row, definition)
            faults = [*row.faults, *([fault] if fault else [])]
            if faults or row.command is None:
                ends[position] = (Status.REJECTED, faults)
                continue
            keys = keys_of(row.command, definition)
            wave = max((turn.get(key, -1) for key in keys), default=-1) + 1
            turn.update(dict.fromkeys(keys, wave))
            waves[wave, office].append((position, row.command))
        for (_wave, office), members in sorted(waves.items(), key=lambda item: item[0][0]):
            service = SERVICES[type(members[0][1]).__name__]
            outcomes = service(session, self._acting_for(office), [command for _, command in members])
            for (position, _), outcome in zip(members, outcomes, strict=True):
                ends[position] = (outcome.status, self._faults(outcome))
        for position, row in enumerate(rows):
            self._end(row, *ends[position])

    def _office_of(self, row: Row, definition: Import) -> tuple[UUID | None, Fault | None]:
        if definition.name == "places" or row.command is None:
            return None, None
        if row.office is None:
            return self.home, None if self.home else Fault("office", OfficeNotSaid())
        try:
            if row.office not in self.codes.offices:
                raise self.codes.unknown("office", row.office, {code: code for code in self.codes.offices})
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
        name = outcome.refusal.pointer.removeprefix("#/").partition("/")[0]
        column = self.reader.fields.get(name, name)
        return [Fault(self.reader.headers.get(column, column), outcome.refusal.error)]

    def _begin_rejects(self, header: list[str]) -> None:
        self.kept = [i for i, cell in enumerate(header) if cell.strip().lower() not in REPORTED]
        if self.rejects is not None:
            self.writer = csv.writer(self.rejects, lineterminator="\n")
            self.writer.writerow([*(header[i] for i in self.kept), "line", "column", "reason"])

    def _end(self, row: Row, status: Status, faults: list[Fault]) -> None:
        """Count a row, and give a bad one back with what is wrong in it."""
        self.report.count(status)
        if status is not Status.REJECTED:
            return
        room = KEPT - len(self.report.refusals)
        self.report.refusals += [(row.record.line, fault.column, fault.error) for fault in faults[: max(room, 0)]]
        if self.rejects is not None:
            columns = "; ".join(dict.fromkeys(fault.column for fault in faults if fault.column))
            reasons = " ".join(dict.fromkeys(self.words(fault.error) for fault in faults))
            cells = [row.record.cells[i] if i < len(row.record.cells) else "" for i in self.kept]
            self.writer.writerow([*cells, row.record.line, columns, reasons])

    def _told(self) -> None:
        self.report.peak_rss_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        if self.progress is not None:
            self.progress(self.report.lines)
