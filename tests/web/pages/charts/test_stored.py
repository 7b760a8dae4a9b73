"""What a chart's table tells is what the edition holds: each number of its CSV beside the row of the figure."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from html import unescape
from io import StringIO
from typing import Final

import numpy as np
import pytest
from sqlalchemy import select

from conftest import actor
from factories.surveys import a_survey, some_people
from lmis.indicators.definitions.register import OPENINGS_ONLY
from lmis.indicators.frame import Answers
from lmis.model.figures import Figure
from lmis.model.session import Database
from lmis.queries.editions import CELLS
from lmis.services.publishing_surveys import publish_survey
from lmis.vocabulary import Purpose, Role
from lmis.web.pages.charts.files import FORMS
from lmis.web.pages.charts.registry import ALL
from lmis.web.pages.charts.view import definition
from web.pages.test_dashboards import AT, SURVEY, fill, serve

Line = Mapping[str, str]
THRESHOLD: Final = 10
TOTAL: Final = "_T"


def _total(line: Line) -> dict[str, str]:
    return {}


def _period(line: Line) -> dict[str, str]:
    return {"period": line["code"]}


def _by(name: str) -> Callable[[Line], dict[str, str]]:
    return lambda line: {name: line["code"]}


def _by_sex(age: str) -> Callable[[Line], dict[str, str]]:
    return lambda line: {"sex": line["column"].split("-")[0]} | ({age: line["code"]} if line["code"] != TOTAL else {})


def _sex_of_row(line: Line) -> dict[str, str]:
    return {} if line["code"] == TOTAL else {"sex": line["code"]}


def _sex_of_column(line: Line) -> dict[str, str]:
    return {} if line["column"] == TOTAL else {"sex": line["column"]}


def _status(line: Line) -> dict[str, str]:
    return {"class_code" if line["indicator"] == "EMP_TSTE_NB" else "status_in_employment": line["code"]}


CELLS_OF: Final[Mapping[str, Callable[[Line], dict[str, str]]]] = {
    **dict.fromkeys(("supply-demand", "referrals-placements", "rates", "labour", "unemployment", "beveridge"), _period),
    **dict.fromkeys(("time-to-fill", "funnel", "cohorts"), _total),
    **dict.fromkeys(("map", "map-unemployment"), _by("province")),
    **dict.fromkeys(("occupations", "sectors", "deciles"), _by("class_code")),
    "demand": _by("occupation"),
    "heat": lambda line: {"province": line["code"], "occupation": line["column"]},
    "seekers": _by_sex("age_group"),
    "pyramid": _by_sex("age_5yr"),
    "neet": _by_sex("age_5yr"),
    "underuse": _sex_of_column,
    "earnings": _sex_of_row,
    "formality": _status,
}
"""Chart → of which cell a line of its CSV is; written apart from the charts themselves."""
ASKED: Final[tuple[dict[str, str], ...]] = ({}, {"standard": "13"}, {"definition": "national"})


@pytest.fixture
def stored(database: Database) -> dict[tuple[str, str, frozenset[tuple[str, str]]], Figure]:
    """All figures of a published quarter and of a survey with every variable, by indicator, standard and cell."""
    fill(database)
    ministry = actor("KH-MIN", Role.COORDINATOR, AT)
    with database.open(ministry, Purpose.STATISTICS, "test") as session:
        people = some_people(rows=1500, whole=True)
        known, attending = np.ones(people.rows, np.bool_), np.arange(people.rows) % 3 == 0
        schooled = replace(people, columns={**people.columns, "attending": Answers(attending, known)})
        a_survey(session, ministry, SURVEY, schooled)
    with database.open(ministry, Purpose.STATISTICS, "test") as session:
        publish_survey(session, ministry, SURVEY)
    names = [column.key for column in CELLS if column.key not in ("standard", "classification")]
    with database.open(ministry, Purpose.STATISTICS, "test", write=False) as session:
        found = session.scalars(select(Figure)).all()
        return {
            (one.indicator, one.standard or "", frozenset(
                {(name, told) for name in names if (told := getattr(one, name)) is not None} | {("period", one.period)}
            )): one
            for one in found
        }  # fmt: skip


@contextmanager
def read_lines(database: Database) -> Iterator[Callable[..., list[Line]]]:
    with serve(database) as http:

        def lines(chart: str, **query: str) -> list[Line]:
            answer = http.get(f"/charts/kh/{chart}.csv", params=query)
            assert answer.status_code == 200, answer.text
            return list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))

        yield lines


def hidden(figure: Figure) -> bool:
    few = 0 < figure.records < THRESHOLD and figure.indicator not in OPENINGS_ONLY
    return figure.status in ("hidden", "hidden_to_all", "hidden_to_public", "unreliable_to_ministry") or few


def test_every_chart_has_its_cells_told_here() -> None:
    assert set(CELLS_OF) == set(ALL)


def test_the_table_of_every_chart_tells_what_is_stored(
    database: Database, stored: Mapping[tuple[str, str, frozenset[tuple[str, str]]], Figure]
) -> None:
    seen: dict[str, set[str]] = {code: set() for code in ALL}
    with read_lines(database) as lines:
        for code, query in ((code, query) for code in ALL for query in ASKED):
            for line in lines(code, **query):
                if line["part"] in ("derived", "given"):
                    continue
                assert line["indicator"] in ALL[code].indicators, (code, line)
                cell = {"period": line["period"]} | CELLS_OF[code](line)
                standard = query.get("standard", "19") if ALL[code].origin == "survey" else ""
                figure = stored.get((line["indicator"], standard, frozenset(cell.items())))
                check(code, line, figure)
                seen[code].add(line["sign"] if line["sign"] else "told" if line["value"] else "none")
    assert [code for code, signs in seen.items() if "told" not in signs] == ["cohorts"]  # nobody registered so early
    assert any(":c" in signs for signs in seen.values())


def check(code: str, line: Line, figure: Figure | None) -> None:
    """A line beside the row of its figure: the same number, or a sign and no number."""
    if figure is None:  # nobody was counted, or nothing can be told
        assert line["value"] in ("", "0", "0.0"), (code, line)
    elif hidden(figure):
        assert line["sign"] == ":c", (code, line)
        assert line["value"] == line["lower"] == line["upper"] == line["records"] == "", (code, line)
    else:
        held = getattr(figure, line["part"])
        assert (float(line["value"]) if line["value"] else None) == pytest.approx(held), (code, line)
        assert line["unit"] == definition(line["indicator"]).unit or line["part"] != "value", (code, line)


@pytest.mark.usefixtures("stored")
def test_every_chart_leads_to_its_files_its_definitions_and_its_edition(database: Database) -> None:
    told = set()
    with serve(database) as http:
        for code, chart in ALL.items():
            page = http.get(f"/charts/kh/{code}", params={"lang": "en"}).text
            for one in chart.indicators:
                assert f'href="/indicators/{one}' in page, (code, one)
                assert http.get(f"/indicators/{one}").status_code == 200, one
            sources = [unescape(one) for one in re.findall(r'href="(/sdmx/[^"]+)"', page)]
            assert {one for one in chart.indicators if any(f"DF_{one}/" in source for source in sources)} == set(
                chart.indicators
            ), code
            assert http.get(sources[0]).status_code in (200, 404), (code, sources[0])
            assert "<dd>Source: " in page, code
            assert re.search(r"<dd>Edition 1, \w+, published on ", page), code
            if 'class="empty"' in page:
                continue
            told.add(code)
            assert http.get(sources[0]).status_code == 200, (code, sources[0])
            assert "<caption>" in page, code
            for form, kind in FORMS.items():
                (address,) = re.findall(rf'href="(/charts/kh/{code}\.{form}[^"]*)"', page)
                answer = http.get(unescape(address))
                assert (answer.status_code, answer.headers["content-type"]) == (200, kind), (code, form)
                assert len(answer.content) > 200, (code, form)
    assert set(ALL) - told <= {"cohorts"}
