"""Consent that a person gives at the counter, withdraws, and may give anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from sqlalchemy.orm import Session

from lmis.commands.seekers import GiveConsent, WithdrawConsent
from lmis.model.people import Person
from lmis.services.checks import future_fault
from lmis.services.resolving import SeekerNotFound, resolve_people
from lmis.services.writing import Draft, Outcome, record, write
from lmis.vocabulary import Actor

C = TypeVar("C", GiveConsent, WithdrawConsent)


def give_consents(session: Session, by: Actor, commands: Sequence[GiveConsent]) -> list[Outcome]:
    """From that day on the record may be shown to employers; a consent that was withdrawn is given anew."""

    def decide(draft: Draft, command: GiveConsent, person: Person) -> None:
        if fault := future_fault(by, command.happened_on, "#/happened_on"):
            draft.refuse(*fault)
            return
        given = {"consent_mode": command.mode.value, "consent_on": command.happened_on or by.today}
        draft.update(Person, person.id, record(person), **given, consent_withdrawn_on=None)

    return _carry_out(session, by, commands, "give-consent", decide)


def withdraw_consent(session: Session, by: Actor, commands: Sequence[WithdrawConsent]) -> list[Outcome]:
    """From that day on nothing of the person is shown to employers."""

    def decide(draft: Draft, command: WithdrawConsent, person: Person) -> None:
        if person.consent_withdrawn_on is None:
            draft.update(Person, person.id, record(person), consent_withdrawn_on=command.happened_on or by.today)

    return _carry_out(session, by, commands, "withdraw-consent", decide)


def _carry_out(
    session: Session, by: Actor, commands: Sequence[C], act: str, decide: Callable[[Draft, C, Person], None]
) -> list[Outcome]:
    """What both share: look up, refuse who is not found, decide, write."""
    people = resolve_people(session, by, [command.seeker for command in commands])
    drafts = []
    for command in commands:
        draft, person = Draft(act), people.get(command.seeker)
        drafts.append(draft)
        if person is None:
            draft.refuse(SeekerNotFound(value=command.seeker), "#/seeker")
        else:
            draft.subject = person.id
            decide(draft, command, person)
    return write(session, by, drafts)
