"""From the row of a record to the fields of the command that would make it: the way back of what the services write.

A field that is None says nothing: an import leaves it as it is.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from lmis.model.employers import Employer
from lmis.model.people import Person, Registration, SupportNeed
from lmis.model.placements import Placement
from lmis.model.referrals import Referral, ReferralMove
from lmis.model.vacancies import Vacancy
from lmis.services import employers, vacancies
from lmis.services.referrals import SET_BY_PLACING
from lmis.vocabulary import ReferralState

Fields = dict[str, Any]

PERSON: Final = (
    "id", "family_name", "given_name", "family_name_native", "given_name_native", "sex", "birth_date", "identity_kind",
    "identity_number", "identity_missing_reason", "phone", "province", "district", "commune", "education", "skills",
    "licences", "wanted_occupations", "wanted_provinces", "wanted_hours", "available_from", "mobility",
    "social_security", "returnee_from",
)  # fmt: skip
"""Columns of a person that are fields of the same name."""


def own_number(record: Person | Employer | Vacancy | Referral | Placement, office: UUID) -> str | None:
    """The number of a record, where this office gave it; one who came from another office has no number here."""
    gave = record.own_office_id if isinstance(record, Person) else record.office_id
    return record.own_number if gave == office else None


def seeker_fields(person: Person, spell: Registration, need: SupportNeed | None, office: UUID) -> Fields:
    """One spell of a person, with the person as the record stands today.

    A consent that was withdrawn is not told: nobody may bring it back by a file.
    """
    consent = {"mode": person.consent_mode, "on": person.consent_on}
    return {
        **{name: getattr(person, name) for name in PERSON},
        **spell_fields(spell),
        "own_number": own_number(person, office),
        "birth_year": None if person.birth_date else person.birth_year,
        "experience": [{"occupation": occupation, "months": months} for occupation, months in person.experience],
        "languages": spoken(person.languages),
        "wage": wage(person),
        "labour_status": spell.labour_status,
        "months_without_work": spell.months_without_work,
        "disability": json.loads(need.disability) if need and need.disability else None,
        "accommodations": json.loads(need.accommodations) if need and need.accommodations else None,
        "support_consent": {"mode": need.consent_mode, "on": need.consent_on} if need and need.consent_mode else None,
        "consent": None if person.consent_withdrawn_on else consent,
    }


def spell_fields(spell: Registration) -> Fields:
    """When a spell began and ended, and why."""
    return {"happened_on": spell.opened_on, "closed_on": spell.closed_on, "closed_because": spell.close_reason}


def quick_fields(person: Person, spell: Registration, office: UUID) -> Fields:
    """One spell of a person of whom the five fields of a surge are known; the name in the script that it is kept in."""
    latin, native = person.family_name, person.family_name_native
    name = latin if latin and latin.isascii() else native if native and not native.isascii() else None
    return {
        "id": person.id,
        "own_number": own_number(person, office),
        "happened_on": spell.opened_on,
        "name": name,
        "age": spell.opened_on.year - person.birth_year,
        "province": person.province,
        "sector": person.wanted_sector,
        "wage": wage(person),
        "sex": person.sex,
        "phone": person.phone,
        "returnee_from": person.returnee_from,
    }


def employer_fields(employer: Employer, office: UUID) -> Fields:
    """An employer."""
    return {
        **{name: getattr(employer, name) for name in employers.FIELDS},
        "id": employer.id,
        "own_number": own_number(employer, office),
        "happened_on": employer.known_since,
    }


def vacancy_fields(vacancy: Vacancy, employer: str, wanted: int, office: UUID) -> Fields:
    """A vacancy with as many openings as the employer wants in all; one that wants none any more does not tell it."""
    return {
        **{name: getattr(vacancy, name) for name in (*vacancies.FIELDS, *vacancies.LISTS)},
        "id": vacancy.id,
        "own_number": own_number(vacancy, office),
        "employer": employer,
        "happened_on": vacancy.posted_on,
        "openings": wanted or None,
        "languages": spoken(vacancy.languages),
        "withdrawn_on": vacancy.closed_on,
    }


def referral_fields(
    referral: Referral, moves: Sequence[ReferralMove], seeker: str, vacancy: str, office: UUID
) -> Fields:
    """A referral, with its answer.

    What a placement made of it (placed, obsolete, cancelled) comes with the placement: told is how it stood before.
    """
    state, day, reason = referral.state, referral.answered_on, referral.reason
    if state in SET_BY_PLACING:
        before = (move.from_state for move in moves if move.to_state in SET_BY_PLACING)
        state = next(before, None) or ReferralState.REFERRED
        last = [move for move in moves if move.to_state == state][-1:]
        day, reason = next(((move.happened_on, move.reason) for move in last if move.from_state), (None, None))
    return {
        "id": referral.id,
        "own_number": own_number(referral, office),
        "seeker": seeker,
        "vacancy": vacancy,
        "happened_on": referral.referred_on,
        "interview_on": referral.interview_on,
        "state": state,
        "answered_on": day,
        "reason": reason,
    }


def placement_fields(placement: Placement, seeker: str, vacancy: str, office: UUID) -> Fields:
    """A placement, with its end where it was cancelled."""
    return {
        "id": placement.id,
        "own_number": own_number(placement, office),
        "seeker": seeker,
        "vacancy": vacancy,
        "happened_on": placement.started_on,
        "confirmed_by": placement.confirmed_by,
        "wage": wage(placement),
        "contract": placement.contract,
        "cancelled_on": placement.cancelled_on,
        "cancelled_because": placement.cancel_reason,
    }


def wage(record: Person | Placement) -> Fields | None:
    """Amount, currency and period, where there is an amount."""
    if record.wage_amount is None:
        return None
    return {"amount": record.wage_amount, "currency": record.wage_currency, "period": record.wage_period}


def spoken(languages: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    """Languages with their levels."""
    return [{"language": language, "level": level} for language, level in languages]
