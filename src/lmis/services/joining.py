"""One history out of two: spells of registration that ran at once become one, and their stays follow one another.

A person is registered once at a time. Where two records of one person had spells at once, the earlier one goes on: it
ends when the last of them ended. Its stays are those of all, in the order in which they began: a person who registered
at a second office has moved there on that day. The later spells go, and what refers to them refers to the one that goes
on; the audit trail holds them, so that a merge can be taken back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table

from lmis.model.people import Registration, RegistrationRenewal, RegistrationStay
from lmis.model.placements import Placement
from lmis.services.writing import Change, Draft, record
from lmis.vocabulary import Actor


@dataclass
class Histories:
    """What two records of one person have, about their registrations."""

    spells: Sequence[Registration]
    stays: Sequence[RegistrationStay]
    renewals: Sequence[RegistrationRenewal]
    placements: Sequence[Placement]
    instead: dict[UUID, UUID] = field(default_factory=dict)
    """Spell that goes → the one that goes on."""


def runs(spells: Iterable[Registration], kept_id: UUID) -> list[list[Registration]]:
    """Spells in groups that ran at once, each with the one that goes on first."""
    groups: list[list[Registration]] = []
    ends: date | None = None
    for spell in sorted(spells, key=lambda one: (one.opened_on, one.person_id != kept_id)):
        last = groups[-1] if groups else None
        if last and (ends is None or spell.opened_on < ends or spell.opened_on == last[-1].opened_on):
            last.append(spell)
            ends = None if None in (ends, spell.closed_on) else max(ends, spell.closed_on)  # type: ignore[type-var]
        else:
            groups.append([spell])
            ends = spell.closed_on
    return groups


def join(draft: Draft, going: Draft, by: Actor, histories: Histories, kept_id: UUID) -> UUID | None:
    """Plan one history for the person who is kept.

    Args:
        draft: written first: stays, and what refers to spells that go. `going`: written next: these spells.

    Returns:
        The office of the open stay, None where there is none; `settle` plans the spells that stay, and is written last.
    """
    office = None
    for group in runs(histories.spells, kept_id):
        first, *others = group
        histories.instead |= {spell.id: first.id for spell in others}
        open_at = _chain(draft, by, histories.stays, group)
        office = open_at or office
        for spell in others:
            going.delete(Registration, spell.id, record(spell))
    for table, rows in ((RegistrationRenewal, histories.renewals), (Placement, histories.placements)):
        for row in rows:
            instead = histories.instead.get(row.registration_id) if row.registration_id else None
            moved = {"registration_id": instead} if instead else {}
            draft.update(table, row.id, record(row), person_id=kept_id, **moved)
    for stay in histories.stays:
        if any(change.key.get("id") == stay.id and change.new is None for change in draft.changes):
            continue
        moved = {"registration_id": histories.instead.get(stay.registration_id, stay.registration_id)}
        draft.update(RegistrationStay, stay.id, record(stay), person_id=kept_id, **moved)
    return office


def _chain(draft: Draft, by: Actor, stays: Sequence[RegistrationStay], group: Sequence[Registration]) -> UUID | None:
    """Plan that the stays of spells that ran at once follow one another; the office of the one that is open."""
    ids = {spell.id for spell in group}
    chain = sorted((stay for stay in stays if stay.registration_id in ids), key=lambda stay: (stay.since, stay.id.int))
    ended = _last(group)
    kept: list[RegistrationStay] = []
    for stay in chain:
        if len(group) > 1 and kept and kept[-1].office_id == stay.office_id:
            draft.delete(RegistrationStay, stay.id, record(stay))
        else:
            kept.append(stay)
    for stay, after in zip(kept, [*kept[1:], None], strict=True):
        until = after.since if after else ended.closed_on
        if len(group) > 1 and until != stay.until:
            told = by.at if until else None
            draft.update(RegistrationStay, stay.id, record(stay), until=until, until_recorded_at=told)
    return kept[-1].office_id if kept and ended.closed_on is None else None


def _last(group: Sequence[Registration]) -> Registration:
    """The spell that ends last; an open one ends after every other."""
    return max(group, key=lambda spell: (spell.closed_on is None, spell.closed_on or spell.opened_on))


def settle(draft: Draft, histories: Histories, kept_id: UUID) -> None:
    """Plan the spells that go on: the person, and where others ran at once, the end of the last of them."""
    for group in runs(histories.spells, kept_id):
        first, last = group[0], _last(group)
        values: dict[str, Any] = {"person_id": kept_id}
        if len(group) > 1:
            values |= {
                "renewed_on": max(spell.renewed_on for spell in group),
                "closed_on": last.closed_on,
                "close_reason": last.close_reason,
                "closed_recorded_at": last.closed_recorded_at,
                "quick": all(spell.quick for spell in group),
            }
        held = record(first)
        before = {name: held[name] for name in values}
        if before != values or len(group) > 1:
            # also what stays as it was: to take the merge back, nobody may have ended or renewed this spell since
            table = cast(Table, Registration.__table__)
            draft.changes.append(Change(table, {"id": first.id}, before, values))
