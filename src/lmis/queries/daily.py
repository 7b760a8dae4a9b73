"""What happened at an office on one day, by person: for the daily register."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import Select, select

from lmis.model.people import Person, Registration, RegistrationRenewal
from lmis.model.placements import Placement
from lmis.model.referrals import Referral
from lmis.model.services import ServiceEvent


def opened_on(office: UUID, day: date) -> Select[Registration]:
    """Registrations that an office opened that day."""
    return select(Registration).where(Registration.office_id == office, Registration.opened_on == day)


def closed_on(office: UUID, day: date) -> Select[Registration]:
    """Registrations of an office that ended that day."""
    return select(Registration).where(Registration.office_id == office, Registration.closed_on == day)


def renewed_on(office: UUID, day: date) -> Select[RegistrationRenewal]:
    """Renewals of that day by people whom an office looks after."""
    return (
        select(RegistrationRenewal)
        .join(Person, Person.id == RegistrationRenewal.person_id)
        .where(Person.office_id == office, RegistrationRenewal.happened_on == day)
    )


def served_on(office: UUID, day: date) -> Select[ServiceEvent]:
    """Services that an office gave that day."""
    return select(ServiceEvent).where(ServiceEvent.office_id == office, ServiceEvent.happened_on == day)


def referred_on(office: UUID, day: date) -> Select[Referral]:
    """Referrals that an office made that day."""
    return select(Referral).where(Referral.office_id == office, Referral.referred_on == day).order_by(Referral.serial)


def placed_on(office: UUID, day: date) -> Select[Placement]:
    """Placements of an office that began that day and stand."""
    return select(Placement).where(
        Placement.office_id == office, Placement.started_on == day, Placement.cancelled_on.is_(None)
    )
