"""Placing people in openings, and taking a placement back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lmis.commands.placements import CancelPlacement, PlaceSeeker
from lmis.errors import Conflict, Invalid
from lmis.model.ids import new_id
from lmis.model.people import Person, Registration, RegistrationStay
from lmis.model.placements import Placement
from lmis.model.referrals import Referral
from lmis.model.vacancies import Opening, Vacancy
from lmis.queries.people import registrations_of, stays_of
from lmis.queries.placements import known_placements
from lmis.queries.referrals import live_referrals_of, referrals_of_placements
from lmis.queries.vacancies import entries_of, free_openings
from lmis.services import openings
from lmis.services.checks import Fault, first, future_fault, profile_faults, reason_fault
from lmis.services.codes import Codes, codes
from lmis.services.openings import NotOpenThatDay
from lmis.services.referrals import VacancyFull, log_move, move, spell_on
from lmis.services.registrations import NotRegistered, present_facts
from lmis.services.resolving import (
    PlacementNotFound,
    SeekerNotFound,
    VacancyNotFound,
    resolve_people,
    resolve_placements,
    resolve_vacancies,
)
from lmis.services.spells import close_spell, open_spell, reopen_spell
from lmis.services.writing import Draft, Outcome, record, write
from lmis.vocabulary import Actor, OpeningEntryKind, ReferralState

PLACED: Final = "placed"
"""The closure reason of a spell that ends with a placement."""

STARTS_WITHIN: Final = timedelta(days=180)
"""Work may start so long after the vacancy's closing day."""


class CancelledBeforeStart(Invalid):
    """A placement cannot be cancelled before the day it was made."""


class NumberTaken(Conflict):
    """This number belongs to a placement of somebody else, or in another vacancy."""


class PlacedHereAlready(Conflict):
    """This person is placed in this vacancy already."""


class AlreadyCancelled(Conflict):
    """This placement was cancelled already."""


@dataclass
class Facts:
    """What the rules need to know, looked up for all commands at once."""

    codes: Codes
    vacancies: dict[str, Vacancy]
    people: dict[str, Person]
    by_id: dict[UUID, Placement] = field(default_factory=dict)
    by_number: dict[str, Placement] = field(default_factory=dict)
    of_pair: dict[tuple[UUID, UUID], Placement] = field(default_factory=dict)
    free: dict[UUID, list[Opening]] = field(default_factory=lambda: defaultdict(list))
    placed: set[tuple[UUID, UUID]] = field(default_factory=set)
    moves: dict[UUID, list[tuple[date, int]]] = field(default_factory=lambda: defaultdict(list))
    spells: dict[UUID, list[Registration]] = field(default_factory=lambda: defaultdict(list))
    stays: dict[UUID, RegistrationStay] = field(default_factory=dict)
    live: dict[UUID, list[Referral]] = field(default_factory=lambda: defaultdict(list))
    referrals: dict[UUID, Referral] = field(default_factory=dict)


def place_seekers(session: Session, by: Actor, commands: Sequence[PlaceSeeker]) -> list[Outcome]:
    """Place people in free openings: the spell ends, the referral is placed, their other referrals are obsolete.

    Vacancies and people are locked in order, and the unique key of the opening holds even without these locks.
    Commands of one call must not name the same person twice.
    """
    facts = look_up(session, by, commands)
    return write(session, by, [decide(command, facts, by) for command in commands])


def look_up(session: Session, by: Actor, commands: Sequence[PlaceSeeker]) -> Facts:
    """The facts for all commands, vacancies locked before people."""
    assert by.office_id is not None
    vacancies = resolve_vacancies(session, by, [command.vacancy for command in commands], lock=True)
    people = resolve_people(session, by, [command.seeker for command in commands], lock=True)
    facts = Facts(codes(session), vacancies, people)
    numbers = [command.own_number for command in commands if command.own_number]
    ids = [person.id for person in people.values()]
    for held in session.scalars(known_placements(by.office_id, [c.id for c in commands if c.id], numbers, ids)):
        facts.by_id[held.id] = held
        if held.own_number and held.office_id == by.office_id:
            facts.by_number[held.own_number] = held
        if held.cancelled_on is None:
            facts.of_pair[held.person_id, held.vacancy_id] = held
    learn(session, facts, ids, [vacancy.id for vacancy in vacancies.values()])
    return facts


