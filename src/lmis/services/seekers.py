"""Registering people, and completing or correcting their records."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from lmis.commands.seekers import AmendSeeker, RegisterQuickly, RegisterSeeker, WithdrawConsent
from lmis.errors import Conflict, Invalid
from lmis.model.dialects import take_serials
from lmis.model.ids import new_id
from lmis.model.people import Person, Registration, RegistrationStay, SupportNeed
from lmis.model.types import keyring_of
from lmis.queries.people import known_people, people_with, registrations_of, stays_of, support_needs_of
from lmis.services.checks import Fault, code_fault, first, future_fault, place_faults, profile_faults, reason_fault
from lmis.services.codes import Codes, codes
from lmis.services.person_columns import Index, given_values, identity_key, person_values
from lmis.services.resolving import SeekerNotFound, changed_meanwhile, resolve_people
from lmis.services.spells import Intake, meet_spell, open_spell, spell_facts
from lmis.services.writing import Draft, Outcome, record, write
from lmis.vocabulary import Actor, Country

WORKING_AGE: Final = {Country.KH: 15, Country.LA: 14}
"""Lowest age of registration. Source: Cambodia, Labour Law 1997, art. 177; Lao PDR, Labour Law 2013, art. 101."""


class AlreadyRegistered(Conflict):
    """This identity number is registered already: open that record instead of making another."""


class RegisteredElsewhere(Conflict):
    """This identity number is registered at another office: ask there, or the ministry, to move the person to you."""


class BelowWorkingAge(Invalid):
    """The person is below the age at which work is allowed."""


class ClosedBeforeOpened(Invalid):
    """A registration cannot end before it began."""


class BirthCannotBe(Invalid):
    """This birth date cannot be."""


@dataclass
class Facts:
    """What the rules need to know, looked up for all commands at once."""

    codes: Codes
    index: Index
    by_id: dict[UUID, Person] = field(default_factory=dict)
    by_number: dict[str, Person] = field(default_factory=dict)
    by_identity: dict[bytes, Person] = field(default_factory=dict)
    spells: dict[UUID, list[Registration]] = field(default_factory=lambda: defaultdict(list))
    stays: dict[UUID, RegistrationStay] = field(default_factory=dict)
    support: dict[UUID, SupportNeed] = field(default_factory=dict)
    serials: list[int] = field(default_factory=list)

    def learn(self, session: Session, people: Iterable[Person], office_id: UUID | None) -> None:
        """Take in these people with their spells, stays and needs."""
        for person in people:
            self.by_id[person.id] = person
            if person.own_number and person.own_office_id == office_id:
                self.by_number[person.own_number] = person
        self.recognise(self.by_id.values())
        if self.by_id:
            for spell in session.scalars(registrations_of(self.by_id)):
                self.spells[spell.person_id].append(spell)
            self.stays = {stay.person_id: stay for stay in session.scalars(stays_of(self.by_id))}
            self.support = {need.person_id: need for need in session.scalars(support_needs_of(self.by_id))}

    def recognise(self, people: Iterable[Person]) -> None:
        """Take in whom an identity number belongs to."""
        self.by_identity.update({p.identity_index: p for p in people if p.identity_index})

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


def register_seekers(session: Session, by: Actor, commands: Sequence[RegisterSeeker]) -> list[Outcome]:
    """Register people with the actor's office; who is known already (by the office's own number) is updated.

    Returns:
        One outcome per command, in order. Commands of one call must not name the same person twice.
    """
    facts = Facts(codes(session), keyring_of(session.get_bind().dialect).index)
    assert by.office_id is not None
    country = facts.codes.office_countries[by.office_id]
    numbers = [c.own_number for c in commands if c.own_number]
    ids = [c.id for c in commands if c.id]
    known = known_people(by.office_id, country, ids, numbers, facts.identities(commands))
    facts.learn(session, session.scalars(known.order_by(Person.id).with_for_update()), by.office_id)
    facts.serials = take_serials(session, "person", sum(facts.known(command) is None for command in commands))
    return write(session, by, [decide(command, facts, by) for command in commands])


def register_quickly(session: Session, by: Actor, commands: Sequence[RegisterQuickly]) -> list[Outcome]:
    """The five-field registration of a surge; the same person's full record completes it later."""
    return register_seekers(session, by, [_intake(command, by) for command in commands])


