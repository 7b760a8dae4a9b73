"""What happened to a person, as a page tells it: registrations, stays, referrals, placements, services."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from lmis.model.employers import Employer
from lmis.model.people import RegistrationStay
from lmis.model.placements import FollowUp, Placement
from lmis.model.referrals import Referral, ReferralMove
from lmis.model.services import ServiceEvent
from lmis.model.vacancies import Vacancy
from lmis.queries.histories import (
    follow_ups_among,
    moves_among,
    renewals_of,
    staff_named,
    stays_through,
    vacancies_named,
)
from lmis.queries.placements import placements_found, services_of
from lmis.queries.referrals import referrals_found
from lmis.text.numbers import serial_text
from lmis.vocabulary import Actor, Language
from lmis.web.pages.desk.naming import work_title

MOST: Final = 200
"""Referrals and placements of one person."""


@dataclass(frozen=True, slots=True)
class Work:
    """A vacancy as a line names it."""

    id: UUID
    number: str
    title: str
    employer: str
    province: str
    """Its code."""

    @classmethod
    def of(cls, vacancy: Vacancy, employer: Employer, language: Language) -> Work:
        """In the country's own script where the reader reads it."""
        native = language is not Language.EN
        title, named = work_title(vacancy, language), (native and employer.name_native) or employer.name
        return cls(vacancy.id, serial_text("V", vacancy.serial), title, named, vacancy.province)


@dataclass(frozen=True, slots=True)
class History:
    """Everything that a person's page tells beside the record itself; of referrals and placements those in sight."""

    stays: Sequence[RegistrationStay]
    renewals: Mapping[UUID, Sequence[Any]]
    referrals: Sequence[Referral]
    moves: Mapping[UUID, Sequence[ReferralMove]]
    placements: Sequence[Placement]
    follow_ups: Mapping[UUID, Sequence[FollowUp]]
    services: Sequence[ServiceEvent]
    works: Mapping[UUID, Work]
    staff: Mapping[UUID, str]


def history_of(session: Session, by: Actor, person: UUID) -> History:
    """What happened to a person in the actor's sight."""
    stays = session.scalars(stays_through([person])).all()
    referrals = session.scalars(referrals_found(by, None, MOST, person=person)).all()
    placements = session.scalars(placements_found(by, None, MOST, person=person)).all()
    moves = session.scalars(moves_among([one.id for one in referrals])).all()
    follow_ups = session.scalars(follow_ups_among([one.id for one in placements])).all()
    held: list[Any] = [*stays, *referrals, *placements]
    names = {one.officer_id for one in held} | {move.staff_id for move in moves}
    return History(
        stays,
        _by(session.scalars(renewals_of([person])), "registration_id"),
        sorted(referrals, key=lambda one: (one.referred_on, one.serial), reverse=True),
        _by(moves, "referral_id"),
        sorted(placements, key=lambda one: (one.started_on, str(one.id)), reverse=True),
        _by(follow_ups, "placement_id"),
        session.scalars(services_of(person)).all(),
        works_of(session, by, {one.vacancy_id for one in held[len(stays) :]}),
        names_of_staff(session, names),
    )


def works_of(session: Session, by: Actor, vacancies: Iterable[UUID]) -> dict[UUID, Work]:
    """Vacancies as lines name them."""
    rows = session.execute(vacancies_named(vacancies)).all()
    return {vacancy.id: Work.of(vacancy, employer, by.language) for vacancy, employer in rows}


def names_of_staff(session: Session, ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Who they are."""
    rows = session.execute(staff_named(one for one in ids if one is not None))
    return {row.id: row.name for row in rows}


def _by(rows: Iterable[Any], key: str) -> Mapping[UUID, Sequence[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, key)].append(row)
    return found
