"""A chart as a file: picture or table, all of the same figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO, StringIO
from typing import Final
from urllib.parse import quote

from lmis.exchange.lists import AREAS
from lmis.exchange.spreadsheets import Cell as Value
from lmis.exchange.spreadsheets import Sheet, write_csv, write_workbook
from lmis.exchange.structures import AGENCY
from lmis.locale.catalogue import label
from lmis.locale.formats import day
from lmis.locale.formats import period as period_words
from lmis.services.figure_tables import SIGNS
from lmis.web.pages.charts.canvas import Canvas
from lmis.web.pages.charts.chart import Scene, Shown, canvas_of
from lmis.web.pages.charts.choice import CELLS, COLUMN
from lmis.web.pages.charts.pixels import pixels
from lmis.web.pages.charts.table import Cell
from lmis.web.pages.charts.view import View

FORMS: Final = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def file_of(shown: Shown, view: View, scene: Scene, form: str) -> bytes:
    """A chart as `svg`, `png`, `csv` or `xlsx`."""
    if form == "csv":
        text = StringIO()
        write_csv(headers(), lines(shown, view), text)
        return text.getvalue().encode("utf-8-sig")
    if form == "xlsx":
        book = BytesIO()
        write_workbook([sheet(shown, view, scene)], book)
        return book.getvalue()
    drawn = picture(shown, view, scene)
    return drawn.encode() if form == "svg" else pixels(drawn)


def picture(shown: Shown, view: View, scene: Scene) -> str:
    """The drawing with its title, what it is of, and where it comes from."""
    below = [*shown.table.notes, *about(shown, view, scene)]
    if not shown.table.told:
        below = [nothing(shown, scene), *below]
    canvas = canvas_of(shown.chart, shown.table, scene) if shown.table.told else Canvas(height=4)
    return canvas.file(shown.title, [whom(shown, view, scene)], below, view.language.value)


def nothing(shown: Shown, scene: Scene) -> str:
    """Why there is no figure."""
    if shown.edition is None:
        survey = shown.chart.origin == "survey"
        return scene.words.said("No survey has been published." if survey else "No edition has been published yet.")
    return scene.words.said("This edition does not hold these figures.")


def whom(shown: Shown, view: View, scene: Scene) -> str:
    """Country, period, and the filters that hold."""
    parts = [label("country", view.choice.country.value, view.language)]
    if shown.edition is not None:
        parts.append(period_words(shown.edition.period, view.language))
    for name in CELLS:
        code = getattr(view.choice, name)
        if code and name not in shown.unapplied:
            parts.append(view.name("register", COLUMN[name], code))
    return ", ".join(parts)


def about(shown: Shown, view: View, scene: Scene) -> list[str]:
    """Source and edition, and what the signs mean where there is one."""
    said, edition = scene.words.said, shown.edition
    told = []
    if shown.hidden:
        told.append(said("Hatched, “…”: hidden, because it would tell about few people."))
    if shown.unreliable:
        told.append(said("Hatched, (u): unreliable, because few answered or answers lie far apart."))
    if edition is not None:
        parts = {"number": edition.number, "state": label("edition_state", edition.state, view.language)}
        parts["day"] = day(edition.published_at.date(), view.language)
        told += [
            f"{said('Source')}: {source(shown, view)}",
            said("Edition {number}, {state}, published on {day}", **parts),
        ]
    return told


def source(shown: Shown, view: View) -> str:
    """The register, or the title of the survey."""
    if shown.chart.origin == "register":
        return label("figure_source", "PES", view.language)
    return view.names("survey", "source").get(shown.edition.source, "") if shown.edition else ""


def headers() -> list[str]:
    """The columns of the CSV: names of programs, the same in every language."""
    return [
        *("country", "period", "edition", "source", "indicator", "version", "code", "name", "column", "column_name"),
        *("unit", "value", "lower", "upper", "records", "sign", "part"),
    ]


def lines(shown: Shown, view: View) -> Iterator[list[Value]]:
    """A line for each figure; a hidden one has no number."""
    edition = shown.edition
    known = (edition.period, edition.number, edition.source) if edition else (None, None, None)
    for row in shown.table.rows:
        for column, cell in zip(shown.table.columns, row.cells, strict=True):
            indicator = cell.indicator or (column.indicator if cell.part == "value" else None)
            yield [
                *(view.choice.country.value, *known, indicator, cell.version, row.code, row.name),
                *("-".join(column.key), column.name, column.unit),
                *(cell.value, cell.lower, cell.upper, cell.records, SIGNS.get(cell.status), cell.part),
            ]


def sheet(shown: Shown, view: View, scene: Scene) -> Sheet:
    """The table as a sheet: number and sign of each column, and its bounds where it has any."""
    table, words = shown.table, scene.words
    bounded = [any(cell.lower is not None for cell in table.column(at)) for at in range(len(table.columns))]
    titles: list[str] = [table.head]
    decimals: list[int | None] = [None]
    for column, has_bounds in zip(table.columns, bounded, strict=True):
        unit = label("unit", column.unit, view.language)
        titles += [f"{column.name} ({unit})", ""]
        decimals += [column.decimals, None]
        if has_bounds:
            titles += [words.said("Lower bound"), words.said("Upper bound")]
            decimals += [column.decimals, column.decimals]
    rows = [[row.name, *_values(row.cells, bounded)] for row in table.rows]
    signs = [f"{sign}  {label('figure_status', status, view.language)}" for status, sign in SIGNS.items()]
    return Sheet(
        name=shown.title,
        title=shown.title,
        about=[whom(shown, view, scene), *about(shown, view, scene)],
        headers=titles,
        rows=rows,
        notes=[*table.notes, *signs],
        decimals=decimals,
        fixed=1,
    )


def _values(cells: Sequence[Cell], bounded: Sequence[bool]) -> list[Value]:
    values: list[Value] = []
    for cell, has_bounds in zip(cells, bounded, strict=True):
        values += [cell.value, SIGNS.get(cell.status)]
        values += [cell.lower, cell.upper] if has_bounds else []
    return values


def sdmx_links(shown: Shown, view: View) -> list[tuple[str, str]]:
    """Each indicator of a chart, and where other programs fetch its figures of the country."""
    area = quote(f"c[REF_AREA]={AREAS[view.choice.country.value]}", safe="=")
    return [(one.code, f"/sdmx/3.0/data/dataflow/{AGENCY}/DF_{one.code}/*?{area}") for one in shown.definitions]
