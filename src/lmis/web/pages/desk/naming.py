"""Names in the reader's language: of places, offices, occupations and schooling by their codes, and of vacancies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from lmis.model.offices import Office
from lmis.model.reference import EducationLevel, Industry, Licence, Occupation, Place, SpokenLanguage
from lmis.vocabulary import Actor, Language

LISTS: Final[Mapping[str, Any]] = {
    "place": Place,
    "occupation": Occupation,
    "industry": Industry,
    "education": EducationLevel,
    "language": SpokenLanguage,
    "licence": Licence,
    "office": Office,
}


@dataclass(frozen=True, slots=True)
class Names:
    """List → code → name."""

    lists: Mapping[str, Mapping[str, str]]

    def of(self, kind: str, code: object) -> str:
        """The name of a code with the code; the code alone where nobody named it."""
        name = self.lists[kind].get(str(code))
        return f"{name} ({code})" if name and kind in ("occupation", "industry") else name or str(code)


def names_of(session: Session, by: Actor, *kinds: str) -> Names:
    """The names that the reader's records can need; of these lists only, where some are named."""
    lists: dict[str, dict[str, str]] = {}
    for kind, entity in LISTS.items():
        if kinds and kind not in kinds:
            continue
        query = select(entity.code, getattr(entity, f"name_{by.language.value}"), entity.name_en)
        if entity is Place:
            own = () if by.country is None else (Place.country == by.country.value,)
            query = query.where(Place.kind.in_(["province", "district", "commune"]), *own)
        lists[kind] = {str(code): name or english or str(code) for code, name, english in session.execute(query)}
    return Names(lists)


def work_title(vacancy: Any, language: Language) -> str:
    """What a vacancy is called: in the country's own script for whoever reads it, where somebody wrote it so."""
    return str((language is not Language.EN and vacancy.title_native) or vacancy.title)
