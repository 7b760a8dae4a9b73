"""The page of a country: tiles, charts over time, and demand and supply by province and occupation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup

from lmis.locale.catalogue import label
from lmis.locale.formats import period as period_words
from lmis.vocabulary import Country, Language
from lmis.web.pages import reading
from lmis.web.pages.charts import Bars, bars, lines
from lmis.web.pages.drawing import drawn
from lmis.web.pages.reading import AUDIENCE, Board, Line
from lmis.web.pages.tiles import tiles_of
from lmis.web.pages.writer import NAMES, PERIODS_SHOWN, Writer, separators, ticks

TITLES: Final = {Country.KH: "Labour market of Cambodia", Country.LA: "Labour market of Lao PDR"}
PANELS: Final = (
    ("Supply and demand", (reading.ENTRIES, reading.OPENINGS)),
    ("Referrals and placements", (reading.REFERRALS, reading.PLACEMENTS)),
    ("Rates, in percent", (reading.RATES[0], reading.RATES[1], reading.RATES[2], reading.FILL)),
)
WIDE, NARROW = 520, 300
"""Widths of a bar chart, in pixels of the drawing, for a desk and for a phone."""
NAME_ROOM: Final = 128
"""Room for the longest name of a province."""


@dataclass(frozen=True, slots=True)
class Panel:
    """A chart over time with its table."""

    title: str
    chart: Markup
    names: Sequence[str]
    rows: Sequence[tuple[str, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Table:
    """Demand, supply and their ratio by province or occupation, drawn and written."""

    wide: Markup
    narrow: Markup
    rows: Sequence[Bars]
    any_hidden: bool


def panels_of(board: Board, writer: Writer) -> list[Panel]:
    """The charts over time."""
    periods = sorted({period for code in reading.SHOWN for period in board.series[code]})[-PERIODS_SHOWN:]
    if len(periods) < 2:
        return []
    return [_panel(board, title, codes, periods, writer) for title, codes in PANELS]


def _panel(board: Board, title: str, codes: Sequence[str], periods: Sequence[str], writer: Writer) -> Panel:
    cells = {code: [board.series[code].get(period, reading.NO_RATIO) for period in periods] for code in codes}
    series = {code: [cell.value for cell in row] for code, row in cells.items()}
    rows = [
        (period_words(period, writer.language), [writer.figure(code, cells[code][at]) for code in codes])
        for at, period in enumerate(periods)
    ]
    told = writer.said(title)
    chart = drawn(lines(series, ticks(periods, writer), separators(writer.language)), "lines", told)
    return Panel(told, chart, [writer.said(NAMES[code]) for code in codes], rows)


def table_of(lines_: Sequence[Line], caption: str, writer: Writer, *, beside: int = 0) -> Table:
    """Demand and supply by province or occupation, the greatest demand first, those not stated last."""
    ordered = sorted(lines_, key=lambda line: (line.code == "_U", -(line.demand.value or 0)))
    rows = [_row(line, writer) for line in ordered]
    return Table(
        wide=drawn(bars(rows, WIDE, beside=beside), "wide", caption),
        narrow=drawn(bars(rows, NARROW, size=12), "narrow", caption),
        rows=rows,
        any_hidden=any(cell.hidden for line in lines_ for cell in (line.demand, line.supply, line.ratio)),
    )


def _row(line: Line, writer: Writer) -> Bars:
    return Bars(
        name=label("cell", "_U", writer.language) if line.code == "_U" else line.name,
        demand=line.demand.value,
        supply=line.supply.value,
        demand_text=writer.figure(reading.OPENINGS, line.demand),
        supply_text=writer.figure(reading.ENTRIES, line.supply),
        ratio_text=writer.figure(reading.RATIO, line.ratio),
    )


def page_of(board: Board, language: Language) -> dict[str, Any]:
    """Everything that the page's template needs beside its words."""
    writer = Writer(language)
    said = writer.said
    return {
        "board": board,
        "title": said(TITLES[board.country]),
        "tiles": tiles_of(board, writer),
        "panels": panels_of(board, writer),
        "provinces": table_of(
            board.by_province,
            said("Openings notified and new registrations by province"),
            writer,
            beside=NAME_ROOM,
        ),
        "occupations": table_of(
            board.by_occupation, said("Openings notified and new registrations by occupation"), writer
        ),
        "threshold": AUDIENCE.threshold,
    }
