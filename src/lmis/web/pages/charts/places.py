"""Charts of places: the map by province, and occupations by province."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from lmis.vocabulary import Country
from lmis.web.pages.charts.boundaries import Shape, drawn_shapes
from lmis.web.pages.charts.canvas import CARD, COLOURS, INK, LINE, QUIET, STEPS, WIDTH, Canvas, fitted, room, wrapped
from lmis.web.pages.charts.chart import Chart, Scene
from lmis.web.pages.charts.table import NOBODY, UNKNOWN, Cell, Row, Table
from lmis.web.pages.charts.view import View
from lmis.web.pages.charts.words import Words

RATIO, OPENINGS, ENTRIES, UNEMPLOYMENT = "PES_DSR", "PES_VAC_IN", "PES_SEEK_IN", "UNE_DEAP_RT"

GRIDS: Final[Mapping[Country, Sequence[str]]] = {
    Country.KH: (
        ".. .. 22 13 19 16",
        ".. 01 17 06 10 11",
        "24 02 04 03 25 ..",
        ".. 15 05 12 14 ..",
        ".. 09 21 08 20 ..",
        ".. 18 07 23 .. ..",
    ),
    Country.LA: (
        ".. .. 02 .. ..",
        "03 04 06 .. 07",
        "05 08 10 18 09",
        ".. .. 01 11 ..",
        ".. .. .. 12 ..",
        ".. .. .. 13 ..",
        ".. .. .. 14 15",
        ".. .. .. 16 17",
    ),
}
"""One equal tile a province, laid out by hand so that neighbours stand near each other; no border is drawn."""
TILE, GAP = 60.0, 3.0


def tiles_of(country: Country) -> dict[str, tuple[int, int]]:
    """Province → column and row of its tile."""
    return {
        f"{country.value}{number}": (x, y)
        for y, line in enumerate(GRIDS[country])
        for x, number in enumerate(line.split())
        if number != ".."
    }


def province_table(view: View, codes: Sequence[str], names: Sequence[str]) -> Table:
    """Every province; those not stated last, where there are any."""
    words = Words(view.language)
    found = [view.found(code, "province") for code in codes]
    extra = [UNKNOWN] if any((UNKNOWN,) in one.cells for one in found) else []
    rows = [
        Row(
            code,
            view.name("register", "province", code),
            [one.cells.get((code,), NOBODY if column in (OPENINGS, ENTRIES) else Cell())
             for one, column in zip(found, codes, strict=True)],
        )
        for code in [*view.provinces, *extra]
    ]  # fmt: skip
    columns = [view.column(code, words.said(name)) for code, name in zip(codes, names, strict=True)]
    return Table(words.said("Province"), columns, rows, found[0].unapplied)


def demand_table(view: View) -> Table:
    """The demand-supply ratio, with both of its terms."""
    names = ("Demand-supply ratio", "Openings notified", "New registrations")
    return province_table(view, (RATIO, OPENINGS, ENTRIES), names)


def unemployment_table(view: View) -> Table:
    """The unemployment rate of the survey."""
    return province_table(view, (UNEMPLOYMENT,), ("Unemployment rate",))


def limits(cells: Sequence[Cell]) -> list[float]:
    """The values that part the classes of a map: fifths of the shown ones."""
    values = sorted(cell.value for cell in cells if cell.value is not None)
    cuts = [values[len(values) * part // len(STEPS)] for part in range(1, len(STEPS))] if values else []
    return sorted(set(cuts))


def step(cell: Cell, cuts: Sequence[float]) -> float:
    """How much of the colour a figure has."""
    return STEPS[bisect_left(cuts, cell.value or 0.0)] if len(cuts) else STEPS[1]


def place(cell: Cell, cuts: Sequence[float]) -> int | None:
    """The entry of the legend that a figure belongs to."""
    return bisect_left(cuts, cell.value) if cell.value is not None else None


def told_of(table: Table, row: Row, scene: Scene) -> str:
    """What a province says: the figure, and its terms where the table has them."""
    more = [f"{column.name}: {scene.words.cell(column, cell)}" for column, cell in
            zip(table.columns[1:], row.cells[1:], strict=True)]  # fmt: skip
    return " · ".join([scene.words.told(row.name, table.columns[0], row.cells[0]), *more])


def ink(part: float) -> str:
    """The colour of text upon so much of a colour."""
    return CARD if part >= STEPS[3] else INK


def province_map(table: Table, canvas: Canvas, scene: Scene) -> None:
    """A tile for each province, or its shape where the settings name a file with boundaries; hatched where hidden."""
    cuts = limits(table.column(0))
    _classes(table, table.column(0), canvas, scene, cuts)
    rows = {row.code: row for row in table.rows}
    if scene.shapes:
        drawn_shapes(
            canvas,
            scene.shapes,
            {
                code: Shape(
                    row.cells[0], step(row.cells[0], cuts), place(row.cells[0], cuts), told_of(table, row, scene)
                )
                for code, row in rows.items()
            },
        )
        return
    tiles = tiles_of(scene.country)
    across = max(x for x, _ in tiles.values()) + 1
    left, top = (WIDTH - across * (TILE + GAP)) / 2, canvas.height + 4
    for code, (x, y) in tiles.items():
        if code in rows:
            row = rows[code]
            with canvas.group("m", place(row.cells[0], cuts), told_of(table, row, scene)):
                _tile(table, canvas, scene, row, cuts, left + x * (TILE + GAP), top + y * (TILE + GAP))


def _tile(table: Table, canvas: Canvas, scene: Scene, row: Row, cuts: Sequence[float], x: float, y: float) -> None:
    cell = row.cells[0]
    part = step(cell, cuts) if cell.value is not None else 0.0
    canvas.rect(x, y, TILE, TILE, COLOURS[0] if part else CARD, part=part or 1, edge="" if part else LINE)
    if cell.hidden or cell.unreliable:
        canvas.hatch(x, y, TILE, TILE)
    colour = ink(part)
    for at, line in enumerate(wrapped(row.name, 8.5, TILE - 4)[:3]):
        canvas.text(
            x + TILE / 2, y + 12 + at * 11, fitted(line, 8.5, TILE - 2), size=8.5, anchor="middle", colour=colour
        )
    written = scene.words.drawn(table.columns[0], cell)
    canvas.text(x + TILE / 2, y + TILE - 6, written, size=11, bold=True, anchor="middle", colour=colour)


def _classes(table: Table, cells: Sequence[Cell], canvas: Canvas, scene: Scene, cuts: Sequence[float]) -> None:
    """The legend of the classes, from the least value to the largest."""
    column, values = table.columns[0], [cell.value for cell in cells if cell.value is not None]
    ends = [min(values), *cuts, max(values)] if values else []
    written = [scene.words.value(end, column.unit, column.decimals, short=True) for end in ends]
    names = [f"{low} – {high}" for low, high in pairwise(written)]
    if names:
        canvas.legend(names, COLOURS[:1], STEPS[: len(names)])


def heat_table(view: View) -> Table:
    """Major groups of occupations by province."""
    words, found = Words(view.language), view.found(RATIO, "province", "occupation")
    groups = [code for code in view.names("register", "occupation") if len(code) == 1]
    columns = [view.column(RATIO, view.name("register", "occupation", code), code) for code in groups]
    rows = [
        Row(code, name, [found.cells.get((code, group), Cell()) for group in groups])
        for code, name in view.provinces.items()
    ]
    return Table(words.said("Province"), columns, rows, found.unapplied)


def heat(table: Table, canvas: Canvas, scene: Scene) -> None:
    """A field for each province and major group, whose digit stands above; hatched where hidden, blank where none."""
    cuts = limits(list(table.cells()))
    _classes(table, list(table.cells()), canvas, scene, cuts)
    names = min(max((room(row.name, 9.5) for row in table.rows), default=0) + 8, 120.0)
    width, height = (WIDTH - names) / len(table.columns), 16.0
    top = canvas.height + 16
    for at, column in enumerate(table.columns):
        canvas.text(
            names + (at + 0.5) * width, top - 5, column.key[0], size=10, bold=True, anchor="middle", colour=QUIET
        )
    for at, row in enumerate(table.rows):
        y = top + at * height
        canvas.text(0, y + 11.5, fitted(row.name, 9.5, names - 4), size=9.5)
        for number, (column, cell) in enumerate(zip(table.columns, row.cells, strict=True)):
            x = names + number * width
            with canvas.group("m", place(cell, cuts), scene.words.told(row.name, column, cell)):
                if cell.value is not None:
                    canvas.rect(x, y, width - 1, height - 1, COLOURS[0], part=step(cell, cuts))
                if cell.hidden or cell.unreliable:
                    canvas.hatch(x, y, width - 1, height - 1)
    for at, column in enumerate(table.columns):
        x = WIDTH / 2 * (at % 2)
        y = canvas.height + (16 if not at % 2 else 0) - (0 if not at % 2 else 4)
        canvas.text(x, y, fitted(f"{column.key[0]}  {column.name}", 9.5, WIDTH / 2 - 6), size=9.5, colour=QUIET)


DEMAND_MAP = Chart(
    "map",
    "Demand-supply ratio by province",
    "Openings for each new registration: above 1 employers seek more people than come, below 1 fewer.",
    "register",
    (RATIO, OPENINGS, ENTRIES),
    demand_table,
    province_map,
)
UNEMPLOYMENT_MAP = Chart(
    "map-unemployment",
    "Unemployment rate by province",
    "Of 100 people of the labour force. Provinces in which too few answered are hatched.",
    "survey",
    (UNEMPLOYMENT,),
    unemployment_table,
    province_map,
)
HEAT = Chart(
    "heat",
    "Demand-supply ratio by province and occupation",
    "Openings for each new registration. Hatched: hidden. Blank: nobody registered.",
    "register",
    (RATIO,),
    heat_table,
    heat,
)
CHARTS: Final = (DEMAND_MAP, UNEMPLOYMENT_MAP, HEAT)
