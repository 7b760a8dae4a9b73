"""The bulletin on the web: in four languages, with nothing from elsewhere, hidden figures hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO
from itertools import takewhile

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from starlette.testclient import TestClient

from conftest import actor
from factories.bulletins import ODD, a_bulletin
from factories.editions import AT, two_quarters
from lmis.config import Settings
from lmis.locale.bulletins import bulletin_of
from lmis.locale.tongues import Printed
from lmis.model.session import Database
from lmis.vocabulary import Country, Purpose, Role
from lmis.web.app import create_app
from lmis.web.pages.bulletins import html_of

PAGE = "/figures/kh/2026Q3/bulletin"


class Tables(HTMLParser):
    """The rows of bodies of tables, the tags and their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.in_cell = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "tr":
            self.rows.append([])
        elif tag in ("th", "td"):
            self.rows[-1].append("")
            self.in_cell = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("th", "td"):
            self.in_cell = False

    def handle_data(self, data: str) -> None:
        if self.in_cell:
            self.rows[-1][-1] += data


@pytest.fixture
def http(database: Database) -> Iterator[TestClient]:
    """The pages of an installation that has published two quarters of Cambodia."""
    with database.open(actor("KH-MIN", Role.COORDINATOR), Purpose.STATISTICS, "test") as session:
        two_quarters(session)
    with TestClient(create_app(Settings(), database, clock=lambda: AT), raise_server_exceptions=False) as client:
        yield client


@pytest.mark.parametrize("language", Printed)
def test_page_pdf_and_workbook_hold_the_same_figures(http: TestClient, database: Database, language: Printed) -> None:
    with database.open(actor("KH-MIN", Role.COORDINATOR), Purpose.NONE, "test", write=False) as session:
        bulletin = bulletin_of(session, Country.KH, "2026Q3", language)
    answer = http.get(PAGE, params={"lang": language.value})
    assert (answer.status_code, answer.headers["content-language"]) == (200, language.value)
    expected = [[row.name, *(value.shown for value in row.values)] for table in bulletin.tables for row in table.rows]
    page = Tables(answer.text)
    assert [row for row in page.rows if row in expected] == expected
    pdf = http.get(f"{PAGE}.pdf", params={"lang": language.value})
    assert pdf.headers["content-type"] == "application/pdf"
    text = re.sub(r"\s", "", "".join(one.extract_text() for one in PdfReader(BytesIO(pdf.content)).pages))
    assert all("".join(takewhile(_without_letters, row[1:])) in text for row in expected)
    book = load_workbook(BytesIO(http.get(f"{PAGE}.xlsx", params={"lang": language.value}).content))
    for table in bulletin.tables:
        held = [[_exact(cell.value) for cell in row] for row in book[table.title[:31]].iter_rows()]
        for row in table.rows:
            assert [row.name, *(one.shown if one.number is None else _exact(one.number) for one in row.values)] in held


def _without_letters(shown: str) -> bool:
    """Whether it is a number or a sign: the readers of PDF double syllables of Khmer and Lao."""
    return not re.search(r"[^\W\d_]", shown)


def _exact(value: object) -> object:
    """A number as a workbook keeps it, to 15 digits."""
    return float(f"{value:.12g}") if isinstance(value, int | float) else value


def test_needs_nothing_from_elsewhere_and_names_its_parts(http: TestClient) -> None:
    answer = http.get(PAGE, params={"lang": "en"})
    page = Tables(answer.text)
    assert "://" not in answer.text
    assert not [given for _, given in page.tags if "style" in given]
    assert {given["scope"] for tag, given in page.tags if tag == "th"} == {"row", "col", "colgroup"}
    tags = [tag for tag, _ in page.tags]
    assert tags.count("caption") == tags.count("table") == 8
    ids = [given["id"] for _, given in page.tags if "id" in given]
    assert len(ids) == len(set(ids))
    assert {given["aria-labelledby"] for _, given in page.tags if "aria-labelledby" in given} <= set(ids)


def test_leads_to_the_other_languages_and_files_and_is_led_to(http: TestClient) -> None:
    links = {given.get("href") for _, given in Tables(http.get(PAGE, params={"lang": "zh"}).text).tags}
    assert {f"{PAGE}?lang={code}" for code in ("en", "km", "lo", "zh")} <= links
    assert {f"{PAGE}.pdf?lang=zh", f"{PAGE}.xlsx?lang=zh"} <= links
    assert f"{PAGE}?lang=km" in {given.get("href") for _, given in Tables(http.get("/kh?lang=km").text).tags}


def test_a_browser_that_has_the_page_is_not_sent_it_again(http: TestClient) -> None:
    tag = http.get(PAGE, headers={"Accept-Language": "lo"}).headers["etag"]
    assert http.get(PAGE, headers={"Accept-Language": "lo", "If-None-Match": tag}).status_code == 304
    assert http.head(PAGE).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/figures/kh/2025Q1/bulletin", "/figures/kh/2026M07/bulletin", "/figures/th/2026Q3/bulletin", f"{PAGE}.doc"],
)
def test_where_there_is_no_bulletin_the_page_says_so(http: TestClient, path: str) -> None:
    for language in Printed:
        answer = http.get(path, params={"lang": language.value})
        assert (answer.status_code, answer.headers["content-language"]) == (404, language.value)


def test_a_name_is_never_markup() -> None:
    page = Tables(html_of(a_bulletin()))
    assert [row[0] for row in page.rows if row and row[0].startswith("#")] == [ODD]
    assert "b" not in {tag for tag, _ in page.tags}
