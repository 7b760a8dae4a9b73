"""Lying bars, one or several to a row, with their intervals."""

from __future__ import annotations

from typing import Final

from lmis.web.pages.charts.canvas import COLOURS, QUIET, WIDTH, Canvas, fitted
from lmis.web.pages.charts.chart import Scene, most
from lmis.web.pages.charts.table import Cell, Column, Table
from lmis.web.pages.charts.words import Words

TEXT: Final = 84
"""Room for a value behind its bar."""
THICK: Final = 12
HIDDEN_LENGTH: Final = 26
"""Of the hatched box that stands for a hidden figure: it says nothing of its size."""


def bars(table: Table, canvas: Canvas, scene: Scene, *, columns: int | None = None) -> None:
    """Every row: its name, and below it a bar for each column (or for the first ones only)."""
    shown = table.columns[:columns]
    if len(shown) > 1:
        canvas.legend([column.name for column in shown])
    scale = most(table, range(len(shown)))
    for row in table.rows:
        top = canvas.height + 15
        canvas.text(0, top, fitted(row.name, 11, WIDTH - (60 if columns else 0)))
        for at, column in enumerate(shown):
            with canvas.group("m", at, scene.words.told(row.name, column, row.cells[at])):
                _bar(canvas, scene.words, column, row.cells[at], top + 5 + at * (THICK + 1), scale, COLOURS[at])
        canvas.height = top + 6 + len(shown) * (THICK + 1)


def single(table: Table, canvas: Canvas, scene: Scene) -> None:
    """Bars of all columns."""
    bars(table, canvas, scene)


def _bar(canvas: Canvas, words: Words, column: Column, cell: Cell, top: float, scale: float, colour: str) -> None:
    length = draw_length(canvas, cell, top, scale, WIDTH - TEXT, colour)
    canvas.text(length + 5, top + THICK - 2, words.drawn(column, cell), colour=QUIET, size=10)


def draw_length(canvas: Canvas, cell: Cell, top: float, scale: float, space: float, colour: str) -> float:
    """A bar with its interval, hatched where it is unreliable or hidden; returns where a text may follow."""
    if cell.hidden:
        canvas.hatch(0, top, HIDDEN_LENGTH, THICK)
        return HIDDEN_LENGTH
    if cell.value is None:
        return 0
    length = space * max(cell.value, 0) / scale if scale else 0
    canvas.rect(0, top, length, THICK, colour, part=0.55 if cell.unreliable else 1)
    if cell.unreliable:
        canvas.hatch(0, top, length, THICK)
    if cell.lower is not None and cell.upper is not None and scale:
        low, high = (space * max(bound, 0) / scale for bound in (cell.lower, cell.upper))
        canvas.whisker(low, high, top + THICK / 2)
        return max(length, high)
    return length
