"""Charts of how people and openings go through the register: the funnel, cohorts, time to fill."""

from __future__ import annotations

from typing import Final

from lmis.locale.formats import number
from lmis.web.pages.charts import axes
from lmis.web.pages.charts.bars import draw_length
from lmis.web.pages.charts.canvas import COLOURS, LINE, QUIET, WIDTH, Canvas, fitted
from lmis.web.pages.charts.chart import Chart, Scene, most
from lmis.web.pages.charts.table import Cell, Row, Table
from lmis.web.pages.charts.view import View
from lmis.web.pages.charts.words import Words

STAGES: Final = (
    ("PES_PERS", "Registered"), ("PES_REF_PERS", "Referred"), ("PES_PLC_PERS", "Placed"),
)  # fmt: skip
COHORTS: Final = (
    ("PES_PLRATE_3", "Registered 3 months before"), ("PES_PLRATE_6", "Registered 6 months before"),
    ("PES_PLRATE_12", "Registered 12 months before"), ("PES_CONV", "Referrals whose outcome is known"),
)  # fmt: skip
QUARTILES: Final = (("PES_TTF_Q1", 25), ("PES_TTF_MED", 50), ("PES_TTF_Q3", 75))
LEFT, HEIGHT = 44.0, 160.0


def funnel_table(view: View) -> Table:
    """People of the period: registered, referred, placed."""
    words = Words(view.language)
    found = [view.found(code) for code, _ in STAGES]
    rows = [Row(code, words.said(name), [one.at()]) for (code, name), one in zip(STAGES, found, strict=True)]
    return Table(words.said("Step"), [view.column(STAGES[0][0], words.said("People"))], rows, found[0].unapplied)


def funnel(table: Table, canvas: Canvas, scene: Scene) -> None:
    """Steps in the middle of each other, joined."""
    longest, height, before = most(table), 40.0, 0.0
    for row in table.rows:
        cell, top = row.cells[0], canvas.height + 18
        written = f"{row.name}: {scene.words.drawn(table.columns[0], cell)}"
        canvas.text(WIDTH / 2, top - 5, written, anchor="middle", bold=True)
        width = WIDTH * (cell.value or 0) / (longest or 1) if not cell.hidden else 40.0
        left = (WIDTH - width) / 2
        if before and not cell.hidden:
            edge = (WIDTH - before) / 2
            d = f"M{edge:.1f} {top - 18:.1f}H{edge + before:.1f}L{left + width:.1f} {top:.1f}H{left:.1f}Z"
            canvas.parts.insert(0, f'<path d="{d}" fill="{LINE}" fill-opacity=".5"/>')
        if cell.hidden:
            canvas.hatch(left, top, width, height)
        canvas.rect(left, top, width if not cell.hidden else 0, height, COLOURS[0])
        canvas.height = top + height
        before = 0.0 if cell.hidden else width


def cohort_table(view: View) -> Table:
    """Cohorts that were all watched for the same time: how many they were, how many of them were placed, the rate."""
    words = Words(view.language)
    rows, missed = [], frozenset[str]()
    for code, name in COHORTS:
        found = view.found(code)
        cell, missed = found.at(), missed | found.unapplied
        rows.append(Row(code, words.said(name), [_term(cell, cell.denominator), _term(cell, cell.numerator), cell]))
    kinds = ("PES_PERS", "PES_PLC_PERS", COHORTS[0][0])
    names = ("In the cohort", "Placed", "Placed of 100")
    columns = [view.column(code, words.said(name)) for code, name in zip(kinds, names, strict=True)]
    return Table(words.said("Cohort"), columns, rows, missed)


def _term(cell: Cell, value: float | None) -> Cell:
    """A term of a quotient as a figure; a hidden quotient has none."""
    return Cell(value=value, status=cell.status, version=cell.version)


