"""Referring people to vacancies, and taking down what became of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from lmis.commands.referrals import AnswerReferral, ReferSeeker
from lmis.errors import Conflict, Invalid
from lmis.model.dialects import take_serials
from lmis.model.ids import new_id
from lmis.model.people import Person, Registration
from lmis.model.placements import Placement
from lmis.model.referrals import Referral, ReferralMove
from lmis.model.vacancies import Vacancy
from lmis.queries.people import registrations_of
from lmis.queries.placements import placements_held
from lmis.queries.referrals import known_referrals
from lmis.queries.vacancies import opening_counts
from lmis.services.checks import Fault, first, future_fault, reason_fault
from lmis.services.codes import Codes, codes
from lmis.services.gating import age_fault
from lmis.services.openings import NotOpenThatDay
from lmis.services.registrations import NotRegistered
from lmis.services.resolving import (
    ReferralNotFound,
    SeekerNotFound,
    VacancyNotFound,
    changed_meanwhile,
    resolve_people,
    resolve_referrals,
    resolve_vacancies,
)
from lmis.services.writing import Draft, Outcome, record, write
from lmis.vocabulary import LIVE_REFERRAL_STATES, REFERRAL_MOVES, STATES_WITH_REASON, Actor, ReferralState


class VacancyFull(Conflict):
    """Every opening of this vacancy is filled."""


class ReferralNumberTaken(Conflict):
    """This number belongs to a referral of somebody else, or to another vacancy."""


class MoveNotAllowed(Conflict):
    """A referral cannot go from this state to that one."""


class ReasonNeeded(Invalid):
    """A refusal or withdrawal needs its reason."""


class AnsweredBeforeReferred(Invalid):
    """An answer cannot come before the referral."""


SET_BY_PLACING = frozenset({ReferralState.PLACED, ReferralState.OBSOLETE, ReferralState.CANCELLED})


@dataclass
class Facts:
    """What the rules need to know, looked up for all commands at once."""

    codes: Codes
    vacancies: dict[str, Vacancy]
    people: dict[str, Person]
    spells: dict[UUID, list[Registration]] = field(default_factory=lambda: defaultdict(list))
    placed: dict[UUID, list[Placement]] = field(default_factory=lambda: defaultdict(list))
    by_id: dict[UUID, Referral] = field(default_factory=dict)
    by_number: dict[str, Referral] = field(default_factory=dict)
    live: dict[tuple[UUID, UUID], Referral] = field(default_factory=dict)
    full: set[UUID] = field(default_factory=set)
    serials: list[int] = field(default_factory=list)

    def known(self, command: ReferSeeker) -> Referral | None:
        """The referral meant: by id, by own number, or the live one of this person to this vacancy."""
        if command.id and command.id in self.by_id:
            return self.by_id[command.id]
        if command.own_number and command.own_number in self.by_number:
            return self.by_number[command.own_number]
        person, vacancy = self.people.get(command.seeker), self.vacancies.get(command.vacancy)
        return self.live.get((person.id, vacancy.id)) if person and vacancy else None


def refer_seekers(session: Session, by: Actor, commands: Sequence[ReferSeeker]) -> list[Outcome]:
    """Refer people to vacancies; a second referral of the same person to the same vacancy gives the first one's id."""
    facts = look_up(session, by, commands)
    facts.serials = take_serials(session, "referral", sum(facts.known(command) is None for command in commands))
    return write(session, by, [decide(command, facts, by) for command in commands])


def look_up(session: Session, by: Actor, commands: Sequence[ReferSeeker]) -> Facts:
    """The facts for all commands; vacancies are locked, so that two counters see each other."""
    assert by.office_id is not None
    vacancies = resolve_vacancies(session, by, [command.vacancy for command in commands], lock=True)
    facts = Facts(codes(session), vacancies, resolve_people(session, by, [command.seeker for command in commands]))
    for spell in session.scalars(registrations_of([person.id for person in facts.people.values()])):
        facts.spells[spell.person_id].append(spell)
    for placement in session.scalars(placements_held([person.id for person in facts.people.values()])):
        facts.placed[placement.person_id].append(placement)
    pairs = [
        (facts.people[c.seeker].id, vacancies[c.vacancy].id)
        for c in commands
        if c.seeker in facts.people and c.vacancy in vacancies
    ]
    numbers = [command.own_number for command in commands if command.own_number]
    for referral in session.scalars(known_referrals(by.office_id, [c.id for c in commands if c.id], numbers, pairs)):
        facts.by_id[referral.id] = referral
        if referral.own_number and referral.office_id == by.office_id:
            facts.by_number[referral.own_number] = referral
        if referral.state in LIVE_REFERRAL_STATES:
            facts.live[referral.person_id, referral.vacancy_id] = referral
    counts = session.execute(opening_counts([vacancy.id for vacancy in vacancies.values()]))
    facts.full = {id_ for id_, openings, filled in counts if filled >= openings}
    return facts


