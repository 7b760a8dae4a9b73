"""Registering people, and completing or correcting their records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from lmis.commands.seekers import AmendSeeker, RegisterQuickly, RegisterSeeker
from lmis.duplicates.traits import Traits
from lmis.model.dialects import take_serials
from lmis.model.ids import new_id
from lmis.model.people import Person, Registration
from lmis.model.types import keyring_of
from lmis.queries.people import known_people, people_with
from lmis.services.checks import first
from lmis.services.codes import codes
from lmis.services.completing import put_support, update_known, update_merged
from lmis.services.person_columns import block_keys, given_values, person_values
from lmis.services.recognising import identifying, queue, queue_changed, recognise, traits
from lmis.services.registration_rules import CONTENT, REGISTRATION, Grounds, birth_fault, faults_of
from lmis.services.resolving import SeekerNotFound, changed_meanwhile, resolve_people
from lmis.services.seeker_facts import AlreadyRegistered, Facts, RegisteredElsewhere
from lmis.services.spells import Intake, open_spell, spell_facts
from lmis.services.writing import Draft, Outcome, record, write
from lmis.vocabulary import Actor, Country

__all__ = [
    "AlreadyRegistered",
    "RegisteredElsewhere",
    "amend_seekers",
    "intake",
    "register_quickly",
    "register_seekers",
]


def register_seekers(session: Session, by: Actor, commands: Sequence[RegisterSeeker]) -> list[Outcome]:
    """Register people with the actor's office; who is known already (by the office's own number) is updated.

    Who is certainly a person of this office under no other number is updated as well; who may be somebody, here or at
    another office of the country, is registered, and the pair waits for an officer.

    Returns:
        One outcome per command, in order. Commands of one call must not name the same person twice.
    """
    facts = Facts(codes(session), keyring_of(session.get_bind().dialect).index)
    assert by.office_id is not None
    country = facts.codes.office_countries[by.office_id]
    numbers = [c.own_number for c in commands if c.own_number]
    ids = [c.id for c in commands if c.id]
    known = known_people(by.office_id, country, ids, numbers, facts.identities(commands))
    facts.take(session.scalars(known.order_by(Person.id).with_for_update()), by.office_id)
    rows = [_row(command, country, facts, by) for command in commands]
    new = {at: row.traits for at, row in enumerate(rows) if row.traits is not None}
    facts.recognised = recognise(session, by, country, new, {at: commands[at].own_number for at in new})
    facts.complete(session, by.office_id)
    now = facts.at_once(commands, by)
    facts.serials = take_serials(session, "person", sum(at in new for at in now))
    drafts = {at: decide(rows[at], facts, by, facts.twin(at, commands[at], by)) for at in now}
    waiting = queue(by, facts.recognised.pairs_of([draft.subject for draft in drafts.values() if draft.made]))
    changed = [after for draft in drafts.values() if (after := identifying(facts.by_id, draft)) is not None]
    told = dict(zip(now, write(session, by, [*drafts.values(), *waiting]), strict=False))
    if changed:
        write(session, by, queue_changed(session, by, {country: changed}))
    later = [at for at in range(len(commands)) if at not in told]
    if later:  # they name somebody who was only now written
        told |= zip(later, register_seekers(session, by, [commands[at] for at in later]), strict=True)
    return [told[at] for at in range(len(commands))]


@dataclass(frozen=True, slots=True)
class _Row:
    """A command, the columns that it tells, and what a person is recognised by."""

    command: RegisterSeeker
    values: dict[str, Any]
    traits: Traits | None
    """None where the command names somebody who is known."""


def _row(command: RegisterSeeker, country: str, facts: Facts, by: Actor) -> _Row:
    values = person_values(command, facts.index)
    if facts.known(command) is not None:
        return _Row(command, values, None)
    values |= block_keys(values, country, facts.index)
    own = {"own_office_id": by.office_id, "own_number": command.own_number}
    return _Row(command, values, traits(values | own, command.id or new_id(), by.office_id))


def register_quickly(session: Session, by: Actor, commands: Sequence[RegisterQuickly]) -> list[Outcome]:
    """The five-field registration of a surge; the same person's full record completes it later."""
    return register_seekers(session, by, [intake(command, by) for command in commands])


