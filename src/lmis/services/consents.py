"""Consent that a person gives at the counter, withdraws, and may give anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from sqlalchemy.orm import Session

from lmis.commands.seekers import GiveConsent, WithdrawConsent, WithdrawSupportConsent
from lmis.model.people import Person, SupportNeed
from lmis.queries.people import support_needs_of
from lmis.services.checks import future_fault
from lmis.services.resolving import SeekerNotFound, resolve_people
from lmis.services.writing import Draft, Outcome, record, write
from lmis.vocabulary import Actor

C = TypeVar("C", GiveConsent, WithdrawConsent, WithdrawSupportConsent)


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


def withdraw_support_consent(session: Session, by: Actor, commands: Sequence[WithdrawSupportConsent]) -> list[Outcome]:
    """What was told of a disability, and of what helps, is removed; the day of the withdrawal stays."""
    people = resolve_people(session, by, [command.seeker for command in commands])
    needs = {need.person_id: need for need in session.scalars(support_needs_of([one.id for one in people.values()]))}

    def decide(draft: Draft, command: WithdrawSupportConsent, person: Person) -> None:
        day = command.happened_on or by.today
        if fault := future_fault(by, day, "#/happened_on"):
            draft.refuse(*fault)
        elif (need := needs.get(person.id)) is not None and need.consent_withdrawn_on is None:
            withdraw_support(draft, need, day)

    return _carry_out(session, by, commands, "withdraw-support-consent", decide)


def withdraw_support(draft: Draft, need: SupportNeed, day: date) -> None:
    """Plan that nothing of it is written down any more."""
    gone = {"disability": None, "accommodations": None, "consent_withdrawn_on": day}
    draft.update(SupportNeed, need.person_id, record(need), **gone)


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
