"""Dashboards for everybody: a country, a province, one chart and its files, a definition, both countries compared."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from lmis.indicators.catalogue import CATALOGUE
from lmis.indicators.definitions.register import REGISTER
from lmis.locale.catalogue import text
from lmis.vocabulary import Country, Language
from lmis.web.deps import settings_of
from lmis.web.pages.answering import READ, asked_language, read, rendered
from lmis.web.pages.charted import chart_file_of, chart_words
from lmis.web.pages.charts.choice import CELLS, Choice
from lmis.web.pages.charts.files import FORMS
from lmis.web.pages.charts.registry import ALL, SECTIONS
from lmis.web.pages.charts.view import View, breakdowns, definition
from lmis.web.pages.dashboard import page_of
from lmis.web.pages.keeping import KEEP, Kept
from lmis.web.pages.numerals import chosen, keep_choice
from lmis.web.pages.titles import TITLES

HTML: Final = "text/html; charset=utf-8"
COMPARED: Final = (
    *("supply-demand", "rates", "demand", "funnel", "cohorts", "time-to-fill", "seekers", "unemployment"),
    *("underuse", "pyramid", "neet"),
)
"""Charts that stand beside each other when both countries are compared."""
PARAMETERS: Final = ("lang", "period", *CELLS, "standard", "definition")
"""What of an address an answer depends on."""
KNOWN: Final = {one.code for one in (*CATALOGUE, *REGISTER)}

router = APIRouter()


def kept(request: Request, make: Callable[[Session, Language], Kept]) -> Response:
    """The answer to this address in this language, made once."""
    language = asked_language(request)

    def ask(session: Session) -> Kept:
        boundaries = settings_of(request).boundaries
        asked = tuple((name, request.query_params.get(name, "")) for name in PARAMETERS)
        key = (request.url.path, asked, language, chosen(request, language), boundaries)
        return KEEP.answer(session, key, lambda: make(session, language))

    found: Kept = read(request, ask)
    response = found.response(request)
    keep_choice(request, response)
    return response


def page(request: Request, template: str, language: Language, values: dict[str, Any], status: int = 200) -> Kept:
    """A page to be kept."""
    return Kept.of(rendered(request, template, language, values).encode(), HTML, language, status)


def country_page(request: Request, session: Session, language: Language, choice: Choice, base: str) -> Kept:
    """The dashboard of a country or province."""
    view = View(session, choice, language)
    if (view.register is None and choice.period) or (view.register is None and view.survey is None):
        values = {
            "country": choice.country,
            "title": text(TITLES[choice.country], language),
        }
        return page(
            request, "nothing.html", language, values | {"periods": view.periods}, 404 if choice.period else 200
        )
    values = page_of(view, settings_of(request))
    here = f"/{choice.country.value.lower()}"
    return page(request, "country.html", language, chart_words(view, values, base=base, charts=f"/charts{here}"))


@router.api_route("/kh", methods=READ)
@router.api_route("/la", methods=READ)
def country(request: Request) -> Response:
    """The page of a country."""
    where = Country(request.url.path[1:3].upper())
    choice = Choice.of(where, request.query_params)
    return kept(
        request, lambda session, language: country_page(request, session, language, choice, f"/{where.value.lower()}")
    )


@router.api_route("/kh/{province}", methods=READ)
@router.api_route("/la/{province}", methods=READ)
def province(request: Request, province: str) -> Response:
    """The face of a province: the same figures, as far as they are published by province."""
    where = Country(request.url.path[1:3].upper())
    choice = Choice.of(where, request.query_params, province[:12])

    def make(session: Session, language: Language) -> Kept:
        if province not in View(session, choice, language).provinces:
            return page(request, "nowhere.html", language, {}, 404)
        return country_page(request, session, language, choice, f"/{where.value.lower()}")

    return kept(request, make)


@router.api_route("/charts/{country}/{code}.{form}", methods=READ)
def chart_file(request: Request, country: str, code: str, form: str) -> Response:
    """A chart as a picture or a table of its own."""

    def make(session: Session, language: Language) -> Kept:
        if country.upper() not in list(Country) or code not in ALL or form not in FORMS:
            return page(request, "nowhere.html", language, {}, 404)
        view = View(session, Choice.of(Country(country.upper()), request.query_params), language)
        return chart_bytes(request, view, code, form)

    return kept(request, make)


def chart_bytes(request: Request, view: View, code: str, form: str) -> Kept:
    """A chart of a view as a file, named after what it shows."""
    body, name = chart_file_of(view, settings_of(request), code, form)
    return Kept.of(body, FORMS[form], view.language, Content_Disposition=name)


@router.api_route("/charts/{country}/{code}", methods=READ)
def chart_page(request: Request, country: str, code: str) -> Response:
    """One chart with its table, its files and its definitions."""

    def make(session: Session, language: Language) -> Kept:
        if country.upper() not in list(Country) or code not in ALL:
            return page(request, "nowhere.html", language, {}, 404)
        view = View(session, Choice.of(Country(country.upper()), request.query_params), language)
        values = page_of(view, settings_of(request), sections=(("chart", ALL[code].title, (code,)),))
        base = f"/{country.lower()}"
        return page(request, "chart.html", language, chart_words(view, values, base=base, charts=f"/charts{base}"))

    return kept(request, make)


@router.api_route("/indicators/{code}", methods=READ)
def indicator(request: Request, code: str) -> Response:
    """What a figure is: written out of its definition."""

    def make(session: Session, language: Language) -> Kept:
        if code not in KNOWN:
            return page(request, "nowhere.html", language, {}, 404)
        values = {"one": definition(code), "breakdowns": breakdowns(code), "in_charts": charts_with(code)}
        return page(request, "indicator.html", language, values)

    return kept(request, make)


def charts_with(code: str) -> list[Any]:
    """The charts that show an indicator."""
    return [chart for chart in ALL.values() if code in chart.indicators]


@router.api_route("/compare", methods=READ)
def compare(request: Request) -> Response:
    """Cambodia beside Lao PDR: the same charts of the same period."""

    def make(session: Session, language: Language) -> Kept:
        both = []
        for where in Country:
            asked = {name: told for name, told in request.query_params.items() if name != "province"}
            view = View(session, Choice.of(where, asked), language)
            known = [code for _, _, codes in SECTIONS for code in codes if code in COMPARED]
            values = page_of(view, settings_of(request), sections=(("all", "Over time", known),))
            here = f"/{where.value.lower()}"
            both.append(chart_words(view, values, base=here, charts=f"/charts{here}"))
        periods = sorted({one for values in both for one in values["view"].periods}, reverse=True)
        return page(request, "compare.html", language, {"both": both, "periods": periods})

    return kept(request, make)
