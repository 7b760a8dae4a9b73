"""A kind of file is a table of columns; each row becomes a command and meets the same service as the counter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from lmis.commands.base import Command
from lmis.text.keys import search_key


@dataclass(frozen=True)
class Lookups:
    """What cells are looked up in: names and codes of places, minor units of currencies.

    Keys are search keys; a place is found by its code, its national code, its ISO code and its names.
    """

    country: str | None = None
    provinces: Mapping[str, str] = field(default_factory=dict)
    districts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    minor_units: Mapping[str, int] = field(default_factory=dict)
    office_countries: Mapping[str, str] = field(default_factory=dict)


Parse = Callable[[str, Lookups], Any]


@dataclass(frozen=True)
class Column:
    """One column: its header, the field that it fills (`wage.amount` for a part of one), and how a cell is read."""

    name: str
    to: str
    parse: Parse
    also: tuple[str, ...] = ()
    required: bool = False
    example: str = ""

    @cached_property
    def parts(self) -> tuple[str, str]:
        """The field, and the part of it that the column fills, if any."""
        head, _, tail = self.to.partition(".")
        return head, tail

    @cached_property
    def headers(self) -> frozenset[str]:
        """The keys of every header under which the column is known."""
        return frozenset(header_key(header) for header in (self.name, *self.also))


@dataclass(frozen=True)
class Template:
    """The columns by which a table is known."""

    name: str
    columns: tuple[Column, ...]
    complete: bool = False
    """Whether a table lacks something that lacks any of them; else only the required ones are needed."""

    @cached_property
    def _by_key(self) -> dict[str, Column]:
        return {key: column for column in reversed(self.columns) for key in column.headers}

    def column(self, header: str) -> Column | None:
        """The column that a header names."""
        return self._by_key.get(header_key(header))

    def needed(self, column: Column) -> bool:
        """Whether a table without the column is none of this kind."""
        return self.complete or column.required


@dataclass(frozen=True, kw_only=True)
class Import(Template):
    """A kind of file: each row of it becomes a command."""

    command: type[Command]
    finish: Callable[[dict[str, Any], Lookups], dict[str, Any]] = lambda data, _lookups: data
    """What needs several cells at once: minor units of an amount, a district within its province."""
    same: tuple[str | tuple[str, ...], ...] = ("own_number",)
    """Fields that name the record: rows that share a value are carried out one after the other."""


def header_key(header: str) -> str:
    """`Date of birth`, `date_of_birth` and `DATE-OF-BIRTH *` are one header."""
    return search_key(header.replace("_", " "))
