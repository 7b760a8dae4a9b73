"""From references (ids, short numbers, offices' own numbers) to records in the actor's sight."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol, TypeVar
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy.orm import Session

from lmis.errors import Conflict, LmisError, NotFound
from lmis.model.employers import Employer
from lmis.model.people import Person
from lmis.model.placements import Placement
from lmis.model.referrals import Referral
from lmis.model.vacancies import Vacancy
from lmis.queries.people import merged_by_ref, people_by_ref
from lmis.queries.placements import placements_by_ref
from lmis.queries.referrals import referrals_by_ref
from lmis.queries.scope import UUID_SHAPE
from lmis.queries.vacancies import employers_by_ref, vacancies_by_ref
from lmis.text.numbers import parse_serial
from lmis.vocabulary import Actor


class SeekerNotFound(NotFound):
    """There is no such person in your office."""


class EmployerNotFound(NotFound):
    """There is no such employer in your office."""


class VacancyNotFound(NotFound):
    """There is no such vacancy in your office."""


class ReferralNotFound(NotFound):
    """There is no such referral in your office."""


class PlacementNotFound(NotFound):
    """There is no such placement in your office."""


class ChangedMeanwhile(Conflict):
    """Somebody else changed this record since you opened it: load it again."""


class Record(Protocol):
    """A record that references can name."""

    id: Any
    own_number: Any


R = TypeVar("R", bound=Record)


def changed_meanwhile(expected: int | None, held: int) -> ChangedMeanwhile | None:
    """The refusal of an amendment that was made on an older version."""
    return ChangedMeanwhile(expected=expected, version=held) if expected not in (None, held) else None


def _by_ref(session: Session, refs: Sequence[str], query: Select[Any], office: str | None, by: Actor) -> dict[str, Any]:
    """Each reference → its record; references that name nothing are left out."""
    return _named(refs, list(session.scalars(query)) if refs else [], office, by)


def _named(refs: Sequence[str], rows: Sequence[Any], office: str | None, by: Actor) -> dict[str, Any]:
    ids: dict[UUID, Any] = {row.id: row for row in rows}
    serials = {getattr(row, "serial", None): row for row in rows}
    numbers = {row.own_number: row for row in rows if office is None or getattr(row, office) == by.office_id}
    found: dict[str, Any] = {}
    for ref in refs:
        row = ids.get(UUID(ref)) if UUID_SHAPE.match(ref) else numbers.get(ref) or serials.get(_serial(ref))
        if row is not None:
            found[ref] = row
    return found


def _serial(ref: str) -> int | str:
    try:
        return parse_serial(ref)[1]
    except LmisError:
        return ref


def resolve_people(session: Session, by: Actor, refs: Iterable[str], *, lock: bool = True) -> dict[str, Person]:
    """People in sight by reference; locked in the order of their ids, because something of them is about to change."""
    refs = list(dict.fromkeys(refs))
    query = people_by_ref(by, refs).order_by(Person.id)
    rows = list(session.scalars(query.with_for_update() if lock else query)) if refs else []
    found = _named(refs, rows, "own_office_id", by)
    if rows and len(found) < len(refs):  # some may name a record that was merged into one of these
        kept = {person.id: person for person in rows}
        merged = _named(refs, list(session.scalars(merged_by_ref(by, refs, kept))), "own_office_id", by)
        found |= {ref: kept[one.merged_into] for ref, one in merged.items() if ref not in found}
    return found


def resolve_employers(session: Session, by: Actor, refs: Iterable[str], *, lock: bool = False) -> dict[str, Employer]:
    """Employers in sight by reference; locked where they are about to change."""
    refs = list(dict.fromkeys(refs))
    query = employers_by_ref(by, refs).order_by(Employer.id)
    return _by_ref(session, refs, query.with_for_update() if lock else query, "office_id", by)


def resolve_vacancies(session: Session, by: Actor, refs: Iterable[str], *, lock: bool = False) -> dict[str, Vacancy]:
    """Vacancies in sight by reference; locked in the order of their ids where openings are about to move."""
    refs = list(dict.fromkeys(refs))
    query = vacancies_by_ref(by, refs).order_by(Vacancy.id)
    return _by_ref(session, refs, query.with_for_update() if lock else query, "office_id", by)


def resolve_referrals(session: Session, by: Actor, refs: Iterable[str]) -> dict[str, Referral]:
    """Referrals in sight by reference, locked."""
    refs = list(dict.fromkeys(refs))
    return _by_ref(
        session, refs, referrals_by_ref(by, refs).order_by(Referral.id).with_for_update(of=Referral), "office_id", by
    )


def resolve_placements(session: Session, by: Actor, refs: Iterable[str]) -> dict[str, Placement]:
    """Placements in sight by reference, locked."""
    refs = list(dict.fromkeys(refs))
    query = placements_by_ref(by, refs).order_by(Placement.id).with_for_update(of=Placement)
    return _by_ref(session, refs, query, "office_id", by)
