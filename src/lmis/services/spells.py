"""Spells of registration: how a command opens, completes and ends them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from lmis.commands.seekers import RegisterSeeker
from lmis.errors import Conflict
from lmis.model.people import Registration, RegistrationStay
from lmis.services.checks import Fault
from lmis.services.writing import Draft, record
from lmis.vocabulary import Actor, IsicDivision, Sex


class SpellOverlaps(Conflict):
    """The person was already registered on that day."""


class Intake(RegisterSeeker):
    """A registration as the service sees it: the full one, or the five fields of a surge."""

    sex: Sex | None = None  # type: ignore[assignment]  # a surge asks for five fields only
    quick: bool = False
    sector: IsicDivision | None = None


FACTS: Final[dict[str, tuple[str, Callable[[Any], Any]]]] = {
    "occupation": ("wanted_occupations", lambda codes: next(iter(codes), None)),
    "education": ("education", lambda level: level),
    "province": ("province", lambda code: code),
    "labour_status": ("labour_status", lambda status: status),
    "months_without_work": ("months_without_work", lambda months: months),
}
"""What a spell keeps of its opening day, so that the figures of that day stay as they were: column → field, how."""


def spell_facts(command: RegisterSeeker) -> dict[str, Any]:
    """What a spell keeps of the command that opens it."""
    sector = command.sector if isinstance(command, Intake) else None
    return {"sector": sector} | {column: make(getattr(command, name)) for column, (name, make) in FACTS.items()}


def open_spell(
    draft: Draft,
    by: Actor,
    person_id: UUID,
    opened_on: date,
    facts: dict[str, Any],
    *,
    quick: bool = False,
    closed_on: date | None = None,
    because: str | None = None,
) -> None:
    """Plan a spell and its stay with the actor's office, closed at once where its end is known."""
    closed_at = by.at if closed_on else None
    spell = draft.insert(
        Registration,
        person_id=person_id,
        office_id=by.office_id,
        opened_on=opened_on,
        renewed_on=opened_on,
        closed_on=closed_on,
        close_reason=because,
        quick=quick,
        recorded_at=by.at,
        closed_recorded_at=closed_at,
        **facts,
    )
    draft.insert(
        RegistrationStay,
        registration_id=spell,
        person_id=person_id,
        office_id=by.office_id,
        officer_id=by.staff_id,
        since=opened_on,
        until=closed_on,
        recorded_at=by.at,
        until_recorded_at=closed_at,
    )


def meet_spell(
    draft: Draft,
    by: Actor,
    command: RegisterSeeker,
    person_id: UUID,
    spells: Sequence[Registration],
    stay: RegistrationStay | None,
) -> Fault | None:
    """Plan what a registration of a known person does: to the spell of that day, to the open one, or a new one."""
    opened = command.happened_on or by.today
    same = next((s for s in spells if s.opened_on == opened), None)
    running = next((s for s in spells if s.closed_on is None), None)
    spell = same or (running if running and running.opened_on <= opened else None)
    if spell is None:
        if command.happened_on is None and spells:
            return None  # a row without its day says nothing about a further spell: coming back has its own verb
        if any(_overlaps(opened, command.closed_on, s) for s in spells):
            return SpellOverlaps(opened_on=opened), "#/happened_on"
        open_spell(
            draft,
            by,
            person_id,
            opened,
            spell_facts(command),
            closed_on=command.closed_on,
            because=command.closed_because,
        )
        return None
    if spell.quick and not (isinstance(command, Intake) and command.quick):
        facts = {name: value for name, value in spell_facts(command).items() if value is not None}
        draft.update(Registration, spell.id, record(spell), quick=False, **facts)
    if command.closed_on and spell.closed_on is None:
        close_spell(draft, by, spell, stay, command.closed_on, command.closed_because or "")
    return None


def _overlaps(opened: date, closed: date | None, held: Registration) -> bool:
    """Whether two spells share more than a day on which one ends and the other begins."""
    return (held.closed_on is None or opened < held.closed_on) and (closed is None or held.opened_on < closed)


def close_spell(
    draft: Draft, by: Actor, spell: Registration, stay: RegistrationStay | None, closed_on: date, because: str
) -> None:
    """Plan the end of a spell and of its stay."""
    draft.update(
        Registration, spell.id, record(spell), closed_on=closed_on, close_reason=because, closed_recorded_at=by.at
    )
    if stay is not None:
        draft.update(RegistrationStay, stay.id, record(stay), until=max(closed_on, stay.since), until_recorded_at=by.at)


def reopen_spell(draft: Draft, by: Actor, spell: Registration) -> None:
    """Plan that a spell which ended by mistake on its first day never ended, with a stay at the actor's office."""
    draft.update(Registration, spell.id, record(spell), closed_on=None, close_reason=None, closed_recorded_at=None)
    draft.insert(
        RegistrationStay,
        registration_id=spell.id,
        person_id=spell.person_id,
        office_id=by.office_id,
        officer_id=by.staff_id,
        since=spell.opened_on,
        until=None,
        recorded_at=by.at,
        until_recorded_at=None,
    )
