"""Deciding about two records that may be one person: merge them, tell them apart, take a decision back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lmis.commands.duplicates import MergeDuplicates, TakeBackMerge, TellApart
from lmis.errors import Conflict, Invalid, NotFound
from lmis.model.duplicates import PossibleDuplicate
from lmis.model.people import Person, Registration, RegistrationRenewal, RegistrationStay, SupportNeed
from lmis.model.placements import FollowUp, Placement
from lmis.model.referrals import Referral, ReferralMove
from lmis.model.services import ServiceEvent
from lmis.model.types import keyring_of
from lmis.queries.duplicates import belonging, events_of_merge, merged_records, pair_in_sight
from lmis.queries.scope import UUID_SHAPE
from lmis.services.consents import withdraw_support
from lmis.services.joining import Histories, join, settle
from lmis.services.person_columns import Index, derived
from lmis.services.recognising import queue_changed, traits
from lmis.services.resolving import resolve_people
from lmis.services.taking_apart import stands_upon
from lmis.services.undoing import changes_of, reversed_draft, versions_of
from lmis.services.writing import Draft, Outcome, Status, record, write
from lmis.vocabulary import LIVE_REFERRAL_STATES, Actor, PairState, ReferralState

ACT: Final = "merge-duplicates"
BACK: Final = "take-back-merge"

TOGETHER: Final = (
    ("family_name", "given_name"),
    ("family_name_native", "given_name_native"),
    ("sex",),
    ("phone", "phone_index"),
    ("district", "commune"),
    ("education",),
    ("experience",),
    ("skills",),
    ("languages",),
    ("licences",),
    ("wanted_occupations",),
    ("wanted_provinces",),
    ("wanted_sector",),
    ("wanted_hours",),
    ("wage_amount", "wage_currency", "wage_period"),
    ("available_from",),
    ("mobility",),
    ("social_security",),
    ("returnee_from",),
    ("consent_mode", "consent_on"),
)
"""Columns that are taken over together, where the record that is kept has none of them."""

IDENTITY: Final = ("identity_kind", "identity_number", "identity_index", "identity_missing_reason")

BELONGS: Final = (
    Registration,
    RegistrationStay,
    RegistrationRenewal,
    Referral,
    ReferralMove,
    Placement,
    FollowUp,
    ServiceEvent,
    SupportNeed,
)


class PairNotFound(NotFound):
    """There is no such pair of records in your office."""


class PairDecided(Conflict):
    """Somebody has decided about these two records already."""


class NotOfThePair(Invalid):
    """The record to keep is neither of the two."""


class PlacedTwice(Conflict):
    """Both records hold a placement in one vacancy: cancel one of them first."""


class MergeBuiltUpon(Conflict):
    """Later records stand on this merge, so it cannot be taken back."""


def merge_duplicates(session: Session, by: Actor, commands: Sequence[MergeDuplicates]) -> list[Outcome]:
    """Make one record of two: the older one (or the one that is named) is kept and gets what belongs to the other.

    The other one stays and names the one that is kept, so that its ids and numbers still lead there. What the kept
    record does not know is completed. A merge in sight of a coordinator may join records of two offices.
    """
    return [_merge(session, by, command) for command in commands]


def tell_apart(session: Session, by: Actor, commands: Sequence[TellApart]) -> list[Outcome]:
    """They are different people: the pair leaves the queue and does not come back."""
    outcomes = []
    for command in commands:
        pair = _pair(session, by, command.pair)
        draft = Draft("tell-apart", pair.id if pair else None)
        if pair is None:
            draft.refuse(PairNotFound(value=command.pair))
        elif pair.state == PairState.MERGED.value:
            draft.refuse(PairDecided(state=PairState(pair.state)))
        else:
            _decide(draft, pair, by, PairState.DIFFERENT)
        outcomes += write(session, by, [draft])
    return outcomes


def take_back_merges(session: Session, by: Actor, commands: Sequence[TakeBackMerge]) -> list[Outcome]:
    """The pair is open again; a merge is undone to the letter, as long as nothing was built upon it.

    Returns:
        A refusal `MergeBuiltUpon` with what was changed since, by kind: how many, and the first ids.
    """
    return [_take_back(session, by, command.pair) for command in commands]


def _pair(session: Session, by: Actor, ref: str) -> PossibleDuplicate | None:
    """The pair, locked, where both records are in the actor's sight."""
    if not UUID_SHAPE.match(ref):
        return None
    pair_id = UUID(ref)
    query = pair_in_sight(by, pair_id).with_for_update(of=PossibleDuplicate)
    return session.scalars(query).one_or_none()


