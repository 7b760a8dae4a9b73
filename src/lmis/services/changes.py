"""The change log: what was written since it was read last, told by the audit trail, which every write goes through.

Numbers of events are given out before their transactions end, so a lower one can appear after a higher one: numbers
that were missing are looked for again until no transaction can still hold them.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from lmis.model.audit import AuditEvent
from lmis.model.people import Registration
from lmis.model.placements import Placement
from lmis.model.vacancies import Opening
from lmis.services.trail import written_of

LOOKED_BACK: Final = 200_000
"""Numbers before the last one among which some may be missing when the log is first read."""
MISSED_FOR: Final = 1_800.0
"""Seconds after which a missing number is taken as never used: no transaction lasts that long."""
AT_ONCE: Final = 500
"""Events that are read together."""


OWNERS: Final = {
    "person": (("id", "merged_into"), "person"),
    "registration": (("person_id",), "person"),
    "vacancy": (("id",), "vacancy"),
    "opening": (("vacancy_id",), "vacancy"),
    "placement": (("opening_id",), "opening"),
}
"""Tables whose rows say who can be suggested: the columns that tell whose each is, and of which table that is."""
TELLING: Final = {table: columns for table, (columns, _) in OWNERS.items()}
"""All that is read of rows that were copied in."""


@dataclass
class Moved:
    """Whose records were written: what is in memory of them has to be read again."""

    people: set[UUID] = field(default_factory=set)
    vacancies: set[UUID] = field(default_factory=set)
    tables: set[str] = field(default_factory=set)
    """All tables that were written."""


Gap = tuple[int, int, float]
"""The first and the last of numbers that were not there, and since when."""


@dataclass
class ChangeLog:
    """How far the trail was read."""

    last: int = 0
    missing: list[Gap] = field(default_factory=list)

    def begin(self, session: Session) -> None:
        """Go on from what stands in the trail by now; call it before the records themselves are read."""
        self.last, now = newest(session), time.monotonic()
        before = func.lag(AuditEvent.id).over(order_by=AuditEvent.id).label("before")
        some = select(AuditEvent.id, before).where(AuditEvent.id > self.last - LOOKED_BACK, AuditEvent.id <= self.last)
        rows = some.subquery()
        query = select(rows.c.before, rows.c.id).where(rows.c.id > rows.c.before + 1)
        gaps = session.execute(query.execution_options(people="engine"))
        self.missing = [(first + 1, last - 1, now) for first, last in gaps]

    def waiting(self, session: Session, limit: int) -> list[int]:
        """The numbers of events that are to be read, so many at most, the oldest first."""
        now = time.monotonic()
        self.missing = [gap for gap in self.missing if now - gap[2] < MISSED_FOR]
        found: list[int] = []
        for start in range(0, len(self.missing), AT_ONCE):
            gaps = self.missing[start : start + AT_ONCE]
            found += self._listed(session, or_(*(AuditEvent.id.between(first, last) for first, last, _ in gaps)), limit)
        return [*found[:limit], *self._listed(session, AuditEvent.id > self.last, max(limit - len(found), 0))]

    @staticmethod
    def _listed(session: Session, wanted: ColumnElement[bool], limit: int) -> list[int]:
        return list(session.scalars(select(AuditEvent.id).where(wanted).order_by(AuditEvent.id).limit(limit)))

    def read(self, session: Session, events: Sequence[int]) -> Moved:
        """Whose records these events have written."""
        moved, rows = Moved(), _Rows(defaultdict(set))
        for start in range(0, len(events), AT_ONCE):
            some = AuditEvent.id.in_(events[start : start + AT_ONCE])
            query = select(AuditEvent.id, AuditEvent.changes).where(some).execution_options(people="engine")
            for _, changes in session.execute(query):
                for table, key, old, new in written_of(session, changes, TELLING):
                    moved.tables.add(table)
                    rows.note(moved, table, key, old or {}, new or {})
        rows.look_up(session, moved)
        return moved

    def done(self, events: Sequence[int]) -> None:
        """These events are taken in and are not told again."""
        for number in events:
            if number <= self.last:
                self._found(number)
        now, new = time.monotonic(), sorted(number for number in events if number > self.last)
        for before, number in pairwise((self.last, *new)):
            if number > before + 1:
                self.missing.append((before + 1, number - 1, now))
        self.last = new[-1] if new else self.last

    def _found(self, number: int) -> None:
        """A number that was missing is there."""
        for at, (first, last, since) in enumerate(self.missing):
            if first <= number <= last:
                parts = ((first, number - 1, since), (number + 1, last, since))
                self.missing[at : at + 1] = [part for part in parts if part[0] <= part[1]]
                return


def newest(session: Session) -> int:
    """The number of the last event; 0 if there is none."""
    return session.scalar(select(func.max(AuditEvent.id))) or 0


@dataclass
class _Rows:
    """Rows whose event does not say whose they are."""

    unknown: defaultdict[str, set[UUID]]

    def note(self, moved: Moved, table: str, key: dict[str, Any], old: dict[str, Any], new: dict[str, Any]) -> None:
        if table not in OWNERS:
            return
        columns, sort = OWNERS[table]
        owners = {UUID(value) for side in (key, old, new) for name in columns if (value := side.get(name))}
        if not owners:
            self.unknown[table].add(UUID(key["id"]))
        elif sort == "opening":
            self.unknown["opening"] |= owners
        else:
            (moved.people if sort == "person" else moved.vacancies).update(owners)

    def look_up(self, session: Session, moved: Moved) -> None:
        scan = {"people": "engine"}
        for ids in _parts(self.unknown["registration"]):
            spells = select(Registration.id, Registration.person_id).where(Registration.id.in_(ids))
            moved.people.update(person for _, person in session.execute(spells.execution_options(**scan)))
        for ids in _parts(self.unknown["placement"]):
            taken = select(Placement.person_id, Placement.opening_id).where(Placement.id.in_(ids))
            self.unknown["opening"].update(one for _, one in session.execute(taken.execution_options(**scan)) if one)
        for ids in _parts(self.unknown["opening"]):
            moved.vacancies.update(session.scalars(select(Opening.vacancy_id).where(Opening.id.in_(ids))))


def _parts(ids: set[UUID]) -> list[list[UUID]]:
    listed = list(ids)
    return [listed[start : start + AT_ONCE] for start in range(0, len(listed), AT_ONCE)]
