"""Dashboards: every chart from published editions, in every form; filters in the address; a province's face."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from pathlib import Path
from urllib.parse import quote

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import event
from starlette.testclient import TestClient

from conftest import actor
from factories.register import a_vacancy, register_seeker
from factories.surveys import a_survey
from lmis.config import Settings
from lmis.model.session import Database
from lmis.services.publishing import publish
from lmis.services.publishing_surveys import publish_survey
from lmis.services.seekers import register_seekers
from lmis.vocabulary import Country, Language, Purpose, Role
from lmis.web.app import create_app
from lmis.web.pages import keeping
from lmis.web.pages.charts.files import FORMS
from lmis.web.pages.charts.registry import ALL, SECTIONS
from lmis.web.pages.keeping import Keep, Kept
from web.pages.conftest import Desk

AT = datetime(2026, 10, 5, 2, 0, tzinfo=UTC)
COUNTS = (("KH02", 25), ("KH03", 4), ("KH04", 21))
"""Kampong Cham is hidden because it is small, Kampong Chhnang so that no difference gives that away."""
HIDDEN = {"KH03", "KH04"}
SURVEY = "khm_lfs_2026_q3"


def fill(database: Database, state: str = "preliminary") -> None:
    by, ministry = actor(at=AT), actor("KH-MIN", Role.COORDINATOR, AT)
    with database.open(by, Purpose.REGISTRATION, "test") as session:
        people = [
            register_seeker(own_number=f"{place}-{at}", birth_date=date(1990, 1, 1 + at % 28), province=place,
                            happened_on=date(2026, 8, 3))
            for place, count in COUNTS
            for at in range(count)
        ]  # fmt: skip
        assert all(outcome.refusal is None for outcome in register_seekers(session, by, people))
        a_vacancy(session, by, openings=5, province="KH02", happened_on=date(2026, 8, 3))
    with database.open(ministry, Purpose.STATISTICS, "test") as session:
        publish(session, ministry, "2026Q3", Country.KH, state=state)  # type: ignore[arg-type]


def serve(database: Database, **settings: Path) -> TestClient:
    app = create_app(Settings(**settings), database, clock=lambda: AT)  # type: ignore[arg-type]
    return TestClient(app, raise_server_exceptions=False)


@pytest.fixture
def http(database: Database) -> Iterator[TestClient]:
    fill(database)
    with serve(database) as client:
        yield client


@pytest.fixture
def surveyed(database: Database, http: TestClient) -> TestClient:
    """The same, and a survey of 600 made-up people in the same quarter."""
    ministry = actor("KH-MIN", Role.COORDINATOR, AT)
    with database.open(ministry, Purpose.STATISTICS, "test") as session:
        a_survey(session, ministry, SURVEY)
    with database.open(ministry, Purpose.STATISTICS, "test") as session:
        publish_survey(session, ministry, SURVEY)
    return http


def lines(http: TestClient, chart: str, **query: str) -> list[dict[str, str]]:
    """The lines of a chart's CSV."""
    answer = http.get(f"/charts/kh/{chart}.csv", params=query)
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))


def test_every_chart_stands_in_one_section() -> None:
    held = [code for _, _, codes in SECTIONS for code in codes]
    assert sorted(held) == sorted(ALL)


def test_every_chart_has_every_form_in_every_language(http: TestClient) -> None:
    for code in ALL:
        for form in ("svg", "csv"):
            for language in ("en", "km", "lo"):
                answer = http.get(f"/charts/kh/{code}.{form}", params={"lang": language})
                assert (answer.status_code, answer.headers["content-type"]) == (200, FORMS[form]), code
                assert answer.headers["content-language"] == language
        assert http.get(f"/charts/kh/{code}").status_code == 200
    assert http.get("/charts/kh/map.png?lang=km").content.startswith(b"\x89PNG")


