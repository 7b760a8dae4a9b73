"""People as lists name them: by name and short number, those in the reader's sight only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from lmis.model.people import Person
from lmis.queries.people import people_by_ref
from lmis.text.numbers import serial_text
from lmis.vocabulary import Actor


@dataclass(frozen=True, slots=True)
class Named:
    """A person in a list."""

    id: UUID
    number: str
    name: str
    native: str

    @classmethod
    def of(cls, row: Person) -> Named:
        """A person; somebody without a name is known by the number."""
        name = " ".join(part for part in (row.family_name, row.given_name) if part)
        native = " ".join(part for part in (row.family_name_native, row.given_name_native) if part)
        return cls(row.id, serial_text("S", row.serial), name, native)


def people_named(session: Session, by: Actor, ids: Iterable[UUID]) -> Mapping[UUID, Named]:
    """Those of these people who are in sight; somebody who went to another office is not."""
    wanted = [str(id_) for id_ in ids]
    return {row.id: Named.of(row) for row in session.scalars(people_by_ref(by, wanted))} if wanted else {}