def learn(session: Session, facts: Facts, people: list[UUID], vacancies: list[UUID]) -> None:
    """Take in spells, stays, referrals and openings."""
    for opening in session.scalars(free_openings(vacancies, shut_too=True)):
        facts.free[opening.vacancy_id].append(opening)
    for vacancy_id, kind, number, day in session.execute(entries_of(vacancies)):
        if kind not in openings.ENDINGS:
            facts.moves[vacancy_id].append((day, number))
    for spell in session.scalars(registrations_of(people)):
        facts.spells[spell.person_id].append(spell)
    facts.stays = {stay.person_id: stay for stay in session.scalars(stays_of(people))}
    for referral in session.scalars(live_referrals_of(people).with_for_update()):
        facts.live[referral.person_id].append(referral)
    referrals = [placement.referral_id for placement in facts.by_id.values() if placement.referral_id]
    facts.referrals = {referral.id: referral for referral in session.scalars(referrals_of_placements(referrals))}


def decide(command: PlaceSeeker, facts: Facts, by: Actor) -> Draft:
    """Apply the rules to one command."""
    draft = Draft("place-seeker")
    person, vacancy = facts.people.get(command.seeker), facts.vacancies.get(command.vacancy)
    if person is None:
        return draft.refuse(SeekerNotFound(value=command.seeker), "#/seeker")
    if vacancy is None:
        return draft.refuse(VacancyNotFound(value=command.vacancy), "#/vacancy")
    day = command.happened_on or by.today
    if fault := first(_faults(command, day, facts.codes, by)):
        return draft.refuse(*fault)
    held = facts.by_id.get(command.id) if command.id else None
    held = held or (facts.by_number.get(command.own_number) if command.own_number else None)
    held = held or (facts.of_pair.get((person.id, vacancy.id)) if not command.cancelled_on else None)
    if held is not None:
        if (held.person_id, held.vacancy_id) != (person.id, vacancy.id):
            return draft.refuse(NumberTaken(value=command.own_number or str(command.id)), "#/own_number")
        draft.subject = held.id
        if command.cancelled_on and held.cancelled_on is None:
            return _cancel(draft, by, held, command.cancelled_on, command.cancelled_because or "", facts, person)
        return draft
    return _place(draft, command, person, vacancy, day, facts, by)


def _faults(command: PlaceSeeker, day: date, known: Codes, by: Actor) -> Iterable[Fault | None]:
    yield future_fault(by, day, "#/happened_on")
    yield future_fault(by, command.cancelled_on, "#/cancelled_on")
    yield from profile_faults(known, wage=command.wage)
    yield reason_fault(known, ["cancellation"], command.cancelled_because, "#/cancelled_because")
    if command.cancelled_on and command.cancelled_on < day:
        yield CancelledBeforeStart(cancelled_on=command.cancelled_on, started_on=day), "#/cancelled_on"


