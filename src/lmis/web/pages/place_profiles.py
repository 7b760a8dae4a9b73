"""The profile of a province for print: the headline figures and charts of its page, as far as they are its own."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from lmis.config import Settings
from lmis.exchange.place_profiles import Headline, Panel, PlaceProfile, profile_pdf
from lmis.locale.catalogue import label
from lmis.locale.formats import day, number
from lmis.locale.formats import period as period_words
from lmis.model.figures import Edition
from lmis.vocabulary import Country, Language
from lmis.web.deps import settings_of
from lmis.web.pages.answering import READ, STATIC
from lmis.web.pages.charts.chart import Scene, Shown, canvas_of, shown
from lmis.web.pages.charts.choice import Choice
from lmis.web.pages.charts.files import about
from lmis.web.pages.charts.registry import ALL
from lmis.web.pages.charts.table import Cell, Column
from lmis.web.pages.charts.view import View
from lmis.web.pages.charts.words import Words
from lmis.web.pages.dashboard import scene_of
from lmis.web.pages.keeping import Kept
from lmis.web.pages.public import kept, page
from lmis.web.pages.tiles import COUNTS, FILL, RATES, RATIO, Tile, tiles_of
from lmis.web.pages.titles import TITLES

CHARTS: Final = (
    *("supply-demand", "referrals-placements", "rates", "funnel", "demand", "time-to-fill", "cohorts", "seekers"),
    *("labour", "unemployment", "underuse", "pyramid", "neet", "formality", "sectors", "occupations", "earnings"),
)
"""Those that may be told of a single province; each stands where its figures are published by province."""
COVERS: Final = (
    "The figures cover the job seekers and vacancies that are registered with job centres, not the whole labour market."
)
PDF: Final = "application/pdf"

router = APIRouter()


def profile_of(view: View, settings: Settings) -> PlaceProfile | None:
    """The profile of the province that is chosen; none without an edition, or where there is no such province."""
    edition, name = view.register, view.provinces.get(view.choice.province)
    if edition is None or name is None:
        return None
    scene, words = scene_of(view, settings), Words(view.language)
    view.listen(tiles_of, *(ALL[code].read for code in CHARTS))
    charts = [one for one in (shown(ALL[code], view, scene) for code in CHARTS) if _is_own(one)]
    return PlaceProfile(
        language=view.language.value,
        title=f"{name}: {words.said(TITLES[view.choice.country])}",
        period=period_words(edition.period, view.language),
        edition=_edition(edition, words),
        headlines=[_headline(tile, words) for tile in tiles_of(view, (*COUNTS, RATIO, FILL, *RATES)).values()],
        panels=[_panel(one, scene) for one in charts],
        definitions_title=words.said("Definition"),
        definitions=_definitions(charts, words),
        about=_about(charts, view, scene),
        pages=words.said("Page {page} of {pages}", page="{page}", pages="{pages}"),
        made_at=edition.published_at,
    )


def _is_own(one: Shown) -> bool:
    return one.table.told and "province" not in one.unapplied


def _edition(edition: Edition, words: Words) -> str:
    state = label("edition_state", edition.state, words.language)
    up_to = words.said("Records up to {day}", day=day(edition.cut_off.date(), words.language))
    return f"{state} · {words.said('Edition {number}', number=edition.number)} · {up_to}"


def _headline(tile: Tile, words: Words) -> Headline:
    notes = [tile.terms, *tile.changes, words.said("unreliable") if tile.unreliable else ""]
    return Headline(tile.name, tile.value, [note for note in notes if note])


def _panel(one: Shown, scene: Scene) -> Panel:
    table = one.table
    rows = [
        [row.name, *(_written(scene.words, *pair) for pair in zip(table.columns, row.cells, strict=True))]
        for row in table.rows
    ]
    head = [table.head, *(column.name for column in table.columns)]
    svg, words = canvas_of(one.chart, table, scene).apart()
    return Panel(one.title, one.lead, svg, words, one.title, list(table.notes), head, rows)


def _written(words: Words, column: Column, cell: Cell) -> str:
    """A figure with its interval and the sign of one that is unreliable."""
    shown_ = words.cell(column, cell) + (" (u)" if cell.unreliable else "")
    bounds = words.interval(column, cell)
    return f"{shown_} ({bounds})" if bounds else shown_


def _definitions(charts: list[Shown], words: Words) -> list[tuple[str, str]]:
    """What each figure is; those that are the same but for a number are told together."""
    told: dict[str, list[str]] = {}
    for one in charts:
        for definition in one.definitions:
            meaning = getattr(definition, "meaning", "")
            what = words.said(meaning) if meaning else f"{definition.numerator} / {definition.denominator}"  # type: ignore[union-attr]
            title = f"{words.said(definition.title)} ({definition.code})"
            if title not in (titles := told.setdefault(f"{what} {definition.source}", [])):
                titles.append(title)
    return [("; ".join(titles), what) for what, titles in told.items()]


def _about(charts: list[Shown], view: View, scene: Scene) -> list[str]:
    said = scene.words.said
    few = said("“hidden”: fewer than {threshold} people, or a figure that would give such a one away.",
               threshold=number(view.audience.threshold, view.language))  # fmt: skip
    lines = [line for one in charts for line in about(one, view, scene)]
    draft = [] if view.language is Language.EN else [
        said("The Khmer and Lao wording of this page is a draft that has not been reviewed.")
    ]  # fmt: skip
    return [*dict.fromkeys(lines), few, said(COVERS), *draft]


def profile_bytes(profile: PlaceProfile) -> bytes:
    """The profile as PDF."""
    return profile_pdf(profile, STATIC / "fonts")


@router.api_route("/kh/{province}/profile.pdf", methods=READ)
@router.api_route("/la/{province}/profile.pdf", methods=READ)
def fetch_profile(request: Request, province: str) -> Response:
    """The profile of a province, of the period that the address names, else the latest."""
    where = Country(request.url.path[1:3].upper())
    choice = Choice(where, period=request.query_params.get("period", "")[:9], province=province[:12])

    def make(session: Session, language: Language) -> Kept:
        found = profile_of(View(session, choice, language), settings_of(request))
        if found is None:
            return page(request, "nowhere.html", language, {}, 404)
        name = f'inline; filename="lmis-{province}-{choice.period or "latest"}-{language.value}.pdf"'
        return Kept.of(profile_bytes(found), PDF, language, Content_Disposition=name)

    return kept(request, make)
