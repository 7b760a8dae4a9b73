"""Questions about people and their registrations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, func, or_, select, true
from sqlalchemy.orm import aliased

from lmis.errors import LmisError
from lmis.model.dialects import among, rows_of
from lmis.model.people import Person, Registration, RegistrationStay, SupportNeed
from lmis.model.sealing import Keyring
from lmis.queries.scope import in_scope, matches_ref
from lmis.text.keys import search_key
from lmis.text.names import spaced_keys
from lmis.text.numbers import parse_serial
from lmis.text.phones import parse_phone
from lmis.vocabulary import Actor, Country

NAMED = aliased(Person)
"""The record that a reference names; made once, for its columns take longer to make than the question."""


def people_by_ref(by: Actor, refs: Iterable[str]) -> Select[Person]:
    """People in the actor's sight whom one of the references names; of a merged record, the one that was kept."""
    by_ref = matches_ref(list(refs), "S", by, NAMED.id, NAMED.serial, NAMED.own_office_id, NAMED.own_number)
    kept = select(func.coalesce(NAMED.merged_into, NAMED.id)).where(by_ref)  # by its key: no scan of an office
    return select(Person).where(
        Person.id.in_(kept),
        Person.merged_into.is_(None),
        in_scope(by, Person.office_id, Person.country),
    )


def merged_by_ref(by: Actor, refs: Iterable[str], kept: Iterable[UUID]) -> Select[Person]:
    """Records that were merged into these people, and that one of the references names."""
    named = matches_ref(refs, "S", by, Person.id, Person.serial, Person.own_office_id, Person.own_number)
    return select(Person).where(named, Person.merged_into.in_(list(kept)))


def still_free(people: Iterable[UUID]) -> Select[Person]:
    """Living records by id, locked; without those that another transaction holds."""
    query = select(Person).where(Person.id.in_(list(people)), Person.merged_into.is_(None))
    return query.order_by(Person.id).with_for_update(skip_locked=True)


def kept_for(people: Iterable[UUID]) -> Select[Person]:
    """Records that others were merged into, by id, locked."""
    return select(Person).where(Person.id.in_(list(people))).order_by(Person.id).with_for_update()


def known_people(
    office_id: UUID, country: str, ids: Iterable[UUID], own_numbers: Iterable[str], identities: Iterable[bytes]
) -> Select[Person]:
    """Those who are known already: by the client's id, by this office's own number, by the country's identity number.

    Some may be another office's: whoever asks looks at that before telling anything of them.
    """
    return select(Person).where(
        or_(
            Person.id.in_(list(ids)),
            and_(Person.own_office_id == office_id, Person.own_number.in_(list(own_numbers))),
            and_(Person.identity_index.in_(list(identities)), Person.country == country),
        )
    )


def known_numbers(
    country: str, offices: Sequence[UUID], own_numbers: Sequence[str], identities: Sequence[bytes]
) -> CompoundSelect[*tuple[Any, ...]]:
    """(id, own office, own number, identity index) of those who are known already, by one number or the other.

    A scan of the engine, for PostgreSQL: it hands out nobody, and asks by the offices' own numbers, in pairs.
    """
    told = select(Person.id, Person.own_office_id, Person.own_number, Person.identity_index)
    asked = rows_of(("office", offices, Person.own_office_id), ("number", own_numbers, Person.own_number))
    by_number = told.join(asked, and_(Person.own_office_id == asked.c.office, Person.own_number == asked.c.number))
    by_identity = told.where(among(Person.identity_index, identities), Person.country == country)
    return by_number.union_all(by_identity).execution_options(people="engine")


def people_with(country: str, identities: Iterable[bytes]) -> Select[Person]:
    """Whom these identity numbers belong to, at whichever office of the country."""
    return select(Person).where(Person.identity_index.in_(list(identities)), Person.country == country)


def registrations_of(people: Iterable[UUID]) -> Select[Registration]:
    """Every spell of these people, oldest first."""
    return select(Registration).where(Registration.person_id.in_(list(people))).order_by(Registration.opened_on)


def stays_of(people: Iterable[UUID]) -> Select[RegistrationStay]:
    """The open stays of these people."""
    return select(RegistrationStay).where(
        RegistrationStay.person_id.in_(list(people)), RegistrationStay.until.is_(None)
    )


def support_needs_of(people: Iterable[UUID]) -> Select[SupportNeed]:
    """Disability and accommodations of these people."""
    return select(SupportNeed).where(SupportNeed.person_id.in_(list(people)))


@dataclass(frozen=True)
class Exact:
    """What a search may name exactly: a short number, an identity number, a phone; the last two as keyed indexes."""

    serial: int | None = None
    identity: bytes | None = None
    phone: bytes | None = None


def exact_of(words: str, by: Actor, keyring: Keyring) -> Exact:
    """What the words of a search name exactly, if anything."""
    serial = phone = None
    with suppress(LmisError):
        letter, number = parse_serial(words)
        serial = number if letter == "S" else None
    with suppress(LmisError):
        phone = keyring.index("phone", parse_phone(words, by.country or Country.KH))
    key = search_key(words).replace(" ", "")
    identity = keyring.index("identity", key) if any(sign.isdigit() for sign in key) else None
    return Exact(serial, identity, phone)


def people_found(
    by: Actor, key: str, after: UUID | None, limit: int, *, open_only: bool = False, exact: Exact | None = None
) -> Select[Person]:
    """A page of people in the actor's sight, ordered by id.

    Found is who has every word of `key` in the name, or whose whole name it is without the spaces, or the short number,
    identity number or phone of `exact`.
    """
    named = [Person.search_key.contains(word, autoescape=True) for word in key.split()]
    joined = _named_without_spaces(key)
    exact = exact or Exact()
    pairs = (
        (Person.serial, exact.serial),
        (Person.identity_index, exact.identity),
        (Person.phone_index, exact.phone),
    )
    merged = aliased(Person)
    kept = select(merged.merged_into).where(merged.serial == exact.serial)
    told = [column == value for column, value in pairs if value is not None]
    query = select(Person).where(
        in_scope(by, Person.office_id, Person.country),
        Person.merged_into.is_(None),
        or_(and_(true(), *named), *joined, *told, *([Person.id.in_(kept)] if exact.serial is not None else [])),
    )
    if open_only:
        query = query.where(
            select(Registration.id)
            .where(Registration.person_id == Person.id, Registration.closed_on.is_(None))
            .exists()
        )
    if after is not None:
        query = query.where(Person.id > after)
    return query.order_by(Person.id).limit(limit)


def _named_without_spaces(key: str) -> list[ColumnElement[bool]]:
    """Whose whole name, in one script, is one of the ways to part the words; first and last sign rule most out."""
    names = spaced_keys(key)
    if not names:
        return []
    ways = [
        way
        for name in names
        for way in (Person.search_key == name, Person.search_key.like(f"{name} %"), Person.search_key.like(f"% {name}"))
    ]
    signs = [Person.search_key.contains(word[:2], autoescape=True) for word in key.split()]
    return [and_(*signs, or_(*ways))]
