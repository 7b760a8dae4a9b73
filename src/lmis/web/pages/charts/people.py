"""Charts of people: the pyramid by labour-force status, labour underutilisation, young people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from lmis.locale.catalogue import label
from lmis.web.pages.charts.bars import single
from lmis.web.pages.charts.canvas import COLOURS, LINE, QUIET, WIDTH, Canvas, room
from lmis.web.pages.charts.chart import Chart, Scene
from lmis.web.pages.charts.table import NOBODY, Cell, Row, Table
from lmis.web.pages.charts.view import View
from lmis.web.pages.charts.words import Words

SEXES: Final = ("M", "F")
POPULATION, EMPLOYED, UNEMPLOYED = "POP_XWAP_NB", "EMP_TEMP_NB", "UNE_TUNE_NB"
STOCK: Final = "PES_SEEK_STK"
UNDERUSED: Final = ("UNE_DEAP_RT", "LUU_XLU2_RT", "LUU_XLU3_RT", "LUU_XLU4_RT")
NEET: Final = "EIP_NEET_RT"
STEP, BAR = 17.0, 14.0
PARTS: Final = (1.0, 0.55, 0.22)


def pyramid_table(view: View) -> Table:
    """Five-year ages by sex: employed, unemployed, outside the labour force."""
    words, age = Words(view.language), "age_5yr"
    found = {code: view.found(code, "sex", age) for code in (POPULATION, EMPLOYED, UNEMPLOYED)}
    ages = [code for code in view.names("survey", age) if any(found[POPULATION].at(sex, code).status != "not_available"
            for sex in SEXES)]  # fmt: skip
    states = (("employed", EMPLOYED), ("unemployed", UNEMPLOYED), ("outside", POPULATION))
    columns = [
        view.column(code, f"{label('sex', sex, view.language)}: {words.said(STATES[name])}", sex, name)
        for sex in SEXES
        for name, code in states
    ]
    rows = []
    for code in ages:
        cells = []
        for sex in SEXES:
            people, work, seek = (found[one].at(sex, code) for one in (POPULATION, EMPLOYED, UNEMPLOYED))
            cells += [work, seek, outside(people, work, seek)]
        rows.append(Row(code, view.name("survey", age, code), cells))
    return Table(words.said("Age"), columns, rows, found[POPULATION].unapplied)


STATES: Final = {"employed": "Employed", "unemployed": "Unemployed", "outside": "Outside the labour force"}


def outside(people: Cell, employed: Cell, unemployed: Cell) -> Cell:
    """Who is neither: the population less both, where all three are shown; hidden, where one of them is."""
    three = (people, employed, unemployed)
    if any(cell.hidden for cell in three):
        return Cell(status="hidden", part="derived")
    values = [cell.value for cell in three if cell.value is not None]
    if len(values) < len(three):
        return Cell(part="derived")
    status = "unreliable" if any(cell.unreliable for cell in three) else people.status
    value = max(values[0] - values[1] - values[2], 0.0)
    return Cell(value=value, status=status, version=people.version, part="derived")


def seekers_table(view: View) -> Table:
    """Registered job seekers by age and sex."""
    words, found = Words(view.language), view.found(STOCK, "sex", "age_group")
    columns = [view.column(STOCK, label("sex", sex, view.language), sex) for sex in SEXES]
    ages = [code for code in view.names("register", "age_group") if any((sex, code) in found.cells for sex in SEXES)]
    rows = [
        Row(code, view.name("register", "age_group", code), [found.cells.get((s, code), NOBODY) for s in SEXES])
        for code in ages
    ]
    return Table(words.said("Age"), columns, rows, found.unapplied)


def pyramid(table: Table, canvas: Canvas, scene: Scene) -> None:
    """Men to the left, women to the right, the oldest on top; each half is stacked from the middle."""
    half = len(table.columns) // 2
    names = [column.name for column in table.columns]
    colours = [COLOURS[0]] * half + [COLOURS[1]] * half
    canvas.legend(names, colours, [*PARTS[:half], *PARTS[:half]])
    middle = max((room(row.name, 10) for row in table.rows), default=0) + 12
    space = (WIDTH - middle) / 2
    longest = max((sum(c.value or 0 for c in row.cells[side : side + half])
                   for row in table.rows for side in (0, half)), default=0)  # fmt: skip
    top = canvas.height + 4
    for at, row in enumerate(reversed(table.rows)):
        y = top + at * STEP
        canvas.text(WIDTH / 2, y + BAR - 3.5, row.name, size=10, anchor="middle", colour=QUIET)
        for side, sign, start in ((0, -1, space), (half, 1, space + middle)):
            told = [scene.words.told(row.name, *pair) for pair in zip(table.columns, row.cells, strict=True)]
            some = slice(side, side + half)
            _stack(canvas, row.cells[some], told[some], start, sign, y, space / (longest or 1), side)
    _foot(table, canvas, scene, longest, space, middle)


def _stack(
    canvas: Canvas,
    cells: Sequence[Cell],
    told: Sequence[str],
    start: float,
    sign: int,
    y: float,
    unit: float,
    side: int,
) -> None:
    colour = COLOURS[0 if sign < 0 else 1]
    for at, (part, cell) in enumerate(zip(PARTS, cells, strict=False)):
        width = (cell.value or 0) * unit if not cell.hidden else 8.0
        left = start if sign > 0 else start - width
        with canvas.group("m", side + at, told[at]):
            if not cell.hidden:
                canvas.rect(left, y, width, BAR, colour, part=part)
            if cell.hidden or cell.unreliable:
                canvas.hatch(left, y, width, BAR)
        start += sign * width


def _foot(table: Table, canvas: Canvas, scene: Scene, longest: float, space: float, middle: float) -> None:
    """The scale: nothing in the middle, the longest at both ends."""
    y, column = canvas.height + 4, table.columns[0]
    written = scene.words.value(longest, column.unit, 0, short=True)
    for x, text, anchor in ((0, written, "start"), (space, "0", "end"), (space + middle, "0", "start"),
                            (WIDTH, written, "end")):  # fmt: skip
        canvas.text(x, y + 12, text, size=10, anchor=anchor, colour=QUIET)
    canvas.line(0, y, space, y, LINE)
    canvas.line(space + middle, y, WIDTH, y, LINE)


def underuse_table(view: View) -> Table:
    """LU1 to LU4, of all and by sex."""
    words = Words(view.language)
    columns = [view.column(UNDERUSED[0], words.said("All"), "_T")]
    columns += [view.column(UNDERUSED[0], label("sex", sex, view.language), sex) for sex in SEXES]
    rows = []
    for at, code in enumerate(UNDERUSED):
        by_sex = view.found(code, "sex")
        rows.append(Row(code, f"LU{at + 1}: {words.said(NAMES[at])}",
                        [view.found(code).at(), *(by_sex.at(sex) for sex in SEXES)]))  # fmt: skip
    return Table(words.said("Measure"), columns, rows, view.found(UNDERUSED[0]).unapplied)


NAMES: Final = (
    "unemployed", "unemployed and underemployed", "unemployed and potential labour force", "all three",
)  # fmt: skip


def neet_table(view: View) -> Table:
    """Young people not in employment, education or training, by age and sex."""
    words, found = Words(view.language), view.found(NEET, "sex", "age_5yr")
    columns = [view.column(NEET, label("sex", sex, view.language), sex) for sex in SEXES]
    every = view.found(NEET, "sex")
    rows = [Row("_T", words.said("All"), [every.at(sex) for sex in SEXES])]
    for code in view.names("survey", "age_5yr"):
        if any((sex, code) in found.cells for sex in SEXES):
            rows.append(Row(code, view.name("survey", "age_5yr", code), [found.at(sex, code) for sex in SEXES]))
    return Table(words.said("Age"), columns, rows, found.unapplied)


PYRAMID = Chart(
    code="pyramid",
    title="Population by age, sex and labour-force status",
    lead="People of each age: employed, unemployed, and outside the labour force (the population less both).",
    origin="survey",
    indicators=(POPULATION, EMPLOYED, UNEMPLOYED),
    read=pyramid_table,
    draw=pyramid,
)
SEEKERS = Chart(
    code="seekers",
    title="Registered job seekers by age and sex",
    lead="People on the register at the end of the period.",
    origin="register",
    indicators=(STOCK,),
    read=seekers_table,
    draw=pyramid,
)
UNDERUSE = Chart(
    code="underuse",
    title="Labour underutilisation, LU1 to LU4",
    lead="From the narrowest to the widest measure; the thin lines are the intervals of 95 %.",
    origin="survey",
    indicators=UNDERUSED,
    read=underuse_table,
    draw=single,
)
YOUNG = Chart(
    code="neet",
    title="Young people not in employment, education or training",
    lead="Of 100 young people of each age and sex.",
    origin="survey",
    indicators=(NEET,),
    read=neet_table,
    draw=single,
)
CHARTS: Final = (PYRAMID, SEEKERS, UNDERUSE, YOUNG)
