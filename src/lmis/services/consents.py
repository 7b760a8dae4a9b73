"""Consent that a person gives at the counter, also after having withdrawn it; withdrawing is in `seekers`."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from lmis.commands.seekers import GiveConsent
from lmis.model.people import Person
from lmis.services.checks import future_fault
from lmis.services.resolving import SeekerNotFound, resolve_people
from lmis.services.writing import Draft, Outcome, record, write
from lmis.vocabulary import Actor


def give_consents(session: Session, by: Actor, commands: Sequence[GiveConsent]) -> list[Outcome]:
    """From that day on the record may be shown to employers; a consent that was withdrawn is given anew."""
    people = resolve_people(session, by, [command.seeker for command in commands])
    drafts = []
    for command in commands:
        draft, person = Draft("give-consent"), people.get(command.seeker)
        drafts.append(draft)
        if person is None:
            draft.refuse(SeekerNotFound(value=command.seeker), "#/seeker")
        elif fault := future_fault(by, command.happened_on, "#/happened_on"):
            draft.refuse(*fault)
        else:
            draft.subject = person.id
            given = {"consent_mode": command.mode.value, "consent_on": command.happened_on or by.today}
            draft.update(Person, person.id, record(person), **given, consent_withdrawn_on=None)
    return write(session, by, drafts)