def _decide(draft: Draft, pair: PossibleDuplicate, by: Actor, state: PairState, kept: UUID | None = None) -> None:
    if pair.state == state.value and pair.kept_id == kept:
        return
    at = None if state is PairState.OPEN else by.at
    decided = {"decided_by": by.staff_id if at else None, "decided_at": at}
    draft.update(PossibleDuplicate, pair.id, record(pair), state=state.value, kept_id=kept, **decided)


def _merge(session: Session, by: Actor, command: MergeDuplicates) -> Outcome:
    pair = _pair(session, by, command.pair)
    if pair is None:
        return Draft(ACT).refuse(PairNotFound(value=command.pair)).outcome
    draft = Draft(ACT, pair.id)
    people = resolve_people(session, by, [str(pair.first_id), str(pair.second_id)])
    both = {person.id: person for person in people.values()}
    kept = _chosen(session, by, command, both)
    if pair.state == PairState.MERGED.value and (command.keep is None or (kept and kept.id == pair.kept_id)):
        return Outcome(Status.UNCHANGED, pair.id)
    if pair.state != PairState.OPEN.value or both.keys() != {pair.first_id, pair.second_id}:
        return draft.refuse(PairDecided(state=PairState(pair.state))).outcome
    if kept is None:
        return draft.refuse(NotOfThePair(value=command.keep), "#/keep").outcome
    (gone,) = (person for person in both.values() if person is not kept)
    index = keyring_of(session.get_bind().dialect).index
    plan = _Plan(session, by, kept, gone)
    if twice := plan.placed_twice():
        return draft.refuse(PlacedTwice(placements=twice)).outcome
    first, going, last = Draft(ACT, pair.id), Draft(ACT, pair.id), Draft(ACT, pair.id)
    office = join(first, going, by, plan.histories, kept.id)
    settle(last, plan.histories, kept.id)
    plan.move(last)
    values = plan.complete(last, index, office)
    _decide(last, pair, by, PairState.MERGED, kept.id)
    for step in (first, going, last):  # what refers to a spell leaves it, it goes, and then another takes its place
        write(session, by, [step])
    after = traits(values)
    write(session, by, queue_changed(session, by, {kept.country: [after]}))
    return Outcome(Status.UPDATED, pair.id)


def _chosen(session: Session, by: Actor, command: MergeDuplicates, both: Mapping[UUID, Person]) -> Person | None:
    """The record to keep."""
    if command.keep is None:
        return min(both.values(), key=lambda person: (person.recorded_at, person.serial), default=None)
    named = resolve_people(session, by, [command.keep]).get(command.keep)
    return both.get(named.id) if named else None


