"""A file of boundaries that the settings name: provinces as shapes in place of tiles."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import cos, floor, radians
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
HATCH: Final = 5.0


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
    """Every province in the class of its figure; hidden and unreliable ones are hatched, with a dashed edge."""
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
        drawn = [[place(point) for point in ring] for ring in shapes.get(code, ())]
        d = "".join(map(_path, drawn))
        if d:
            shown, unsure = one.cell.value is not None, one.cell.hidden or one.cell.unreliable
            with canvas.group("m", one.series, one.told):
                canvas.path(d, "", fill=COLOURS[0] if shown else CARD, part=one.part if shown else 1)
                if unsure and (strokes := hatched(drawn)):
                    canvas.path(strokes, QUIET, 0.8)
                canvas.path(d, QUIET if unsure else LINE, 1.2 if unsure else 0.8, dash="3 2" if unsure else "")
    canvas.height = top + (north - south) * scale


def hatched(rings: Sequence[Ring]) -> str:
    """Slanting lines inside of a shape, each from where it enters to where it leaves; holes stay free."""
    edges = [(a, b) for ring in rings for a, b in pairwise([*ring, ring[0]])]
    sums = [x + y for ring in rings for x, y in ring]
    strokes, at = [], HATCH * (floor(min(sums) / HATCH) + 1)
    while at < max(sums):
        cut = sorted(_crossing(a, b, at) for a, b in edges if (sum(a) < at) != (sum(b) < at))
        strokes += [
            f"M{x:.1f} {at - x:.1f}L{end:.1f} {at - end:.1f}" for x, end in zip(cut[::2], cut[1::2], strict=True)
        ]
        at += HATCH
    return "".join(strokes)


def _crossing(a: tuple[float, float], b: tuple[float, float], total: float) -> float:
    """Where on an edge x + y is this: its x."""
    return a[0] + (b[0] - a[0]) * (total - sum(a)) / (sum(b) - sum(a))


def _path(points: Ring) -> str:
    kept = points[:1]
    for point in points[1:]:
        if abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) >= NEAR:
            kept = [*kept, point]
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in kept) + "Z" if len(kept) > 2 else ""