def _intake(command: RegisterQuickly, by: Actor) -> Intake:
    """The name goes to the script that it is written in; the birth year follows from the age."""
    said = command.model_dump(exclude={"name", "age"}, exclude_unset=True)
    field_name = "family_name" if command.name.isascii() else "family_name_native"
    born = (command.happened_on or by.today).year - command.age
    return Intake.model_validate(
        said | {field_name: command.name, "birth_year": born, "identity_missing_reason": "not_asked", "quick": True}
    )


def decide(command: RegisterSeeker, facts: Facts, by: Actor) -> Draft:
    """Apply the rules to one command."""
    draft = Draft("register-quickly" if isinstance(command, Intake) else "register-seeker")
    if fault := first(_faults(command, facts.codes, by)):
        return draft.refuse(*fault)
    person = facts.known(command)
    if person is not None and not (by.sees_all_offices or person.office_id == by.office_id):
        return draft.refuse(SeekerNotFound(value=command.own_number or str(command.id)))
    values = person_values(command, facts.index)
    if fault := facts.taken(values["identity_index"], person, by):
        return draft.refuse(*fault)
    return (
        _create(draft, command, values, facts, by)
        if person is None
        else _update(draft, command, person, values, facts, by)
    )


def _faults(command: RegisterSeeker, known: Codes, by: Actor) -> Iterable[Fault | None]:
    opened = command.happened_on or by.today
    country = Country(known.office_countries[by.office_id]) if by.office_id else Country.KH
    yield from _content_faults(command, known)
    yield reason_fault(known, ["closure"], command.closed_because, "#/closed_because")
    yield future_fault(by, opened, "#/happened_on")
    yield future_fault(by, command.closed_on, "#/closed_on")
    yield future_fault(by, command.consent.on if command.consent else None, "#/consent/on")
    yield _birth_fault(command, opened, country)
    if command.closed_on and command.closed_on < opened:
        yield ClosedBeforeOpened(opened_on=opened, closed_on=command.closed_on), "#/closed_on"


def _birth_fault(command: RegisterSeeker | AmendSeeker, day: date, country: Country) -> Fault | None:
    """A birth that cannot be, or an age on `day` at which nobody may work; None where no birth is said."""
    year = command.birth_date.year if command.birth_date else command.birth_year
    if year is None:
        return None
    if not day.year - 110 <= year <= day.year:
        return BirthCannotBe(value=command.birth_date or year), "#/birth_date"
    if day.year - year < WORKING_AGE[country]:
        return BelowWorkingAge(age=day.year - year, lowest=WORKING_AGE[country]), "#/birth_date"
    return None


def _content_faults(command: RegisterSeeker | AmendSeeker, known: Codes) -> Iterable[Fault | None]:
    yield from place_faults(known, command.province, command.district, command.commune)
    yield code_fault(known, "education", known.education, command.education, "#/education")
    yield from profile_faults(
        known,
        command.experience,
        command.languages,
        command.wanted_occupations,
        command.wanted_provinces,
        command.wage,
    )
    yield reason_fault(known, ["identity_missing"], command.identity_missing_reason, "#/identity_missing_reason")
    sector = command.sector if isinstance(command, Intake) else None
    yield code_fault(known, "sector", known.industries, sector, "#/sector")


def _create(draft: Draft, command: RegisterSeeker, values: dict[str, Any], facts: Facts, by: Actor) -> Draft:
    draft.subject = command.id or new_id()
    assert by.office_id is not None
    quick = isinstance(command, Intake) and command.quick
    spell = spell_facts(command)
    draft.insert(
        Person,
        id=draft.subject,
        serial=facts.serials.pop(0),
        office_id=by.office_id,
        country=facts.codes.office_countries[by.office_id],
        own_office_id=by.office_id,
        own_number=command.own_number,
        recorded_at=by.at,
        version=1,
        wanted_sector=spell["sector"],
        consent_withdrawn_on=None,
        **values,
    )
    open_spell(
        draft,
        by,
        draft.subject,
        command.happened_on or by.today,
        spell,
        quick=quick,
        closed_on=command.closed_on,
        because=command.closed_because,
    )
    _put_support(draft, command, draft.subject, None)
    return draft