def decide(command: ReferSeeker, facts: Facts, by: Actor) -> Draft:
    """Apply the rules to one command."""
    draft = Draft("refer-seeker")
    person, vacancy = facts.people.get(command.seeker), facts.vacancies.get(command.vacancy)
    if person is None:
        return draft.refuse(SeekerNotFound(value=command.seeker), "#/seeker")
    if vacancy is None:
        return draft.refuse(VacancyNotFound(value=command.vacancy), "#/vacancy")
    if fault := first(_faults(command, facts.codes, by)):
        return draft.refuse(*fault)
    held = facts.known(command)
    if held is not None:
        if (held.person_id, held.vacancy_id) != (person.id, vacancy.id):
            return draft.refuse(ReferralNumberTaken(value=command.own_number or str(command.id)), "#/own_number")
        return _follow(draft, command, held, by)
    day = command.happened_on or by.today
    if fault := first(_new_faults(day, person, vacancy, facts, by)):
        return draft.refuse(*fault)
    return _create(draft, command, person, vacancy, day, facts, by)


def _faults(command: ReferSeeker, known: Codes, by: Actor) -> Iterable[Fault | None]:
    day = command.happened_on or by.today
    yield future_fault(by, day, "#/happened_on")
    yield future_fault(by, command.answered_on, "#/answered_on")
    yield state_fault(known, command.state, command.reason)
    if command.answered_on and command.answered_on < day:
        yield AnsweredBeforeReferred(answered_on=command.answered_on, referred_on=day), "#/answered_on"
    if command.state in SET_BY_PLACING:
        yield MoveNotAllowed(**_move(ReferralState.REFERRED, command.state)), "#/state"


def _new_faults(day: date, person: Person, vacancy: Vacancy, facts: Facts, by: Actor) -> Iterable[Fault | None]:
    end = vacancy.closed_on or vacancy.closes_on
    if not vacancy.posted_on <= day <= end:
        yield NotOpenThatDay(value=day, posted_on=vacancy.posted_on, closed_on=end), "#/vacancy"
    if day == by.today and vacancy.id in facts.full:
        yield VacancyFull(vacancy=str(vacancy.id)), "#/vacancy"
    if spell_on(day, facts.spells[person.id]) is None:
        yield NotRegistered(seeker=str(person.id), value=day), "#/seeker"
    yield age_fault(person, vacancy, day)


def spell_on(day: date, spells: Iterable[Registration]) -> Registration | None:
    """The spell that covers a day, its last day included."""
    covering = [s for s in spells if s.opened_on <= day and (s.closed_on is None or day <= s.closed_on)]
    return covering[-1] if covering else None


def state_fault(known: Codes, state: ReferralState, reason: str | None) -> Fault | None:
    """A refusal or withdrawal has its coded reason; other states need none."""
    if state in STATES_WITH_REASON and reason is None:
        return ReasonNeeded(state=state), "#/reason"
    return reason_fault(known, ["refusal_by_employer", "refusal_by_seeker", "withdrawal"], reason, "#/reason")


def _move(start: ReferralState, target: ReferralState) -> dict[str, object]:
    return {"from": start, "to": target, "allowed": sorted(REFERRAL_MOVES[start] - SET_BY_PLACING)}


