"""The register of an office in the order of its files: pages of records, each after the last one of the page before."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from lmis.model.employers import Employer
from lmis.model.people import Person, Registration
from lmis.model.placements import Placement
from lmis.model.referrals import Referral, ReferralMove
from lmis.model.vacancies import OpeningEntry, Vacancy
from lmis.vocabulary import OpeningEntryKind

Mark = tuple[date, UUID]
"""Where a page of dated records ended."""


def people_of_office(office: UUID, after: int | None, limit: int, *, quick: bool) -> Select[Person]:
    """People whom an office looks after, by serial: those with a registration of five fields, or all the others."""
    taken_quickly = (
        select(Registration.id).where(Registration.person_id == Person.id, Registration.quick.is_(True)).exists()
    )
    return (
        select(Person)
        .where(Person.office_id == office, Person.serial > (after or 0), taken_quickly if quick else ~taken_quickly)
        .where(Person.merged_into.is_(None))
        .order_by(Person.serial)
        .limit(limit)
    )


def count_taken_quickly(office: UUID) -> Select[int]:
    """How many people of an office have a registration of five fields."""
    return (
        select(func.count(Registration.person_id.distinct()))
        .join(Person, Person.id == Registration.person_id)
        .where(Person.office_id == office, Person.merged_into.is_(None), Registration.quick.is_(True))
        .execution_options(people="aggregate")
    )


def employers_of_office(office: UUID, after: UUID | None, limit: int) -> Select[Employer]:
    """Employers of an office, by id."""
    query = select(Employer).where(Employer.office_id == office)
    if after is not None:
        query = query.where(Employer.id > after)
    return query.order_by(Employer.id).limit(limit)


def vacancies_of_office(office: UUID, after: int | None, limit: int) -> Select[Vacancy]:
    """Vacancies of an office, by serial."""
    return (
        select(Vacancy)
        .where(Vacancy.office_id == office, Vacancy.serial > (after or 0))
        .order_by(Vacancy.serial)
        .limit(limit)
    )


def referrals_of_office(office: UUID, after: Mark | None, limit: int) -> Select[Referral]:
    """Referrals of an office, oldest first."""
    return (
        select(Referral)
        .where(Referral.office_id == office, *_behind(Referral.referred_on, Referral.id, after))
        .order_by(Referral.referred_on, Referral.id)
        .limit(limit)
    )


def placements_of_office(office: UUID, after: Mark | None, limit: int) -> Select[Placement]:
    """Placements of an office, oldest first, so that each finds the referrals that the ones before it left."""
    return (
        select(Placement)
        .where(Placement.office_id == office, *_behind(Placement.started_on, Placement.id, after))
        .order_by(Placement.started_on, Placement.id)
        .limit(limit)
    )


def _behind(
    day: InstrumentedAttribute[date], id_: InstrumentedAttribute[UUID], mark: Mark | None
) -> list[ColumnElement[bool]]:
    return [] if mark is None else [day >= mark[0], or_(day > mark[0], and_(day == mark[0], id_ > mark[1]))]


def people_named(ids: Iterable[UUID]) -> Select[UUID, str | None, UUID]:
    """(person, own number, office that gave it)."""
    return select(Person.id, Person.own_number, Person.own_office_id).where(Person.id.in_(list(ids)))


def vacancies_named(ids: Iterable[UUID]) -> Select[UUID, str | None, UUID]:
    """(vacancy, own number, office that gave it)."""
    return select(Vacancy.id, Vacancy.own_number, Vacancy.office_id).where(Vacancy.id.in_(list(ids)))


def employers_named(ids: Iterable[UUID]) -> Select[UUID, str | None, UUID]:
    """(employer, own number, office that gave it)."""
    return select(Employer.id, Employer.own_number, Employer.office_id).where(Employer.id.in_(list(ids)))


def openings_wanted(vacancies: Iterable[UUID]) -> Select[UUID, int]:
    """(vacancy, openings that the employer wants in all): what was notified, raised and lowered."""
    wanted = [OpeningEntryKind.NOTIFIED, OpeningEntryKind.RAISED, OpeningEntryKind.LOWERED]
    return (
        select(OpeningEntry.vacancy_id, func.sum(OpeningEntry.openings))
        .where(OpeningEntry.vacancy_id.in_(list(vacancies)), OpeningEntry.kind.in_(wanted))
        .group_by(OpeningEntry.vacancy_id)
    )


def moves_of_referrals(ids: Iterable[UUID]) -> Select[ReferralMove]:
    """Every move of these referrals, oldest first."""
    return (
        select(ReferralMove)
        .where(ReferralMove.referral_id.in_(list(ids)))
        .order_by(ReferralMove.happened_on, ReferralMove.recorded_at)
    )
