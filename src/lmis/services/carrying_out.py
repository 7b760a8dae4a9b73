"""Carrying out the records of a chunk: newcomers together where that can be, every other row by its service."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final
from uuid import UUID, uuid5

from sqlalchemy import Dialect
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lmis.commands.base import Command
from lmis.errors import Conflict, LmisError
from lmis.imports.definition import Lookups
from lmis.imports.read import Sheet
from lmis.imports.records import Record
from lmis.imports.rows import Fault, Row, RowReader, keys_of
from lmis.services.chunks import Chunk, Together
from lmis.services.employers import register_employers
from lmis.services.import_offices import Offices
from lmis.services.placements import place_seekers
from lmis.services.places import put_places
from lmis.services.referrals import refer_seekers
from lmis.services.seekers import register_quickly, register_seekers
from lmis.services.vacancies import post_vacancies
from lmis.services.writing import Draft, Outcome, Status
from lmis.vocabulary import Actor

ROWS: Final = UUID("8f0a1f0e-5b1a-4d53-9c55-6c6d69730002")
"""Ids of rows without a number are derived from what they say, so that the same row again is the same record."""

Service = Callable[[Session, Actor, Any], list[Outcome]]

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

End = tuple[str, Sequence[Fault]]
"""How a record ended (a `Status`, or `blank`), and what is wrong with one that was rejected."""


class Contradicts(Conflict):
    """The database holds something that contradicts this row: look whether the record is there already."""


class Carrier:
    """Carries out the records of one sheet."""

    def __init__(
        self,
        sheet: Sheet,
        reader: RowReader,
        lookups: Mapping[str | None, Lookups],
        offices: Offices,
        dialect: Dialect,
    ) -> None:
        """Take down what is the same for all chunks."""
        self.definition, self.reader, self.offices = sheet.definition, reader, offices
        self.together: Together | None = None
        if dialect.name == "postgresql" and Together.takes(sheet.definition):
            self.together = Together(sheet, lookups, offices, dialect)

    def prepare(self, records: Sequence[Record]) -> Chunk:
        """What can be made of records without the database."""
        return Chunk(records, self.together.prepare(records) if self.together else None)

    def carry_out(self, session: Session, by: Actor, chunk: Chunk) -> Iterator[End]:
        """Register those of a chunk who can be taken together, and hand the other rows to their service.

        Returns:
            The end of each record, in order.
        """
        made = self._take_together(session, by, chunk)
        rows = {
            at: self.reader.row(record)
            for at, record in enumerate(chunk.records)
            if at not in made and not record.blank
        }
        ends = self._take_singly(session, by, rows)
        return (ends.get(at) or (Status.CREATED if at in made else "blank", ()) for at in range(len(chunk.records)))

    def _take_together(self, session: Session, by: Actor, chunk: Chunk) -> set[int]:
        """The positions of those who were registered at once; none where somebody else registers one at this moment."""
        if self.together is None or chunk.ready is None:
            return set()
        with suppress(IntegrityError), session.begin_nested():
            return self.together.register(session, self.offices.acting_for(by, self.offices.home), chunk.ready)
        return set()

    def _take_singly(self, session: Session, by: Actor, rows: Mapping[int, Row]) -> dict[int, End]:
        """Hand the commands to their service: per office, in waves in which nobody is named twice."""
        ends: dict[int, End] = {}
        waves: dict[tuple[int, UUID | None], list[tuple[int, Command]]] = defaultdict(list)
        turn: dict[tuple[object, ...], int] = {}
        for position, row in rows.items():
            command, office, faults = self.ready(row)
            if command is None:
                ends[position] = (Status.REJECTED, faults)
                continue
            keys = keys_of(command, self.definition)
            wave = max((turn.get(key, -1) for key in keys), default=-1) + 1
            turn.update(dict.fromkeys(keys, wave))
            waves[wave, office].append((position, command))
        for (_wave, office), members in sorted(waves.items(), key=lambda item: item[0][0]):
            outcomes = self._serve(session, self.offices.acting_for(by, office), [command for _, command in members])
            for (position, _), outcome in zip(members, outcomes, strict=True):
                ends[position] = (outcome.status, self._faults(outcome))
        return ends

    def _serve(self, session: Session, by: Actor, commands: list[Command]) -> list[Outcome]:
        """Hand commands to their service; where the database refuses them together, find the one that it refuses."""
        try:
            with session.begin_nested():
                return SERVICES[type(commands[0]).__name__](session, by, commands)
        except IntegrityError:
            if len(commands) == 1:
                return [Draft("import").refuse(Contradicts()).outcome]
        half = len(commands) // 2
        return self._serve(session, by, commands[:half]) + self._serve(session, by, commands[half:])

    def ready(self, row: Row) -> tuple[Command | None, UUID | None, list[Fault]]:
        """The command of a row and the office that it is for, or every fault that was found without the database."""
        office, fault = self._office_of(row)
        faults = [*row.faults, *([fault] if fault else [])]
        if faults or row.command is None:
            return None, office, faults
        return self._named(row, row.command, office), office, []

    def _named(self, row: Row, command: Command, office: UUID | None) -> Command:
        """The command, with an id made of its content where it has neither an id nor the office's number."""
        if (
            self.definition.name == "places"
            or command.id is not None
            or getattr(command, "own_number", None) is not None
        ):
            return command
        return command.model_copy(
            update={"id": uuid5(ROWS, f"{self.definition.name} {office} {self.reader.content(row.record)!r}")}
        )

    def _office_of(self, row: Row) -> tuple[UUID | None, Fault | None]:
        if self.definition.name == "places" or row.command is None:
            return None, None
        try:
            return self.offices.of_row(row.office), None
        except LmisError as error:
            return None, Fault(self.reader.headers.get("office", "office"), error)

    def _faults(self, outcome: Outcome) -> list[Fault]:
        if outcome.refusal is None:
            return []
        column = self.reader.column_of(outcome.refusal.pointer.removeprefix("#/").split("/"))
        return [Fault(column, outcome.refusal.error)]