def _update(
    draft: Draft, command: RegisterSeeker, person: Person, values: dict[str, Any], facts: Facts, by: Actor
) -> Draft:
    draft.subject = person.id
    spells = facts.spells[person.id]
    completed = spells and not any(spell.quick for spell in spells)
    if isinstance(command, Intake) and command.quick and completed:
        return draft  # the five fields come again for somebody whose full record is there: they add nothing
    held = record(person)
    given = given_values(command, values, held)
    if isinstance(command, Intake) and command.quick and command.happened_on is None:
        given.pop("birth_year", None)  # an age without its day says no more than it did when it first came
    draft.update(Person, person.id, held, **given)
    if fault := meet_spell(draft, by, command, person.id, spells, facts.stays.get(person.id)):
        return draft.refuse(*fault)
    _put_support(draft, command, person.id, facts.support.get(person.id))
    return draft


def _put_support(
    draft: Draft, command: RegisterSeeker | AmendSeeker, person_id: UUID, held: SupportNeed | None
) -> None:
    """Disability and accommodations go to their own table, under their own key."""
    said = {"disability", "accommodations"} & command.model_fields_set
    new = {name: json.dumps(list(getattr(command, name))) if getattr(command, name) else None for name in said}
    if held is not None:
        draft.update(SupportNeed, person_id, record(held), **new)
    elif any(new.values()):
        draft.insert(SupportNeed, person_id=person_id, **({"disability": None, "accommodations": None} | new))


def amend_seekers(session: Session, by: Actor, commands: Sequence[AmendSeeker]) -> list[Outcome]:
    """Correct or complete records; only the fields that are given change."""
    facts = Facts(codes(session), keyring_of(session.get_bind().dialect).index)
    people = resolve_people(session, by, [command.seeker for command in commands])
    facts.learn(session, people.values(), by.office_id)
    if identities := facts.identities(commands):
        for country in {person.country for person in people.values()}:
            facts.recognise(session.scalars(people_with(country, identities)))
    return write(session, by, [decide_amendment(c, people.get(c.seeker), facts, by) for c in commands])


def decide_amendment(command: AmendSeeker, person: Person | None, facts: Facts, by: Actor) -> Draft:
    """Apply the rules to one amendment."""
    draft = Draft("amend-seeker")
    if person is None:
        return draft.refuse(SeekerNotFound(value=command.seeker), "#/seeker")
    draft.subject, held = person.id, record(person)
    if error := changed_meanwhile(command.version, person.version):
        return draft.refuse(error)
    within = (
        command
        if command.province or not (command.district or command.commune)
        else command.model_copy(update={"province": person.province})
    )
    birth = _birth_fault(command, by.today, Country(person.country))
    if fault := first([*_content_faults(within, facts.codes), birth]):
        return draft.refuse(*fault)
    values = person_values(command, facts.index)
    if fault_of_number := facts.taken(values["identity_index"], person, by):
        return draft.refuse(*fault_of_number)
    draft.update(Person, person.id, held, **given_values(command, values, held))
    _put_support(draft, command, person.id, facts.support.get(person.id))
    running = next((spell for spell in facts.spells[person.id] if spell.closed_on is None), None)
    said = {"labour_status", "months_without_work"} & command.model_fields_set
    if running is not None and said:
        draft.update(Registration, running.id, record(running), **{name: getattr(command, name) for name in said})
    return draft


def withdraw_consent(session: Session, by: Actor, commands: Sequence[WithdrawConsent]) -> list[Outcome]:
    """From that day on nothing of the person is shown to employers."""
    people = resolve_people(session, by, [command.seeker for command in commands])
    drafts = []
    for command in commands:
        draft, person = Draft("withdraw-consent"), people.get(command.seeker)
        drafts.append(draft)
        if person is None:
            draft.refuse(SeekerNotFound(value=command.seeker), "#/seeker")
            continue
        draft.subject = person.id
        if person.consent_withdrawn_on is None:
            draft.update(Person, person.id, record(person), consent_withdrawn_on=command.happened_on or by.today)
    return write(session, by, drafts)
