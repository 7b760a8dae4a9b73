"""One record in the actor's sight, or the refusal that there is none; and what belongs to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from lmis.errors import NotFound
from lmis.exchange.schema_org import Advert
from lmis.model.employers import Employer
from lmis.model.people import Person
from lmis.model.placements import Placement
from lmis.model.referrals import Referral
from lmis.model.vacancies import Vacancy
from lmis.queries.people import people_by_ref, registrations_of, stays_of
from lmis.queries.placements import placements_by_ref
from lmis.queries.referrals import moves_of, referrals_by_ref
from lmis.queries.vacancies import employers_by_ref, opening_counts, vacancies_by_ref
from lmis.services.codes import codes
from lmis.services.gating import licences_missing
from lmis.services.resolving import (
    EmployerNotFound,
    PlacementNotFound,
    ReferralNotFound,
    SeekerNotFound,
    VacancyNotFound,
)
from lmis.text.numbers import serial_text
from lmis.vocabulary import Actor
from lmis.web.outs.people import SeekerOut
from lmis.web.outs.referrals import PlacementOut, ReferralOut
from lmis.web.outs.vacancies import EmployerOut, VacancyOut


def found(session: Session, query: Select[Any], error: type[NotFound], ref: str) -> Any:
    """The only record of a question.

    Raises:
        NotFound: there is none in sight (or an own number names several).
    """
    rows = session.scalars(query.limit(2)).all()
    if len(rows) != 1:
        raise error(value=ref)
    return rows[0]


def person(session: Session, by: Actor, ref: str) -> Person:
    """A person in sight."""
    row: Person = found(session, people_by_ref(by, [ref]), SeekerNotFound, ref)
    return row


def vacancy(session: Session, by: Actor, ref: str) -> Vacancy:
    """A vacancy in sight."""
    row: Vacancy = found(session, vacancies_by_ref(by, [ref]), VacancyNotFound, ref)
    return row


def placement(session: Session, by: Actor, ref: str) -> Placement:
    """A placement in sight."""
    row: Placement = found(session, placements_by_ref(by, [ref]), PlacementNotFound, ref)
    return row


def seeker_out(session: Session, by: Actor, ref: str) -> SeekerOut:
    """A person's record with its registrations."""
    row = person(session, by, ref)
    spells = session.scalars(registrations_of([row.id])).all()
    stay = session.scalars(stays_of([row.id])).one_or_none()
    return SeekerOut.of(row, spells, stay, codes(session).office_codes)


def employer_out(session: Session, by: Actor, ref: str) -> EmployerOut:
    """An employer."""
    return EmployerOut.of(
        found(session, employers_by_ref(by, [ref]), EmployerNotFound, ref), codes(session).office_codes
    )


def vacancy_out(session: Session, by: Actor, ref: str) -> VacancyOut:
    """A vacancy with its openings."""
    return vacancies_out(session, by, [vacancy(session, by, ref)])[0]


def vacancies_out(session: Session, by: Actor, rows: Sequence[Vacancy]) -> list[VacancyOut]:
    """Vacancies with their openings, and what their texts ask of people."""
    offices, counts = codes(session).office_codes, _counts(session, [row.id for row in rows])
    return [VacancyOut.of(row, counts.get(row.id, (0, 0)), offices, by.language) for row in rows]


def advert_of(session: Session, by: Actor, row: Vacancy) -> Advert:
    """What an advertisement of a vacancy says, with names in English; its openings are those still to be filled."""
    known = codes(session)
    openings, filled = _counts(session, [row.id]).get(row.id, (0, 0))
    employer = session.scalars(select(Employer).where(Employer.id == row.employer_id)).one()
    units = 10 ** known.currencies.get(row.wage_currency or "", 2)
    low, high = (None if amount is None else amount / units for amount in (row.wage_min, row.wage_max))
    return Advert(
        number=serial_text("V", row.serial),
        title=row.title,
        title_native=row.title_native,
        description=row.description,
        employer=employer.name,
        country=row.country,
        province=known.place_names.get(row.province, row.province),
        district=known.place_names.get(row.district, row.district) if row.district else None,
        occupation=(row.occupation, known.occupations.get(row.occupation) or row.occupation),
        sector=known.industries.get(row.sector) or row.sector,
        posted_on=row.posted_on,
        closes_on=row.closes_on,
        openings=openings - filled,
        hours=row.hours,
        contract=row.contract,
        wage=(low, high),
        wage_currency=row.wage_currency,
        wage_period=row.wage_period,
        experience_months=row.experience_months,
        skills=row.required_skills,
    )


def _counts(session: Session, ids: list[UUID]) -> dict[UUID, tuple[int, int]]:
    return {id_: (openings, filled) for id_, openings, filled in session.execute(opening_counts(ids))} if ids else {}


def referral_out(session: Session, by: Actor, ref: str) -> ReferralOut:
    """A referral with its log, and with what the law requires and the person's record does not show."""
    row: Referral = found(session, referrals_by_ref(by, [ref]), ReferralNotFound, ref)
    moves = session.scalars(moves_of(row.id)).all()
    missing = licences_missing(session, row, by.language)
    return ReferralOut.of(row, moves, codes(session).office_codes, missing, by.language)


def placement_out(session: Session, by: Actor, ref: str) -> PlacementOut:
    """A placement."""
    return PlacementOut.of(placement(session, by, ref), codes(session).office_codes)
