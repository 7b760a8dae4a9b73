"""Commands and records of the register with sane defaults."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from lmis.commands.employers import RegisterEmployer
from lmis.commands.placements import PlaceSeeker
from lmis.commands.referrals import ReferSeeker
from lmis.commands.seekers import RegisterSeeker
from lmis.commands.vacancies import PostVacancy
from lmis.services.employers import register_employers
from lmis.services.placements import place_seekers
from lmis.services.referrals import refer_seekers
from lmis.services.seekers import register_seekers
from lmis.services.vacancies import post_vacancies
from lmis.services.writing import one
from lmis.vocabulary import Actor

DAY = date(2026, 9, 1)


def register_seeker(**given: Any) -> RegisterSeeker:
    """A sewing machine operator of Battambang."""
    defaults: dict[str, Any] = {
        "family_name": "Sok",
        "given_name": "Dara",
        "family_name_native": "សុខ",
        "given_name_native": "ដារ៉ា",
        "sex": "F",
        "birth_date": date(1995, 4, 3),
        "identity_missing_reason": "lost",
        "province": "KH02",
        "wanted_occupations": ["8153"],
        "skills": ["sewing"],
        "happened_on": DAY,
    }
    return RegisterSeeker.model_validate(defaults | given)


def a_seeker(session: Session, by: Actor, **given: Any) -> UUID:
    """A registered person."""
    made = one(register_seekers(session, by, [register_seeker(**given)])).id
    assert made is not None
    return made


def an_employer(session: Session, by: Actor, **given: Any) -> UUID:
    """A garment factory."""
    defaults = {"name": "Golden Needle", "sector": "14", "province": "KH02", "happened_on": DAY}
    made = one(register_employers(session, by, [RegisterEmployer.model_validate(defaults | given)])).id
    assert made is not None
    return made


def a_vacancy(session: Session, by: Actor, employer: UUID | None = None, **given: Any) -> UUID:
    """Work for sewing machine operators, open till the end of the year."""
    defaults: dict[str, Any] = {
        "employer": str(employer or an_employer(session, by)),
        "title": "Sewing machine operator",
        "occupation": "8153",
        "openings": 2,
        "province": "KH02",
        "closes_on": date(2026, 12, 31),
        "happened_on": DAY,
    }
    made = one(post_vacancies(session, by, [PostVacancy.model_validate(defaults | given)])).id
    assert made is not None
    return made


def a_referral(session: Session, by: Actor, seeker: UUID, vacancy: UUID, **given: Any) -> UUID:
    """A person referred to a vacancy."""
    defaults = {"seeker": str(seeker), "vacancy": str(vacancy), "happened_on": date(2026, 9, 10)}
    made = one(refer_seekers(session, by, [ReferSeeker.model_validate(defaults | given)])).id
    assert made is not None
    return made


def a_placement(session: Session, by: Actor, seeker: UUID, vacancy: UUID, **given: Any) -> UUID:
    """A person placed in a vacancy."""
    defaults = {"seeker": str(seeker), "vacancy": str(vacancy), "happened_on": date(2026, 9, 20)}
    made = one(place_seekers(session, by, [PlaceSeeker.model_validate(defaults | given)])).id
    assert made is not None
    return made
