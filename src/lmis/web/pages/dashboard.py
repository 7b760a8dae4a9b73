"""The page of a country or a province: headline figures, filters, and all charts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from lmis.config import Settings
from lmis.locale.catalogue import label
from lmis.web.pages.charts.boundaries import shapes_of
from lmis.web.pages.charts.chart import Scene, Shapes, shown
from lmis.web.pages.charts.choice import CELLS, COLUMN
from lmis.web.pages.charts.registry import ALL, SECTIONS, Section
from lmis.web.pages.charts.view import STANDARDS, View
from lmis.web.pages.charts.words import Words
from lmis.web.pages.tiles import COUNTS, RATES, SURVEYED, tiles_of
from lmis.web.pages.titles import TITLES

FILTERS: Final = {"province": "Province", "sex": "Sex", "age": "Age", "occupation": "Occupation"}
"""Parameters, and what they are called."""


@dataclass(frozen=True, slots=True)
class Filter:
    """A list from which one code may be chosen."""

    name: str
    title: str
    options: Sequence[tuple[str, str]]
    chosen: str


def scene_of(view: View, settings: Settings) -> Scene:
    """For whom charts are drawn."""
    return Scene(Words(view.language), view.choice.country, _shapes(view, settings))


def _shapes(view: View, settings: Settings) -> Shapes:
    """The shapes of the provinces, by our codes; none, where the settings name no file."""
    path = settings.boundaries
    if path is None or not path.is_file():
        return {}
    held = shapes_of(path, path.stat().st_mtime)
    return {code: held[name] for code, iso in view.iso.items() for name in (code, iso) if name in held}


def filters_of(view: View) -> list[Filter]:
    """What may be chosen, with what is."""
    made = []
    for name in CELLS:
        known = view.names("register", COLUMN[name])
        options = [(code, told) for code, told in known.items() if name != "occupation" or len(code) == 1]
        made.append(Filter(name, FILTERS[name], options, getattr(view.choice, name)))
    return made


def sections_of(view: View) -> Sequence[Section]:
    """The sections of a country's page: those of surveys alone only where one was published."""
    return [
        one for one in SECTIONS if view.survey is not None or any(ALL[code].origin == "register" for code in one[2])
    ]


def page_of(view: View, settings: Settings, *, sections: Sequence[Section] | None = None) -> dict[str, Any]:
    """Everything that the page's template needs beside its words and addresses."""
    scene = scene_of(view, settings)
    sections = sections_of(view) if sections is None else sections
    words, choice = scene.words, view.choice
    view.listen(tiles_of, *(ALL[code].read for _, _, codes in sections for code in codes))
    drawn = [
        (id_, words.said(heading), [shown(ALL[code], view, scene) for code in codes])
        for id_, heading, codes in sections
    ]
    place = view.provinces.get(choice.province, "")
    country = words.said(TITLES[choice.country])
    return {
        "title": f"{place}: {country}" if place else country,
        "view": view,
        "edition": view.register or view.survey,
        "choice": choice,
        "filters": filters_of(view),
        "standards": [(one, label("standard", one, view.language)) for one in STANDARDS],
        "tiles": tiles_of(view),
        "counts": COUNTS,
        "placement_rates": RATES,
        "surveyed": SURVEYED,
        "drawn": drawn,
        "scene": scene,
        "threshold": view.audience.threshold,
        "unknown": unknown(view),
    }


def unknown(view: View) -> list[tuple[str, str]]:
    """Filters whose code is none of ours, with what was asked."""
    return [
        (FILTERS[name], code)
        for name in CELLS
        if (code := getattr(view.choice, name)) and code not in view.names("register", COLUMN[name])
    ]
