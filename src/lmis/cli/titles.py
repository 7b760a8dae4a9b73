"""A table of titles: the columns that a command names, line by line, out of a text or a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lmis.errors import LmisError
from lmis.imports.encodings import examine
from lmis.imports.plain import table, typed
from lmis.imports.read import AS_IT_IS, Told
from lmis.imports.read import read as read_file


@dataclass
class Table:
    """Rows by the names that the command used for the columns, each with its line; one that is refused is empty."""

    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    refused: list[tuple[int, LmisError]] = field(default_factory=list)


def table_of(file: Path, columns: Sequence[str], as_told: Told = AS_IT_IS) -> Table:
    """Read the named columns; a header is known however its spaces and capitals are written.

    Raises:
        HeaderNotFound, ColumnMissing and whatever else keeps a file from being read.
    """
    names = list(dict.fromkeys(columns))
    found = Table()
    with file.open("rb") as source:
        examine(source, as_told.encoding)
        sheet = read_file(source, [table(names, long_cells=True)], encoding=as_told.encoding, sheet=as_told.sheet)
        for record in typed(sheet):
            cells = [""] * len(names) if record.refusal or record.blank else record.cells
            found.rows.append((record.line, dict(zip(names, cells, strict=True))))
            if record.refusal:
                found.refused.append((record.line, record.refusal))
    return found


def cells(cell: str) -> list[str]:
    """What a cell holds, line by line."""
    return [part.strip() for part in cell.splitlines() if part.strip()]
