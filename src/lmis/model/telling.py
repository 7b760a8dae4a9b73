"""What the rows of a statement tell about people: worked out once, for a compiled statement is used again and again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Column, CompoundSelect
from sqlalchemy.orm import InstrumentedAttribute

from lmis.errors import Forbidden
from lmis.model.statements import IDENTIFYING, counts, has_text, is_person_id, opens, reached, source, tells

Columns = Sequence[Sequence[Any]]
"""What each result column is made of."""


class UnrecordedRead(Forbidden):
    """A person's record would be read without an access record; nothing is answered."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where in its rows a statement gives persons: their ids, and whatever tells something of them."""

    positions: tuple[int, ...] = ()
    telling: tuple[int, ...] = ()
    refused: str | None = None
    """Why nothing may be read by it."""

    @classmethod
    def named(cls, names: Sequence[str]) -> Places:
        """Of raw SQL, whose columns have these names."""
        ids = tuple(i for i, name in enumerate(names) if name == "person_id")
        return cls(ids, tuple(range(len(names)))) if ids else cls(refused="no_person_id")


class Telling:
    """What a statement gives out, by its compiled form; of raw SQL nothing is known but the names of its columns."""

    def __init__(self, columns: Columns = (), grouped: Sequence[Any] = (), *, compound: bool = False) -> None:
        """Of result columns, what they are grouped by, and whether several SELECTs make one."""
        self.columns, self.grouped, self.compound = columns, grouped, compound

    @cached_property
    def closed_to_all(self) -> bool:
        """Whether it may give out a column that only a declared scan reads."""
        return self.compound or opens(self.columns)

    @cached_property
    def people(self) -> Places | None:
        """Where its rows give persons; None of raw SQL, which only tells by its names."""
        if self._written:
            return Places(refused=self._written)
        if not self.columns:
            return None
        told = self._told
        if not any(told) and not any(counts(column) for column in self.columns):
            return Places()
        places = tuple(i for i, column in enumerate(self.columns) if is_person_id(column))
        sources = {source(self.columns[i]) for i in places}
        if not places or any(told[i] and source(column) not in sources for i, column in enumerate(self.columns)):
            return Places(refused="no_person_id")
        return Places(places, tuple(i for i, bases in enumerate(told) if bases))

    @cached_property
    def no_aggregate(self) -> str | None:
        """Why it is none of counts and sums over groups: an identifying column, a bare one, or raw SQL."""
        if self._written:
            return self._written
        grouped = {base for thing in self.grouped for base in reached(thing)}
        for column, bases in zip(self.columns, self._told, strict=True):
            bare = any(isinstance(thing, Column | InstrumentedAttribute) for thing in column)
            if any(base.name in IDENTIFYING for base in bases) or (bare and not grouped.issuperset(bases)):
                return "aggregate_tells_persons"
        return None if self.columns else "aggregate_tells_persons"

    @cached_property
    def _written(self) -> str | None:
        """Why nothing can be known of its columns."""
        if self.compound:
            return "compound_select"
        return "written_column" if any(has_text(thing) for column in self.columns for thing in column) else None

    @cached_property
    def _told(self) -> list[list[Column[Any]]]:
        return [tells(column) for column in self.columns]


RAW = Telling()
_KNOWN: WeakKeyDictionary[Any, Telling] = WeakKeyDictionary()


def telling_of(context: Any) -> Telling:
    """What the statement of an execution gives out."""
    compiled = getattr(context, "compiled", None)
    if compiled is None:
        return RAW
    known = _KNOWN.get(compiled)
    if known is None:
        asked = getattr(compiled, "statement", None)
        columns = [entry.objects or () for entry in getattr(compiled, "_result_columns", None) or ()]
        grouped = tuple(getattr(asked, "_group_by_clauses", ()))
        known = _KNOWN[compiled] = Telling(columns, grouped, compound=isinstance(asked, CompoundSelect))
    return known
