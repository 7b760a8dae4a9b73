"""Charts over time: with intervals as bands, and a mark where the standard changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final

from lmis.locale.catalogue import label
from lmis.locale.formats import period as period_words
from lmis.web.pages.charts import axes
from lmis.web.pages.charts.canvas import COLOURS, DASHES, QUIET, WIDTH, Canvas
from lmis.web.pages.charts.chart import Chart, Scene, most
from lmis.web.pages.charts.choice import NATIONAL
from lmis.web.pages.charts.table import Cell, Row, Table
from lmis.web.pages.charts.view import Origin, View
from lmis.web.pages.charts.words import Words

PERIODS: Final = 12
"""How many are drawn, the latest ones."""
LEFT, HEIGHT = 54.0, 170.0
SUFFIX: Final = "_NAT"
"""Of the code of a rate by the national definition."""


def table_of(view: View, codes: Sequence[str], names: Sequence[str]) -> Table:
    """The last periods, a column for each indicator."""
    words = Words(view.language)
    series = [view.series(code) for code in codes]
    periods = sorted({period for one in series for period in one})[-PERIODS:]
    rows = [
        Row(
            period, period_words(period, view.language), [one[period][0] if period in one else Cell() for one in series]
        )
        for period in periods
    ]
    standards = [next((one[period][1] for one in series if period in one), None) for period in periods]
    told = [at for at, row in enumerate(rows) if any(cell.status != "not_available" for cell in row.cells)]
    breaks = [at for before, at in pairwise(told) if standards[before] != standards[at]]
    columns = [view.column(code, words.said(name)) for code, name in zip(codes, names, strict=True)]
    missed = frozenset[str]().union(*(view.breakdown(code, ())[2] for code in codes))
    latest = standards[told[-1]] if told else None
    notes = [label("standard", latest, view.language)] if latest else []
    return Table(words.said("Period"), columns, rows, missed, tuple(breaks), notes)


def lines(table: Table, canvas: Canvas, scene: Scene) -> None:
    """A line for each column; intervals are bands, an open mark is unreliable, a hatched box hidden."""
    canvas.legend([column.name for column in table.columns])
    values = axes.steps(0, most(table))
    top = canvas.height + 8
    axes.rows(canvas, scene.words, values, LEFT, top, HEIGHT, table.columns[0].unit)
    place = _places(table, values[-1], top)
    for at in table.breaks:
        x = (place(at - 1, 0)[0] + place(at, 0)[0]) / 2
        canvas.path(f"M{x:.1f} {top:.1f}v{HEIGHT:g}", QUIET, 1.2, dash="3 3")
        canvas.text(x, top - 1, "13 | 19", size=9, anchor="middle", colour=QUIET)
    for number in range(len(table.columns)):
        told = [scene.words.told(row.name, table.columns[number], row.cells[number]) for row in table.rows]
        with canvas.group("s", number):
            _series(canvas, table.column(number), told, number, place, top + HEIGHT)
    for at, (part, year) in enumerate(scene.words.ticks([row.code for row in table.rows])):
        x = place(at, 0)[0]
        canvas.text(x, top + HEIGHT + 15, part, size=10, anchor="middle", colour=QUIET)
        canvas.text(x, top + HEIGHT + 28, year, size=10, anchor="middle", colour=QUIET)


Place = Callable[[int, float], tuple[float, float]]


def _places(table: Table, highest: float, top: float) -> Place:
    step = (WIDTH - LEFT - 30) / max(len(table.rows) - 1, 1)
    return lambda at, value: (LEFT + 14 + at * step, top + HEIGHT - HEIGHT * max(value, 0) / (highest or 1))


def _series(
    canvas: Canvas, cells: Sequence[Cell], told: Sequence[str], number: int, place: Place, floor: float
) -> None:
    colour = COLOURS[number]
    for run in _runs(cells):
        ends = [(place(at, cells[at].lower or 0), place(at, cells[at].upper or 0)) for at in run]
        around = [low for low, _ in ends] + [high for _, high in reversed(ends)]
        canvas.path("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in around) + "Z", colour, fill=colour, part=0.15)
    points = [place(at, cell.value) if cell.value is not None else None for at, cell in enumerate(cells)]
    canvas.polyline(points, colour, dash=DASHES[number])
    for at, (point, cell) in enumerate(zip(points, cells, strict=True)):
        with canvas.group("m", told=told[at]):
            if point is not None:
                canvas.dot(*point, colour, open_=cell.unreliable)
            elif cell.hidden:
                canvas.hatch(place(at, 0)[0] - 5, floor - 12 - 14 * number, 10, 12, colour)


def _runs(cells: Sequence[Cell]) -> list[list[int]]:
    """Places of figures that stand in a row and have an interval."""
    runs: list[list[int]] = [[]]
    for at, cell in enumerate(cells):
        if cell.lower is None or cell.upper is None:
            runs.append([])
        else:
            runs[-1].append(at)
    return [run for run in runs if len(run) > 1]


def series(code: str, title: str, lead: str, origin: Origin, told: Sequence[tuple[str, str]]) -> Chart:
    """A chart of indicators over time, each with its short name."""
    codes, names = tuple(one for one, _ in told), [name for _, name in told]
    return Chart(code, title, lead, origin, codes, lambda view: table_of(view, codes, names), lines)


LABOUR: Final = (
    ("EAP_DWAP_RT", "Participation"), ("EMP_DWAP_RT", "Employment to population"),
)  # fmt: skip
UNEMPLOYMENT: Final = ("UNE_DEAP_RT", "UNE_DEAP_RT_NAT")


def unemployment_table(view: View) -> Table:
    """The unemployment rate by the international definition; by the national one too, where that is asked for."""
    codes = UNEMPLOYMENT if view.choice.definition == NATIONAL else UNEMPLOYMENT[:1]
    return table_of(view, codes, [NATIONALLY if code.endswith(SUFFIX) else BY_ILO for code in codes])


BY_ILO, NATIONALLY = "International definition", "National definition"
NAMES: Final = ("Participation", "Employment to population", BY_ILO, NATIONALLY)

CHARTS: Final = (
    series(
        "supply-demand",
        "Supply and demand over time",
        "New registrations and openings notified in each period, each period as its latest edition has it.",
        "register",
        (("PES_SEEK_IN", "New registrations"), ("PES_VAC_IN", "Openings notified")),
    ),
    series(
        "referrals-placements",
        "Referrals and placements over time",
        "Referrals made and work begun in each period.",
        "register",
        (("PES_REF", "Referrals"), ("PES_PLC", "Placements")),
    ),
    series(
        "rates",
        "Placement rates and fill rate over time",
        "The same placements, three denominators; and of the openings that ended, those filled.",
        "register",
        (
            ("PES_PLRATE_REG", "per 100 who registered"), ("PES_PLRATE_ON", "per 100 on the register"),
            ("PES_PLRATE_REF", "per 100 referred"), ("PES_FILL", "Fill rate"),
        ),
    ),
    series(
        "labour",
        "Participation and employment over time",
        "Of 100 people of working age; bands are the intervals of 95 %, a dashed line parts two standards.",
        "survey",
        LABOUR,
    ),
    Chart(
        "unemployment",
        "Unemployment rate over time",
        "Of 100 people of the labour force; bands are the intervals of 95 %, a dashed line parts two standards.",
        "survey",
        UNEMPLOYMENT,
        unemployment_table,
        lines,
    ),
)  # fmt: skip
