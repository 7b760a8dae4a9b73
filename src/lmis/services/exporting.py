"""Exporting an office's register as files that can be imported again: into the same register they change nothing.

A page of records is read in a short transaction of its own, and its rows are written when the access record of
everybody on it stands: a long export holds up no counter and keeps one page in memory.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, TextIO
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy.orm import Session

from lmis.errors import Forbidden
from lmis.imports.definitions import KINDS
from lmis.imports.exports import Exports, reference
from lmis.model.people import SupportNeed
from lmis.model.session import Database
from lmis.queries import exports
from lmis.queries.people import registrations_of, support_needs_of
from lmis.services import record_fields
from lmis.services.codes import codes
from lmis.services.importing import UnknownKind
from lmis.services.lookups import lookups
from lmis.services.record_fields import Fields
from lmis.vocabulary import Actor, Country, Purpose

PAGE: Final = 1_000


class NotYourRegister(Forbidden):
    """The register of this office is not yours to export."""


@dataclass
class Page:
    """The fields of some records, and where the next page begins."""

    rows: list[Fields] = field(default_factory=list)
    after: Any = None


Read = Callable[[Session, UUID, Any], Page]


@dataclass(frozen=True)
class ExportReport:
    """What an export holds: its lines without the header, and what could not be written in it."""

    lines: int
    blanks: list[tuple[int, str]]
    """(line, column) of values that no cell can tell: they were left blank, and an import leaves them as they are."""
    taken_quickly: int = 0
    """People with a registration of five fields only, whom this file leaves out: they have a file of their own."""


def export_file(
    database: Database, by: Actor, kind: str, target: TextIO, *, office: str, quick: bool = False
) -> ExportReport:
    """Write what an office has of one kind, as a file that can be imported again.

    Args:
        quick: of job seekers, those of whom only the five fields of a surge are known.

    Raises:
        UnknownKind, UnknownCode (of the office), NotYourRegister: nothing was read or written.
    """
    if kind not in READS:
        raise UnknownKind(value=kind, nearest=list(READS))
    definition = KINDS[kind][1 if quick and kind == SEEKERS else 0]
    read = _quick_people if quick and kind == SEEKERS else READS[kind]
    operation = f"export-{kind}"
    with database.open(by, Purpose.EXPORT, operation, write=False) as session:
        known = codes(session)
        if office not in known.offices:
            raise known.unknown("office", office, known.office_names)
        id_ = known.offices[office]
        country = Country(known.office_countries[id_])
        if not (id_ == by.office_id or (by.sees_all_offices and by.country in (None, country))):
            raise NotYourRegister(value=office)
        aside = session.scalar(exports.count_taken_quickly(id_)) if kind == SEEKERS and not quick else 0
        out = Exports(target, definition, lookups(session, country))
    for page in _pages(database, by, operation, read, id_):
        for fields in page.rows:
            out.add(fields | {"office": office})
    return ExportReport(out.lines, out.blanks, aside or 0)


def _pages(database: Database, by: Actor, operation: str, read: Read, office: UUID) -> Iterator[Page]:
    page = Page()
    while True:
        with database.open(by, Purpose.EXPORT, operation, write=False) as session:
            page = read(session, office, page.after)
        if not page.rows and page.after is None:
            return
        yield page


def _people(session: Session, office: UUID, after: Any) -> Page:
    """People with a row for each of their spells, oldest first: the later rows open the later spells."""
    people = list(session.scalars(exports.people_of_office(office, after, PAGE, quick=False)))
    spells = _spells(session, [person.id for person in people])
    needs: dict[UUID, SupportNeed] = {
        need.person_id: need for need in session.scalars(support_needs_of([person.id for person in people]))
    }
    return Page(
        [
            record_fields.seeker_fields(person, spell, needs.get(person.id), office)
            for person in people
            for spell in spells[person.id]
        ],
        people[-1].serial if people else None,
    )


def _quick_people(session: Session, office: UUID, after: Any) -> Page:
    people = list(session.scalars(exports.people_of_office(office, after, PAGE, quick=True)))
    spells = _spells(session, [person.id for person in people])
    rows = [record_fields.quick_fields(person, spell, office) for person in people for spell in spells[person.id]]
    return Page(rows, people[-1].serial if people else None)


def _spells(session: Session, people: list[UUID]) -> dict[UUID, list[Any]]:
    spells = defaultdict(list)
    for spell in session.scalars(registrations_of(people)):
        spells[spell.person_id].append(spell)
    return spells


def _employers(session: Session, office: UUID, after: Any) -> Page:
    held = list(session.scalars(exports.employers_of_office(office, after, PAGE)))
    rows = [record_fields.employer_fields(employer, office) for employer in held]
    return Page(rows, held[-1].id if held else None)


def _vacancies(session: Session, office: UUID, after: Any) -> Page:
    held = list(session.scalars(exports.vacancies_of_office(office, after, PAGE)))
    employers = _named(session, exports.employers_named({vacancy.employer_id for vacancy in held}), office)
    wanted = dict(session.execute(exports.openings_wanted([vacancy.id for vacancy in held])).all())
    rows = [
        record_fields.vacancy_fields(vacancy, employers[vacancy.employer_id], wanted.get(vacancy.id, 0), office)
        for vacancy in held
    ]
    return Page(rows, held[-1].serial if held else None)


def _referrals(session: Session, office: UUID, after: Any) -> Page:
    held = list(session.scalars(exports.referrals_of_office(office, after, PAGE)))
    people, vacancies = _pairs(session, held, office)
    moves = defaultdict(list)
    for move in session.scalars(exports.moves_of_referrals([referral.id for referral in held])):
        moves[move.referral_id].append(move)
    rows = [
        record_fields.referral_fields(one, moves[one.id], people[one.person_id], vacancies[one.vacancy_id], office)
        for one in held
    ]
    return Page(rows, (held[-1].referred_on, held[-1].id) if held else None)


def _placements(session: Session, office: UUID, after: Any) -> Page:
    held = list(session.scalars(exports.placements_of_office(office, after, PAGE)))
    people, vacancies = _pairs(session, held, office)
    rows = [
        record_fields.placement_fields(one, people[one.person_id], vacancies[one.vacancy_id], office) for one in held
    ]
    return Page(rows, (held[-1].started_on, held[-1].id) if held else None)


def _pairs(session: Session, held: Iterable[Any], office: UUID) -> tuple[dict[UUID, str], dict[UUID, str]]:
    """How the people and the vacancies of these records are named in a file of this office."""
    held = list(held)
    people = _named(session, exports.people_named({one.person_id for one in held}), office)
    return people, _named(session, exports.vacancies_named({one.vacancy_id for one in held}), office)


def _named(session: Session, query: Select[UUID, str | None, UUID], office: UUID) -> dict[UUID, str]:
    return {id_: reference(id_, number if gave == office else None) for id_, number, gave in session.execute(query)}


SEEKERS: Final = "job-seekers"

READS: Final[dict[str, Read]] = {
    SEEKERS: _people,
    "employers": _employers,
    "vacancies": _vacancies,
    "referrals": _referrals,
    "placements": _placements,
}
"""Kind of file → how a page of it is read."""

__all__ = ["READS", "ExportReport", "NotYourRegister", "export_file"]
