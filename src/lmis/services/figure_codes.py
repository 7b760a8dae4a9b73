"""The codes that stand in the columns of published figures, with their names, for the register and for surveys."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Protocol

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from lmis.exchange.lists import Words
from lmis.exchange.structures import Item, Names
from lmis.indicators.classifications import AUTHORITY, RISK
from lmis.indicators.panel import STATES
from lmis.indicators.register.dimensions import AGES
from lmis.indicators.standards import STANDARDS
from lmis.indicators.surveys.derive import ACTIVITIES, BANDS, HOURS, LEVELS, MONTHS, SECTORS, SKILLS, STATUSES, banded
from lmis.indicators.surveys.variables import VARIABLES
from lmis.model.figures import Edition
from lmis.model.offices import Office
from lmis.model.reference import EducationLevel, Industry, Occupation, Place
from lmis.model.surveys import Survey
from lmis.queries.editions import ANY_SURVEY, of_source
from lmis.vocabulary import Sex

LANGUAGES: Final = ("en", "km", "lo")


class Coded(Protocol):
    """What codes are asked of: a session, and the words of the catalogues."""

    @property
    def session(self) -> Session:
        """Where code lists are read."""

    @property
    def words(self) -> Words:
        """The names of codes that stand in no table."""


def _named(row: Any) -> Names:
    names = {language: getattr(row, f"name_{language}") for language in LANGUAGES}
    return {language: name for language, name in names.items() if name} or {"en": row.code}


def _rows(source: Coded, entity: Any, *conditions: Any) -> Sequence[Any]:
    return source.session.scalars(select(entity).where(*conditions).order_by(entity.code)).all()


def _occupations(source: Coded) -> Iterator[Item]:
    for row in _rows(source, Occupation, Occupation.level <= 2):
        yield Item(row.code, _named(row), parent=row.parent)


def _occupations_of(level: int) -> Callable[[Coded], Iterator[Item]]:
    def occupations(source: Coded) -> Iterator[Item]:
        for row in _rows(source, Occupation, Occupation.level == level):
            yield Item(row.code, _named(row))

    return occupations


def _industries(level: str) -> Callable[[Coded], Iterator[Item]]:
    def industries(source: Coded) -> Iterator[Item]:
        for row in _rows(source, Industry, Industry.level == level):
            yield Item(row.code, _named(row))

    return industries


def _surveys(source: Coded) -> Iterator[Item]:
    """The surveys of which figures were published."""
    codes = select(Edition.source).where(of_source(ANY_SURVEY))
    for code, title in source.session.execute(
        select(Survey.code, Survey.title).where(Survey.code.in_(codes)).order_by(Survey.code)
    ):
        yield Item(code, {"en": title})


def _coded(column: str, codes: Iterable[str]) -> Callable[[Coded], Iterator[Item]]:
    """Codes whose names stand in the catalogues under the name of the column."""
    held = tuple(codes)
    return lambda source: (Item(code, source.words(column, code)) for code in held)


def _provinces(source: Coded) -> Iterator[Item]:
    for row in _rows(source, Place, Place.kind == "province"):
        yield Item(row.code, _named(row))


def _offices(source: Coded) -> Iterator[Item]:
    for row in _rows(source, Office):
        yield Item(row.code, _named(row))


def _levels(source: Coded) -> Iterator[Item]:
    for row in _rows(source, EducationLevel):
        yield Item(str(row.code), _named(row))


def _sexes(source: Coded) -> Iterator[Item]:
    for one in Sex:
        yield Item(one.value, source.words("sex", one.value))


def _ages(lowest: tuple[int, ...]) -> Callable[[Coded], Iterator[Item]]:
    def ages(source: Coded) -> Iterator[Item]:
        for code in banded(np.zeros(0), lowest).labels:
            years = code.removeprefix("YGE") + "+" if code.startswith("YGE") else code[1:].replace("-", "–")
            yield Item(code, dict.fromkeys(LANGUAGES, years))

    return ages


LISTS: Final[Mapping[str, Callable[[Coded], Iterable[Item]]]] = {
    "occupation": _occupations,
    "sector": _industries("section"),
    "province": _provinces,
    "office": _offices,
    "education": _levels,
    "sex": _sexes,
    "age_group": _ages(AGES),
}
"""Columns of the register's figures whose codes stand in a list."""

SURVEY_LISTS: Final[Mapping[str, Callable[[Coded], Iterable[Item]]]] = {
    **{name: LISTS[name] for name in ("province", "education", "sex", "sector")},
    **{name: _ages(lowest) for name, lowest in BANDS.items()},
    **{name: _coded(name, VARIABLES[name].labels) for name in ("area", "disability", "migrant")},
    "status_in_employment": _coded("status_in_employment", VARIABLES["status_in_employment"].labels),
    "education_group": _coded("education_group", LEVELS),
    "status_group": _coded("status_group", STATUSES),
    "broad_sector": _coded("broad_sector", SECTORS),
    "standard": _coded("standard", map(str, STANDARDS)),
    "occupation": _occupations_of(1),
    "isco2": _occupations_of(2),
    "industry": _industries("section"),
    "isic2": _industries("division"),
    "status_icse18": _coded("status_icse18", VARIABLES["status_icse18"].labels),
    "authority": _coded("authority", AUTHORITY),
    "economic_risk": _coded("economic_risk", RISK),
    "economic_activity": _coded("economic_activity", ACTIVITIES),
    "skill_level": _coded("skill_level", SKILLS),
    "hours_band": _coded("hours_band", HOURS),
    "duration_of_search": _coded("duration_of_search", MONTHS),
    "flow": _coded("flow", (f"{one}>{other}" for one in STATES for other in STATES)),
    "status": _coded("status", STATES),
    "quantile": _coded("quantile", (f"P{part}0" for part in range(1, 10))),
    "source": _surveys,
}
"""Columns of surveys' figures, and the classifications of their classes."""
