"""From a Vega-Lite specification to SVG that stands inside a page: drawn here, once, by nobody's server but ours."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from html import escape
from typing import Any, Final

from markupsafe import Markup

FONT: Final = "Noto Sans, Noto Sans Khmer, Noto Sans Lao, sans-serif"
CONFIG: Final[dict[str, Any]] = {
    "aria": False,
    "background": None,
    "font": FONT,
    "padding": 2,
    "view": {"stroke": None},
    "axis": {"domain": False, "ticks": False, "gridColor": "#d5dbe3", "labelColor": "#52606d", "labelFontSize": 11},
}
"""Colours here are names: the style sheet turns each into the one of the theme."""

_HEAD: Final = re.compile(r"<svg [^>]*?(viewBox=\"[^\"]*\")[^>]*>")
_EMPTY: Final = re.compile(r"<path (?:class=\"(?:back|fore)ground\"|[^>]*?display=\"none\")[^>]*?/>")
_NOISE: Final = re.compile(r" (?:class|role|opacity|pointer-events|font-family|aria-[a-z]+)=\"[^\"]*\"")


def drawn(spec: dict[str, Any], name: str, title: str) -> Markup:
    """A chart as inline SVG with the class `name`; `title` is what somebody hears who does not see it."""
    inside = _svg(json.dumps({**spec, "config": CONFIG}, sort_keys=True, ensure_ascii=False))
    view = _HEAD.match(inside)
    assert view is not None
    head = f'<svg class="chart {escape(name)}" role="img" aria-label="{escape(title)}" {view[1]}>'
    return Markup(head + inside[view.end() :])


@lru_cache(maxsize=512)
def _svg(spec: str) -> str:
    """Draw; the same figures in the same words are the same drawing."""
    import vl_convert  # starts an engine of its own: only where something is drawn

    svg: str = vl_convert.vegalite_to_svg(spec)
    head = _HEAD.match(svg)
    assert head is not None
    return head[0] + _NOISE.sub("", _EMPTY.sub("", svg[head.end() :]))
