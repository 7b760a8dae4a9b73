"""Taking in places below the provinces and districts that come with the system."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, Final, cast

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from lmis.commands.places import PlaceKind, PutPlace
from lmis.errors import Invalid
from lmis.model.reference import Place, ReferenceLoad
from lmis.services.codes import Codes, codes
from lmis.services.writing import Change, Draft, Outcome, Status, write
from lmis.text.nearest import nearest
from lmis.vocabulary import Actor

TABLE: Final = cast(Table, Place.__table__)
IMPORTED: Final = "imported_places"
"""The row of `reference_load` that tells when places were brought in last."""
ABOVE = {PlaceKind.DISTRICT: "province", PlaceKind.COMMUNE: "district", PlaceKind.VILLAGE: "commune"}
NAMES = ("name_en", "name_km", "name_lo")


class ParentUnknown(Invalid):
    """There is no such place above this one."""


class CodeDoesNotFit(Invalid):
    """The code of a place begins with the code of the place above it."""


def put_places(session: Session, by: Actor, commands: Sequence[PutPlace]) -> list[Outcome]:
    """Add places, or correct their names; provinces come with the system and are not added."""
    wanted = {command.code for command in commands} | {command.parent for command in commands}
    held = {place.code: place for place in session.scalars(select(Place).where(Place.code.in_(wanted)))}
    drafts = [decide(command, held, codes(session)) for command in commands]
    write(session, by, drafts)
    _tell_of(session, by, [draft for draft in drafts if draft.changes])
    return [_outcome(draft) for draft in drafts]


def _tell_of(session: Session, by: Actor, drafts: Sequence[Draft]) -> None:
    """Stamp the places, so that every process reads its code lists anew."""
    if not drafts:
        return
    load = session.get(ReferenceLoad, IMPORTED) or ReferenceLoad(table=IMPORTED, version="", digest="")
    told = repr([load.digest, *(draft.changes for draft in drafts)])
    load.version, load.digest, load.loaded_at = by.today.isoformat(), sha256(told.encode()).hexdigest(), by.at
    session.add(load)
    session.flush()


def decide(command: PutPlace, held: Mapping[str, Place], known: Codes) -> Draft:
    """Apply the rules to one place."""
    draft, place, above = Draft("put-place"), held.get(command.code), held.get(command.parent)
    values = {name: getattr(command, name) for name in NAMES if name in command.model_fields_set}
    if place is not None and place.kind == command.kind:
        new = {name: value for name, value in values.items() if getattr(place, name) != value}
        if new:
            old = {name: getattr(place, name) for name in new}
            draft.changes.append(Change(TABLE, {"code": command.code}, old, new))
        return draft
    if above is None or above.kind != ABOVE.get(command.kind):
        near = [f"{code} {known.place_names[code]}" for code in nearest(command.parent, known.place_names)]
        return draft.refuse(ParentUnknown(value=command.parent, nearest=near), "#/parent")
    if not command.code.startswith(command.parent):
        return draft.refuse(CodeDoesNotFit(value=command.code, parent=command.parent), "#/code")
    draft.changes.append(Change(TABLE, {"code": command.code}, None, _row(command, above, values)))
    return draft


def _outcome(draft: Draft) -> Outcome:
    """A place has a code for an id, so created and updated are told by its change."""
    if draft.refusal is not None or not draft.changes:
        return draft.outcome
    return Outcome(Status.CREATED if draft.changes[0].old is None else Status.UPDATED)


def _row(command: PutPlace, above: Place, values: dict[str, Any]) -> dict[str, Any]:
    return {
        "code": command.code,
        "kind": command.kind.value,
        "country": above.country,
        "parent": command.parent,
        "iso": None,
        "national_code": None,
        "neighbours": [],
        "spellings": [],
        **{f"reviewed_{language}": False for language in ("en", "km", "lo")},
        **dict.fromkeys(NAMES),
        **values,
    }
