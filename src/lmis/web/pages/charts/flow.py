"""Charts of how people and openings go through the register: the funnel, cohorts, time to fill."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final, Literal

from lmis.indicators.definitions.vacancies import STILL_OPEN
from lmis.locale.formats import number
from lmis.web.pages.charts import axes
from lmis.web.pages.charts.bars import draw_length
from lmis.web.pages.charts.canvas import COLOURS, LINE, QUIET, WIDTH, Canvas, fitted
from lmis.web.pages.charts.chart import Chart, Scene, most
from lmis.web.pages.charts.table import GIVEN, NOBODY, Cell, Row, Table
from lmis.web.pages.charts.view import View
from lmis.web.pages.charts.words import Words

STAGES: Final = (
    ("PES_PERS", "Registered"), ("PES_REF_PERS", "Referred"), ("PES_INT_PERS", "Interviewed"),
    ("PES_PLC_PERS", "Placed"),
)  # fmt: skip
COHORTS: Final = (
    ("PES_PLRATE_3", "Registered 3 months before"), ("PES_PLRATE_6", "Registered 6 months before"),
    ("PES_PLRATE_12", "Registered 12 months before"), ("PES_CONV", "Referrals whose outcome is known"),
)  # fmt: skip
QUARTILES: Final = (("PES_TTF_Q1", 25), ("PES_TTF_MED", 50), ("PES_TTF_Q3", 75))
DAYS_OF: Final = tuple(code for code, _ in QUARTILES)
LEFT, HEIGHT = 44.0, 160.0


def funnel_table(view: View) -> Table:
    """People of the period: registered, referred, interviewed, placed.

    A step that an older edition does not hold at all is left out.
    """
    words = Words(view.language)
    found = {code: view.found(code) for code, _ in STAGES}
    rows = [
        Row(code, words.said(name), [found[code].cells.get((), replace(NOBODY, indicator=code))])
        for code, name in STAGES
        if view.holds(code)
    ]
    return Table(
        words.said("Step"), [view.column(STAGES[0][0], words.said("People"))], rows, found[STAGES[0][0]].unapplied
    )


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
        with canvas.group("m", told=scene.words.told(row.name, table.columns[0], cell)):
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
        rows.append(Row(code, words.said(name), [_term(cell, "denominator"), _term(cell, "numerator"), cell]))
    kinds = ("PES_PERS", "PES_PLC_PERS", COHORTS[0][0])
    names = ("In the cohort", "Placed", "Placed of 100")
    columns = [view.column(code, words.said(name)) for code, name in zip(kinds, names, strict=True)]
    return Table(words.said("Cohort"), columns, rows, missed)


def _term(cell: Cell, part: Literal["numerator", "denominator"]) -> Cell:
    """A term of a quotient as a figure; a hidden quotient has none."""
    value = getattr(cell, part)
    return Cell(value=value, status=cell.status, version=cell.version, indicator=cell.indicator, part=part)


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
        told = [scene.words.told(row.name, *pair) for pair in zip(table.columns, row.cells, strict=True)]
        with canvas.group("m", 0, f"{told[0]} · {told[2]}"):
            canvas.rect(0, top + 5, 250 * (of.value or 0) / (scale or 1), 14, COLOURS[0], part=0.28)
        with canvas.group("m", 1, f"{told[1]} · {told[2]}"):
            canvas.rect(0, top + 5, 250 * (placed.value or 0) / (scale or 1), 14, COLOURS[1])
        end = 250 * (of.value or 0) / (scale or 1) + 6
        words, columns = scene.words, table.columns
        shown = [words.drawn(column, cell) for column, cell in zip(columns, (of, placed, rate), strict=True)]
        canvas.text(end, top + 16, f"{shown[1]} / {shown[0]} = {shown[2]}", size=10, colour=QUIET)
        canvas.height = top + 20


def fill_table(view: View) -> Table:
    """Points of the curve, days by the share still open: after fixed days, and at the quartiles, whose day is found.

    An edition of before the curve was published holds the quartiles alone.
    """
    words = Words(view.language)
    quartiles = [(code, share, view.found(code)) for code, share in QUARTILES]
    fixed = [(days, view.found(f"PES_TTF_S{days}")) for days in STILL_OPEN]
    rows = [
        Row(
            f"PES_TTF_S{days}",
            words.said("After {days} days", days=number(days, view.language)),
            [sure(days), found.at()],
        )
        for days, found in fixed
        if found.cells
    ]
    named = {code: words.said("{share} of 100 openings filled", share=share) for code, share, _ in quartiles}
    rows += [Row(code, named[code], [found.at(), sure(100 - share)]) for code, share, found in quartiles]
    late = [named[code] for code, _, found in quartiles if found.at().note == "not_reached"]
    notes = [words.said("Not reached in the twelve months that are watched: {steps}", steps="; ".join(late))]
    columns = [view.column(QUARTILES[0][0], words.said("Days")), view.column("PES_TTF_S7", words.said("Still open"))]
    missed = quartiles[0][2].unapplied.union(*(found.unapplied for _, found in fixed if found.cells))
    return Table(words.said("Filled"), columns, rows, missed, notes=notes if late else [])


def sure(value: float) -> Cell:
    """The side of a point that is given and not found."""
    return Cell(value=value, status=GIVEN, part="given")


def fill_curve(table: Table, canvas: Canvas, scene: Scene) -> None:
    """The share still open, from the day of notice on, in its band; the quartiles with the intervals of their days."""
    found = [row for row in table.rows if row.code not in DAYS_OF]
    marks = [row for row in table.rows if row.code in DAYS_OF]
    told = [one for row in table.rows for one in row.cells[:1] if row.cells[1].value is not None or row.cells[1].hidden]
    days = axes.steps(0, max(one.value or one.upper or 0 for one in told))
    top = canvas.height + 10
    axes.rows(canvas, scene.words, [0, 25, 50, 75, 100], LEFT, top, HEIGHT, "%")
    unit = (WIDTH - LEFT - 16) / (days[-1] or 1)

    def place(day: float, share: float) -> tuple[float, float]:
        return LEFT + day * unit, top + HEIGHT - HEIGHT * share / 100

    _band(canvas, found, place)
    points = sorted(
        (row.cells[0].value, row.cells[1].value)
        for row in table.rows
        if row.cells[0].value is not None and row.cells[1].value is not None
    )
    canvas.polyline([place(0, 100), *(place(*point) for point in points)], COLOURS[0])
    for row in found:
        day, share = row.cells
        if day.value is None:
            continue
        with canvas.group("m", told=scene.words.told(row.name, table.columns[1], share)):
            if share.value is not None:
                canvas.dot(*place(day.value, share.value), COLOURS[0], open_=share.unreliable, size=2)
            elif share.hidden:
                x, _ = place(day.value, 0)
                canvas.hatch(x - 4, top + HEIGHT - 12, 8, 12)
    for row in marks:
        with canvas.group("m", told=scene.words.told(row.name, table.columns[0], row.cells[0])):
            _mark(canvas, scene, table, row, place)
    for step in days:
        shown = number(step, scene.words.language, axes.decimals(days))
        canvas.text(LEFT + step * unit, top + HEIGHT + 15, shown, size=10, anchor="middle", colour=QUIET)
    canvas.text(WIDTH, top + HEIGHT + 29, table.columns[0].name, size=10, anchor="end", colour=QUIET)


Place = Callable[[float, float], tuple[float, float]]


def _band(canvas: Canvas, rows: Sequence[Row], place: Place) -> None:
    """The interval of 95 % around the curve, from the day of notice to the last day that has one."""
    ends = [
        (row.cells[0].value, row.cells[1].lower, row.cells[1].upper)
        for row in rows
        if row.cells[0].value is not None and row.cells[1].lower is not None and row.cells[1].upper is not None
    ]
    if not ends:
        return
    low = [place(0, 100), *(place(day, lower) for day, lower, _ in ends)]
    high = [place(day, upper) for day, _, upper in ends if upper is not None]
    d = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in (*low, *reversed(high))) + "Z"
    canvas.path(d, COLOURS[0], fill=COLOURS[0], part=0.15)


def _mark(canvas: Canvas, scene: Scene, table: Table, row: Row, place: Place) -> None:
    """A quartile: its day, with the interval of it."""
    day, share = row.cells
    assert share.value is not None
    if day.hidden:
        x, y = place(0, share.value)
        canvas.hatch(x, y - 6, 26, 12)
    if day.value is None:
        return
    x, y = place(day.value, share.value)
    if day.lower is not None and day.upper is not None:
        canvas.whisker(place(day.lower, 0)[0], place(day.upper, 0)[0], y)
    canvas.dot(x, y, COLOURS[1], open_=day.unreliable)
    canvas.text(x + 6, y - 5, scene.words.drawn(table.columns[0], day), size=10, bold=True)


CHARTS: Final = (
    Chart(
        "funnel",
        "From registration to work",
        "People who registered, were referred, were interviewed and began work in the period, each counted once a "
        "step; not all of those placed registered in the same period, and interviews are known where their day was "
        "entered.",
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
        "Of 100 openings, those still open after so many days, by Kaplan and Meier: the band is the interval of 95 %, "
        "lines at a quarter, a half and three quarters those of the days.",
        "register",
        (*DAYS_OF, *(f"PES_TTF_S{days}" for days in STILL_OPEN)),
        fill_table,
        fill_curve,
    ),
)