def test_all_forms_tell_the_same_and_hide_the_same(http: TestClient) -> None:
    ratio = {one["code"]: one for one in lines(http, "map") if one["indicator"] == "PES_SEEK_IN"}
    assert (ratio["KH02"]["value"], ratio["KH02"]["sign"]) == ("25.0", "")
    assert {code for code, one in ratio.items() if one["sign"] == ":c"} == HIDDEN
    assert all(ratio[code]["value"] == ratio[code]["records"] == "" for code in HIDDEN)
    book = load_workbook(BytesIO(http.get("/charts/kh/map.xlsx?lang=en").content))
    rows = {row[0]: row for row in book.active.values if row[0]}
    assert rows["Battambang"][5:7] == (25, None)
    assert rows["Kampong Cham"][1:] == (None, ":c", 0, None, None, ":c")
    svg = http.get("/charts/kh/map.svg?lang=en").text
    assert svg.count(">…</text>") == len(HIDDEN)
    assert "0.20" in svg  # five openings for 25 people
    assert not re.search(r">(?:4|21)<", svg)
    assert not {"4.0", "21.0"} & {one[name] for one in lines(http, "map") for name in ("value", "records")}


def test_a_filter_narrows_what_is_published_by_it_and_is_told_where_it_is_not(http: TestClient) -> None:
    (funnel, *_) = lines(http, "funnel", province="KH02")
    assert funnel["value"] == "25.0"
    assert lines(http, "funnel")[0]["value"] == "50.0"
    html = http.get("/charts/kh/seekers?lang=en&province=KH02").text
    assert "Not published by: Province. Shown without." in html
    assert "Not published by" not in http.get("/charts/kh/funnel?lang=en&province=KH02").text
    assert lines(http, "funnel", province="KH03")[0]["sign"] == ":c"


def test_every_combination_of_filters_stays_in_the_address(http: TestClient) -> None:
    query = {"lang": "en", "period": "2026Q3", "province": "KH02", "sex": "F", "age": "Y15-24", "occupation": "5"}
    page = http.get("/kh", params=query)
    assert page.status_code == 200
    for name, code in list(query.items())[1:]:
        assert f'value="{code}" selected' in page.text, name
    links = re.findall(r'href="(/charts/kh/[a-z-]+\.csv\?[^"]+)"', page.text)
    assert links
    assert all(f"{name}={code}" in link for link in links for name, code in query.items())


@pytest.mark.parametrize("code", ["ZZ", "KH99", "<script>", "' OR 1=1", "\x00", "ភ្នំ", "x" * 400])
def test_a_code_that_is_none_is_no_fault(http: TestClient, code: str) -> None:
    for name in ("province", "sex", "age", "occupation", "standard", "definition"):
        page = http.get("/kh", params={"lang": "en", name: code})
        assert page.status_code == 200
        assert "<script>" not in page.text
    assert http.get(f"/kh/{quote(code, safe='')}").status_code == 404


def test_a_province_has_a_face_of_its_own(http: TestClient) -> None:
    page = http.get("/kh/KH02?lang=en").text
    assert "<h1>Battambang: Labour market of Cambodia</h1>" in page
    assert re.search(r"<h3>New registrations</h3>\s*<p class=\"figure\">25 ", page)
    assert re.search(
        r"<h3>New registrations</h3>\s*<p class=\"figure hidden\">hidden", http.get("/kh/KH03?lang=en").text
    )
    assert http.get("/kh/LA01").status_code == 404


def test_a_province_is_printed_in_three_languages_with_nothing_hidden_in_it(http: TestClient) -> None:
    assert "/kh/KH02/profile.pdf?lang=en&amp;period=2026Q3" in http.get("/kh/KH02?lang=en").text
    for language in ("en", "km", "lo"):
        answer = http.get(f"/kh/KH02/profile.pdf?lang={language}")
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
        paper = PdfReader(BytesIO(answer.content))
        assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"]  # type: ignore[index]
        assert paper.trailer["/Root"]["/Lang"].startswith(language)  # type: ignore[index]
    told = " ".join(page.extract_text() for page in PdfReader(
        BytesIO(http.get("/kh/KH02/profile.pdf?lang=en").content)).pages)  # fmt: skip
    assert "Battambang" in told
    assert re.search(r"Quarter 3 of 2026\s+25\s+5", told)  # registrations and openings of the quarter
    assert "Persons registered" in told or "PES_PERS" in told
    small = " ".join(page.extract_text() for page in PdfReader(
        BytesIO(http.get("/kh/KH03/profile.pdf?lang=en").content)).pages)  # fmt: skip
    assert "hidden" in small
    assert not re.search(r"Quarter 3 of 2026\s+4\b", small)
    for address in ("/kh/KH99/profile.pdf", "/kh/LA01/profile.pdf", "/kh/KH02/profile.pdf?period=1999Q1"):
        assert http.get(address).status_code == 404


