"""Looking through the whole register for records that may be one person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from lmis.model.people import Person
from lmis.model.session import Database
from lmis.model.types import keyring_of
from lmis.queries.duplicates import BLOCKS, shared_keys, sharing, without_keys
from lmis.services.person_columns import block_keys
from lmis.services.recognising import found_among, queue, traits, unknown
from lmis.services.writing import Draft, record, write
from lmis.vocabulary import Actor, Country, Purpose

PART: Final = 2_000
"""Keys, or people, of one transaction."""


@dataclass
class Swept:
    """What a sweep came to."""

    keyed: int = 0
    """People who got keys: their records were made before there were any."""
    compared: int = 0
    queued: int = 0
    certain: int = 0
    """Of the pairs that were queued, those that are certainly one person."""

    def as_json(self) -> dict[str, int]:
        """The counts."""
        return asdict(self)


def sweep(database: Database, by: Actor) -> Swept:
    """Put every pair into the queue that may be one person and is not in it; nothing is merged.

    It goes part by part, each in a transaction of its own, so that counters can write in between; doing it again finds
    nothing new.
    """
    told = Swept()
    _make_keys(database, by, told)
    for country in Country if by.country is None else (by.country,):
        for block in BLOCKS:
            after: Any = None
            while True:
                with database.open(by, Purpose.ADMINISTRATION, "sweep-duplicates") as session:
                    keys = list(session.scalars(shared_keys(block, country.value, after, PART)))
                    _compare(session, by, block, keys, country, told)
                if len(keys) < PART:
                    break
                after = keys[-1]
    return told


def _make_keys(database: Database, by: Actor, told: Swept) -> None:
    after: UUID | None = None
    while True:
        with database.open(by, Purpose.ADMINISTRATION, "sweep-duplicates") as session:
            people = list(session.scalars(without_keys(after, PART).with_for_update()))
            after = people[-1].id if people else None
            told.keyed += sum(bool(draft.changes) for draft in _written(session, by, people))
        if len(people) < PART:
            return


def _written(session: Session, by: Actor, people: list[Person]) -> Iterator[Draft]:
    index = keyring_of(session.get_bind().dialect).index
    drafts = []
    for person in people:
        draft, held = Draft("key-person", person.id), record(person)
        draft.update(Person, person.id, held, **block_keys(held, person.country, index))
        drafts.append(draft)
    write(session, by, drafts)
    yield from drafts


def _compare(session: Session, by: Actor, block: Any, keys: list[Any], country: Country, told: Swept) -> None:
    """Compare whoever shares one of these keys."""
    if not keys:
        return
    people = [traits(dict(row)) for row in session.execute(sharing(block, keys, country.value)).mappings()]
    compared, pairs = found_among(people)
    told.compared += compared
    drafts = queue(by, unknown(session, pairs))
    write(session, by, drafts)
    told.queued += len(drafts)
    told.certain += sum(bool((draft.changes[0].new or {})["certain"]) for draft in drafts)
