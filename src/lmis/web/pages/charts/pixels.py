"""A drawing as PNG, set in the fonts that pages carry.

The shapes go to the renderer as marks of Vega, whose texts are set by its canvas: its reader of SVG draws the glyphs of
a Khmer cluster on top of each other (vl-convert 2.0.0rc7).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

from lmis.exchange.documents import unpacked

FONTS: Final = Path(__file__).parents[1] / "static" / "fonts"
SPACE: Final = "{http://www.w3.org/2000/svg}"
SCALE: Final = 2.0
ALIGN: Final = {"start": "left", "middle": "center", "end": "right"}
MOVED: Final = re.compile(r"translate\(([-\d.]+) ([-\d.]+)\)")


def pixels(svg: str) -> bytes:
    """A file of `Canvas.file` as PNG, twice as large as its units."""
    import vl_convert

    _register_fonts()
    root = ElementTree.fromstring(svg)
    width, height = (float(one) for one in root.attrib["viewBox"].split()[2:])
    spec = {
        "width": width,
        "height": height,
        "padding": 0,
        "background": "#ffffff",
        "marks": list(_marks(root, root.attrib["font-family"], 0, 0)),
    }
    drawn: bytes = vl_convert.vega_to_png(json.dumps(spec, ensure_ascii=False), scale=SCALE)
    return drawn


@cache
def _register_fonts() -> None:
    import vl_convert

    vl_convert.register_font_directory(unpacked(FONTS).folder.name)


def _marks(parent: ElementTree.Element, font: str, left: float, top: float) -> Iterator[dict[str, Any]]:
    for one in parent:
        kind, told = one.tag.removeprefix(SPACE), one.attrib
        if kind == "g":
            moved = MOVED.fullmatch(told.get("transform", ""))
            x, y = (float(part) for part in moved.groups()) if moved else (0.0, 0.0)
            yield from _marks(one, font, left + x, top + y)
        elif kind in ("rect", "path", "circle") and told.get("width") != "100%":
            yield _mark("path", {"x": left, "y": top, "path": _path(kind, told), **_ink(told)})
        elif kind == "text":
            yield _mark("text", {"x": left + float(told["x"]), "y": top + float(told["y"]), **_letters(one, font)})


def _mark(kind: str, values: dict[str, Any]) -> dict[str, Any]:
    return {"type": kind, "encode": {"enter": {name: {"value": value} for name, value in values.items()}}}


def _path(kind: str, told: dict[str, str]) -> str:
    if kind == "path":
        return told["d"]
    if kind == "rect":
        x, y, width, height = (told[name] for name in ("x", "y", "width", "height"))
        return f"M{x} {y}h{width}v{height}h-{width}Z"
    across, down, size = (float(told[name]) for name in ("cx", "cy", "r"))
    half = f"a{size} {size} 0 1 0"
    return f"M{across - size} {down}{half} {2 * size} 0{half} {-2 * size} 0Z"


def _ink(told: dict[str, str]) -> dict[str, Any]:
    ink: dict[str, Any] = {}
    if told.get("fill", "none") != "none":
        ink |= {"fill": told["fill"], "fillOpacity": float(told.get("fill-opacity", 1))}
    if "stroke" in told:
        ink |= {"stroke": told["stroke"], "strokeWidth": float(told.get("stroke-width", 1))}
        ink |= {"strokeDash": [float(one) for one in told.get("stroke-dasharray", "").split()]}
    return ink


def _letters(one: ElementTree.Element, font: str) -> dict[str, Any]:
    told = one.attrib
    return {
        "text": one.text or "",
        "fill": told["fill"],
        "font": font,
        "fontSize": float(told.get("font-size", 11)),
        "fontWeight": int(told.get("font-weight", 400)),
        "align": ALIGN[told.get("text-anchor", "start")],
        "baseline": "alphabetic",
        "limit": 0,
    }
