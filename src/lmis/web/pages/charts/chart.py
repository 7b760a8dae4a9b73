"""What a chart is: a frozen description, which gives its table of a view and draws it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from markupsafe import Markup

from lmis.model.figures import Edition
from lmis.vocabulary import Country
from lmis.web.pages.charts.canvas import Canvas
from lmis.web.pages.charts.choice import COLUMN
from lmis.web.pages.charts.table import Cell, Table
from lmis.web.pages.charts.view import Defined, Origin, View, definition
from lmis.web.pages.charts.words import Words

Shapes: TypeAlias = Mapping[str, Any]
"""Province → rings of (longitude, latitude)."""


@dataclass(frozen=True, slots=True)
class Scene:
    """For whom a chart is drawn: the words, the country, and the shapes of its provinces, where there are any."""

    words: Words
    country: Country
    shapes: Shapes = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of published figures."""

    code: str
    title: str  # English; the msgid of the catalogues
    lead: str  # how it is read, in a sentence
    origin: Origin
    indicators: tuple[str, ...]
    read: Callable[[View], Table]
    draw: Callable[[Table, Canvas, Scene], None]
    wide: bool = False  # whether its table stands beside it
    notes_drawn: bool = False  # whether the drawing tells the notes of the table


@dataclass(frozen=True, slots=True)
class Shown:
    """A chart of a view: its table, its drawing, and what it rests on."""

    chart: Chart
    title: str
    lead: str
    table: Table
    svg: Markup
    edition: Edition | None
    definitions: tuple[Defined, ...]
    unapplied: tuple[str, ...]  # parameters by which it is not published
    hidden: int
    unreliable: int
    untold: tuple[str, ...]  # names of columns of which nothing is known, beside others of which something is


def canvas_of(chart: Chart, table: Table, scene: Scene) -> Canvas:
    """The drawing of a table."""
    canvas = Canvas()
    chart.draw(table, canvas, scene)
    return canvas


def shown(chart: Chart, view: View, scene: Scene) -> Shown:
    """A chart as a page shows it."""
    table = chart.read(view)
    title = scene.words.said(chart.title)
    svg = canvas_of(chart, table, scene).inline(chart.code, title) if table.told else Markup("")
    cells = list(table.cells())
    return Shown(
        chart=chart,
        title=title,
        lead=scene.words.said(chart.lead),
        table=table,
        svg=svg,
        edition=view.edition(chart.origin),
        definitions=tuple(definition(code) for code in chart.indicators),
        unapplied=tuple(name for name, column in COLUMN.items() if column in table.unapplied),
        hidden=sum(cell.hidden for cell in cells),
        unreliable=sum(cell.unreliable for cell in cells),
        untold=_untold(table) if chart.origin == "survey" else (),
    )


def _untold(table: Table) -> tuple[str, ...]:
    """Columns without any figure; of the register they are no gap, for it leaves out what nobody was counted in."""
    return tuple(column.name for at, column in enumerate(table.columns) if not any(map(known, table.column(at))))


def known(cell: Cell) -> bool:
    """Whether there is a figure, if only a hidden one."""
    return cell.value is not None or cell.hidden


def most(table: Table, columns: range | None = None) -> float:
    """The largest value or bound, 0 where there is none."""
    chosen = [cell for row in table.rows for at, cell in enumerate(row.cells) if columns is None or at in columns]
    return max((max(cell.value or 0, cell.upper or 0) for cell in chosen), default=0.0)
