"""What a row tells of somebody who is known: by number, by what was recognised, or by a record that was merged."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from lmis.commands.seekers import AmendSeeker, RegisterSeeker, SupportConsent
from lmis.errors import Conflict
from lmis.model.people import Person, SupportNeed
from lmis.services.person_columns import BIRTH, BLOCK_KEYS, NAMES, Index, derived, given_values
from lmis.services.recognising import five_fields
from lmis.services.seeker_facts import Facts
from lmis.services.spells import Intake, meet_spell
from lmis.services.writing import Draft, record
from lmis.vocabulary import Actor

DERIVED: Final = frozenset({"search_key", *BLOCK_KEYS})
WHO: Final = frozenset({*NAMES, *BIRTH, "sex"})
"""Columns that say who somebody is: a row that was recognised completes them and corrects none."""


def update_known(
    draft: Draft,
    command: RegisterSeeker,
    person: Person,
    values: dict[str, Any],
    facts: Facts,
    by: Actor,
    *,
    who: bool = True,
) -> Draft:
    """Plan what a row tells of somebody who is known.

    Args:
        who: whether it may also correct who the person is; a row that was only recognised completes this, unless no
            more than the five fields of a surge are known.
    """
    draft.subject = person.id
    spells = facts.spells[person.id]
    completed = spells and not any(spell.quick for spell in spells)
    if isinstance(command, Intake) and command.quick and completed:
        return draft  # the five fields come again for somebody whose full record is there: they add nothing
    held = record(person)
    given = given_values(command, values, held, facts.index)
    if isinstance(command, Intake) and command.quick and command.happened_on is None:
        # an age without its day says no more than it did when it first came
        given = {name: value for name, value in given.items() if name not in (*DERIVED, "birth_year")}
        given |= derived(given, held, facts.index)
    if not who:
        given = given if five_fields(held) else _completing(given, held, facts.index)
        if person.own_number is None and person.own_office_id == by.office_id:
            given["own_number"] = command.own_number
    draft.update(Person, person.id, held, **given)
    if fault := meet_spell(draft, by, command, person.id, spells, facts.stays.get(person.id)):
        return draft.refuse(*fault)
    put_support(draft, by, command, person.id, facts.support.get(person.id))
    return draft


def _completing(given: dict[str, Any], held: Mapping[str, Any], index: Index) -> dict[str, Any]:
    """What a recognised row adds: the rest as it tells it, of who the person is only what was not known."""
    kept = {
        name: value
        for name, value in given.items()
        if name not in DERIVED and (name not in WHO or (held[name] is None and value is not None))
    }
    if held["identity_index"] is not None:
        kept = {name: value for name, value in kept.items() if not name.startswith("identity_")}
    return kept | derived(kept, held, index)


def update_merged(
    draft: Draft, command: RegisterSeeker, person: Person, values: dict[str, Any], facts: Facts, by: Actor
) -> Draft:
    """A row with the number of a record that was merged: what is new in it goes to the record that was kept.

    The merged record takes it down as well, so that the same row again changes nothing.
    """
    kept = facts.by_id.get(person.merged_into) if person.merged_into else None
    draft.subject, held = person.id, record(person)
    given = given_values(command, values, held, facts.index)
    new = {name: value for name, value in given.items() if held[name] != value and not name.startswith("identity_")}
    if kept is not None and kept.office_id == by.office_id and new:
        plain = {name: value for name, value in new.items() if name not in DERIVED}
        draft.subject = kept.id
        draft.update(Person, kept.id, record(kept), **plain, **derived(plain, record(kept), facts.index))
        draft.update(Person, person.id, held, **new)
    return draft


class SupportWithdrawn(Conflict):
    """The person withdrew the consent to write this down: ask anew, and tell how the person agreed."""


def put_support(
    draft: Draft, by: Actor, command: RegisterSeeker | AmendSeeker, person_id: UUID, held: SupportNeed | None
) -> None:
    """Disability and accommodations go to their own table, under their own key, with the consent that they stand on.

    What was withdrawn does not come back by a file that tells it again, but by a later consent. Whoever amends the
    record without one is refused.
    """
    said = {"disability", "accommodations"} & command.model_fields_set
    new: dict[str, Any] = {name: support_text(getattr(command, name)) for name in said}
    if held is None:
        if any(new.values()):
            agreed = consent_columns(command.support_consent, command.happened_on or by.today, by)
            draft.insert(
                SupportNeed, person_id=person_id, **({"disability": None, "accommodations": None} | new | agreed)
            )
        return
    given = command.support_consent
    if held.consent_withdrawn_on is not None and not _given_anew(command, held.consent_withdrawn_on):
        if isinstance(command, AmendSeeker) and any(new.values()):
            draft.refuse(SupportWithdrawn(), "#/support_consent")
        return
    consented = (held.consent_mode, held.consent_on)
    if given is not None and ((given.mode.value, given.on) != consented or held.consent_withdrawn_on is not None):
        new |= consent_columns(given, given.on, by)
    elif held.consent_on is None and any(new.get(name) not in (None, getattr(held, name)) for name in said):
        new |= consent_columns(None, command.happened_on or by.today, by)
    draft.update(SupportNeed, person_id, record(held), **new)


def _given_anew(command: RegisterSeeker | AmendSeeker, withdrawn_on: date) -> bool:
    """Whether a consent is newer than the withdrawal; of a file this takes a later day."""
    given = command.support_consent
    return given is not None and (isinstance(command, AmendSeeker) or given.on > withdrawn_on)


def consent_columns(given: SupportConsent | None, told_on: date, by: Actor) -> dict[str, Any]:
    """The columns of a consent; where it is not said how it was given, whoever told of the need answers for it."""
    return {
        "consent_mode": given.mode.value if given else None,
        "consent_on": given.on if given else told_on,
        "consent_taken_by": by.staff_id,
        "consent_withdrawn_on": None,
    }


def support_text(said: Sequence[str]) -> str | None:
    """Disabilities or accommodations as they are sealed; None where there are none."""
    return json.dumps(list(said)) if said else None
