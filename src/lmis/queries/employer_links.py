"""Questions about employers' links, and what who has one may know: the own vacancies, and who was referred."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select

from lmis.model.employers import Employer, EmployerLink
from lmis.model.people import Person
from lmis.model.referrals import Referral
from lmis.model.vacancies import Vacancy
from lmis.queries.scope import in_scope
from lmis.vocabulary import Actor


def link_opened_by(digest: bytes, at: datetime) -> Select[EmployerLink, Employer]:
    """The link with this digest that opens at an instant, with its employer."""
    return (
        select(EmployerLink, Employer)
        .join(Employer, Employer.id == EmployerLink.employer_id)
        .where(EmployerLink.digest == digest, EmployerLink.expires_at > at, EmployerLink.revoked_at.is_(None))
    )


def links_of(by: Actor, employer_id: UUID) -> Select[EmployerLink]:
    """The links of an employer in the actor's sight, the latest first."""
    return _seen(by).where(EmployerLink.employer_id == employer_id).order_by(EmployerLink.made_at.desc())


def links_by_id(by: Actor, ids: Iterable[UUID]) -> Select[EmployerLink]:
    """Links of employers in the actor's sight."""
    return _seen(by).where(EmployerLink.id.in_(list(ids)))


def _seen(by: Actor) -> Select[EmployerLink]:
    seen = in_scope(by, Employer.office_id, Employer.country)
    return select(EmployerLink).join(Employer, Employer.id == EmployerLink.employer_id).where(seen)


def vacancies_of_employer(employer_id: UUID) -> Select[Vacancy]:
    """An employer's own vacancies, the latest first."""
    return select(Vacancy).where(Vacancy.employer_id == employer_id).order_by(Vacancy.serial.desc())


def referrals_to_employer(employer_id: UUID, vacancy_id: UUID) -> Select[Referral]:
    """Referrals to a vacancy, if it is this employer's; oldest first."""
    return (
        select(Referral)
        .join(Vacancy, Vacancy.id == Referral.vacancy_id)
        .where(Vacancy.employer_id == employer_id, Referral.vacancy_id == vacancy_id)
        .order_by(Referral.referred_on, Referral.id)
    )


def referral_to_employer(employer_id: UUID, referral_id: UUID) -> Select[Referral]:
    """A referral, if it is to this employer."""
    own = select(Vacancy.id).where(Vacancy.employer_id == employer_id)
    return select(Referral).where(Referral.id == referral_id, Referral.vacancy_id.in_(own))


def shown_to_employers(
    people: Iterable[UUID],
) -> Select[UUID, str | None, str | None, str | None, str | None, str | None]:
    """Name and telephone of those of these people whose consent stands; of the others nothing."""
    return select(
        Person.id,
        Person.family_name,
        Person.given_name,
        Person.family_name_native,
        Person.given_name_native,
        Person.phone,
    ).where(
        Person.id.in_(list(people)),
        Person.consent_mode.is_not(None),
        Person.consent_on.is_not(None),
        Person.consent_withdrawn_on.is_(None),
        Person.merged_into.is_(None),
    )
