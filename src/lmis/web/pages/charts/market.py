"""Charts of the market as a whole: demand and supply by occupation, and the Beveridge plot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from lmis.locale.catalogue import label
from lmis.locale.formats import period as period_words
from lmis.web.pages.charts import axes
from lmis.web.pages.charts.bars import bars
from lmis.web.pages.charts.canvas import COLOURS, INK, LINE, QUIET, WIDTH, Canvas, wrapped
from lmis.web.pages.charts.chart import Chart, Scene
from lmis.web.pages.charts.table import NOBODY, UNKNOWN, Cell, Row, Table
from lmis.web.pages.charts.view import View
from lmis.web.pages.charts.words import Words

OPENINGS, ENTRIES, RATIO, SHORTAGE = "PES_VAC_IN", "PES_SEEK_IN", "PES_DSR", "PES_SHORT"
BEVERIDGE, REGISTERED = ("BEV_U", "BEV_V"), ("PES_SEEK_STK", "PES_VAC_STK")
COVERAGE: Final = ("PES_COV", "PES_COV_V")
PERIODS: Final = 12
LEFT, HEIGHT = 54.0, 200.0
MARKS: Final = {1: "▲", 0: "", -1: "▼"}
"""Shortage, balance, surplus: told by a sign and by a word, not by colour alone."""
TONES: Final = {1: COLOURS[0], 0: INK, -1: COLOURS[1]}
"""The colour of the side that there is more of: openings, or people."""


def demand_table(view: View) -> Table:
    """Openings, registrations, their ratio and the class of each major group; the greatest demand first."""
    words, dimension = Words(view.language), "occupation"
    found = {code: view.found(code, dimension) for code in (OPENINGS, ENTRIES, RATIO, SHORTAGE)}
    counted = {code for one in (OPENINGS, ENTRIES) for code in found[one].codes()}
    codes = [code for code in view.names("register", dimension) if len(code) == 1 and code in counted]
    codes.sort(key=lambda code: -(found[OPENINGS].cells.get((code,), NOBODY).value or 0))
    codes += [UNKNOWN] if UNKNOWN in counted else []
    rows = [
        Row(
            code,
            view.name("register", dimension, code),
            [found[OPENINGS].cells.get((code,), NOBODY), found[ENTRIES].cells.get((code,), NOBODY),
             found[RATIO].at(code), found[SHORTAGE].at(code)],
        )
        for code in codes
    ]  # fmt: skip
    names = ("Openings notified", "New registrations", "Demand-supply ratio", "Shortage or surplus")
    columns = [view.column(code, words.said(name)) for code, name in zip(found, names, strict=True)]
    return Table(words.said("Occupation"), columns, rows, found[OPENINGS].unapplied | found[ENTRIES].unapplied)


def demand(table: Table, canvas: Canvas, scene: Scene) -> None:
    """Two bars a group; at the right the ratio, and a sign for a shortage or surplus."""
    start = canvas.height
    bars(table, canvas, scene, columns=2)
    step = (canvas.height - _after_legend(start, table)) / max(len(table.rows), 1)
    for at, row in enumerate(table.rows):
        y = _after_legend(start, table) + at * step + 15
        ratio = scene.words.drawn(table.columns[2], row.cells[2])
        kind = round(row.cells[3].value) if row.cells[3].value is not None else 0
        canvas.text(WIDTH, y, f"{MARKS[kind]} {ratio}".strip(), anchor="end", bold=True, colour=TONES[kind])
    foot = canvas.height + 15
    for at, (one, key) in enumerate(CLASSES):
        shown = f"{MARKS[one]} {label('shortage_class', key, scene.words.language)}"
        canvas.text(at * WIDTH / 2, foot, shown, size=10, colour=TONES[one])


CLASSES: Final = ((1, "shortage"), (-1, "surplus"))


def _after_legend(start: float, table: Table) -> float:
    probe = Canvas(height=start)
    return probe.legend([column.name for column in table.columns[:2]])


def beveridge_table(view: View) -> Table:
    """Both rates of surveys over time; where none are known, those of the register; and how much it covers."""
    words = Words(view.language)
    pair = BEVERIDGE if any(cell.value is not None for cell, _ in view.series(BEVERIDGE[0]).values()) else REGISTERED
    series = [view.series(code) for code in pair]
    periods = sorted(set(series[0]) & set(series[1]))[-PERIODS:]
    rows = [Row(one, period_words(one, view.language), [held[one][0] for held in series]) for one in periods]
    names = ("Unemployment rate", "Vacancy rate") if pair == BEVERIDGE else ("Registered job seekers", "Openings")
    columns = [view.column(code, words.said(name)) for code, name in zip(pair, names, strict=True)]
    missed = frozenset[str]().union(*(view.breakdown(code, ())[2] for code in pair))
    return Table(words.said("Period"), columns, rows, missed, notes=[banner(view, words)])


def banner(view: View, words: Words) -> str:
    """How many of the unemployed and of the vacancies the register knows; that it is not known, where it is not."""
    told = []
    for code, name in zip(COVERAGE, ("unemployed", "vacancies"), strict=True):
        cell, column = view.found(code).at(), view.column(code, "")
        if cell.value is not None:
            told.append(f"{words.said(name)} {words.cell(column, cell)}")
    if told:
        return words.said("The register covers: {parts}.", parts=", ".join(told))
    return words.said("How much of the labour market the register covers is not known: no survey was there to compare.")


def beveridge(table: Table, canvas: Canvas, scene: Scene) -> None:
    """Each period a point, joined in order of time; the first and the last are named."""
    y = canvas.height
    for line in wrapped(table.notes[0], 10.5, WIDTH - 16):
        y += 15
        canvas.text(8, y, line, size=10.5)
    canvas.parts.insert(0, f'<rect x="0" y="0" width="{WIDTH}" height="{y + 8:.1f}" fill="{LINE}" fill-opacity=".45"/>')
    top = y + 26
    across, up = (axes.steps(0, max((cell.value or 0) for cell in table.column(at))) for at in (0, 1))
    axes.rows(canvas, scene.words, up, LEFT, top, HEIGHT, table.columns[1].unit)
    points = [_place(row.cells, across[-1], up[-1], top) for row in table.rows]
    canvas.polyline(points, COLOURS[0])
    known = [(row, point) for row, point in zip(table.rows, points, strict=True) if point is not None]
    for at, (row, point) in enumerate(known):
        last = at == len(known) - 1
        both = (f"{column.name}: {scene.words.cell(column, cell)}" for column, cell in
                zip(table.columns, row.cells, strict=True))  # fmt: skip
        with canvas.group("m", told=" · ".join([row.name, *both])):
            canvas.dot(*point, COLOURS[1] if last else COLOURS[0], size=4 if last else 2.5)
        if last or not at:
            anchor = "end" if point[0] > WIDTH / 2 else "start"
            canvas.text(point[0] + (-7 if anchor == "end" else 7), point[1] - 6, row.code, size=10, anchor=anchor)
    for value in across:
        x = LEFT + (WIDTH - LEFT - 16) * value / across[-1]
        shown = scene.words.value(value, table.columns[0].unit, axes.decimals(across), short=True)
        canvas.text(x, top + HEIGHT + 15, shown, size=10, anchor="middle", colour=QUIET)
    canvas.text(0, top - 10, table.columns[1].name, size=10, colour=QUIET)
    canvas.text(WIDTH, top + HEIGHT + 30, table.columns[0].name, size=10, anchor="end", colour=QUIET)


def _place(cells: Sequence[Cell], most_x: float, most_y: float, top: float) -> tuple[float, float] | None:
    x, y = (cell.value for cell in cells)
    if x is None or y is None:
        return None
    return LEFT + (WIDTH - LEFT - 16) * x / most_x, top + HEIGHT - HEIGHT * y / most_y


CHARTS: Final = (
    Chart(
        "demand",
        "Demand and supply by occupation",
        "Openings for each new registration: above 1 employers seek more people than come, below 1 fewer.",
        "register",
        (OPENINGS, ENTRIES, RATIO, SHORTAGE),
        demand_table,
        demand,
        wide=True,
    ),
    Chart(
        "beveridge",
        "Vacancies and unemployment",
        "Each period a point, joined in order of time: outwards, both rise, and people and work find each other less.",
        "register",
        (*BEVERIDGE, *REGISTERED, *COVERAGE),
        beveridge_table,
        beveridge,
        notes_drawn=True,
    ),
)
