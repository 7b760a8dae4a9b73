"""Charts of places: the map by province, and occupations by province."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from lmis.vocabulary import Country
from lmis.web.pages.charts.boundaries import Shape, drawn_shapes
from lmis.web.pages.charts.canvas import CARD, COLOURS, INK, LINE, QUIET, STEPS, WIDTH, Canvas, fitted, room, wrapped
from lmis.web.pages.charts.chart import Chart, Scene
from lmis.web.pages.charts.table import NOBODY, UNKNOWN, Cell, Column, Row, Table
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


@dataclass(frozen=True, slots=True)
class Classes:
    """Fifths of the shown values, as they are written: figures that read alike are of one class."""

    ends: Sequence[float]
    """The upper end of each class, the last of them the largest value."""
    least: float
    decimals: int

    @classmethod
    def of(cls, cells: Sequence[Cell], decimals: int) -> Classes:
        """The classes of some figures of one column."""
        values = sorted(round(cell.value, decimals) for cell in cells if cell.value is not None)
        ends = {values[len(values) * part // len(STEPS)] for part in range(1, len(STEPS))} if values else set()
        return cls(sorted(ends | set(values[-1:])), values[0] if values else 0.0, decimals)

    def place(self, cell: Cell) -> int | None:
        """The entry of the legend that a figure belongs to."""
        return None if cell.value is None else bisect_left(self.ends, round(cell.value, self.decimals))

    def step(self, cell: Cell) -> float:
        """How much of the colour a figure has."""
        return self.steps[self.place(cell) or 0] if self.ends else 0.0

    @property
    def steps(self) -> Sequence[float]:
        """How much of the colour each class has."""
        return STEPS[1:2] if len(self.ends) == 1 else STEPS[: len(self.ends)]

    def named(self, words: Words, column: Column) -> list[str]:
        """The classes in words: from the end of the one before to the own, or the one value that there is."""
        written = [words.value(end, column.unit, column.decimals, short=True) for end in (self.least, *self.ends)]
        return [low if low == high else f"{low} – {high}" for low, high in pairwise(written)]


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
    classes = Classes.of(table.column(0), table.columns[0].decimals)
    canvas.legend(classes.named(scene.words, table.columns[0]), COLOURS[:1], classes.steps)
    rows = {row.code: row for row in table.rows}
    if scene.shapes:
        drawn_shapes(
            canvas,
            scene.shapes,
            {
                code: Shape(
                    row.cells[0], classes.step(row.cells[0]), classes.place(row.cells[0]), told_of(table, row, scene)
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
            with canvas.group("m", classes.place(row.cells[0]), told_of(table, row, scene)):
                _tile(table, canvas, scene, row, classes, left + x * (TILE + GAP), top + y * (TILE + GAP))


def _tile(table: Table, canvas: Canvas, scene: Scene, row: Row, classes: Classes, x: float, y: float) -> None:
    cell = row.cells[0]
    part = classes.step(cell) if cell.value is not None else 0.0
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
    classes = Classes.of(list(table.cells()), table.columns[0].decimals)
    canvas.legend(classes.named(scene.words, table.columns[0]), COLOURS[:1], classes.steps)
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
            with canvas.group("m", classes.place(cell), scene.words.told(row.name, column, cell)):
                if cell.value is not None:
                    canvas.rect(x, y, width - 1, height - 1, COLOURS[0], part=classes.step(cell))
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
