"""Questions about employers, vacancies and their openings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from lmis.model.employers import Employer
from lmis.model.placements import Placement
from lmis.model.vacancies import Opening, OpeningEntry, Vacancy
from lmis.queries.scope import in_scope, matches_ref
from lmis.vocabulary import Actor


def employers_by_ref(by: Actor, refs: Iterable[str]) -> Select[Employer]:
    """Employers in the actor's sight whom one of the references names."""
    return select(Employer).where(
        matches_ref(refs, "E", by, Employer.id, None, Employer.office_id, Employer.own_number),
        in_scope(by, Employer.office_id, Employer.country),
    )


def vacancies_by_ref(by: Actor, refs: Iterable[str]) -> Select[Vacancy]:
    """Vacancies in the actor's sight that one of the references names."""
    return select(Vacancy).where(
        matches_ref(refs, "V", by, Vacancy.id, Vacancy.serial, Vacancy.office_id, Vacancy.own_number),
        in_scope(by, Vacancy.office_id, Vacancy.country),
    )


def known_employers(office_id: UUID, ids: Iterable[UUID], own_numbers: Iterable[str]) -> Select[Employer]:
    """Employers that are known already by the client's id, or by the office's own number."""
    named = (Employer.office_id == office_id) & Employer.own_number.in_(list(own_numbers))
    return select(Employer).where(or_(Employer.id.in_(list(ids)), named))


def known_vacancies(office_id: UUID, ids: Iterable[UUID], own_numbers: Iterable[str]) -> Select[Vacancy]:
    """Vacancies that are known already by the client's id, or by the office's own number."""
    named = (Vacancy.office_id == office_id) & Vacancy.own_number.in_(list(own_numbers))
    return select(Vacancy).where(or_(Vacancy.id.in_(list(ids)), named))


def free_openings(vacancies: Iterable[UUID], *, shut_too: bool = False) -> Select[Opening]:
    """Openings of these vacancies that no placement holds, first ones first; the open ones, or the shut ones too."""
    taken = select(Placement.opening_id).where(Placement.opening_id == Opening.id).exists()
    query = select(Opening).where(Opening.vacancy_id.in_(list(vacancies)), ~taken)
    if not shut_too:
        query = query.where(Opening.open)
    return query.order_by(Opening.vacancy_id, Opening.open.desc(), Opening.ordinal)


def opening_counts(vacancies: Iterable[UUID]) -> Select[UUID, int, int]:
    """(vacancy, open openings, of these filled) of each vacancy."""
    return (
        select(Opening.vacancy_id, func.count(Opening.id), func.count(Placement.opening_id))
        .outerjoin(Placement, Placement.opening_id == Opening.id)
        .where(Opening.vacancy_id.in_(list(vacancies)), Opening.open)
        .group_by(Opening.vacancy_id)
        .execution_options(people="aggregate")
    )


def ledger_balances(vacancies: Iterable[UUID]) -> Select[UUID, int]:
    """(vacancy, openings outstanding) by the ledger."""
    return (
        select(OpeningEntry.vacancy_id, func.sum(OpeningEntry.openings))
        .where(OpeningEntry.vacancy_id.in_(list(vacancies)))
        .group_by(OpeningEntry.vacancy_id)
    )


LAST_DAY = func.coalesce(Vacancy.closed_on, Vacancy.closes_on)
"""The last day on which a vacancy is open."""


def to_settle(today: date) -> Select[UUID]:
    """Ended vacancies whose ledger may be out of step: openings outstanding, or moved after the last open day."""
    late = and_(OpeningEntry.kind.in_(["filled", "reinstated"]), OpeningEntry.happened_on > LAST_DAY)
    return (
        select(Vacancy.id)
        .join(OpeningEntry, OpeningEntry.vacancy_id == Vacancy.id)
        .where(today > LAST_DAY)
        .group_by(Vacancy.id, Vacancy.closes_on, Vacancy.closed_on)
        .having(or_(func.sum(OpeningEntry.openings) != 0, func.sum(case((late, 1), else_=0)) > 0))
        .order_by(Vacancy.id)
    )


def locked_ends(vacancies: Iterable[UUID], today: date) -> Select[UUID, date, date | None]:
    """(vacancy, closing day, day of withdrawal) of these vacancies, locked; those reopened meanwhile are left out."""
    return (
        select(Vacancy.id, Vacancy.closes_on, Vacancy.closed_on)
        .where(Vacancy.id.in_(list(vacancies)), today > LAST_DAY)
        .order_by(Vacancy.id)
        .with_for_update()
    )


def entries_of(vacancies: Iterable[UUID]) -> Select[UUID, str, int, date]:
    """(vacancy, kind, openings, day) of every entry of these vacancies."""
    return select(OpeningEntry.vacancy_id, OpeningEntry.kind, OpeningEntry.openings, OpeningEntry.happened_on).where(
        OpeningEntry.vacancy_id.in_(list(vacancies))
    )


def is_open(today: date) -> ColumnElement[bool]:
    """Neither withdrawn nor past its closing day."""
    return Vacancy.closed_on.is_(None) & (Vacancy.closes_on >= today)


def vacancies_found(by: Actor, key: str, after: UUID | None, limit: int, *, open_only: bool) -> Select[Vacancy]:
    """A page of vacancies in the actor's sight whose search key holds every word of `key`, ordered by id."""
    query = select(Vacancy).where(in_scope(by, Vacancy.office_id, Vacancy.country))
    for word in key.split():
        query = query.where(Vacancy.search_key.contains(word, autoescape=True))
    if open_only:
        query = query.where(is_open(by.today))
    if after is not None:
        query = query.where(Vacancy.id > after)
    return query.order_by(Vacancy.id).limit(limit)


def vacancies_listed(by: Actor, key: str, before: int | None, limit: int, *, open_only: bool) -> Select[Vacancy]:
    """The same, the latest first: from the vacancy on whose serial is below `before`."""
    query = vacancies_found(by, key, None, limit, open_only=open_only).order_by(None)
    if before is not None:
        query = query.where(Vacancy.serial < before)
    return query.order_by(Vacancy.serial.desc())


def open_vacancies(by: Actor) -> Select[Vacancy]:
    """The vacancies in the actor's sight that are open today, in the order of their numbers."""
    return (
        select(Vacancy)
        .where(in_scope(by, Vacancy.office_id, Vacancy.country), is_open(by.today))
        .order_by(Vacancy.serial)
    )


def employers_found(by: Actor, key: str, after: UUID | None, limit: int) -> Select[Employer]:
    """A page of employers in the actor's sight whose search key holds every word of `key`, ordered by id."""
    query = select(Employer).where(in_scope(by, Employer.office_id, Employer.country))
    for word in key.split():
        query = query.where(Employer.search_key.contains(word, autoescape=True))
    if after is not None:
        query = query.where(Employer.id > after)
    return query.order_by(Employer.id).limit(limit)


def last_ordinals(vacancies: Iterable[UUID]) -> Select[UUID, int]:
    """(vacancy, highest ordinal of its openings)."""
    return (
        select(Opening.vacancy_id, func.max(Opening.ordinal))
        .where(Opening.vacancy_id.in_(list(vacancies)))
        .group_by(Opening.vacancy_id)
    )
