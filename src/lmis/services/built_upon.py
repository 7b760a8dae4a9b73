"""What was built upon an import: the rule by which it can be taken back, or not.

An import can be taken back as long as, since it wrote there, nobody but imports that were undone themselves

1. **changed a row** that it wrote: every (table, key) of its changes is compared with every (table, key) of the later
   changes, whichever record these were about. A moved version counts; another row of the same person does not;
2. **referred to a row** that goes, or took an opening that goes back to the placement which had it;
3. wrote what **cannot stand beside a value that returns**. Rows of one person or vacancy depend on each other without
   a reference, and this is all of it:

   - a spell opens again → a later spell or placement of this person (they would overlap, or hold), or a move of the
     person to another office (the stay would be in the old one);
   - a spell goes, or its end returns → a later referral of this person (it would lie on a day without registration);
   - a vacancy's end moves → later entries in its ledger (they were reckoned to the other end), and where it comes
     earlier, later referrals to it;
   - openings go out of the ledger's stock → later entries of this vacancy (they drew on that stock); where they went
     in and out on different days, later endings only (the sweep corrects them by their sum, which stays);
   - a referral lives again → a later placement of this person (it would have settled the referral), or a later
     referral of this person to this vacancy (one may live);
   - an identity number returns → somebody who got that number later.

The third part asks who and what, not on which day: it refuses once too often rather than leave records that
contradict each other. What is not named there does not matter: a referral stands in nobody's way where only a phone
goes back.

Later changes are found by reading every audit event after the batch's first. They are sealed, so no filter in the
database could find them by row; a filter by subject would rest on what each act writes today, and a missed event would
do silent harm. It costs about as much as what was written since (some 15,000 events a second), not memory: blocks of
events are read one by one, and what stays are marks of 16 bytes for the rows of the batch.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, or_, select
from sqlalchemy.orm import Session

from lmis.model.audit import AuditEvent
from lmis.model.base import Base
from lmis.model.batches import ImportBatch
from lmis.model.people import Registration
from lmis.model.referrals import Referral
from lmis.services.openings import ENDINGS
from lmis.services.trail import Told, Written, in_blocks, written_of
from lmis.vocabulary import LIVE_REFERRAL_STATES

LIMIT: Final = 500
"""Values in one IN list."""

SHOWN: Final = 5
"""Ids that a refusal names of each kind."""

Event = Row[int, str, UUID | None, str]
"""Id, act, subject and changes of an audit event."""

EVENT: Final = (AuditEvent.id, AuditEvent.act, AuditEvent.subject_id, AuditEvent.changes)


def _events() -> Select[*tuple[Any, ...]]:
    """Audit events with what they changed, read for this rule and handed to nobody."""
    return select(*EVENT).execution_options(people="engine")


Listed = Sequence[Row[int, UUID | None]]
"""Id and subject of audit events."""


def events_of(session: Session, batch_id: UUID) -> Listed:
    """What a batch wrote, oldest first."""
    return _listed(session, AuditEvent.batch_id == batch_id)


def _listed(session: Session, *wanted: ColumnElement[bool]) -> Listed:
    return session.execute(select(AuditEvent.id, AuditEvent.subject_id).where(*wanted).order_by(AuditEvent.id)).all()


def blocks_of(session: Session, listed: Listed, *wanted: ColumnElement[bool]) -> Iterator[Sequence[Event]]:
    """These events, block by block, in the order in which they are listed: oldest or newest first."""
    for part in in_blocks(listed):
        first, last = part[0][0], part[-1][0]
        between = AuditEvent.id.between(min(first, last), max(first, last))
        order = AuditEvent.id if first <= last else AuditEvent.id.desc()
        yield session.execute(_events().where(*wanted, between).order_by(order)).all()


def key_of(key: dict[str, Any]) -> Any:
    """The value of a key of one column."""
    return next(iter(key.values()))


def built_upon(session: Session, batch_id: UUID, claims: Claims) -> dict[str, dict[str, Any]]:
    """What stands in the way, by kind: how many records, and the first ids.

    A kind is the table of what was made since (`referral`), or the act that changed something (`amend-seeker`).
    """
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for event in _later(session, batch_id, claims.first):
        changes = written_of(session, event.changes)
        met = [written for written in changes if claims.met(event.id, *written)]
        for table, key, old, new in met if event.subject_id is None else met[:1] and changes[:1]:
            subject = str(event.subject_id or (new or {}).get("person_id") or key_of(key))
            made = old is None and subject == key_of(key)
            found[table if made else event.act][subject] = None
    return {kind: {"count": len(ids), "ids": list(ids)[:SHOWN]} for kind, ids in found.items()}


def _later(session: Session, batch_id: UUID, first: int) -> Iterator[Event]:
    """What was written after the first event of a batch, but for itself, what was undone, and the undoing."""
    wanted = (AuditEvent.id > first, AuditEvent.act != "undo-import", _by_others(batch_id))
    for events in blocks_of(session, _listed(session, *wanted), *wanted):
        yield from events


def _by_others(batch_id: UUID) -> ColumnElement[bool]:
    gone = select(ImportBatch.id).where((ImportBatch.state == "undone") | (ImportBatch.id == batch_id))
    return or_(AuditEvent.batch_id.is_(None), AuditEvent.batch_id.not_in(gone))


@dataclass
class Claims:
    """What others must have left alone: mark → the batch's first event that wrote there.

    Other counters write while a long import runs, so what they did before it came to a row is not built upon it.
    """

    first: int = 0
    tables: set[str] = field(default_factory=set)
    """Tables in which rows go."""
    going: dict[bytes, int] = field(default_factory=dict)
    """Rows that go, and openings that are taken again: neither changed nor referred to."""
    returning: dict[bytes, int] = field(default_factory=dict)
    """Rows whose values return: not changed; and what must not have begun beside them."""

    @classmethod
    def of(cls, session: Session, batch_id: UUID, listed: Listed) -> Claims:
        """The claims of a batch, from its events, oldest first."""
        claims = cls(first=listed[0][0] - 1 if listed else 0)
        for events in blocks_of(session, listed, AuditEvent.batch_id == batch_id):
            told = [(event.id, written_of(session, event.changes)) for event in events]
            owners = _owners(session, [written for _, changes in told for written in changes])
            for id_, changes in told:
                claims.learn(id_, changes, owners)
        return claims

    def learn(self, id_: int, changes: Sequence[Written], owners: Owners) -> None:
        """Take in one event of the batch; events come oldest first, so that a row's own arrival is known by then."""
        for table, key, old, new in changes:
            row = mark(table, key_of(key))
            if old is None:
                self._let_go(id_, table, row)
            elif row in self.going:
                continue  # brought and changed by the same batch: it goes as a whole
            else:
                self.returning.setdefault(row, id_)
            self._bar(id_, _beside(table, key_of(key), old, new, owners))
            if table == "placement" and old and old.get("opening_id"):
                self._let_go(id_, "opening", mark("opening", old["opening_id"]))
        stocks = ((name, owner) for name, owner in _stocks(changes) if mark("vacancy", owner) not in self.going)
        self._bar(id_, stocks)

    def _let_go(self, id_: int, table: str, row: bytes) -> None:
        self.tables.add(table)
        self.going.setdefault(row, id_)

    def _bar(self, id_: int, stories: Iterable[tuple[str, ...]]) -> None:
        for story in stories:
            self.returning.setdefault(mark(*story), id_)

    def met(self, id_: int, table: str, key: dict[str, Any], old: Told, new: Told) -> bool:
        """Whether a later change is in the way."""
        row = mark(table, key_of(key))
        ours = ((column, name) for column, name in _references(table) if name in self.tables)
        going = [row, *(mark(name, new[column]) for column, name in ours if new and new.get(column))]
        returning = [row, *(mark(*story) for story in _begun(table, key_of(key), old, new or {}))]
        firsts = [self.going.get(one, id_) for one in going] + [self.returning.get(one, id_) for one in returning]
        return min(firsts) < id_


