"""Charts of parts of a whole: treemaps of employment, and status in employment by formality."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from lmis.web.pages.charts.canvas import CARD, COLOURS, INK, LINE, WIDTH, Canvas, fitted
from lmis.web.pages.charts.chart import Chart, Scene
from lmis.web.pages.charts.table import Cell, Row, Table
from lmis.web.pages.charts.view import CLASS, View
from lmis.web.pages.charts.words import Words

OCCUPATIONS, SECTORS = "EMP_TOCU_NB", "EMP_TECO_NB"
STATUS, INFORMAL = "EMP_TSTE_NB", "EMP_NIFL_RT"
HEIGHT: Final = 250.0
SHADES: Final = (0.85, 0.45, 0.28)
"""By size: the largest third of the fields, the next, the small ones."""
Box = tuple[float, float, float, float]


def classes_table(indicator: str, names: str, head: str) -> Callable[[View], Table]:
    """How many are employed in each class, the largest first."""

    def read(view: View) -> Table:
        """The classes of a view."""
        words, found = Words(view.language), view.found(indicator, CLASS)
        known = view.names("survey", names)
        codes = sorted(found.codes(), key=lambda code: -(found.at(code).value or 0))
        rows = [Row(code, known.get(code, code), [found.at(code)]) for code in codes if code != "None"]
        return Table(words.said(head), [view.column(indicator, words.said("Employed"))], rows, found.unapplied)

    return read


def treemap(table: Table, canvas: Canvas, scene: Scene) -> None:
    """Fields as large as their figures; hidden ones stand below, all alike, because their size is not told."""
    shown = [row for row in table.rows if row.cells[0].value]
    boxes = squarified([row.cells[0].value or 0 for row in shown], (0, canvas.height, WIDTH, HEIGHT))
    for at, (row, (x, y, width, height)) in enumerate(zip(shown, boxes, strict=True)):
        part = SHADES[min(3 * at // len(shown), 2)]
        with canvas.group("m", told=scene.words.told(row.name, table.columns[0], row.cells[0])):
            canvas.rect(x, y, width - 1.5, height - 1.5, COLOURS[0], part=part)
            if row.cells[0].unreliable:
                canvas.hatch(x, y, width - 1.5, height - 1.5)
        if height > 16:
            colour = CARD if part == SHADES[0] else INK
            canvas.text(x + 5, y + 14, fitted(row.name, 10, width - 10), size=10, colour=colour)
        if height > 32 and width > 44:
            written = fitted(scene.words.drawn(table.columns[0], row.cells[0]), 10, width - 10)
            canvas.text(x + 5, y + 28, written, size=10, bold=True, colour=colour)
    _below(canvas, [row for row in table.rows if row.cells[0].hidden])


def _below(canvas: Canvas, rows: Sequence[Row]) -> None:
    for row in rows:
        y = canvas.height + 5
        canvas.hatch(0, y, 26, 12)
        canvas.text(32, y + 10, fitted(f"{row.name} …", 10, WIDTH - 34), size=10)


def squarified(values: Sequence[float], box: Box) -> list[Box]:
    """Fields of these areas, falling, that fill a box and are as square as can be.

    Source: M. Bruls, K. Huizing and J. van Wijk, Squarified Treemaps (2000).
    """
    x, y, width, height = box
    unit = width * height / (sum(values) or 1)
    areas, made = [value * unit for value in values], list[Box]()
    while areas:
        short, count = min(width, height), 1
        while count < len(areas) and _worst(areas[: count + 1], short) <= _worst(areas[:count], short):
            count += 1
        thick, at = sum(areas[:count]) / short, 0.0
        for area in areas[:count]:
            length = area / thick
            made.append((x, y + at, thick, length) if width >= height else (x + at, y, length, thick))
            at += length
        if width >= height:
            x, width = x + thick, width - thick
        else:
            y, height = y + thick, height - thick
        areas = areas[count:]
    return made


def _worst(areas: Sequence[float], short: float) -> float:
    """The worst of the sides' ratios, if these stand along the short side."""
    total = sum(areas)
    return max(short**2 * max(areas) / total**2, total**2 / (short**2 * min(areas)))


