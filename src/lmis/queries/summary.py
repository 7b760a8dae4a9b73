"""Counts over the whole register of a country: they tell about nobody."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from lmis.model.people import Person
from lmis.model.placements import Placement
from lmis.model.referrals import Referral
from lmis.model.vacancies import Opening, Vacancy
from lmis.vocabulary import Country


def totals(country: Country) -> Select[Any]:
    """People, vacancies, openings, referrals, and placements that were not cancelled; one row."""
    here = Vacancy.country == country
    openings = select(func.count(Opening.id)).join(Vacancy, Vacancy.id == Opening.vacancy_id).where(here)
    referrals = select(func.count(Referral.id)).join(Vacancy, Vacancy.id == Referral.vacancy_id).where(here)
    placements = (
        select(func.count(Placement.id))
        .join(Vacancy, Vacancy.id == Placement.vacancy_id)
        .where(here, Placement.cancelled_on.is_(None))
    )
    return select(
        select(func.count(Person.id))
        .where(Person.country == country, Person.merged_into.is_(None))
        .scalar_subquery()
        .label("people"),
        select(func.count(Vacancy.id)).where(here).scalar_subquery().label("vacancies"),
        openings.scalar_subquery().label("openings"),
        referrals.scalar_subquery().label("referrals"),
        placements.scalar_subquery().label("placements"),
    ).execution_options(people="aggregate")


def newest_vacancy(country: Country) -> Select[UUID, date]:
    """(vacancy, the day it was posted) of the last one with a free opening; of the last one where none has any."""
    taken = select(Placement.id).where(Placement.opening_id == Opening.id).exists()
    free = select(Opening.id).where(Opening.vacancy_id == Vacancy.id, Opening.open, ~taken).exists()
    newest = (free.desc(), Vacancy.posted_on.desc(), Vacancy.id)
    return select(Vacancy.id, Vacancy.posted_on).where(Vacancy.country == country).order_by(*newest).limit(1)