def mark(*parts: str) -> bytes:
    """A row, or something that a person or vacancy has, in 16 bytes."""
    return blake2b("\n".join(parts).encode(), digest_size=16).digest()


@cache
def _references(table: str) -> tuple[tuple[str, str], ...]:
    """(column, table) of every reference to a whole row."""
    keys = Base.metadata.tables[table].foreign_keys
    return tuple({(key.parent.name, key.column.table.name): None for key in keys if key.column.primary_key})


Owners = dict[str, tuple[str, ...]]
"""Row whose values return → its person, or its person and vacancy."""


def _owners(session: Session, changes: Iterable[Written]) -> Owners:
    """Whose spells open or end again, and whose referrals live again: an update tells only what it changed."""
    spells, referrals = set(), set()
    for table, key, old, _new in changes:
        if table == "registration" and old and "closed_on" in old:
            spells.add(UUID(key_of(key)))
        elif table == "referral" and old and "state" in old:
            referrals.add(UUID(key_of(key)))
    found: Owners = {}
    for part in parts(spells):
        held = select(Registration.id, Registration.person_id).where(Registration.id.in_(part))
        found.update((str(id_), (str(person),)) for id_, person in session.execute(held))
    for part in parts(referrals):
        pairs = select(Referral.id, Referral.person_id, Referral.vacancy_id).where(Referral.id.in_(part))
        found.update((str(id_), (str(person), str(vacancy))) for id_, person, vacancy in session.execute(pairs))
    return found


