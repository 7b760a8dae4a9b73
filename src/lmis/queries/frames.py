"""The register's records as figures need them: of one country and period, as known at a cut-off.

A record that was made, closed, left or cancelled after the cut-off is as it was before: a late file counts in the
period of its own days, in the next edition. Corrections of a person's sex or birth, or of a vacancy's occupation, have
no such history here and count as they stand. Column names are those of `indicators.register.register`.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, null, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from lmis.model.employers import Employer
from lmis.model.offices import Office, Staff
from lmis.model.people import Person, Registration, RegistrationStay, SupportNeed
from lmis.model.placements import Placement
from lmis.model.referrals import Referral
from lmis.model.services import ServiceEvent
from lmis.model.vacancies import OpeningEntry, Vacancy
from lmis.vocabulary import Country, ReferralState, Role

PERSON = (Person.serial.label("person"), Person.sex, Person.birth_date, Person.birth_year)
OFFER = (
    *(Vacancy.education, Vacancy.contract, Employer.size.label("employer_size")),
    *(Vacancy.wage_min, Vacancy.wage_max, Vacancy.wage_currency, Vacancy.wage_period),
)
SPELL_PLACES = (Registration.province, Registration.occupation, Registration.sector)
JOB_PLACES = (Vacancy.province, Vacancy.occupation, Vacancy.sector)
MET = (ReferralState.INTERVIEW, ReferralState.ACCEPTED, ReferralState.PLACED, ReferralState.CANCELLED)
"""States of a referral whose interview, where it had a day, was held on it."""


def known(
    day: InstrumentedAttribute[date | None], recorded_at: InstrumentedAttribute[datetime | None], cut_off: datetime
) -> ColumnElement[date | None]:
    """The day, where it was recorded by the cut-off."""
    return case((recorded_at <= cut_off, day), else_=None)


def spells(country: Country, starts_on: date, ends_on: date, cut_off: datetime) -> Select[*tuple[Any, ...]]:
    """Registrations that ran in the period, or the day before it began; one row each."""
    return (
        select(
            *PERSON,
            Registration.opened_on,
            known(Registration.closed_on, Registration.closed_recorded_at, cut_off).label("closed_on"),
            case((Registration.closed_recorded_at <= cut_off, Registration.close_reason), else_=None).label(
                "exit_reason"
            ),
            Registration.labour_status,
            Registration.education,
            Office.code.label("office"),
            *SPELL_PLACES,
        )
        .join(Person, Person.id == Registration.person_id)
        .join(Office, Office.id == Registration.office_id)
        .where(running(country, starts_on, ends_on, cut_off))
        .execution_options(people="engine")
    )


def stays(country: Country, starts_on: date, ends_on: date, cut_off: datetime) -> Select[*tuple[Any, ...]]:
    """The stays of these registrations at their offices; one row each."""
    return (
        select(
            Person.serial.label("person"),
            Registration.opened_on,
            known(Registration.closed_on, Registration.closed_recorded_at, cut_off).label("closed_on"),
            RegistrationStay.since,
            known(RegistrationStay.until, RegistrationStay.until_recorded_at, cut_off).label("until"),
            Office.code.label("office"),
        )
        .join(Registration, Registration.id == RegistrationStay.registration_id)
        .join(Person, Person.id == Registration.person_id)
        .join(Office, Office.id == RegistrationStay.office_id)
        .where(
            running(country, starts_on, ends_on, cut_off),
            RegistrationStay.since <= ends_on,
            RegistrationStay.recorded_at <= cut_off,
        )
        .execution_options(people="engine")
    )


def running(country: Country, starts_on: date, ends_on: date, cut_off: datetime) -> ColumnElement[bool]:
    """Whether a registration of the country ran in the period, or the day before it began, as known at the cut-off."""
    return and_(
        Person.country == country.value,
        Registration.opened_on <= ends_on,
        Registration.recorded_at <= cut_off,
        or_(
            Registration.closed_on.is_(None),
            Registration.closed_on >= starts_on,
            Registration.closed_recorded_at > cut_off,
        ),
    )


def ledger(country: Country, starts_on: date, ends_on: date, cut_off: datetime) -> Select[*tuple[Any, ...]]:
    """What moved in the ledger of openings, added up per vacancy, kind and day.

    All that happened before the first day is one row per vacancy, of kind `before` and no day; what comes to nothing
    has no row: an expiry and its correction, a vacancy that ended long ago.
    """
    old = OpeningEntry.happened_on < starts_on
    entry = (
        select(
            OpeningEntry.vacancy_id,
            case((old, literal("before")), else_=OpeningEntry.kind).label("kind"),
            case((old, null()), else_=OpeningEntry.happened_on).label("happened_on"),
            OpeningEntry.openings,
        )
        .where(OpeningEntry.happened_on <= ends_on, OpeningEntry.recorded_at <= cut_off)
        .subquery()
    )
    openings = func.sum(entry.c.openings)
    moved = (
        select(entry.c.vacancy_id, entry.c.kind, entry.c.happened_on, openings.label("openings"))
        .group_by(entry.c.vacancy_id, entry.c.kind, entry.c.happened_on)
        .having(openings != 0)
        .subquery()
    )
    return (
        select(
            Vacancy.serial.label("vacancy"),
            moved.c.kind,
            moved.c.openings,
            moved.c.happened_on,
            Vacancy.posted_on,
            Office.code.label("office"),
            *JOB_PLACES,
            *OFFER,
        )
        .join(Vacancy, Vacancy.id == moved.c.vacancy_id)
        .join(Office, Office.id == Vacancy.office_id)
        .join(Employer, Employer.id == Vacancy.employer_id)
        .where(Vacancy.country == country.value)
    )


def interviewed_on() -> ColumnElement[date | None]:
    """The day of a referral's interview, as it stands; none where nobody came, or the referral ended before it."""
    ended_before = and_(
        Referral.state.not_in([state.value for state in MET]), Referral.interview_on > Referral.answered_on
    )
    missed = or_(Referral.state == ReferralState.NO_SHOW.value, ended_before)
    return case((missed, None), else_=Referral.interview_on)