def _create(
    draft: Draft, command: ReferSeeker, person: Person, vacancy: Vacancy, day: date, facts: Facts, by: Actor
) -> Draft:
    draft.subject = command.id or new_id()
    moved = command.state is not ReferralState.REFERRED
    answered = (command.answered_on or day) if moved else None
    placed = None
    if command.state in LIVE_REFERRAL_STATES:
        placed = _placed_since(day, vacancy, spell_on(day, facts.spells[person.id]), facts.placed[person.id])
    draft.insert(
        Referral,
        id=draft.subject,
        serial=facts.serials.pop(0),
        person_id=person.id,
        vacancy_id=vacancy.id,
        office_id=person.office_id,
        officer_id=by.staff_id,
        own_number=command.own_number,
        state=ReferralState.OBSOLETE if placed else command.state,
        referred_on=day,
        interview_on=command.interview_on,
        answered_on=max(placed.started_on, answered or day) if placed else answered,
        reason=command.reason,
        recorded_at=by.at,
        version=1,
    )
    log_move(draft, by, draft.subject, person.id, None, ReferralState.REFERRED, day)
    if moved:
        log_move(
            draft, by, draft.subject, person.id, ReferralState.REFERRED, command.state, answered or day, command.reason
        )
    if placed:
        log_move(draft, by, draft.subject, person.id, command.state, ReferralState.OBSOLETE, placed.started_on)
    return draft


def _placed_since(day: date, vacancy: Vacancy, spell: Registration | None, held: list[Placement]) -> Placement | None:
    """The placement elsewhere that ended the spell of a referral which a file brings late: it settled that, too."""
    since = (p for p in held if p.started_on >= day and p.vacancy_id != vacancy.id)
    return next((p for p in since if spell is not None and p.registration_id == spell.id), None)


def log_move(
    draft: Draft,
    by: Actor,
    referral_id: UUID,
    person_id: UUID,
    start: str | None,
    target: str,
    day: date,
    reason: str | None = None,
) -> None:
    """Plan one line of a referral's log."""
    draft.insert(
        ReferralMove,
        referral_id=referral_id,
        person_id=person_id,
        from_state=start,
        to_state=target,
        reason=reason,
        happened_on=day,
        recorded_at=by.at,
        staff_id=by.staff_id,
    )


def _follow(draft: Draft, command: ReferSeeker, held: Referral, by: Actor) -> Draft:
    """A referral that is known: a file may bring its answer; what placing has set stays."""
    draft.subject = held.id
    if held.state in SET_BY_PLACING or command.state in (held.state, ReferralState.REFERRED):
        return draft
    return move(draft, by, held, command.state, command.answered_on or by.today, command.reason, command.interview_on)


def move(
    draft: Draft,
    by: Actor,
    held: Referral,
    target: ReferralState,
    day: date,
    reason: str | None = None,
    interview_on: date | None = None,
) -> Draft:
    """Plan a move that the declared table allows, with its line in the log."""
    start = ReferralState(held.state)
    if target not in REFERRAL_MOVES[start]:
        return draft.refuse(MoveNotAllowed(**_move(start, target)), "#/state")
    values = {"state": target, "answered_on": max(day, held.referred_on), "reason": reason}
    if interview_on is not None:
        values["interview_on"] = interview_on
    draft.update(Referral, held.id, record(held), **values)
    log_move(draft, by, held.id, held.person_id, start, target, max(day, held.referred_on), reason)
    return draft


def answer_referrals(session: Session, by: Actor, commands: Sequence[AnswerReferral]) -> list[Outcome]:
    """Take down an interview, an acceptance, a refusal with its reason, a no-show; placing has its own verb."""
    held = resolve_referrals(session, by, [command.referral for command in commands])
    known = codes(session)
    return write(session, by, [decide_answer(command, held.get(command.referral), known, by) for command in commands])


def decide_answer(command: AnswerReferral, held: Referral | None, known: Codes, by: Actor) -> Draft:
    """Apply the rules to one answer."""
    draft, day = Draft("answer-referral"), command.happened_on or by.today
    if held is None:
        return draft.refuse(ReferralNotFound(value=command.referral), "#/referral")
    draft.subject = held.id
    if error := changed_meanwhile(command.version, held.version):
        return draft.refuse(error)
    if fault := first([future_fault(by, day, "#/happened_on"), state_fault(known, command.state, command.reason)]):
        return draft.refuse(*fault)
    if day < held.referred_on:
        return draft.refuse(AnsweredBeforeReferred(answered_on=day, referred_on=held.referred_on), "#/happened_on")
    if command.state in SET_BY_PLACING:
        return draft.refuse(MoveNotAllowed(**_move(ReferralState(held.state), command.state)), "#/state")
    same = held.state == command.state and (command.interview_on in (None, held.interview_on))
    return draft if same else move(draft, by, held, command.state, day, command.reason, command.interview_on)
