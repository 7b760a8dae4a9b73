"""The charts of a page, as Vega-Lite specifications; texts come in finished, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

DEMAND, SUPPLY = "#b4530a", "#1d5b8f"
COLOURS: Final = (SUPPLY, DEMAND, "#1f7a4d", "#7a3b8f")
DASHES: Final = ((1, 0), (6, 3), (2, 2), (8, 2, 2, 2))
SHAPES: Final = ("circle", "square", "triangle-up", "diamond")
"""Series differ in colour, in dash and in mark, so that they can be told apart without colour."""
INK, QUIET = "#1b2733", "#52606d"


@dataclass(frozen=True, slots=True)
class Bars:
    """A row of a bar chart: a name, two lengths with their texts, and the text of their ratio."""

    name: str
    demand: float | None
    supply: float | None
    demand_text: str
    supply_text: str
    ratio_text: str


def lines(
    series: Mapping[str, Sequence[float | None]], ticks: Sequence[str], separators: Mapping[str, str]
) -> dict[str, Any]:
    """Some series over time.

    Args:
        series: one value per tick, None where there is none: the line breaks there.
        ticks: what stands below each period, lines separated by `|`.
        separators: `decimal` and `thousands` of the language.
    """
    rows = [
        {"at": at, "name": name, "value": value} for name, values in series.items() for at, value in enumerate(values)
    ]
    names = list(series)
    labels = [tick.split("|") for tick in ticks]
    number = "replace(replace(format(datum.value, ','), /,/g, '{thousands}'), /[.](?=[0-9]{{1,2}}$)/, '{decimal}')"
    return {
        "width": 320,
        "height": 190,
        "data": {"values": rows},
        "encoding": {
            "x": {
                "field": "at",
                "type": "ordinal",
                "scale": {"domain": list(range(len(ticks)))},
                "axis": {"title": None, "labelAngle": 0, "labelExpr": f"{labels}[datum.value]", "labelPadding": 6},
            },
            "y": {
                "field": "value",
                "type": "quantitative",
                "axis": {"title": None, "tickCount": 4, "labelExpr": number.format(**separators), "minExtent": 38},
            },
            "color": {"field": "name", "scale": {"domain": names, "range": list(COLOURS)}, "legend": None},
        },
        "layer": [
            {
                "mark": {"type": "line", "strokeWidth": 2, "interpolate": "monotone"},
                "encoding": {
                    "strokeDash": {
                        "field": "name", "scale": {"domain": names, "range": list(DASHES)}, "legend": None
                    }
                },
            },
            {
                "mark": {"type": "point", "filled": True, "size": 34},
                "encoding": {
                    "shape": {"field": "name", "scale": {"domain": names, "range": list(SHAPES)}, "legend": None}
                },
            },
        ],
    }  # fmt: skip


def bars(rows: Sequence[Bars], width: int, *, size: int = 11) -> dict[str, Any]:
    """Demand and supply of every row, one above the other, its name over them and its ratio at the end of that line.

    Args:
        width: of the whole, in pixels of the drawing.
        size: of the texts.
    """
    slots = ("name", "demand", "supply")
    values = [
        {"row": at, "slot": slot, "value": value or 0, "text": text, "name": row.name, "ratio": row.ratio_text}
        for at, row in enumerate(rows)
        for slot, value, text in (
            ("name", None, row.name),
            ("demand", row.demand, row.demand_text),
            ("supply", row.supply, row.supply_text),
        )
    ]
    most = max((value or 0 for row in rows for value in (row.demand, row.supply)), default=0) or 1
    y = {"field": "row", "type": "ordinal", "axis": None, "scale": {"paddingInner": 0.22, "paddingOuter": 0}}
    return {
        "width": width,
        "height": {"step": 54 * size // 11, "for": "position"},
        "data": {"values": values},
        "encoding": {
            "y": y,
            "yOffset": {"field": "slot", "scale": {"domain": list(slots), "paddingInner": 0.12}},
        },
        "layer": [_bar("demand", DEMAND, most), _bar("supply", SUPPLY, most), *_texts(width, size)],
    }


def _bar(slot: str, colour: str, most: float) -> dict[str, Any]:
    return {
        "transform": [{"filter": f"datum.slot == '{slot}'"}],
        "mark": {"type": "bar", "color": colour, "height": {"band": 0.92}},
        "encoding": {
            "x": {"field": "value", "type": "quantitative", "scale": {"domain": [0, most * 1.22]}, "axis": None}
        },
    }


def _texts(width: int, size: int) -> list[dict[str, Any]]:
    """The number behind each bar, the name over both, and the ratio at the right."""
    text: dict[str, Any] = {"type": "text", "baseline": "middle", "fontSize": size, "limit": 0}
    named, numbered = {"filter": "datum.slot == 'name'"}, {"filter": "datum.slot != 'name'"}
    return [
        {
            "transform": [numbered],
            "mark": {**text, "align": "left", "dx": 4, "color": QUIET, "fontSize": size - 1},
            "encoding": {"x": {"field": "value", "type": "quantitative", "axis": None}, "text": {"field": "text"}},
        },
        {
            "transform": [named],
            "mark": {**text, "align": "left", "color": INK, "x": 0, "fontWeight": "bold"},
            "encoding": {"text": {"field": "name"}},
        },
        {
            "transform": [named],
            "mark": {**text, "align": "right", "color": INK, "x": width},
            "encoding": {"text": {"field": "ratio"}},
        },
    ]
