"""A file of boundaries that the settings name: provinces as shapes in place of tiles."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians
from pathlib import Path
from typing import Any, Final, TypeAlias

from lmis.web.pages.charts.canvas import CARD, COLOURS, LINE, QUIET, WIDTH, Canvas
from lmis.web.pages.charts.table import Cell

Ring: TypeAlias = Sequence[tuple[float, float]]
NAMES: Final = ("id", "iso", "ISO", "shapeISO", "iso_3166_2", "code")
"""Where a feature may say which province it is: by its ISO 3166-2 code or by ours."""
NEAR: Final = 0.6
"""Points that lie nearer than this in the drawing are one."""
TALLEST: Final = 460.0


@dataclass(frozen=True, slots=True)
class Shape:
    """The figure of a province: how much of the colour it has, its class in the legend, and what it says."""

    cell: Cell
    part: float
    series: int | None = None
    told: str = ""


@lru_cache(maxsize=4)
def shapes_of(path: Path, changed: float) -> dict[str, list[Ring]]:
    """The rings of every feature of a GeoJSON file, by the code that it says.

    Args:
        changed: when the file was changed, so that it is read again then.
    """
    held = json.loads(path.read_text("utf-8"))
    found: dict[str, list[Ring]] = {}
    for feature in held["features"]:
        told = {"id": feature.get("id"), **(feature.get("properties") or {})}
        code = next((str(told[name]) for name in NAMES if told.get(name)), "")
        found.setdefault(code, []).extend(_rings(feature.get("geometry") or {}))
    return found


def _rings(geometry: Mapping[str, Any]) -> Iterator[Ring]:
    parts = geometry.get("coordinates") or []
    for polygon in [parts] if geometry.get("type") == "Polygon" else parts:
        for ring in polygon:
            yield [(float(point[0]), float(point[1])) for point in ring]


def drawn_shapes(canvas: Canvas, shapes: Mapping[str, Sequence[Ring]], figures: Mapping[str, Shape]) -> None:
    """Every province in the class of its figure; hidden ones have a dashed edge and no fill."""
    points = [point for code in figures for ring in shapes.get(code, ()) for point in ring]
    if not points:
        return
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    narrow = cos(radians((south + north) / 2))
    scale = min(WIDTH / ((east - west) * narrow or 1), TALLEST / (north - south or 1))
    left, top = (WIDTH - (east - west) * narrow * scale) / 2, canvas.height + 6

    def place(point: tuple[float, float]) -> tuple[float, float]:
        return left + (point[0] - west) * narrow * scale, top + (north - point[1]) * scale

    for code, one in figures.items():
        d = "".join(_path([place(point) for point in ring]) for ring in shapes.get(code, ()))
        if d:
            shown, unsure = one.cell.value is not None, one.cell.hidden or one.cell.unreliable
            with canvas.group("m", one.series, one.told):
                canvas.path(d, "", fill=COLOURS[0] if shown else CARD, part=one.part if shown else 1)
                canvas.path(d, QUIET if unsure else LINE, 1.2 if unsure else 0.8, dash="3 2" if unsure else "")
    canvas.height = top + (north - south) * scale


def _path(points: Ring) -> str:
    kept = points[:1]
    for point in points[1:]:
        if abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) >= NEAR:
            kept = [*kept, point]
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in kept) + "Z" if len(kept) > 2 else ""
