"""Charts on a page or as files: what public pages and those of a desk share."""

from __future__ import annotations

from typing import Any

from lmis.config import Settings
from lmis.web.pages.charts.chart import shown
from lmis.web.pages.charts.files import about, file_of, nothing, sdmx_links, whom
from lmis.web.pages.charts.registry import ALL
from lmis.web.pages.charts.view import View
from lmis.web.pages.dashboard import FILTERS, scene_of


def chart_words(
    view: View, values: dict[str, Any], *, base: str, charts: str, layout: str = "base.html"
) -> dict[str, Any]:
    """What the templates of charts need: addresses, and the words of a chart."""
    scene = values["scene"]
    made = values | {
        "base": base,
        "charts": charts,
        "query": lambda **changes: view.choice.query(view.language.value, **changes),
        "about": lambda shown: about(shown, view, scene),
        "whom": lambda shown: whom(shown, view, scene),
        "nothing": lambda shown: nothing(shown, scene),
        "sdmx": lambda shown: sdmx_links(shown, view),
        "filter_names": lambda names: ", ".join(scene.words.said(FILTERS[name]) for name in names),
        "layout": layout,
    }
    return made | {"c": made}


def chart_file_of(view: View, settings: Settings, code: str, form: str) -> tuple[bytes, str]:
    """A chart of a view as a file, and its `Content-Disposition`, named after what it shows."""
    scene = scene_of(view, settings)
    one = shown(ALL[code], view, scene)
    period = one.edition.period if one.edition else "none"
    name = f"lmis-{view.choice.country.value}-{period}-{code}-{view.language.value}.{form}"
    how = "inline" if form in ("svg", "png") else "attachment"
    return file_of(one, view, scene, form), f'{how}; filename="{name}"'
