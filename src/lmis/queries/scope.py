"""Which records an actor sees at all: a record of another office is not found."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, false, or_, true

from lmis.errors import LmisError
from lmis.text.numbers import parse_serial
from lmis.vocabulary import Actor

UUID_SHAPE = re.compile(r"^[0-9a-fA-F]{8}-?([0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}$")


@dataclass(frozen=True, slots=True)
class Sight:
    """Own office; for those who see across offices, own country; for the system, everything."""

    offices: bool
    """Whether other offices are seen."""
    country: str | None
    office: UUID | None

    @classmethod
    def of(cls, by: Actor) -> Sight:
        """What an actor sees; whoever sees the same has an equal one."""
        if by.sees_all_offices:
            return cls(True, by.country.value if by.country else None, None)
        return cls(False, None, by.office_id)

    def rows(self, office: Any, country: Any) -> ColumnElement[bool]:
        """The rows that are seen."""
        if self.offices:
            return true() if self.country is None else cast(ColumnElement[bool], country == self.country)
        return false() if self.office is None else cast(ColumnElement[bool], office == self.office)

    def has(self, office: UUID, country: str) -> bool:
        """Whether a record is seen: the same, of one that is in memory."""
        return self.country in (None, country) if self.offices else self.office == office


def in_scope(by: Actor, office: Any, country: Any) -> ColumnElement[bool]:
    """Rows that an actor sees: `Sight`."""
    return Sight.of(by).rows(office, country)


def split_refs(refs: Iterable[str], letter: str) -> tuple[set[UUID], set[int], set[str]]:
    """Sort references into ids, serials of short numbers with this letter, and offices' own numbers.

    With a NUL a reference is none: PostgreSQL cannot even be asked about it.
    """
    ids: set[UUID] = set()
    serials: set[int] = set()
    numbers: set[str] = set()
    for ref in refs:
        if "\0" in ref:
            continue
        if UUID_SHAPE.match(ref):
            ids.add(UUID(ref))
            continue
        try:
            found, serial = parse_serial(ref)
        except LmisError:
            numbers.add(ref)
            continue
        if found == letter:
            serials.add(serial)
        numbers.add(ref)
    return ids, serials, numbers


def matches_ref(
    refs: Iterable[str],
    letter: str,
    by: Actor,
    id_: Any,
    serial: Any | None,
    own_office: Any,
    own_number: Any,
) -> ColumnElement[bool]:
    """Rows that one of the references names: by id, short number, or the number that the actor's office gave."""
    ids, serials, numbers = split_refs(refs, letter)
    terms: list[ColumnElement[bool]] = [id_.in_(ids)] if ids else []
    if serials and serial is not None:
        terms.append(serial.in_(serials))
    if numbers and by.office_id:
        terms.append((own_office == by.office_id) & own_number.in_(numbers))
    return or_(*terms) if terms else false()