def _place(
    draft: Draft, command: PlaceSeeker, person: Person, vacancy: Vacancy, day: date, facts: Facts, by: Actor
) -> Draft:
    spell = spell_on(day, facts.spells[person.id])
    last = vacancy.closed_on or vacancy.closes_on
    if not vacancy.posted_on <= day or (day if vacancy.closed_on else day - STARTS_WITHIN) > last:
        return draft.refuse(NotOpenThatDay(value=day, posted_on=vacancy.posted_on, closed_on=last), "#/vacancy")
    if spell is None:
        return draft.refuse(NotRegistered(seeker=str(person.id), value=day), "#/seeker")
    free = [opening for opening in facts.free[vacancy.id] if opening.open or vacancy.closed_on is not None]
    room = openings.least_stock(facts.moves[vacancy.id], day, command.cancelled_on)
    if room < 1 or not (free or command.cancelled_on):
        return draft.refuse(VacancyFull(vacancy=str(vacancy.id), value=day), "#/vacancy")
    if not command.cancelled_on and (person.id, vacancy.id) in facts.placed:
        return draft.refuse(PlacedHereAlready(seeker=str(person.id)), "#/seeker")
    facts.moves[vacancy.id].append((day, -1))
    if not command.cancelled_on:
        facts.placed.add((person.id, vacancy.id))
    else:
        facts.moves[vacancy.id].append((command.cancelled_on, 1))
    draft.subject = command.id or new_id()
    opening = _take(draft, by, facts, vacancy, free[0], draft.subject) if not command.cancelled_on else None
    referral = next((r for r in facts.live[person.id] if r.vacancy_id == vacancy.id and r.referred_on <= day), None)
    _insert(draft, command, person, vacancy, opening, referral, spell, day, by)
    openings.enter(draft, by, vacancy.id, OpeningEntryKind.FILLED, -1, day, draft.subject)
    if command.cancelled_on:
        openings.enter(draft, by, vacancy.id, OpeningEntryKind.REINSTATED, 1, command.cancelled_on, draft.subject)
    _settle_referrals(draft, by, facts.live[person.id], referral, day, command.cancelled_on)
    _settle_spell(draft, by, facts, person, spell, day, command.cancelled_on)
    return draft


def _take(draft: Draft, by: Actor, facts: Facts, vacancy: Vacancy, opening: Opening, placement_id: UUID) -> UUID:
    """Take an opening; one that was withdrawn later than the placement is opened again for it."""
    facts.free[vacancy.id].remove(opening)
    if not opening.open:
        draft.update(Opening, opening.id, record(opening), open=True)
        assert vacancy.closed_on is not None
        openings.enter(draft, by, vacancy.id, OpeningEntryKind.WITHDRAWN, 1, vacancy.closed_on, placement_id)
    return opening.id


def _insert(
    draft: Draft,
    command: PlaceSeeker,
    person: Person,
    vacancy: Vacancy,
    opening: UUID | None,
    referral: Referral | None,
    spell: Registration,
    day: date,
    by: Actor,
) -> None:
    wage = command.wage
    # the placement's row stands first among the inserts of the draft: it is the subject
    changes, draft.changes = draft.changes, []
    draft.insert(
        Placement,
        id=draft.subject,
        person_id=person.id,
        vacancy_id=vacancy.id,
        opening_id=opening,
        opening_open=True,
        referral_id=referral.id if referral else None,
        registration_id=spell.id,
        office_id=person.office_id,
        officer_id=by.staff_id,
        own_number=command.own_number,
        started_on=day,
        confirmed_by=command.confirmed_by,
        wage_amount=wage.amount if wage else None,
        wage_currency=wage.currency if wage else None,
        wage_period=wage.period if wage else None,
        contract=command.contract,
        cancelled_on=command.cancelled_on,
        cancel_reason=command.cancelled_because,
        recorded_at=by.at,
        cancelled_recorded_at=by.at if command.cancelled_on else None,
    )
    draft.changes += changes


def _settle_referrals(
    draft: Draft, by: Actor, live: list[Referral], placed: Referral | None, day: date, cancelled_on: date | None
) -> None:
    """The referral that led here is placed (and cancelled, where the file says so); the others are obsolete."""
    for referral in live:
        if referral is placed:
            move(draft, by, referral, ReferralState.PLACED, day)
            if cancelled_on:
                cancelled = {**record(referral), "state": ReferralState.PLACED}
                draft.update(Referral, referral.id, cancelled, state=ReferralState.CANCELLED)
                log_move(
                    draft,
                    by,
                    referral.id,
                    referral.person_id,
                    ReferralState.PLACED,
                    ReferralState.CANCELLED,
                    cancelled_on,
                )
        elif referral.referred_on <= day:
            move(draft, by, referral, ReferralState.OBSOLETE, day)


