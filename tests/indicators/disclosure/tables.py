"""Small published tables: rows by columns, their sums, and the total."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lmis.indicators.disclosure.system import Drawing, System
from lmis.indicators.frame import Codes


def rows_by_columns(counts: Sequence[Sequence[int]]) -> tuple[System, dict[tuple[object, object], int]]:
    """A table with all its sums; (row, column) → cell, "all" for a sum. Who is nobody is no cell."""
    table = np.array(counts, dtype=np.float64)
    drawing = Drawing()
    inner = made(drawing, table.ravel())
    rows, columns = made(drawing, table.sum(axis=1)), made(drawing, table.sum(axis=0))
    total = made(drawing, table.sum(keepdims=True).ravel())
    places = np.arange(table.size)
    drawing.equal([(1.0, inner, places // table.shape[1]), (-1.0, rows, None)])
    drawing.equal([(1.0, inner, places % table.shape[1]), (-1.0, columns, None)])
    for parts in (rows, columns):
        drawing.equal([(1.0, parts, np.zeros(len(parts), dtype=np.int64)), (-1.0, total, None)])
    cells: dict[tuple[object, object], int] = {("all", "all"): int(total[0])}
    cells |= {(row, "all"): int(cell) for row, cell in enumerate(rows)}
    cells |= {("all", column): int(cell) for column, cell in enumerate(columns)}
    cells |= {divmod(place, table.shape[1]): int(cell) for place, cell in enumerate(inner)}
    return drawing.done(np.ones(drawing.size)), {place: cell for place, cell in cells.items() if cell >= 0}


def made(drawing: Drawing, people: np.ndarray) -> Codes:
    """A table of the drawing in which everybody knows where there is somebody."""
    return drawing.table(people, people > 0, 1.0)
