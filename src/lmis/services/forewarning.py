"""Who may be the person that somebody is about to register: told before there is a second record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from lmis.commands.seekers import RegisterSeeker
from lmis.duplicates.weigh import OF_FIVE_FIELDS, SCALE, Likeness, Verdict, completes
from lmis.model.ids import new_id
from lmis.model.types import keyring_of
from lmis.services.codes import codes
from lmis.services.person_columns import block_keys, person_values
from lmis.services.recognising import alike, traits
from lmis.vocabulary import Actor


@dataclass(frozen=True, slots=True)
class Alike:
    """A record of the actor's office that may be the same person."""

    id: UUID
    likeness: Likeness
    certain: bool
    """Whether registering completes that record instead of making another."""


def known_alike(session: Session, by: Actor, command: RegisterSeeker) -> Sequence[Alike]:
    """The records of the actor's office that may be this person, most points first.

    Of records at other offices nothing is told: such a pair waits for whoever sees both.
    """
    assert by.office_id is not None
    index = keyring_of(session.get_bind().dialect).index
    country = codes(session).office_countries[by.office_id]
    values = person_values(command, index)
    values |= block_keys(values, country, index)
    own = {"own_office_id": by.office_id, "own_number": command.own_number}
    newcomer = traits(values | own, command.id or new_id(), by.office_id)
    found = []
    for first, second, likeness in alike(session, country, [newcomer], OF_FIVE_FIELDS if newcomer.quick else SCALE):
        other = second if first.id == newcomer.id else first
        if other.office == by.office_id:
            certain = likeness.verdict is Verdict.CERTAIN or completes(newcomer, other, likeness)
            found.append(Alike(other.id, likeness, certain))
    return sorted(found, key=lambda one: (-one.likeness.points, str(one.id)))