def _settle_spell(
    draft: Draft, by: Actor, facts: Facts, person: Person, spell: Registration, day: date, cancelled_on: date | None
) -> None:
    if spell.closed_on is None and cancelled_on != spell.opened_on:
        close_spell(draft, by, spell, facts.stays.get(person.id), day, PLACED)
    if cancelled_on:
        come_back(draft, by, person, facts.spells[person.id], spell, cancelled_on)


def come_back(
    draft: Draft, by: Actor, person: Person, spells: list[Registration], ended: Registration | None, day: date
) -> None:
    """A cancelled placement: the person is registered again from that day, unless a spell covers it or comes later."""
    others = [spell for spell in spells if spell is not ended]
    if any(spell.closed_on is None or spell.closed_on > day or spell.opened_on >= day for spell in others):
        return
    if ended is not None and ended.closed_on is not None and ended.closed_on > day:  # it was not this that ended it
        return
    if ended is not None and ended.opened_on == day:  # registered, placed and cancelled on one day: it never ended
        if ended.closed_on is not None:
            reopen_spell(draft, replace(by, office_id=person.office_id), ended)
        return
    open_spell(draft, replace(by, office_id=person.office_id), person.id, day, present_facts(person))


def cancel_placements(session: Session, by: Actor, commands: Sequence[CancelPlacement]) -> list[Outcome]:
    """Take placements back: the opening is free again, the person is registered again."""
    held = resolve_placements(session, by, [command.placement for command in commands])
    ids = [placement.person_id for placement in held.values()]  # the person may have moved to another office since
    query = select(Person).where(Person.id.in_(ids)).order_by(Person.id).with_for_update()
    people = {str(person.id): person for person in session.scalars(query)}
    facts = Facts(codes(session), {}, people, by_id={placement.id: placement for placement in held.values()})
    learn(session, facts, [person.id for person in people.values()], [])
    drafts = []
    for command in commands:
        draft, placement = Draft("cancel-placement"), held.get(command.placement)
        drafts.append(draft)
        day = command.happened_on or by.today
        faults = [
            future_fault(by, day, "#/happened_on"),
            reason_fault(facts.codes, ["cancellation"], command.because, "#/because"),
        ]
        if placement is None:
            draft.refuse(PlacementNotFound(value=command.placement), "#/placement")
            continue
        draft.subject = placement.id
        if fault := first(faults):
            draft.refuse(*fault)
        elif placement.cancelled_on is not None:
            if (placement.cancelled_on, placement.cancel_reason) != (day, command.because):
                draft.refuse(AlreadyCancelled(cancelled_on=placement.cancelled_on), "#/placement")
        else:
            person = facts.people[str(placement.person_id)]
            _cancel(draft, by, placement, day, command.because, facts, person)
    return write(session, by, drafts)


def _cancel(draft: Draft, by: Actor, held: Placement, day: date, because: str, facts: Facts, person: Person) -> Draft:
    if day < held.started_on:
        return draft.refuse(CancelledBeforeStart(cancelled_on=day, started_on=held.started_on), "#/happened_on")
    draft.update(
        Placement,
        held.id,
        record(held),
        opening_id=None,
        cancelled_on=day,
        cancel_reason=because,
        cancelled_recorded_at=by.at,
    )
    openings.enter(draft, by, held.vacancy_id, OpeningEntryKind.REINSTATED, 1, day, held.id)
    referral = facts.referrals.get(held.referral_id) if held.referral_id else None
    if referral is not None and referral.state == ReferralState.PLACED:
        move(draft, by, referral, ReferralState.CANCELLED, day)
    ended = next((spell for spell in facts.spells[person.id] if spell.id == held.registration_id), None)
    come_back(draft, by, person, facts.spells[person.id], ended, day)
    return draft