def referrals(country: Country, starts_on: date, ends_on: date, cut_off: datetime) -> Select[*tuple[Any, ...]]:
    """Referrals made in the period to vacancies of the country; one row each."""
    return (
        select(
            *PERSON,
            Vacancy.serial.label("vacancy"),
            Referral.referred_on.label("happened_on"),
            interviewed_on().label("interviewed_on"),
            Office.code.label("office"),
            *JOB_PLACES,
        )
        .join(Person, Person.id == Referral.person_id)
        .join(Vacancy, Vacancy.id == Referral.vacancy_id)
        .join(Office, Office.id == Referral.office_id)
        .where(
            Vacancy.country == country.value,
            Referral.referred_on.between(starts_on, ends_on),
            Referral.recorded_at <= cut_off,
        )
        .execution_options(people="engine")
    )


def placements(country: Country, starts_on: date, ends_on: date, cut_off: datetime) -> Select[*tuple[Any, ...]]:
    """Placements of the period in vacancies of the country, cancelled ones marked; one row each."""
    of_vacancy, of_spell = aliased(Office), aliased(Office)
    return (
        select(
            *PERSON,
            Registration.education,
            Vacancy.serial.label("vacancy"),
            Placement.started_on.label("happened_on"),
            func.coalesce(Placement.cancelled_recorded_at <= cut_off, False).label("cancelled"),
            Placement.confirmed_by.label("confirmation"),
            Registration.opened_on,
            Vacancy.posted_on,
            Office.code.label("office"),
            *JOB_PLACES,
            of_vacancy.code.label("vacancy_office"),
            of_spell.code.label("seeker_office"),
            *(column.label(f"seeker_{column.key}") for column in SPELL_PLACES),
        )
        .join(Person, Person.id == Placement.person_id)
        .join(Vacancy, Vacancy.id == Placement.vacancy_id)
        .join(Office, Office.id == Placement.office_id)
        .join(of_vacancy, of_vacancy.id == Vacancy.office_id)
        .outerjoin(Registration, Registration.id == Placement.registration_id)
        .outerjoin(of_spell, of_spell.id == Registration.office_id)
        .where(
            Vacancy.country == country.value,
            Placement.started_on.between(starts_on, ends_on),
            Placement.recorded_at <= cut_off,
        )
        .execution_options(people="engine")
    )


def told_of_disability(country: Country, cut_off: datetime) -> Select[*tuple[Any, ...]]:
    """Person, and what was told of disability, sealed in the database; a scan that hands out nobody."""
    return (
        select(Person.serial.label("person"), SupportNeed.disability)
        .join(Person, Person.id == SupportNeed.person_id)
        .where(Person.country == country.value, Person.recorded_at <= cut_off, SupportNeed.disability.is_not(None))
        .execution_options(people="engine")
    )


def services(country: Country, starts_on: date, ends_on: date, cut_off: datetime) -> Select[*tuple[Any, ...]]:
    """Services begun in the period by offices of the country; one row each."""
    return (
        select(*PERSON, ServiceEvent.kind, ServiceEvent.happened_on, Office.code.label("office"))
        .join(Person, Person.id == ServiceEvent.person_id)
        .join(Office, Office.id == ServiceEvent.office_id)
        .where(
            Office.country == country.value,
            ServiceEvent.happened_on.between(starts_on, ends_on),
            ServiceEvent.recorded_at <= cut_off,
        )
        .execution_options(people="engine")
    )


def counsellors(country: Country, cut_off: datetime) -> Select[str, datetime, datetime | None]:
    """The officers of a country's job centres: office, and the instants at which their accounts began and ended."""
    return (
        select(Office.code.label("office"), Staff.recorded_at, Staff.ended_at)
        .join(Office, Office.id == Staff.office_id)
        .where(Office.country == country.value, Staff.role == Role.OFFICER.value, Staff.recorded_at <= cut_off)
    )
