"""Renewing, closing and reopening registrations, and moving people between offices and officers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lmis.commands.seekers import CloseRegistration, RenewRegistration, ReopenRegistration, TransferSeeker
from lmis.errors import Conflict, Invalid
from lmis.model.offices import Staff
from lmis.model.people import Person, Registration, RegistrationRenewal, RegistrationStay
from lmis.queries.people import registrations_of, stays_of
from lmis.services.checks import first, future_fault, reason_fault
from lmis.services.codes import Codes, codes
from lmis.services.resolving import SeekerNotFound, resolve_people
from lmis.services.spells import SpellOverlaps, close_spell, open_spell
from lmis.services.writing import Draft, Outcome, record, write
from lmis.vocabulary import Actor


class NotRegistered(Conflict):
    """This person has no open registration."""


class StillRegistered(Conflict):
    """This person has an open registration already."""


class BeforeItOpened(Invalid):
    """This day lies before the registration began."""


class OfficerNotThere(Invalid):
    """This officer does not work in that office."""


Verb = TypeVar("Verb", RenewRegistration, CloseRegistration, ReopenRegistration, TransferSeeker)


class Facts:
    """The people whom the commands name, with their spells and open stays."""

    def __init__(self, session: Session, by: Actor, refs: Sequence[str]) -> None:
        """Look up once for all commands."""
        self.codes: Codes = codes(session)
        self.people = resolve_people(session, by, refs)
        self.spells: dict[UUID, list[Registration]] = defaultdict(list)
        ids = [person.id for person in self.people.values()]
        for spell in session.scalars(registrations_of(ids)):
            self.spells[spell.person_id].append(spell)
        self.stays = {stay.person_id: stay for stay in session.scalars(stays_of(ids))}
        self.officers: dict[UUID, UUID] = {}

    def running(self, person: Person) -> Registration | None:
        """The open spell of a person."""
        return next((spell for spell in self.spells[person.id] if spell.closed_on is None), None)


def _carry_out(
    session: Session,
    by: Actor,
    commands: Sequence[Verb],
    act: str,
    decide: Callable[[Draft, Verb, Person, Facts, Actor], Draft],
    prepare: Callable[[Facts], None] | None = None,
) -> list[Outcome]:
    """What the four verbs share: look up, refuse who is not found, decide, write."""
    facts = Facts(session, by, [command.seeker for command in commands])
    if prepare:
        prepare(facts)
    drafts = []
    for command in commands:
        draft, person = Draft(act), facts.people.get(command.seeker)
        drafts.append(draft)
        if person is None:
            draft.refuse(SeekerNotFound(value=command.seeker), "#/seeker")
        elif fault := future_fault(by, command.happened_on, "#/happened_on"):
            draft.refuse(*fault)
        else:
            draft.subject = person.id
            decide(draft, command, person, facts, by)
    return write(session, by, drafts)


def renew_registrations(session: Session, by: Actor, commands: Sequence[RenewRegistration]) -> list[Outcome]:
    """The search goes on: the spell stays open and does not expire."""
    return _carry_out(session, by, commands, "renew-registration", _renew)


def _renew(draft: Draft, command: RenewRegistration, person: Person, facts: Facts, by: Actor) -> Draft:
    spell, day = facts.running(person), command.happened_on or by.today
    if spell is None:
        return draft.refuse(NotRegistered(seeker=str(person.id)), "#/seeker")
    if day < spell.opened_on:
        return draft.refuse(BeforeItOpened(value=day, opened_on=spell.opened_on), "#/happened_on")
    if day > spell.renewed_on:
        draft.update(Registration, spell.id, record(spell), renewed_on=day)
        draft.insert(
            RegistrationRenewal, registration_id=spell.id, person_id=person.id, happened_on=day, recorded_at=by.at
        )
    return draft


def close_registrations(session: Session, by: Actor, commands: Sequence[CloseRegistration]) -> list[Outcome]:
    """The spell ends with a reason; closing it again on the same day for the same reason changes nothing."""
    return _carry_out(session, by, commands, "close-registration", _close)


def _close(draft: Draft, command: CloseRegistration, person: Person, facts: Facts, by: Actor) -> Draft:
    spell, day = facts.running(person), command.happened_on or by.today
    if fault := first([reason_fault(facts.codes, ["closure"], command.because, "#/because")]):
        return draft.refuse(*fault)
    if spell is None:
        same = any(s.closed_on == day and s.close_reason == command.because for s in facts.spells[person.id])
        return draft if same else draft.refuse(NotRegistered(seeker=str(person.id)), "#/seeker")
    if day < spell.opened_on:
        return draft.refuse(BeforeItOpened(value=day, opened_on=spell.opened_on), "#/happened_on")
    close_spell(draft, by, spell, facts.stays.get(person.id), day, command.because)
    return draft


def reopen_registrations(session: Session, by: Actor, commands: Sequence[ReopenRegistration]) -> list[Outcome]:
    """Somebody who is known comes back: a new spell with the facts of today."""
    return _carry_out(session, by, commands, "reopen-registration", _reopen)


def _reopen(draft: Draft, command: ReopenRegistration, person: Person, facts: Facts, by: Actor) -> Draft:
    day, spells = command.happened_on or by.today, facts.spells[person.id]
    running = facts.running(person)
    if running is not None:
        same = running.opened_on == day
        return draft if same else draft.refuse(StillRegistered(since=running.opened_on), "#/seeker")
    if spells and day <= max(spell.closed_on or spell.opened_on for spell in spells):
        return draft.refuse(SpellOverlaps(opened_on=day), "#/happened_on")
    open_spell(draft, replace(by, office_id=person.office_id), person.id, day, present_facts(person))
    return draft


def present_facts(person: Person) -> dict[str, object]:
    """The facts of a spell that opens today, from the person's record."""
    return {
        "occupation": next(iter(person.wanted_occupations), None),
        "sector": person.wanted_sector,
        "education": person.education,
        "province": person.province,
        "labour_status": None,
        "months_without_work": None,
    }


