"""Names of places, occupations and schooling in the reader's language, for codes that a record holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from lmis.model.reference import EducationLevel, Industry, Occupation, Place, SpokenLanguage
from lmis.vocabulary import Actor
from lmis.web.outs.base import named

LISTS: Final[Mapping[str, Any]] = {
    "place": Place,
    "occupation": Occupation,
    "industry": Industry,
    "education": EducationLevel,
    "language": SpokenLanguage,
}


@dataclass(frozen=True, slots=True)
class Names:
    """List → code → name."""

    lists: Mapping[str, Mapping[str, str]]

    def of(self, kind: str, code: object) -> str:
        """The name of a code with the code; the code alone where nobody named it."""
        name = self.lists[kind].get(str(code))
        return f"{name} ({code})" if name and kind in ("occupation", "industry") else name or str(code)


def names_of(session: Session, by: Actor) -> Names:
    """The names that the reader's records can need."""
    lists: dict[str, dict[str, str]] = {}
    for kind, entity in LISTS.items():
        query = select(entity)
        if entity is Place and by.country is not None:
            query = query.where(Place.country == by.country.value, Place.kind.in_(["province", "district", "commune"]))
        lists[kind] = {str(row.code): named(row, by.language) or str(row.code) for row in session.scalars(query)}
    return Names(lists)
