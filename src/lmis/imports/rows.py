"""From a record to a command, or to the faults of its cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from pydantic import ValidationError

from lmis.commands.base import Command
from lmis.errors import Invalid, LmisError
from lmis.imports.definition import Column, Import, Lookups
from lmis.imports.fitting import CellsShifted
from lmis.imports.records import Record
from lmis.text.keys import search_key
from lmis.text.nearest import nearest

REMEMBERED: Final = 10_000
"""Different cells of a column whose values are kept, so that a code or a day that comes often is read once."""

BLAMED: Final = {
    "name_missing": "family_name",
    "birth_missing": "birth_date",
    "birth_year_differs": "birth_year",
    "identity_reason_missing": "identity_missing_reason",
    "closure_incomplete": "closed_because",
    "cancellation_incomplete": "cancelled_because",
    "wage_incomplete": "wage_currency",
    "wage_range_falls": "wage_max",
}
"""A rule about several fields → the column to be filled or changed."""


class CellMissing(Invalid):
    """This cell is needed."""


class CellNotAccepted(Invalid):
    """This value does not have the form that the column needs."""


__all__ = ["CellMissing", "CellNotAccepted", "CellsShifted", "Fault", "Row", "RowReader", "keys_of", "nearest_headers"]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one cell, or (without a column) with the line."""

    column: str
    error: LmisError


@dataclass(frozen=True, slots=True)
class Row:
    """A record with what was made of it: a command and its office, or faults."""

    record: Record
    command: Command | None = None
    office: str | None = None
    faults: tuple[Fault, ...] = ()


class RowReader:
    """Reads the records of one sheet; columns that the definition does not know are left out."""

    def __init__(
        self, definition: Import, header: Sequence[str], lookups: Mapping[str | None, Lookups], home: str | None
    ) -> None:
        """Match the header once.

        Args:
            lookups: by country; a row is read with those of its office's country.
            home: the country of rows that name no office.
        """
        self.definition, self.lookups, self.home, self.width = definition, lookups, home, len(header)
        found = [(position, definition.column(cell)) for position, cell in enumerate(header)]
        self.columns: list[tuple[int, Column]] = [(position, column) for position, column in found if column]
        self.headers = {column.name: header[position] for position, column in self.columns}
        self.office = next((position for position, column in self.columns if column.name == "office"), None)
        self.number = next((position for position, column in self.columns if column.to == "own_number"), None)
        self.fields = _fields(column for _, column in self.columns)
        self.known: dict[str | None, list[dict[str, Any]]] = {None: [{} for _ in self.columns]}
        self.copies: Counter[bytes] = Counter()

    def row(self, record: Record) -> Row:
        """The command of a record, or every fault of its cells."""
        cells = record.cells
        if record.refusal is not None:
            return Row(record, faults=(Fault("", record.refusal),))
        if len(cells) < self.width or any(cell.strip() for cell in cells[self.width :]):
            return Row(record, faults=(Fault("", CellsShifted(cells=len(cells), wanted=self.width)),))
        lookups = self._lookups_of(cells)
        data, faults = self._data(cells, lookups)
        if faults:
            return Row(record, faults=tuple(faults))
        office = data.pop("office", None)
        try:
            command = self.definition.command.model_validate(self.definition.finish(data, lookups))
        except ValidationError as error:
            return Row(record, faults=tuple(self._fault(fault) for fault in error.errors(include_url=False)))
        except LmisError as error:
            field = error.pointer.removeprefix("#/") or self.fields.get("wage.amount", "wage_max")
            return Row(record, faults=(Fault(self.headers.get(field, field), error),))
        return Row(record, command, office)

    def _lookups_of(self, cells: list[str]) -> Lookups:
        """Phones, places and national codes are read as the row's office writes them."""
        office = cells[self.office].strip().upper() if self.office is not None else ""
        country = self.lookups[None].office_countries.get(office, self.home)
        return self.lookups[country]

    def _data(self, cells: list[str], lookups: Lookups) -> tuple[dict[str, Any], list[Fault]]:
        data: dict[str, Any] = {}
        faults = []
        known = self.known.get(lookups.country) or self.known.setdefault(lookups.country, [{} for _ in self.columns])
        for (position, column), seen in zip(self.columns, known, strict=True):
            cell = cells[position]
            if not cell or cell.isspace():
                if column.required:
                    faults.append(Fault(self.headers[column.name], CellMissing()))
                continue
            value = seen.get(cell)
            if value is None:
                try:
                    value = column.parse(cell, lookups)
                except LmisError as error:
                    faults.append(Fault(self.headers[column.name], error))
                    continue
                if len(seen) < REMEMBERED:
                    seen[cell] = value
            head, tail = column.parts
            if tail:
                data.setdefault(head, {})[tail] = value
            else:
                data[head] = value
        return data, faults

    def column_of(self, path: Sequence[str]) -> str:
        """The header of the column that fills a field, or a part of one (`wage`, `amount`)."""
        name = self.fields.get(".".join(path[:2])) or self.fields.get(path[0] if path else "") or ".".join(path[:1])
        return self.headers.get(name, name)

    def numbered(self, record: Record) -> bool:
        """Whether the office gave this record a number, so that its id does not hang on what it says."""
        return self.number is not None and bool("".join(record.cells[self.number : self.number + 1]).strip())

    def content(self, record: Record) -> bytes:
        """A digest of what a record says, whatever the order of its columns, and of which copy of it this is."""
        told = sorted((column.name, record.cells[position].strip()) for position, column in self.columns)
        digest = sha256(repr([pair for pair in told if pair[1]]).encode("utf-8", "backslashreplace")).digest()[:16]
        self.copies[digest] += 1
        return digest + self.copies[digest].to_bytes(4)

    def _fault(self, fault: Any) -> Fault:
        """One complaint of the command's own types, told in the words of cells."""
        place = [str(part) for part in fault["loc"]]
        column = self.column_of(place)
        context = fault.get("ctx", {})
        rule = str(context["error"]) if "error" in context else fault["type"]
        column = column or BLAMED.get(rule, "")
        limits = {k: v for k, v in context.items() if k in ("ge", "le", "max_length", "min_length", "pattern")}
        value = fault.get("input") if isinstance(fault.get("input"), str | int) else None
        return Fault(self.headers.get(column, column), CellNotAccepted(value=value, rule=rule, **limits))


def keys_of(command: Command, definition: Import) -> list[tuple[object, ...]]:
    """What names the record of a command: rows that share one of these are carried out one after the other."""
    keys: list[tuple[object, ...]] = []
    for name in definition.same:
        names = (name,) if isinstance(name, str) else name
        values = [getattr(command, part, None) for part in names]
        if None not in values:
            keys.append((name, *(search_key(str(value)).replace(" ", "") for value in values)))
    return keys


def _fields(columns: Iterable[Column]) -> dict[str, str]:
    """Field, or part of one (`wage.amount`), → name of the first column that fills it."""
    fields: dict[str, str] = {}
    for column in columns:
        fields.setdefault(column.to, column.name)
        fields.setdefault(column.parts[0], column.name)
    return fields


def nearest_headers(header: Sequence[str], definition: Import) -> dict[str, list[str]]:
    """Headers that are not known, each with the nearest known ones: nothing is left out in silence."""
    names = [column.name for column in definition.columns]
    return {cell: nearest(cell, names) for cell in header if cell.strip() and definition.column(cell) is None}