def test_a_page_asks_for_its_figures_in_few_questions(database: Database, http: TestClient) -> None:
    asked = []
    event.listen(database.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    assert http.get("/kh?lang=en&sex=F").status_code == 200
    of_figures = [statement for statement in asked if "FROM figure" in statement]
    assert 0 < len(of_figures) <= 20  # one for each breakdown, not one for each figure


def test_says_that_no_survey_was_published(http: TestClient) -> None:
    assert "No survey has been published." in http.get("/charts/kh/pyramid?lang=en").text
    assert lines(http, "pyramid") == []


def test_charts_of_a_survey_show_its_figures_with_their_intervals(surveyed: TestClient) -> None:
    rates = [one for one in lines(surveyed, "underuse") if one["column"] == "_T"]
    assert [one["code"] for one in rates] == ["UNE_DEAP_RT", "LUU_XLU2_RT", "LUU_XLU3_RT", "LUU_XLU4_RT"]
    shown = [one for one in rates if one["value"]]
    assert shown
    assert all(float(one["lower"]) < float(one["value"]) < float(one["upper"]) for one in shown)
    assert all(one["sign"] in (":c", ":") for one in rates if not one["value"])
    assert {one["source"] for one in rates} == {SURVEY}
    page = surveyed.get("/kh?lang=en").text
    assert "From the labour force survey" in page
    assert "Interval of 95 %" in page
    assert surveyed.get("/la?lang=en").status_code == 200


def test_a_standard_can_be_chosen(surveyed: TestClient) -> None:
    by_13, by_19 = ({one["code"]: one["value"] for one in lines(surveyed, "labour", standard=standard)
                     if one["indicator"] == "EMP_DWAP_RT"} for standard in ("13", "19"))  # fmt: skip
    assert by_13.keys() == by_19.keys() == {"2026Q3"}
    assert by_13 != by_19
    assert "13th ICLS" in surveyed.get("/charts/kh/labour?lang=en&standard=13").text


def test_answers_are_kept_until_something_is_published(database: Database, http: TestClient) -> None:
    first = http.get("/kh?lang=en")
    assert http.get("/kh?lang=en", headers={"If-None-Match": first.headers["etag"]}).status_code == 304
    packed = http.get("/kh?lang=en", headers={"Accept-Encoding": "gzip"})
    assert (packed.headers["content-encoding"], packed.text) == ("gzip", first.text)
    later = actor("KH-MIN", Role.COORDINATOR, datetime(2026, 10, 6, 2, 0, tzinfo=UTC))
    with database.open(actor(at=AT), Purpose.REGISTRATION, "test") as session:
        a_vacancy(session, actor(at=AT), openings=7, province="KH02", happened_on=date(2026, 8, 4))
    with database.open(later, Purpose.STATISTICS, "test") as session:
        publish(session, later, "2026Q3", Country.KH)
    again = http.get("/kh?lang=en", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, "Edition 2" in again.text) == (200, True)


def test_no_more_is_kept_than_there_is_room_for(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MOST", 100)
    keep = Keep()
    with database.open(actor(at=AT), Purpose.NONE, "test", write=False) as session:
        for at in range(5):
            keep.answer(session, at, lambda: Kept.of(b"x" * 40, "text/plain", Language.EN))
        assert keep.answer(session, 4, lambda: Kept.of(b"other", "text/plain", Language.EN)).body == b"x" * 40
        assert keep.answer(session, 0, lambda: Kept.of(b"other", "text/plain", Language.EN)).body == b"other"


def test_first_view_fits_a_poor_line(surveyed: TestClient) -> None:
    page = surveyed.get("/kh?lang=km", headers={"Accept-Encoding": "gzip"})
    assert int(page.headers["content-length"]) < 60_000
    assert re.findall("<(?:script|img)[^>]*>", page.text) == re.findall(
        r'<script src="/static/charts\.js\?v=\w+" defer>', page.text
    )
    assert page.text.count("<script") == 1
    script = surveyed.get("/static/charts.js", headers={"Accept-Encoding": "gzip"})
    assert script.headers["content-type"].startswith("text/javascript")
    assert "max-age=31536000" in script.headers["cache-control"]
    assert len(script.content) <= 8_000


def test_what_a_figure_is_stands_at_an_address(http: TestClient) -> None:
    for language in ("en", "km", "lo"):
        assert "PES_DSR" in http.get(f"/indicators/PES_DSR?lang={language}").text
    assert "People aged 15 to 24" in http.get("/indicators/EIP_NEET_RT?lang=en").text
    assert http.get("/indicators/NONE").status_code == 404


def test_both_countries_stand_beside_each_other(http: TestClient) -> None:
    page = http.get("/compare?lang=en&sex=F").text
    assert page.count("<h1>") == 1
    assert {"/charts/kh/funnel", "/charts/la/funnel"} <= set(re.findall(r"/charts/(?:kh|la)/funnel(?=\?)", page))
    assert "No edition has been published yet." in page


def test_a_file_of_boundaries_turns_tiles_into_shapes(database: Database, tmp_path: Path) -> None:
    fill(database)
    square = "[[[102,12],[103,12],[103,13],[102,13],[102,12]]]"
    feature = '{{"type":"Feature","properties":{{"iso":"{}"}},"geometry":{{"type":"Polygon","coordinates":{}}}}}'
    file = tmp_path / "boundaries.json"
    file.write_text('{"type":"FeatureCollection","features":[' + feature.format("KH-2", square) + "]}", "utf-8")
    with serve(database, boundaries=file) as client:
        svg = client.get("/charts/kh/map.svg?lang=en").text
    assert "Battambang</text>" not in svg  # no tile with its name
    assert "<title>Battambang, Demand-supply ratio: 0.20" in svg
    assert re.search(r'<path d="M[\d.]+ [\d.]+L[^"]+Z" fill="#1d5b8f"', svg)


def test_nobody_but_staff_sees_a_draft_and_a_head_approves_it(database: Database, desk: Desk) -> None:
    fill(database, "draft")
    assert desk.http.get("/drafts", follow_redirects=False).status_code == 303
    desk.sign_in("KH-JC-02", Role.HEAD)
    listed = desk.get("/drafts")
    assert "Draft 1" in listed.said
    (address,) = set(re.findall(r'href="(/drafts/[0-9a-f-]{36})"', listed.html))
    page = desk.get(address)
    assert "Your province has not approved these figures yet." in page.said
    page = desk.send(page.form("/approve"), remark="ok")
    assert "Your province stands by these figures." in page.said
    page = desk.send(page.form("/withdraw"))
    assert "Your province has not approved these figures yet." in page.said
    assert desk.http.get(f"{address}/charts/map.csv").status_code == 200
    desk.sign_in("KH-JC-02", Role.OFFICER)
    assert not [form for form in desk.get(address).forms if "approve" in form.action]
    desk.sign_in("LA-JC-01", Role.HEAD)
    desk.get(address, 404)


def test_staff_see_what_is_hidden_from_the_public_only(database: Database, desk: Desk) -> None:
    fill(database)
    desk.sign_in("KH-MIN", Role.ANALYST)
    assert "figures about 5 people and more are shown" in desk.get("/dashboard").said
    told = {one["code"]: one for one in csv.DictReader(
        StringIO(desk.http.get("/dashboard/charts/map.csv").content.decode("utf-8-sig")))
        if one["indicator"] == "PES_SEEK_IN"}  # fmt: skip
    assert (told["KH02"]["value"], told["KH03"]["value"]) == ("25.0", "")
    assert desk.http.get("/dashboard").headers["cache-control"] == "no-store"


def test_a_ministry_plans_what_comes_out_when(desk: Desk) -> None:
    desk.sign_in("KH-MIN", Role.COORDINATOR)
    page = desk.send(desk.get("/drafts").form("/calendar"), period="2026Q3", kind="final", planned_on="2026-11-20")
    assert "final figures" in page.said
    desk.sign_in("KH-JC-02", Role.OFFICER)
    assert not [form for form in desk.get("/drafts").forms if "calendar" in form.action]