def transfer_seekers(session: Session, by: Actor, commands: Sequence[TransferSeeker]) -> list[Outcome]:
    """A person goes to another office of the country, or to another officer of the same one."""

    def officers(facts: Facts) -> None:
        ids = [command.officer for command in commands if command.officer]
        facts.officers = dict(session.execute(select(Staff.id, Staff.office_id).where(Staff.id.in_(ids))).all())

    return _carry_out(session, by, commands, "transfer-seeker", _transfer, officers)


def _transfer(draft: Draft, command: TransferSeeker, person: Person, facts: Facts, by: Actor) -> Draft:
    known = facts.codes.offices_in(person.country)
    if command.office not in known:
        return draft.refuse(facts.codes.unknown("office", command.office, known), "#/office")
    office, day, stay = facts.codes.offices[command.office], command.happened_on or by.today, facts.stays.get(person.id)
    if command.officer and facts.officers.get(command.officer) != office:
        return draft.refuse(OfficerNotThere(officer=str(command.officer), office=command.office), "#/officer")
    draft.update(Person, person.id, record(person), office_id=office)
    if stay is None or (stay.office_id, stay.officer_id) == (office, command.officer):
        return draft
    if day < stay.since:
        return draft.refuse(BeforeItOpened(value=day, opened_on=stay.since), "#/happened_on")
    draft.update(RegistrationStay, stay.id, record(stay), until=day, until_recorded_at=by.at)
    draft.insert(
        RegistrationStay,
        registration_id=stay.registration_id,
        person_id=person.id,
        office_id=office,
        officer_id=command.officer,
        since=day,
        until=None,
        recorded_at=by.at,
        until_recorded_at=None,
    )
    return draft
