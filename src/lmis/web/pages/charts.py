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
RATIO_ROOM: Final = 46
"""At the end of the bars of a row, in pixels of the drawing."""
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
        "width": 262,
        "height": 168,
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
                "mark": {"type": "line", "strokeWidth": 2},
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


def bars(rows: Sequence[Bars], width: int, *, beside: int = 0, size: int = 11) -> dict[str, Any]:
    """Demand and supply of every row as two bars, with its name and its ratio.

    Args:
        width: of the whole, in pixels of the drawing.
        beside: room for the names at the left of the bars; 0 puts each name over its bars.
        size: of the texts.
    """
    slots = ("demand", "supply") if beside else ("name", "demand", "supply")
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
    ends = [beside, width - RATIO_ROOM]
    x = {"field": "value", "type": "quantitative", "axis": None, "scale": {"domain": [0, most * 1.22], "range": ends}}
    offset = {"yOffset": {"field": "slot", "scale": {"domain": list(slots), "paddingInner": 0.12}}}
    named, ratio_slot = ({}, "name") if beside else (offset, "demand")  # a long name has its line to itself
    return {
        "width": width,
        "height": {"step": (34 if beside else 54) * size // 11, "for": "position"},
        "data": {"values": values},
        "encoding": {
            "y": {"field": "row", "type": "ordinal", "axis": None, "scale": {"paddingInner": 0.22, "paddingOuter": 0}}
        },
        "layer": [
            _bar("demand", DEMAND, {"x": x, **offset}),
            _bar("supply", SUPPLY, {"x": x, **offset}),
            _text(
                "datum.slot != 'name'", "text", {"align": "left", "dx": 4, "color": QUIET}, size - 1, {"x": x, **offset}
            ),
            _text("datum.slot == 'name'", "name", {"align": "left", "x": 0, "fontWeight": "bold"}, size, named),
            _text(f"datum.slot == '{ratio_slot}'", "ratio", {"align": "right", "x": width}, size, named),
        ],
    }


def _bar(slot: str, colour: str, encoding: dict[str, Any]) -> dict[str, Any]:
    return {
        "transform": [{"filter": f"datum.slot == '{slot}'"}],
        "mark": {"type": "bar", "color": colour, "height": {"band": 0.92}},
        "encoding": encoding,
    }


def _text(only: str, field: str, mark: dict[str, Any], size: int, encoding: dict[str, Any]) -> dict[str, Any]:
    """A text per row, from a field of it."""
    return {
        "transform": [{"filter": only}],
        "mark": {"type": "text", "baseline": "middle", "fontSize": size, "limit": 0, "color": INK, **mark},
        "encoding": {"text": {"field": field}, **encoding},
    }
