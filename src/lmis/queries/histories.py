"""Questions about what happened to a person: stays, renewals, moves of referrals, follow-ups, and the vacancies."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Select, select

from lmis.model.employers import Employer
from lmis.model.offices import Staff
from lmis.model.people import RegistrationRenewal, RegistrationStay
from lmis.model.placements import FollowUp
from lmis.model.referrals import ReferralMove
from lmis.model.vacancies import Vacancy


def stays_through(people: Iterable[UUID]) -> Select[RegistrationStay]:
    """Every stay of these people, open or ended, first ones first."""
    return (
        select(RegistrationStay)
        .where(RegistrationStay.person_id.in_(list(people)))
        .order_by(RegistrationStay.since, RegistrationStay.recorded_at)
    )


def renewals_of(people: Iterable[UUID]) -> Select[RegistrationRenewal]:
    """Every renewal of these people's registrations, first ones first."""
    return (
        select(RegistrationRenewal)
        .where(RegistrationRenewal.person_id.in_(list(people)))
        .order_by(RegistrationRenewal.happened_on)
    )


def moves_among(referrals: Iterable[UUID]) -> Select[ReferralMove]:
    """The logs of these referrals, oldest moves first."""
    return (
        select(ReferralMove)
        .where(ReferralMove.referral_id.in_(list(referrals)))
        .order_by(ReferralMove.happened_on, ReferralMove.recorded_at)
    )


def follow_ups_among(placements: Iterable[UUID]) -> Select[FollowUp]:
    """What was found out about these placements, oldest first."""
    return select(FollowUp).where(FollowUp.placement_id.in_(list(placements))).order_by(FollowUp.happened_on)


def vacancies_named(ids: Iterable[UUID]) -> Select[Vacancy, Employer]:
    """(vacancy, employer) of these; the caller holds referrals or placements to them."""
    return select(Vacancy, Employer).join(Employer, Employer.id == Vacancy.employer_id).where(Vacancy.id.in_(list(ids)))


def staff_named(ids: Iterable[UUID]) -> Select[UUID, str]:
    """(id, name) of members of staff who stand in a record."""
    return select(Staff.id, Staff.name).where(Staff.id.in_(list(ids)))
