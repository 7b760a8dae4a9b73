"""Who comes through the gates of matching: the facts from the register, the decision from `matching.gates`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lmis.errors import Invalid
from lmis.matching.gates import Gate, Passage, SeekerGates, VacancyGates, failed, lacking, pass_gates
from lmis.matching.law import ADULT, legal_age, reaches
from lmis.model.people import Person
from lmis.model.reference import Licence
from lmis.model.referrals import Referral
from lmis.model.vacancies import Vacancy
from lmis.queries.gates import licences_of, licences_required, registered_gates
from lmis.queries.profiles import referrals_live_for, taking, vacancies_with_openings
from lmis.services.checks import Fault
from lmis.vocabulary import Actor, Country, Language


class BelowLegalAge(Invalid):
    """The law does not allow this person to work yet."""


class HazardousForTheYoung(Invalid):
    """The law forbids this work to people under 18."""


ANYBODY = SeekerGates(UUID(int=0), date.min, date.min)
"""Somebody of full age without a licence: whom no question about a person needs to be asked."""


def seeker_gates(person: Any, country: str, day: date) -> SeekerGates:
    """What gates ask about a person (id, birth and licences of a row) under the law of a country on a day."""
    any_work, hazardous = (
        reaches(person.birth_date, person.birth_year, legal_age(country, work, day).years)
        for work in ("any", "hazardous")
    )
    return SeekerGates(person.id, any_work, hazardous, frozenset(person.licences))


def vacancy_gates(vacancy: Vacancy, day: date, *, free: bool) -> VacancyGates:
    """What gates ask about a vacancy on a day; `free`: whether an opening is not filled."""
    licences, still_open = frozenset(vacancy.licences), vacancy.open_on(day)
    return VacancyGates(vacancy.id, licences, vacancy.hazardous, still_open, full=not free)


FEW: Final = 1_000
"""Of so many people the gates are asked one by one; of more, of everybody in sight."""


def taken_by(session: Session, vacancy_id: UUID) -> tuple[bool, frozenset[UUID]]:
    """Whether a vacancy has a free opening, and who is referred to it."""
    rows = session.execute(taking(), {"vacancy_id": vacancy_id}).all()
    return any(free for free, _ in rows), frozenset(person for _, person in rows if person is not None)


def people_through(session: Session, by: Actor, vacancy: Vacancy, people: Iterable[UUID]) -> Passage:
    """Which of these people a vacancy may have.

    Of whom no gate can hold back for a reason of their own (adults, where no licence is required) nothing is asked.
    The question comes after the one that found the people, so whoever registered in between is not among them.
    """
    day = by.today
    free, referred = taken_by(session, vacancy.id)
    gates = vacancy_gates(vacancy, day, free=free)
    born_from = None if gates.licences else day.year - ADULT
    people = list(people)
    query = registered_gates(by, born_from)
    rows = session.execute(query.where(Person.id.in_(people)) if len(people) <= FEW else query)
    asked = {row.id: seeker_gates(row, vacancy.country, day) for row in rows}
    return pass_gates((id_, failed(asked.get(id_, ANYBODY), gates, day, referred=id_ in referred)) for id_ in people)


def vacancies_through(
    session: Session, by: Actor, person: Person, only: Iterable[UUID] | None = None
) -> tuple[dict[UUID, Vacancy], Passage]:
    """The vacancies in sight (or only some of them) that may have a person, by id, and how all of them came through."""
    day = by.today
    referred = {row.vacancy_id for row in session.execute(referrals_live_for(), {"person_id": person.id})}
    under = {country.value: seeker_gates(person, country, day) for country in Country}
    found: dict[UUID, Vacancy] = {}
    tried: list[tuple[UUID, tuple[Gate, ...]]] = []
    query = vacancies_with_openings(by, day)
    if only is not None:
        query = query.where(Vacancy.id.in_(list(only)))
    for vacancy, _, free in session.execute(query):
        found[vacancy.id] = vacancy
        gates = vacancy_gates(vacancy, day, free=free)
        tried.append((vacancy.id, failed(under[vacancy.country], gates, day, referred=vacancy.id in referred)))
    passage = pass_gates(tried)
    return {id_: vacancy for id_, vacancy in found.items() if id_ in passage.through}, passage


def age_fault(person: Person, vacancy: Vacancy, day: date) -> Fault | None:
    """The refusal of work that the law of its country does not allow a person on a day, with the law."""
    gates = failed(seeker_gates(person, vacancy.country, day), vacancy_gates(vacancy, day, free=True), day)
    if Gate.BELOW_LEGAL_AGE in gates:
        rule = legal_age(vacancy.country, "any", day)
        return BelowLegalAge(lowest=rule.years, law=rule.source), "#/seeker"
    if Gate.HAZARDOUS_UNDER_18 in gates:
        rule = legal_age(vacancy.country, "hazardous", day)
        return HazardousForTheYoung(lowest=rule.years, law=rule.source), "#/vacancy"
    return None


def licences_missing(session: Session, referral: Referral, language: Language) -> dict[str, str]:
    """The licences that the work of a referral requires by law and the person's record does not show: code -> name."""
    (held,) = session.execute(licences_of([referral.person_id])).all()
    required = session.scalars(licences_required(referral.vacancy_id)).one()
    missing = lacking(held.licences, required)
    if not missing:
        return {}
    rows = session.scalars(select(Licence).where(Licence.code.in_(missing)).order_by(Licence.code))
    return {row.code: getattr(row, f"name_{language.value}") or row.name_en or row.code for row in rows}
