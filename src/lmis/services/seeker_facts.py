"""What the rules about people need to know, looked up for all commands of a call at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy.orm import Session

from lmis.commands.seekers import AmendSeeker, RegisterSeeker
from lmis.errors import Conflict
from lmis.model.people import Person, Registration, RegistrationStay, SupportNeed
from lmis.queries.people import kept_for, registrations_of, stays_of, still_free, support_needs_of
from lmis.services.checks import Fault
from lmis.services.codes import Codes
from lmis.services.person_columns import Index, identity_key
from lmis.services.recognising import Recognition
from lmis.vocabulary import Actor


class AlreadyRegistered(Conflict):
    """This identity number is registered already: open that record instead of making another."""


class RegisteredElsewhere(Conflict):
    """This identity number is registered at another office: ask there, or the ministry, to move the person to you."""


@dataclass
class Facts:
    """People whom the commands name or certainly mean, with their spells, stays and needs."""

    codes: Codes
    index: Index
    by_id: dict[UUID, Person] = field(default_factory=dict)
    by_number: dict[str, Person] = field(default_factory=dict)
    by_identity: dict[bytes, Person] = field(default_factory=dict)
    spells: dict[UUID, list[Registration]] = field(default_factory=lambda: defaultdict(list))
    stays: dict[UUID, RegistrationStay] = field(default_factory=dict)
    support: dict[UUID, SupportNeed] = field(default_factory=dict)
    serials: list[int] = field(default_factory=list)
    recognised: Recognition = field(default_factory=Recognition)

    def take(self, people: Iterable[Person], office_id: UUID | None) -> None:
        """Take in these people."""
        for person in people:
            self.by_id[person.id] = person
            if person.own_number and person.own_office_id == office_id:
                self.by_number[person.own_number] = person
        self.recognise(self.by_id.values())

    def recognise(self, people: Iterable[Person]) -> None:
        """Take in whom an identity number belongs to."""
        self.by_identity.update({p.identity_index: p for p in people if p.identity_index})

    def complete(self, session: Session, office_id: UUID | None) -> None:
        """Take in who was recognised, whose second record was named, and what belongs to everybody.

        Who is certainly meant but held by another transaction is left out, instead of waited for out of order: the
        row becomes a record of its own, and the pair waits for an officer.
        """
        twins = [id_ for id_ in self.recognised.twins.values() if id_ not in self.by_id]
        if twins:
            self.take(session.scalars(still_free(twins)), office_id)
        merged = [person.merged_into for person in self.by_id.values() if person.merged_into]
        if merged:
            self.take(session.scalars(kept_for(merged)), office_id)
        if self.by_id:
            for spell in session.scalars(registrations_of(self.by_id)):
                self.spells[spell.person_id].append(spell)
            self.stays = {stay.person_id: stay for stay in session.scalars(stays_of(self.by_id))}
            self.support = {need.person_id: need for need in session.scalars(support_needs_of(self.by_id))}

    def identities(self, commands: Iterable[RegisterSeeker | AmendSeeker]) -> list[bytes]:
        """The keyed indexes of the identity numbers that the commands tell."""
        return [self.index("identity", identity_key(c.identity_number)) for c in commands if c.identity_number]

    def taken(self, identity: bytes | None, person: Person | None, by: Actor) -> Fault | None:
        """The refusal of an identity number that is somebody else's; of another office's person it tells nothing."""
        other = self.by_identity.get(identity) if identity else None
        if other is None or other is person:
            return None
        if not (by.sees_all_offices or other.office_id == by.office_id):
            return RegisteredElsewhere(), "#/identity_number"
        return AlreadyRegistered(seeker=str(other.id), serial=other.serial), "#/identity_number"

    def known(self, command: RegisterSeeker) -> Person | None:
        """The person whom the command means, by the client's id or the office's own number."""
        if command.id and command.id in self.by_id:
            return self.by_id[command.id]
        return self.by_number.get(command.own_number) if command.own_number else None

    def twin(self, at: int, command: RegisterSeeker, by: Actor) -> Person | None:
        """The person who the row at this position certainly is, unless the office gave them two numbers."""
        person = self.by_id.get(self.recognised.twins.get(at, UUID(int=0)))
        if person is None or (command.own_number and person.own_number and person.own_office_id == by.office_id):
            return None
        return person

    def at_once(self, commands: Sequence[RegisterSeeker], by: Actor) -> list[int]:
        """Positions that name different people; the others wait until these are written."""
        now, named = [], set()
        for at, command in enumerate(commands):
            person = self.known(command) or self.twin(at, command, by)
            id_ = (person.merged_into or person.id) if person else None
            if at not in self.recognised.later and (id_ is None or id_ not in named):
                named.add(id_)
                now.append(at)
        return now
