"""What matching knows of a person and of a vacancy: what bears on the work, and nothing else.

There is no sex, age, date of birth, ethnicity, religion, disability, family, name or photograph here, so no
criterion and no weight can read one. The legal age and other gates are decided before a profile is made. What would
help at work (`needs`) is known only of one person who asks which vacancies suit, never of the people of a list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal
from uuid import UUID

Mobility = Literal["district", "province", "country", "abroad"]
Hours = Literal["full_time", "part_time"]
WantedHours = Literal["full_time", "part_time", "any"]


@dataclass(frozen=True, slots=True)
class SeekerProfile:
    """A person who seeks work; an empty collection or None means that nothing is recorded."""

    id: UUID
    wanted: tuple[str, ...] = ()  # ISCO-08 codes of 1-4 digits
    experience: Mapping[str, int] = field(default_factory=dict)  # ISCO-08 unit group -> months
    skills: frozenset[str] = frozenset()  # search keys
    district: str | None = None  # place codes: KH0102, KH01
    province: str | None = None
    wanted_provinces: frozenset[str] = frozenset()
    mobility: Mobility | None = None  # how far the person would go
    education: int | None = None  # ISCED 2011 level, 0-8
    languages: Mapping[str, int] = field(default_factory=dict)  # language code -> 1 basic ... 4 native
    wage: int | None = None  # the lowest accepted, US cents a month
    hours: WantedHours | None = None
    available_from: date | None = None
    needs: frozenset[str] = frozenset()  # accommodations that the person asked for; they can raise, never lower


@dataclass(frozen=True, slots=True)
class VacancyProfile:
    """A vacancy; an empty collection or None means that the employer does not ask or does not say."""

    id: UUID
    occupation: str  # ISCO-08 unit group, four digits
    country: str  # KH or LA
    required_skills: frozenset[str] = frozenset()  # search keys
    useful_skills: frozenset[str] = frozenset()  # those that are also required count as required only
    district: str | None = None
    province: str | None = None
    neighbours: frozenset[str] = frozenset()  # provinces that border on the vacancy's, in both countries
    education: int | None = None
    experience_months: int | None = None
    languages: Mapping[str, int] = field(default_factory=dict)
    wage: int | None = None  # the highest offered, US cents a month
    hours: Hours | None = None
    related: frozenset[str] = frozenset()  # unit groups whose work is related though far in the tree
    scarce: frozenset[str] = frozenset()  # skills asked that few people have
    rare: frozenset[str] = frozenset()  # of these, skills that very few have
    needed_from: date | None = None  # the day for which people are asked for
    offers: frozenset[str] = frozenset()  # accommodations

    def __post_init__(self) -> None:
        """Count each skill once, and keep of the scarce ones those that are asked."""
        asked, rare = self.required_skills | self.useful_skills, self.rare
        object.__setattr__(self, "useful_skills", self.useful_skills - self.required_skills)
        object.__setattr__(self, "scarce", asked & self.scarce | asked & rare)
        object.__setattr__(self, "rare", asked & rare)
