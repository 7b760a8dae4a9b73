"""What a statement does with people: which tables it names, what each result column gives out, whether it writes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Column, CompoundSelect, Label, ScalarSelect, Select, TextClause
from sqlalchemy.sql.elements import ClauseElement, ColumnClause
from sqlalchemy.sql.functions import FunctionElement

from lmis.model.base import Base

IDENTIFYING: Final = frozenset(
    {
        "id",
        "person_id",
        "serial",
        "own_number",
        "family_name",
        "given_name",
        "family_name_native",
        "given_name_native",
        "search_key",
        "birth_date",
        "identity_number",
        "identity_index",
        "phone",
        "phone_index",
        "whole_key",
        "part_key",
        "other_part_key",
        "day_key",
        "merged_into",
        "first_id",
        "second_id",
        "kept_id",
        "disability",
        "accommodations",
    }
)
"""Columns of personal tables that an aggregate may not return."""

WRITE: Final = re.compile(r"\b(INSERT|(?<!FOR )UPDATE|DELETE|REPLACE|TRUNCATE|MERGE|COPY)\b", re.IGNORECASE)
"""A word that says that raw SQL writes; what SQLAlchemy compiled tells by itself."""


@lru_cache
def personal_tables() -> dict[str, str]:
    """Name of each personal table → its column with the person's id."""
    return {t.name: t.info["person"] for t in Base.metadata.sorted_tables if "person" in t.info}


@lru_cache
def audited_tables() -> frozenset[str]:
    """Tables that are written only together with an audit event."""
    return frozenset(t.name for t in Base.metadata.sorted_tables if t.info.get("audited"))


@lru_cache(maxsize=4096)
def mentions(statement: str, *, audited: bool) -> bool:
    """Whether a statement names a personal table, or (with `audited`) an audited one; in any case of letters."""
    return bool(_names(audited=audited).search(statement))


@lru_cache
def _names(*, audited: bool) -> re.Pattern[str]:
    names = audited_tables() if audited else personal_tables()
    return re.compile(r"\b(" + "|".join(sorted(names)) + r")\b", re.IGNORECASE)


@lru_cache(maxsize=4096)
def mentions_closed(statement: str) -> bool:
    """Whether a statement names a table with a column that only a declared scan may read."""
    return any(re.search(rf"\b{name}\b", statement, re.IGNORECASE) for name in _closed_tables())


@lru_cache
def _closed_tables() -> frozenset[str]:
    return frozenset(t.name for t in Base.metadata.sorted_tables if any(c.info.get("engine_only") for c in t.columns))


def is_write(statement: str, context: Any) -> bool:
    """Whether a statement writes to an audited table: by its compiled form, or raw SQL by its words."""
    compiled = getattr(context, "compiled", None)
    dml = getattr(getattr(compiled, "statement", None), "table", None)
    if dml is not None:
        return getattr(dml, "name", "") in audited_tables()
    raw = compiled is None or not getattr(compiled, "_result_columns", None)
    return raw and bool(WRITE.search(statement)) and mentions(statement, audited=True)


def reached(thing: Any) -> Iterator[Column[Any]]:
    """The table columns that a result column is made of; what stands inside `count` is not reached."""
    if _is_count(thing):
        return
    if isinstance(thing, ScalarSelect):
        for column in thing.element.selected_columns:
            yield from reached(column)
        return
    bases = [base for base in getattr(thing, "proxy_set", ()) if isinstance(base, Column) and base.table is not None]
    if bases:
        yield from bases
        return
    if isinstance(thing, Select | CompoundSelect):
        return
    for child in thing.get_children() if isinstance(thing, ClauseElement) else ():
        yield from reached(child)


def counts(column: Sequence[Any]) -> bool:
    """Whether a result column is made by a function: a count over people is an aggregate, and has to say so."""
    return any(isinstance(thing, FunctionElement) for thing in column)


def _personal(column: Column[Any]) -> bool:
    return getattr(column.table, "name", "") in personal_tables()


def tells(column: Sequence[Any]) -> list[Column[Any]]:
    """The columns of personal tables that one result column gives out."""
    return [base for thing in column for base in reached(thing) if _personal(base)]


def source(column: Sequence[Any]) -> Any:
    """The table or alias that a result column comes from."""
    plain = (thing.element if isinstance(thing, Label) else thing for thing in column)
    return next((table for thing in plain if (table := getattr(thing, "table", None)) is not None), None)


def is_person_id(column: Sequence[Any]) -> bool:
    """Whether a result column is the person's id of a personal table, through aliases and subqueries too."""
    return any(personal_tables()[base.table.name] == base.name for base in tells(column))


def opens(columns: Sequence[Sequence[Any]]) -> bool:
    """Whether a result may hold a closed column: raw SQL always may, compiled SQL by what its columns are made of."""
    return not columns or not all(_is_open(column) for column in columns)


def _is_open(column: Sequence[Any]) -> bool:
    """Whether a result column is known to be made of open columns, or is a count; a text inside it may be anything."""
    bases = [base for thing in column for base in reached(thing)]
    if any(has_text(thing) for thing in column) or any(base.info.get("engine_only") for base in bases):
        return False
    return bool(bases) or any(_is_count(thing) for thing in column)


def has_text(thing: Any) -> bool:
    """Whether SQL that somebody wrote stands in a result column: what it gives out cannot be told."""
    if not isinstance(thing, ClauseElement) or _is_count(thing):
        return False
    literal = isinstance(thing, TextClause) or (isinstance(thing, ColumnClause) and thing.is_literal)
    return literal or any(has_text(child) for child in thing.get_children())


def _is_count(thing: Any) -> bool:
    return isinstance(thing, FunctionElement) and getattr(thing, "name", "") == "count"
