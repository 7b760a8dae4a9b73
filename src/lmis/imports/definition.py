"""A kind of file is a table of columns; each row becomes a command and meets the same service as the counter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from inspect import cleandoc
from typing import Any

from lmis.commands.base import Command
from lmis.imports.lists import Listing
from lmis.text.keys import search_key


@dataclass(frozen=True)
class Lookups:
    """What cells are looked up in: places and code lists, by code and by name; minor units of currencies.

    A list that is not here is not asked: its cells are taken as codes, and the service judges them.
    """

    country: str | None = None
    provinces: Listing | None = None
    districts: Mapping[str, Listing] = field(default_factory=dict)
    """By the code of their province."""
    communes: Mapping[str, Listing] = field(default_factory=dict)
    """By the code of their district, and by that of their province."""
    minor_units: Mapping[str, int] = field(default_factory=dict)
    office_countries: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, Listing] = field(default_factory=dict)
    """Code lists by their name; closed lists by the name of their class."""


Parse = Callable[[str, Lookups], Any]
Write = Callable[[Any], str]
Settle = Callable[[dict[str, Any], Lookups], dict[str, Any]]


@dataclass(frozen=True)
class Form:
    """The form of a cell: how it is read, how a value is written so that it is read again, and the rule in words."""

    parse: Parse
    write: Write = str
    values: type[StrEnum] | None = None
    """The closed list that a value is of."""
    parts: tuple[Form, ...] = ()
    """The forms of what a cell is made of, where it holds several values."""

    @property
    def rule(self) -> str:
        """The rule in words: the first line of the docstring of what reads the cell, a text of the catalogues."""
        return cleandoc(self.parse.__doc__ or "").partition("\n")[0]


def form(write: Write = str, **more: Any) -> Callable[[Parse], Form]:
    """Make a function that reads a cell into a form, with the way back."""
    return lambda parse: Form(parse, write, **more)


@dataclass(frozen=True)
class Column:
    """One column: its header, the field that it fills (`wage.amount` for a part of one), and the form of its cells."""

    name: str
    to: str
    form: Form
    also: tuple[str, ...] = ()
    required: bool = False
    example: str = ""
    ours: bool = False
    """Only the system fills it: an export has it, a template does not."""

    @cached_property
    def parse(self) -> Parse:
        """How a cell is read."""
        return self.form.parse

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
    long_cells: bool = False
    """Whether cells of several lines are usual in it: then no line that stands in one is taken for a row."""

    @cached_property
    def _by_key(self) -> dict[str, Column]:
        return {key: column for column in reversed(self.columns) for key in column.headers}

    def column(self, header: str) -> Column | None:
        """The column that a header names."""
        return self._by_key.get(header_key(header))

    def needed(self, column: Column) -> bool:
        """Whether a table without the column is none of this kind."""
        return self.complete or column.required


@dataclass(frozen=True)
class Settling:
    """What cells of several fields become together: fields → how these are settled; no field stands in two lines."""

    settled: tuple[tuple[tuple[str, ...], Settle], ...]

    def __call__(self, data: dict[str, Any], lookups: Lookups) -> dict[str, Any]:
        """Settle the fields of a row."""
        for _, settle in self.settled:
            data = settle(data, lookups)
        return data


@dataclass(frozen=True, kw_only=True)
class Import(Template):
    """A kind of file: each row of it becomes a command."""

    command: type[Command]
    finish: Settle = lambda data, _lookups: data
    """What needs several cells at once: minor units of an amount, a district within its province."""
    back: Settle = lambda data, _lookups: data
    """The way back of `finish`: from the fields of a command to what its columns hold."""
    same: tuple[str | tuple[str, ...], ...] = ("own_number",)
    """Fields that name the record: rows that share a value are carried out one after the other."""

    @cached_property
    def asked(self) -> tuple[Column, ...]:
        """The columns that an office fills."""
        return tuple(column for column in self.columns if not column.ours)


def header_key(header: str) -> str:
    """`Date of birth`, `date_of_birth` and `DATE-OF-BIRTH *` are one header."""
    return search_key(header.replace("_", " "))