class _Plan:
    """What belongs to two records, and how it comes together."""

    def __init__(self, session: Session, by: Actor, kept: Person, gone: Person) -> None:
        """Look up everything that belongs to both."""
        self.by, self.kept, self.gone = by, kept, gone
        self.rows: dict[Any, list[Any]] = {
            table: list(session.scalars(belonging(table, [kept.id, gone.id]))) for table in BELONGS
        }
        self.merged = list(session.scalars(merged_records([gone.id])))
        self.histories = Histories(
            spells=self.rows[Registration],
            stays=self.rows[RegistrationStay],
            renewals=self.rows[RegistrationRenewal],
            placements=self.rows[Placement],
        )

    def _of(self, table: Any, person: Person) -> list[Any]:
        return [row for row in self.rows[table] if row.person_id == person.id]

    def placed_twice(self) -> list[str]:
        """Placements in one vacancy that both hold."""
        held: dict[UUID, list[str]] = {}
        for one in self.rows[Placement]:
            if one.cancelled_on is None:
                held.setdefault(one.vacancy_id, []).append(str(one.id))
        return [id_ for ids in held.values() if len(ids) > 1 for id_ in ids]

    def move(self, draft: Draft) -> None:
        """Plan that what belongs to the one belongs to the other; of two live referrals to one vacancy one ends."""
        live = {one.vacancy_id for one in self._of(Referral, self.kept) if one.state in LIVE_REFERRAL_STATES}
        for referral in self._of(Referral, self.gone):
            ends = referral.state in LIVE_REFERRAL_STATES and referral.vacancy_id in live
            state = ReferralState.OBSOLETE.value if ends else referral.state
            if ends:
                self._log(draft, referral)
            draft.update(Referral, referral.id, record(referral), person_id=self.kept.id, state=state)
        for table in (ReferralMove, FollowUp, ServiceEvent):
            for row in self._of(table, self.gone):
                draft.update(table, row.id, record(row), person_id=self.kept.id)
        self._move_needs(draft)
        for other in self.merged:
            draft.update(Person, other.id, record(other), merged_into=self.kept.id)

    def _move_needs(self, draft: Draft) -> None:
        """The needs go to whom has none; a person who withdrew their consent has withdrawn it for both records."""
        needs = self.rows[SupportNeed]
        for need in self._of(SupportNeed, self.gone) if len(needs) == 1 else ():
            draft.delete(SupportNeed, self.gone.id, record(need))
            draft.insert(SupportNeed, **(record(need) | {"person_id": self.kept.id}))
        withdrawn = [need.consent_withdrawn_on for need in needs if need.consent_withdrawn_on]
        for need in needs if withdrawn and len(needs) > 1 else ():
            withdraw_support(draft, need, max(withdrawn))

    def _log(self, draft: Draft, referral: Referral) -> None:
        draft.insert(
            ReferralMove,
            referral_id=referral.id,
            person_id=self.kept.id,
            from_state=referral.state,
            to_state=ReferralState.OBSOLETE.value,
            reason=None,
            happened_on=max(self.by.today, referral.referred_on),
            recorded_at=self.by.at,
            staff_id=self.by.staff_id,
        )

    def complete(self, draft: Draft, index: Index, office: UUID | None) -> dict[str, Any]:
        """Plan what the kept record takes over, and that the other one names it; the kept row as it will be."""
        held, other = record(self.kept), record(self.gone)
        gone: dict[str, Any] = {"merged_into": self.kept.id}
        new: dict[str, Any] = {"office_id": office} if office else {}
        for columns in TOGETHER:
            if not any(held[name] for name in columns) and any(other[name] for name in columns):
                new |= {name: other[name] for name in columns}
        if held["birth_date"] is None and other["birth_year"] == held["birth_year"]:
            new["birth_date"] = other["birth_date"]
        if held["identity_index"] is None and other["identity_index"] is not None:
            new |= {name: other[name] for name in IDENTITY} | {"identity_missing_reason": None}
            gone |= dict.fromkeys(IDENTITY) | {"identity_missing_reason": "not_asked"}
        if other["consent_withdrawn_on"] and not held["consent_withdrawn_on"]:
            new["consent_withdrawn_on"] = other["consent_withdrawn_on"]  # a person who withdrew has withdrawn
        new |= derived(new, held, index)
        draft.update(Person, self.gone.id, other, **gone)
        draft.update(Person, self.kept.id, held, **new)
        return held | new


def _take_back(session: Session, by: Actor, ref: str) -> Outcome:
    pair = _pair(session, by, ref)
    if pair is None:
        return Draft(BACK).refuse(PairNotFound(value=ref)).outcome
    pair_id, draft = pair.id, Draft(BACK, pair.id)
    if pair.state != PairState.MERGED.value:
        _decide(draft, pair, by, PairState.OPEN)
        return write(session, by, [draft])[0]
    session.scalars(_both(pair)).all()
    events = []
    for event in session.scalars(events_of_merge(pair_id)):
        if event.act != ACT:
            break
        events.append(changes_of(session, event.changes))
    if built := stands_upon(session, [change for changes in events for change in changes]):
        return draft.refuse(MergeBuiltUpon(built=built)).outcome
    for changes in events:
        back = reversed_draft(pair_id, changes, versions_of(session, changes), BACK)
        write(session, by, [back])
    return Outcome(Status.UPDATED, pair_id)


def _both(pair: PossibleDuplicate) -> Any:
    """The two records, locked in the order of their ids."""
    return select(Person).where(Person.id.in_([pair.first_id, pair.second_id])).order_by(Person.id).with_for_update()
