"""Questions about people and their registrations."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, and_, or_, select, true

from lmis.errors import LmisError
from lmis.model.people import Person, Registration, RegistrationStay, SupportNeed
from lmis.model.sealing import Keyring
from lmis.queries.scope import in_scope, matches_ref
from lmis.text.keys import search_key
from lmis.text.numbers import parse_serial
from lmis.text.phones import parse_phone
from lmis.vocabulary import Actor, Country


def people_by_ref(by: Actor, refs: Iterable[str]) -> Select[Person]:
    """People in the actor's sight whom one of the references names."""
    return select(Person).where(
        matches_ref(refs, "S", by, Person.id, Person.serial, Person.own_office_id, Person.own_number),
        in_scope(by, Person.office_id, Person.country),
    )


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

    Found is who has every word of `key` in the name, or the short number, identity number or phone of `exact`.
    """
    named = [Person.search_key.contains(word, autoescape=True) for word in key.split()]
    exact = exact or Exact()
    pairs = (
        (Person.serial, exact.serial),
        (Person.identity_index, exact.identity),
        (Person.phone_index, exact.phone),
    )
    query = select(Person).where(
        in_scope(by, Person.office_id, Person.country),
        or_(and_(true(), *named), *(column == value for column, value in pairs if value is not None)),
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