def parts(values: Iterable[Any]) -> Iterator[list[Any]]:
    """Values in lists that fit into a statement."""
    ordered = list(values)
    return (ordered[start : start + LIMIT] for start in range(0, len(ordered), LIMIT))


def _beside(table: str, id_: str, old: Told, new: Told, owners: Owners) -> Iterator[tuple[str, ...]]:
    """What must not have begun since, beside a change that is taken back."""
    if table == "registration" and old is None:
        assert new is not None
        yield "referral", new["person_id"]
    elif table == "registration" and old and "closed_on" in old:
        (person,) = owners[id_]
        barred = ("registration", "placement", "office") if old["closed_on"] is None else ("referral",)
        yield from ((name, person) for name in barred)
    elif table == "vacancy" and old and new and {"closes_on", "closed_on"} & old.keys():
        yield "opening_entry", id_
        if "closes_on" in old and old["closes_on"] < new["closes_on"]:
            yield "referral", id_
    elif table == "referral" and old and new and _lives(old) and not _lives(new):
        person, vacancy = owners[id_]
        yield "placement", person
        yield "referral", person, vacancy
    elif table == "person" and old and old.get("identity_index"):
        yield "identity", old["identity_index"]


def _lives(values: dict[str, Any]) -> bool:
    return values.get("state") in LIVE_REFERRAL_STATES


def _stocks(changes: Iterable[Written]) -> Iterator[tuple[str, str]]:
    """Which entries must not have come since, where an event's entries go out of a vacancy's ledger."""
    stock: Counter[str] = Counter()
    for table, _key, old, new in changes:
        if table == "opening_entry" and old is None and new is not None:
            stock[new["vacancy_id"]] += new["openings"]
    for vacancy, openings in stock.items():
        if openings >= 0:
            yield "opening_entry" if openings else "ending", vacancy


def _begun(table: str, id_: str, old: Told, new: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """What a later change began, in the words of `_beside` and `_stocks`."""
    if table == "person":
        if new.get("identity_index"):
            yield "identity", new["identity_index"]
        if old is not None and "office_id" in new:
            yield "office", id_
    elif old is not None:
        return
    elif table in ("registration", "placement"):
        yield table, new["person_id"]
    elif table == "referral":
        person, vacancy = new["person_id"], new["vacancy_id"]
        yield from (("referral", person), ("referral", vacancy), ("referral", person, vacancy))
    elif table == "opening_entry":
        yield "opening_entry", new["vacancy_id"]
        if new["kind"] in ENDINGS:
            yield "ending", new["vacancy_id"]