def formality_table(view: View) -> Table:
    """Employed people by status, and how many of 100 of each are informal."""
    words = Words(view.language)
    people, informal = view.found(STATUS, CLASS), view.found(INFORMAL, "status_in_employment")
    columns = [view.column(STATUS, words.said("Employed")), view.column(INFORMAL, words.said("Informal"))]
    known = view.names("survey", "status_in_employment")
    rows = [
        Row(code, name, [people.at(code), informal.at(code)])
        for code, name in known.items()
        if (code,) in people.cells or (code,) in informal.cells
    ]
    return Table(words.said("Status in employment"), columns, rows, people.unapplied | informal.unapplied)


def mosaic(table: Table, canvas: Canvas, scene: Scene) -> None:
    """A column for each status, as wide as it is large; the lower part of it is informal."""
    canvas.legend([table.columns[1].name, scene.words.said("Formal")], (COLOURS[1], COLOURS[0]), (0.85, 0.45))
    shown = [row for row in table.rows if row.cells[0].value]
    total, x, top, height = sum(row.cells[0].value or 0 for row in shown), 0.0, canvas.height + 4, 180.0
    for row in shown:
        width = WIDTH * (row.cells[0].value or 0) / total
        people = f"{table.columns[0].name}: {scene.words.cell(table.columns[0], row.cells[0])}"
        told = f"{scene.words.told(row.name, table.columns[1], row.cells[1])} · {people}"
        with canvas.group("m", told=told):
            _column(canvas, row.cells[1], x, top, width - 2, height)
        if width > 14:
            canvas.text(x + width / 2, top + height + 13, row.code, size=10, bold=True, anchor="middle")
        x += width
    canvas.height = top + height + 18
    for row in table.rows:
        people, informal = (scene.words.drawn(*pair) for pair in zip(table.columns, row.cells, strict=True))
        if row.cells[0].value is not None or row.cells[0].hidden:
            line = f"{row.code}  {row.name}: {people}, {table.columns[1].name.lower()} {informal}"
            canvas.text(0, canvas.height + 13, fitted(line, 10, WIDTH), size=10)


def _column(canvas: Canvas, informal: Cell, x: float, top: float, width: float, height: float) -> None:
    if informal.value is None:
        canvas.rect(x, top, width, height, CARD if informal.hidden else LINE, edge=LINE)
        if informal.hidden:
            canvas.hatch(x, top, width, height)
        return
    low = height * informal.value / 100
    with canvas.group("s", 1):
        canvas.rect(x, top, width, height - low, COLOURS[0], part=0.45)
    with canvas.group("s", 0):
        canvas.rect(x, top + height - low, width, low, COLOURS[1], part=0.85)
    if informal.unreliable:
        canvas.hatch(x, top, width, height)


CHARTS: Final = (
    Chart(
        "occupations",
        "Employment by occupation",
        "Each field is as large as the number of people employed in a major group of ISCO-08.",
        "survey",
        (OCCUPATIONS,),
        classes_table(OCCUPATIONS, "occupation", "Occupation"),
        treemap,
        wide=True,
    ),
    Chart(
        "sectors",
        "Employment by sector",
        "Each field is as large as the number of people employed in a section of ISIC Rev.4.",
        "survey",
        (SECTORS,),
        classes_table(SECTORS, "industry", "Sector"),
        treemap,
        wide=True,
    ),
    Chart(
        "formality",
        "Status in employment and informality",
        "Width: how many people have this status. Height: how many of 100 of them work informally.",
        "survey",
        (STATUS, INFORMAL),
        formality_table,
        mosaic,
    ),
)