def intake(command: RegisterQuickly, by: Actor) -> Intake:
    """The name goes to the script that it is written in; the birth year follows from the age."""
    said = command.model_dump(exclude={"name", "age"}, exclude_unset=True)
    field_name = "family_name" if command.name.isascii() else "family_name_native"
    born = (command.happened_on or by.today).year - command.age
    return Intake.model_validate(
        said | {field_name: command.name, "birth_year": born, "identity_missing_reason": "not_asked", "quick": True}
    )


def decide(row: _Row, facts: Facts, by: Actor, twin: Person | None = None) -> Draft:
    """Apply the rules to one command.

    Args:
        twin: the person of this office who it certainly is, where neither id nor number says so.
    """
    command = row.command
    draft = Draft("register-quickly" if isinstance(command, Intake) else "register-seeker")
    if fault := first(faults_of(command, REGISTRATION, Grounds.of(facts.codes, by))):
        return draft.refuse(*fault)
    person = facts.known(command)
    if person is not None and not (by.sees_all_offices or person.office_id == by.office_id):
        return draft.refuse(SeekerNotFound(value=command.own_number or str(command.id)))
    if fault := facts.taken(row.values["identity_index"], person, by):
        return draft.refuse(*fault)
    if person is not None:
        told = update_merged if person.merged_into else update_known
        return told(draft, command, person, row.values, facts, by)
    if twin is not None and not update_known(Draft(draft.act), command, twin, row.values, facts, by, who=False).refusal:
        return update_known(draft, command, twin, row.values, facts, by, who=False)
    return _create(draft, row, facts, by)


def _create(draft: Draft, row: _Row, facts: Facts, by: Actor) -> Draft:
    assert row.traits is not None
    command, draft.subject = row.command, row.traits.id
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
        merged_into=None,
        **row.values,
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
    put_support(draft, by, command, draft.subject, None)
    return draft


def amend_seekers(session: Session, by: Actor, commands: Sequence[AmendSeeker]) -> list[Outcome]:
    """Correct or complete records; only the fields that are given change."""
    facts = Facts(codes(session), keyring_of(session.get_bind().dialect).index)
    people = resolve_people(session, by, [command.seeker for command in commands])
    facts.take(people.values(), by.office_id)
    facts.complete(session, by.office_id)
    if identities := facts.identities(commands):
        for country in {person.country for person in people.values()}:
            facts.recognise(session.scalars(people_with(country, identities)))
    drafts = [decide_amendment(c, people.get(c.seeker), facts, by) for c in commands]
    changed: dict[str, list[Traits]] = defaultdict(list)
    for draft in drafts:
        if (after := identifying(facts.by_id, draft)) is not None:
            changed[facts.by_id[after.id].country].append(after)
    outcomes = write(session, by, drafts)
    write(session, by, queue_changed(session, by, changed))
    return outcomes


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
    grounds = Grounds(facts.codes, Country(person.country), by.today)
    if fault := first(
        [*faults_of(within, CONTENT, grounds), birth_fault(grounds, command.birth_date, command.birth_year)]
    ):
        return draft.refuse(*fault)
    values = person_values(command, facts.index)
    if fault_of_number := facts.taken(values["identity_index"], person, by):
        return draft.refuse(*fault_of_number)
    draft.update(Person, person.id, held, **given_values(command, values, held, facts.index))
    put_support(draft, by, command, person.id, facts.support.get(person.id))
    if draft.refusal is not None:
        return draft
    running = next((spell for spell in facts.spells[person.id] if spell.closed_on is None), None)
    said = {"labour_status", "months_without_work"} & command.model_fields_set
    if running is not None and said:
        draft.update(Registration, running.id, record(running), **{name: getattr(command, name) for name in said})
    return draft
