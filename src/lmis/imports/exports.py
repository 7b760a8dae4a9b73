"""Exports: records in the shape of a kind of file, so that the file can be imported again and changes nothing."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from typing import Any, Final, TextIO
from uuid import UUID

from lmis.errors import LmisError
from lmis.imports.columns import number
from lmis.imports.definition import Column, Import, Lookups
from lmis.imports.rejects import guarded
from lmis.imports.splitting import MOST_LINES

REMEMBERED: Final = 10_000
"""Different cells of a column that are known to come back."""

_UUID: Final = re.compile(r"[0-9a-fA-F]{8}-?([0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}")


class Exports:
    """Writes records as rows; what could not be read again as it is stays blank, and is told."""

    def __init__(self, target: TextIO, definition: Import, lookups: Lookups) -> None:
        """Write the header."""
        self.definition, self.lookups, self.lines = definition, lookups, 0
        self.blanks: list[tuple[int, str]] = []
        """(line of the file, column) of each value that has no cell that would be read as the same value."""
        self.sound: list[set[str]] = [set() for _ in definition.columns]
        self.writer = csv.writer(target, lineterminator="\n")
        self.writer.writerow([column.name for column in definition.columns])

    def add(self, fields: Mapping[str, Any]) -> None:
        """Write one record, told by the fields of its command; None and what is empty say nothing."""
        self.lines += 1
        said = {name: value for name, value in fields.items() if value is not None}
        data = self.definition.back(said, self.lookups)
        cells = [
            self._cell(column, _value(column, data), sound)
            for column, sound in zip(self.definition.columns, self.sound, strict=True)
        ]
        while sum(cell.count("\n") for cell in cells) >= MOST_LINES:
            at = max(range(len(cells)), key=lambda at: cells[at].count("\n"))
            cells[at] = self._blank(self.definition.columns[at])
        self.writer.writerow([guarded(cell) for cell in cells])

    def _cell(self, column: Column, value: Any, sound: set[str]) -> str:
        """The cell of a value, if it is read as that value again."""
        cell = "" if value is None else column.form.write(value)
        if not cell or cell in sound:
            return cell
        if not comes_back(column, cell, value, self.lookups):
            return self._blank(column)
        if len(sound) < REMEMBERED:
            sound.add(cell)
        return cell

    def _blank(self, column: Column) -> str:
        self.blanks.append((self.lines + 1, column.name))
        return ""


def comes_back(column: Column, cell: str, value: Any, lookups: Lookups) -> bool:
    """Whether a cell is read as the value of which it was written."""
    try:
        return not cell.isspace() and bool(column.parse(cell, lookups) == value)
    except LmisError:
        return False


def reference(id_: UUID, own_number: str | None) -> str:
    """How a record is named in a cell: by the office's own number, where that is read as itself, else by its id."""
    if own_number is None or _UUID.fullmatch(own_number):
        return str(id_)
    try:
        return own_number if number.parse(own_number, Lookups()) == own_number else str(id_)
    except LmisError:
        return str(id_)


def _value(column: Column, data: Mapping[str, Any]) -> Any:
    head, part = column.parts
    value = data.get(head)
    return value.get(part) if part and value is not None else value
