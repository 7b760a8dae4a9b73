"""What gates ask, by kind: many people are alike to them, and many vacancies, so each kind is asked once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any, Final, NamedTuple, get_args
from uuid import UUID

from lmis.matching.gates import Gate, SeekerGates, VacancyGates, failed
from lmis.matching.law import ADULT, Work, legal_age, reaches
from lmis.model.vacancies import Vacancy
from lmis.queries.scope import Sight
from lmis.vocabulary import Actor, Country

NAMELESS: Final = UUID(int=0)


class Standing(NamedTuple):
    """What gates ask about a person on a day, without who it is: many are alike."""

    office: UUID
    country: str
    barred: frozenset[tuple[str, Work]]
    """Countries and the work there that the law does not allow yet."""
    licences: frozenset[str]

    @classmethod
    def of(cls, person: Any, day: date) -> Standing:
        """From a row."""
        barred = () if person.birth_year < day.year - ADULT else _barred(person.birth_date, person.birth_year, day)
        return cls(person.office_id, person.country, frozenset(barred), frozenset(person.licences))


def _barred(birth_date: date | None, birth_year: int, day: date) -> Iterator[tuple[str, Work]]:
    for country, work in product(Country, get_args(Work)):
        if day < reaches(birth_date, birth_year, legal_age(country.value, work, day).years):
            yield country.value, work


@dataclass(frozen=True)
class Admission:
    """Whether a vacancy may have people of a standing; the same for all vacancies that ask the same."""

    sight: Sight
    country: str
    licences: frozenset[str]
    hazardous: bool | None

    @classmethod
    def to(cls, by: Actor, vacancy: Vacancy) -> Admission:
        """To a vacancy, of the people in an actor's sight."""
        return cls(Sight.of(by), vacancy.country, frozenset(vacancy.licences), vacancy.hazardous)

    def __call__(self, standing: Standing) -> bool:
        """Whether they are in sight, and no gate holds them."""
        return self.sight.has(standing.office, standing.country) and not self.failed(standing)

    def failed(
        self, standing: Standing, *, still_open: bool = True, full: bool = False, referred: bool = False
    ) -> tuple[Gate, ...]:
        """The gates that hold them."""
        any_work, hazardous = (
            date.max if (self.country, work) in standing.barred else date.min for work in get_args(Work)
        )
        person = SeekerGates(NAMELESS, any_work, hazardous, standing.licences)
        vacancy = VacancyGates(NAMELESS, self.licences, self.hazardous, still_open, full)
        return failed(person, vacancy, date.min, referred=referred)


class Offering(NamedTuple):
    """What gates ask about a vacancy on a day, without which it is: many are alike."""

    office: UUID
    country: str
    licences: frozenset[str]
    hazardous: bool | None
    still_open: bool
    full: bool

    @classmethod
    def of(cls, vacancy: Any, *, still_open: bool, free: bool) -> Offering:
        """From a row, whether it is open on the day, and whether an opening is not filled."""
        licences = frozenset(vacancy.licences)
        return cls(vacancy.office_id, vacancy.country, licences, vacancy.hazardous, still_open, not free)


@dataclass(frozen=True)
class Seeking:
    """Whether a person may have vacancies of an offering; of those in an actor's sight."""

    sight: Sight
    person: Standing

    def __call__(self, offering: Offering) -> bool:
        """Whether it is in sight, and no gate holds it."""
        return self.sight.has(offering.office, offering.country) and not self.failed(offering)

    def failed(self, offering: Offering, *, referred: bool = False) -> tuple[Gate, ...]:
        """The gates that hold it."""
        admission = Admission(self.sight, offering.country, offering.licences, offering.hazardous)
        return admission.failed(self.person, still_open=offering.still_open, full=offering.full, referred=referred)
