"""Many records of a kind at once, column by column: what stands in a column again is read and judged once.

A file has a million lines, but few provinces, days and levels of education. The cells of fields that are settled
together (a wage, its currency and its period) are a part of a record; equal cells make the same `Part`, which keeps
what was made of them, here and later. Nothing is decided otherwise than by `rows.RowReader`: a record with any fault
in it, and one whose office writes in another country, is left to that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Final, Generic

from pydantic import TypeAdapter, ValidationError
from typing_extensions import TypeVar

from lmis.errors import LmisError
from lmis.imports.definition import Column, Import, Lookups, Settling
from lmis.imports.records import Record

REMEMBERED: Final = 2_000
"""Different cells of a part that are kept."""

Kept = TypeVar("Kept", default=Any)


class Part(Generic[Kept]):
    """What equal cells say: the values of some fields, or None where a cell is at fault; and what was made of it."""

    __slots__ = ("kept", "values")

    def __init__(self, values: tuple[Any, ...] | None) -> None:
        """What the cells say."""
        self.values = values
        self.kept: Kept | None = None


WRONG: Final[Part[Any]] = Part(None)
"""A part in which a cell is at fault."""


class _Known(dict[Any, Part]):
    """Cells → their part; those that come once too many are read again, not kept."""

    def __init__(self, read: Callable[[Any], Part]) -> None:
        self._read = read

    def __missing__(self, cells: Any) -> Part:
        part = self._read(cells)
        if len(self) < REMEMBERED:
            self[cells] = part
        return part


@dataclass(frozen=True)
class Table:
    """The records of a chunk that are read column by column."""

    records: Sequence[Record]
    """Whole records without a fault, in order."""
    positions: list[int]
    """Where each stands in the chunk."""
    parts: Mapping[tuple[str, ...], list[Part]]
    """Fields that are settled together → the part of each record."""


@dataclass(frozen=True)
class _Group:
    """Fields that are settled together, and the columns that fill them."""

    fields: tuple[str, ...]
    columns: tuple[tuple[int, Column], ...]
    known: _Known


@dataclass
class TableReader:
    """Reads chunks of a sheet's records as tables.

    Args:
        lookups: those of the country in which the file's offices write.
        own: whether an office's cell is one of that country.
    """

    definition: Import
    header: Sequence[str]
    lookups: Lookups
    own: Callable[[str], bool]
    groups: list[_Group] = field(init=False)

    def __post_init__(self) -> None:
        """Match the header once."""
        found = [(at, column) for at, cell in enumerate(self.header) if (column := self.definition.column(cell))]
        self.office = next((at for at, column in found if column.name == "office"), None)
        asked = [(at, column) for at, column in found if column.name != "office"]
        fields = dict.fromkeys(column.parts[0] for _, column in asked)
        finish = self.definition.finish
        settled = [names for names, _ in finish.settled] if isinstance(finish, Settling) else [tuple(fields)]
        single = [(name,) for name in fields if not any(name in names for names in settled)]
        self.groups = [
            self._group(names, asked)
            for names in (*settled, *single)
            if any(column.parts[0] in names for _, column in asked)
        ]

    def _group(self, names: tuple[str, ...], asked: Iterable[tuple[int, Column]]) -> _Group:
        columns = tuple((at, column) for at, column in asked if column.parts[0] in names)
        checks = [(name, *_checked(self.definition, name)) for name in names]
        settle = _settling(self.definition, names)

        def read_one(cell: str) -> Part:
            try:
                return Part((check(parse(cell, self.lookups)) if cell and not cell.isspace() else needed(),))
            except (LmisError, ValidationError):
                return WRONG

        def read(cells: Any) -> Part:
            try:
                data = settle(self._cells(columns, (cells,) if len(columns) == 1 else cells), self.lookups)
                return Part(tuple(check(data[name]) if name in data else absent for name, check, absent in checks))
            except (LmisError, ValidationError):
                return WRONG

        (_, column), (_, check, absent) = columns[0], checks[0]
        alone = len(columns) == len(names) == 1 and not column.parts[1]
        parse, needed = column.parse, _missing if column.required else lambda: absent
        return _Group(names, columns, _Known(read_one if alone and settle is _as_it_is else read))

    def _cells(self, columns: Iterable[tuple[int, Column]], cells: Iterable[str]) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for (_, column), cell in zip(columns, cells, strict=True):
            if not cell or cell.isspace():
                if column.required:
                    _missing()
                continue
            head, tail = column.parts
            value = column.parse(cell, self.lookups)
            if tail:
                data.setdefault(head, {})[tail] = value
            else:
                data[head] = value
        return data

    def table(self, records: Sequence[Record]) -> Table:
        """The whole records among these in which every cell is without fault."""
        width = len(self.header)
        whole = [at for at, record in enumerate(records) if record.refusal is None and len(record.cells) == width]
        cells = list(zip(*(records[at].cells for at in whole), strict=True)) or [()] * width
        parts = {group.fields: self._parts(group, cells) for group in self.groups}
        wrong = {at for some in parts.values() if WRONG in some for at, part in enumerate(some) if part is WRONG}
        if self.office is not None:
            others = {office for office in set(cells[self.office]) if not self.own(office)}
            wrong |= {at for at, office in enumerate(cells[self.office]) if office in others} if others else set()
        if wrong:
            kept = [at for at in range(len(whole)) if at not in wrong]
            whole = [whole[at] for at in kept]
            parts = {fields: [some[at] for at in kept] for fields, some in parts.items()}
        return Table([records[at] for at in whole], whole, parts)

    @staticmethod
    def _parts(group: _Group, cells: Sequence[Sequence[str]]) -> list[Part]:
        columns = [cells[at] for at, _ in group.columns]
        return list(map(group.known.__getitem__, columns[0] if len(columns) == 1 else zip(*columns, strict=True)))


class _Missing(LmisError):
    """A cell that is needed is empty."""


def _missing() -> None:
    raise _Missing()


def _as_it_is(data: dict[str, Any], _lookups: Lookups) -> dict[str, Any]:
    return data


def _settling(definition: Import, names: tuple[str, ...]) -> Callable[[dict[str, Any], Lookups], dict[str, Any]]:
    """How fields that are settled together are settled; any other as it is."""
    finish = definition.finish
    if not isinstance(finish, Settling):
        return finish
    return next((settle for fields, settle in finish.settled if fields == names), _as_it_is)


def _checked(definition: Import, name: str) -> tuple[Callable[[Any], Any], Any]:
    """How the command judges a field, and what it has where nothing is said."""
    info = definition.command.model_fields[name]
    kind: Any = Annotated[info.annotation, *info.metadata] if info.metadata else info.annotation
    return TypeAdapter(kind).validator.validate_python, info.get_default()
