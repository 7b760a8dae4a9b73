"""From a record to a command, or to the faults of its cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from lmis.commands.base import Command
from lmis.errors import Invalid, LmisError
from lmis.imports.columns import UnknownPlace
from lmis.imports.definition import Column, Import, Lookups
from lmis.imports.read import Record
from lmis.text.nearest import nearest


class CellsShifted(Invalid):
    """This line has more or fewer cells than the header: a separator is missing or one too many."""


class CellMissing(Invalid):
    """This cell is needed."""


class CellNotAccepted(Invalid):
    """This value does not have the form that the column needs."""


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
        self.fields = {column.to.partition(".")[0]: column.name for _, column in self.columns}

    def row(self, record: Record) -> Row:
        """The command of a record, or every fault of its cells."""
        cells = record.cells
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
            column = "district" if isinstance(error, UnknownPlace) else self.fields.get("wage", "")
            return Row(record, faults=(Fault(self.headers.get(column, column), error),))
        return Row(record, command, office)

    def _lookups_of(self, cells: list[str]) -> Lookups:
        """Phones, places and national codes are read as the row's office writes them."""
        office = cells[self.office].strip().upper() if self.office is not None else ""
        country = self.lookups[None].office_countries.get(office, self.home)
        return self.lookups[country]

    def _data(self, cells: list[str], lookups: Lookups) -> tuple[dict[str, Any], list[Fault]]:
        data: dict[str, Any] = {}
        faults = []
        for position, column in self.columns:
            cell = cells[position]
            if not cell.strip():
                if column.required:
                    faults.append(Fault(self.headers[column.name], CellMissing()))
                continue
            try:
                value = column.parse(cell, lookups)
            except LmisError as error:
                faults.append(Fault(self.headers[column.name], error))
                continue
            head, _, tail = column.to.partition(".")
            if tail:
                data.setdefault(head, {})[tail] = value
            else:
                data[head] = value
        return data, faults

    def _fault(self, fault: Any) -> Fault:
        """One complaint of the command's own types, told in the words of cells."""
        place = [str(part) for part in fault["loc"]]
        column = self.fields.get(place[0], "") if place else ""
        context = fault.get("ctx", {})
        rule = str(context["error"]) if "error" in context else fault["type"]
        limits = {k: v for k, v in context.items() if k in ("ge", "le", "max_length", "min_length", "pattern")}
        value = fault.get("input") if isinstance(fault.get("input"), str | int) else None
        return Fault(self.headers.get(column, column), CellNotAccepted(value=value, rule=rule, **limits))


def keys_of(command: Command, definition: Import) -> list[tuple[str, object]]:
    """What names the record of a command: rows that share one of these are carried out one after the other."""
    keys: list[tuple[str, object]] = []
    for name in definition.same:
        names = (name,) if isinstance(name, str) else name
        values = tuple(getattr(command, part, None) for part in names)
        if all(value is not None for value in values):
            keys.append(("+".join(names), values))
    return keys


def nearest_headers(header: Sequence[str], definition: Import) -> dict[str, list[str]]:
    """Headers that are not known, each with the nearest known ones: nothing is left out in silence."""
    names = [column.name for column in definition.columns]
    return {cell: nearest(cell, names) for cell in header if cell.strip() and definition.column(cell) is None}
