"""Answers about code lists."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from lmis.model.reference import ReferenceLoad
from lmis.text.keys import search_key
from lmis.vocabulary import Language
from lmis.web.outs.base import Out, named


class EntryOut(Out):
    """One entry of a code list, named in the language asked for; `reviewed` by a native reader or not."""

    key: str
    code: str
    name: str | None
    reviewed: bool
    kind: str | None
    level: str | None
    parent: str | None
    country: str | None

    @classmethod
    def of(cls, row: Any, language: Language) -> EntryOut:
        """An entry; its key is unique in the list (a reason's code is so only within its kind)."""
        kind, level = getattr(row, "kind", None), getattr(row, "level", None)
        own = getattr(row, f"name_{language.value}") is not None
        return cls(
            key=f"{kind}:{row.code}" if row.__tablename__ == "reason" else str(row.code),
            code=str(row.code),
            name=named(row, language),
            reviewed=bool(getattr(row, f"reviewed_{language.value if own else 'en'}")),
            kind=kind,
            level=None if level is None else str(level),
            parent=getattr(row, "parent", None) or getattr(row, "province", None),
            country=getattr(row, "country", None),
        )


class LoadOut(Out):
    """A list and the version of it that is loaded."""

    table: str
    version: str
    loaded_at: datetime

    @classmethod
    def of(cls, row: ReferenceLoad) -> LoadOut:
        """One loaded list."""
        return cls.model_validate(row, from_attributes=True)


def matches(row: Any, words: list[str]) -> bool:
    """Whether an entry's code begins with, or its names in any language hold, every word."""
    names = [search_key(name) for name in (row.name_en, row.name_km, row.name_lo) if name]
    return all(str(row.code).lower().startswith(word) or any(word in name for name in names) for word in words)
