"""Questions about classifications, places, code lists and offices."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Select, func, select

from lmis.model.offices import Office
from lmis.model.reference import (
    Currency,
    EducationLevel,
    EmploymentStatus,
    Industry,
    Licence,
    Occupation,
    Place,
    Reason,
    ReferenceLoad,
    SpokenLanguage,
)
from lmis.vocabulary import Country, Language


class CodeList(StrEnum):
    """The lists that codes come from."""

    OCCUPATIONS = "occupations"
    INDUSTRIES = "industries"
    EDUCATION_LEVELS = "education-levels"
    EMPLOYMENT_STATUSES = "employment-statuses"
    PLACES = "places"
    LANGUAGES = "languages"
    LICENCES = "licences"
    CURRENCIES = "currencies"
    REASONS = "reasons"
    OFFICES = "offices"


ENTITIES: Final[dict[CodeList, Any]] = {
    CodeList.OCCUPATIONS: Occupation,
    CodeList.INDUSTRIES: Industry,
    CodeList.EDUCATION_LEVELS: EducationLevel,
    CodeList.EMPLOYMENT_STATUSES: EmploymentStatus,
    CodeList.PLACES: Place,
    CodeList.LANGUAGES: SpokenLanguage,
    CodeList.LICENCES: Licence,
    CodeList.CURRENCIES: Currency,
    CodeList.REASONS: Reason,
    CodeList.OFFICES: Office,
}


def entries_of(
    code_list: CodeList, *, kind: str | None = None, parent: str | None = None, country: str | None = None
) -> Select[Any]:
    """The entries of a list, in the order of their codes; filters that a list has no column for are not asked."""
    entity = ENTITIES[code_list]
    query = select(entity)
    for name, wanted in (("kind", kind), ("parent", parent), ("country", country)):
        if wanted is not None and hasattr(entity, name):
            query = query.where(getattr(entity, name) == wanted)
    order = (entity.kind, entity.code) if code_list is CodeList.REASONS else (entity.code,)
    return query.order_by(*order)


def loads() -> Select[ReferenceLoad]:
    """Which version of each list is loaded."""
    return select(ReferenceLoad).order_by(ReferenceLoad.table)


def province_names(country: Country, language: Language) -> Select[str, str]:
    """(code, name) of the provinces of a country; the English name where the language has none."""
    own = getattr(Place, f"name_{language.value}")
    return select(Place.code, func.coalesce(own, Place.name_en)).where(
        Place.kind == "province", Place.country == country.value
    )