def cohorts(table: Table, canvas: Canvas, scene: Scene) -> None:
    """A bar for each cohort, and in it those who were placed."""
    canvas.legend([column.name for column in table.columns[:2]], COLOURS, (0.28, 1))
    scale = most(table, range(1))
    for row in table.rows:
        top = canvas.height + 15
        of, placed, rate = row.cells
        canvas.text(0, top, fitted(row.name, 11, WIDTH))
        if of.hidden:
            draw_length(canvas, of, top + 5, scale, WIDTH, COLOURS[0])
            canvas.text(34, top + 15, "…")
            canvas.height = top + 20
            continue
        canvas.rect(0, top + 5, 250 * (of.value or 0) / (scale or 1), 14, COLOURS[0], part=0.28)
        canvas.rect(0, top + 5, 250 * (placed.value or 0) / (scale or 1), 14, COLOURS[1])
        end = 250 * (of.value or 0) / (scale or 1) + 6
        words, columns = scene.words, table.columns
        shown = [words.drawn(column, cell) for column, cell in zip(columns, (of, placed, rate), strict=True)]
        canvas.text(end, top + 16, f"{shown[1]} / {shown[0]} = {shown[2]}", size=10, colour=QUIET)
        canvas.height = top + 20


def fill_table(view: View) -> Table:
    """The days by which a quarter, half and three quarters of the openings are filled."""
    words = Words(view.language)
    found = [view.found(code) for code, _ in QUARTILES]
    rows = [
        Row(code, words.said("{share} of 100 openings filled", share=share), [one.at()])
        for (code, share), one in zip(QUARTILES, found, strict=True)
    ]
    late = [row.name for row in rows if row.cells[0].note == "not_reached"]
    notes = (
        [words.said("Not reached in the twelve months that are watched: {steps}", steps="; ".join(late))]
        if late
        else []
    )
    return Table(words.said("Filled"), [view.column(QUARTILES[0][0], words.said("Days"))], rows, found[0].unapplied,
                 notes=notes)  # fmt: skip


def fill_curve(table: Table, canvas: Canvas, scene: Scene) -> None:
    """The share still open, from the day of notice: through the days that are published, with their intervals."""
    days = axes.steps(0, most(table))
    top = canvas.height + 10
    axes.rows(canvas, scene.words, [0, 25, 50, 75, 100], LEFT, top, HEIGHT, "%")
    unit = (WIDTH - LEFT - 16) / (days[-1] or 1)
    points: list[tuple[float, float] | None] = [(LEFT, top)]
    for row, (_, share) in zip(table.rows, QUARTILES, strict=True):
        cell = row.cells[0]
        y = top + HEIGHT * share / 100
        if cell.value is not None:
            x = LEFT + cell.value * unit
            points.append((x, y))
            if cell.lower is not None and cell.upper is not None:
                canvas.whisker(LEFT + cell.lower * unit, LEFT + cell.upper * unit, y)
        elif cell.hidden:
            canvas.hatch(LEFT, y - 6, 26, 12)
    canvas.polyline(points, COLOURS[0])
    for point in points[1:]:
        if point is not None:
            canvas.dot(*point, COLOURS[0])
    for day in days:
        shown = number(day, scene.words.language, axes.decimals(days))
        canvas.text(LEFT + day * unit, top + HEIGHT + 15, shown, size=10, anchor="middle", colour=QUIET)
    canvas.text(WIDTH, top + HEIGHT + 29, table.columns[0].name, size=10, anchor="end", colour=QUIET)


CHARTS: Final = (
    Chart(
        "funnel",
        "From registration to work",
        "People who registered, were referred and began work in the period, each counted once a step; not all of those "
        "placed registered in the same period.",
        "register",
        tuple(code for code, _ in STAGES),
        funnel_table,
        funnel,
    ),
    Chart(
        "cohorts",
        "Placed, by cohort",
        "People who registered 3, 6 or 12 months before, and those of them placed within that time; and referrals with "
        "what came of them.",
        "register",
        tuple(code for code, _ in COHORTS),
        cohort_table,
        cohorts,
    ),
    Chart(
        "time-to-fill",
        "Time to fill an opening",
        "Of 100 openings, those still open after so many days, by Kaplan and Meier; lines are the intervals of 95 %.",
        "register",
        tuple(code for code, _ in QUARTILES),
        fill_table,
        fill_curve,
    ),
)
