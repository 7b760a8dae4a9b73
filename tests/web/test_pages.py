"""The public pages: in three languages, from published editions only, with nothing from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from itertools import product
from typing import Any

import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient

from conftest import actor
from factories.register import a_vacancy, register_seeker
from lmis.commands.seekers import RegisterSeeker
from lmis.config import Settings
from lmis.model.access import AccessedPerson, AccessEvent
from lmis.model.session import Database
from lmis.services.publishing import publish
from lmis.services.seekers import register_seekers
from lmis.vocabulary import Country, Purpose, Role
from lmis.web.app import create_app
from lmis.web.pages.routes import STATIC

LANGUAGES = ("en", "km", "lo")
PATHS = ("/", "/kh", "/la")
AT = datetime(2026, 10, 5, 2, 0, tzinfo=UTC)
HIDDEN = {"en": "hidden", "km": "លាក់", "lo": "ປິດບັງ"}
SCRIPTS = {"km": re.compile(r"[\u1780-\u17ff]"), "lo": re.compile(r"[\u0e80-\u0eff]")}
VOID = {"meta", "link", "input", "br", "hr", "img"}


class Page(HTMLParser):
    """The tags, the texts and the rows of tables of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.rows: list[list[str]] = []
        self.cell, self.open = False, list[str]()
        self.feed(html)
        self.close()
        assert not self.open, f"not closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "tr":
            self.rows.append([])
        self.cell = tag in ("td", "th")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        self.cell = False

    def handle_data(self, data: str) -> None:
        if text := data.strip():
            self.texts.append(text)
            if self.cell:
                self.rows[-1].append(text)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of every such tag."""
        return [given for name, given in self.tags if name == tag]

    @property
    def links(self) -> set[str | None]:
        """Where it leads."""
        return {given["href"] for given in self.all("a")}


def people_of(province: str, count: int, day: date) -> list[RegisterSeeker]:
    """So many people of a province who registered on a day."""
    given = {"province": province, "happened_on": day}
    return [
        register_seeker(own_number=f"{province}-{day}-{at}", birth_date=date(1990, 1, 1 + at), **given)
        for at in range(count)
    ]


@pytest.fixture
def bare(database: Database) -> Iterator[TestClient]:
    """The pages of an installation that has published nothing."""
    with TestClient(create_app(Settings(), database, clock=lambda: AT), raise_server_exceptions=False) as http:
        yield http


@pytest.fixture
def world(database: Database, bare: TestClient) -> TestClient:
    """Two quarters of Cambodia and one of Lao PDR.

    In the third quarter of 2026, 12 people of Battambang, 7 of Kampong Cham and 6 of Kampong Chhnang registered, and 14
    of Vientiane, 8 of Phongsaly and 9 of Luang Namtha: of each country two provinces are hidden.
    """
    places = {"KH": (("KH02", 12), ("KH03", 7), ("KH04", 6)), "LA": (("LA01", 14), ("LA02", 8), ("LA03", 9))}
    for country, counts in places.items():
        by = actor(f"{country}-JC-02", at=AT)
        with database.open(by, Purpose.REGISTRATION, "test") as session:
            people = [person for province, count in counts for person in people_of(province, count, date(2026, 8, 3))]
            people += people_of(counts[0][0], 11, date(2026, 5, 4))
            assert all(outcome.refusal is None for outcome in register_seekers(session, by, people))
            a_vacancy(session, by, openings=5, province=counts[0][0], happened_on=date(2026, 8, 3))
    for country, period in (("KH", "2026Q2"), ("KH", "2026Q3"), ("LA", "2026Q3")):
        ministry = actor(f"{country}-MIN", Role.COORDINATOR, AT)
        with database.open(ministry, Purpose.STATISTICS, "test") as session:
            publish(session, ministry, period, Country(country))
    return bare


def shown(http: TestClient, path: str, status: int = 200, **query: str) -> Page:
    """The page at an address, which must be whole and need nothing from elsewhere."""
    answer = http.get(path, params=query)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-language"] == query["lang"]
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'self';")
    assert not re.search("unsafe|[*]|http|data:", policy)
    page = Page(answer.text)
    check_is_self_contained(page)
    check_is_accessible(page)
    return page


def check_is_self_contained(page: Page) -> None:
    """Nothing from elsewhere, nothing inline that the policy of the page forbids."""
    for _, given in page.tags:
        for name, value in given.items():
            assert not re.fullmatch("style|on.*", name), (name, value)
            if name in ("href", "src", "action", "srcset"):
                assert re.match("#|/(?!/)", value or ""), value
            assert "url(" not in (value or "")
    assert "://" not in page.html
    assert not page.all("style")
    assert all(re.fullmatch(r"/static/[a-z]+[.]js[?]v=\w+", script.get("src") or "") for script in page.all("script"))


def check_is_accessible(page: Page) -> None:
    """Headings of tables have a scope, tables a caption, charts a name; no id stands twice."""
    assert len(page.all("h1")) == 1
    assert all(cell.get("scope") in ("row", "col") for cell in page.all("th"))
    assert len(page.all("caption")) == len(page.all("table"))
    assert all("aria-hidden" in chart or chart.get("aria-label") for chart in page.all("svg"))
    ids = [given["id"] for _, given in page.tags if given.get("id")]
    assert len(ids) == len(set(ids))
    named = {given.get("aria-labelledby") for _, given in page.tags} | {field.get("for") for field in page.all("label")}
    assert named - {None} <= set(ids)


def test_renders_every_page_in_three_languages_and_reads_no_person(world: TestClient, database: Database) -> None:
    before = records_of_reading(database)
    for path, language in product(PATHS, LANGUAGES):
        page = shown(world, path, lang=language)
        assert page.all("html") == [{"lang": language}]
        assert ("2569" in page.html) == (language == "lo")  # the Buddhist year stands beside ours
        if script := SCRIPTS.get(language):
            assert len(script.findall(page.html)) > 300
    assert records_of_reading(database) == before


def records_of_reading(database: Database) -> tuple[Any, ...]:
    """How many reading events, and people in them, are on record; but for the scans that keep the engine fresh."""
    events = select(func.count()).select_from(AccessEvent).where(AccessEvent.operation != "engine")
    with database.open(actor(None, Role.SYSTEM, AT), Purpose.NONE, "test", write=False) as session:
        return session.scalar(events), session.scalar(select(func.count()).select_from(AccessedPerson))


def rows_of(page: Page, html: str, title: str) -> list[list[str]]:
    """The rows of the first table with this caption, without its head."""
    table = Page(re.search(rf"<table>\s*<caption>{title}</caption>.*?</table>", html, re.S)[0])  # type: ignore[index]
    return [row for row in table.rows if row][1:]


def told(page: Page) -> set[str]:
    """Every figure of the page, in tables and upon the map; the digits of axes and of groups are none.

    Nor is the number of days that the name of its row says already.
    """
    drawn = re.findall(r'<svg class="chart (?:map|demand|funnel|cohorts)".*?</svg>', page.html, re.S)
    written = {text for chart in drawn for text in re.findall(r">([^<>]+)</text>", chart)}
    unnamed = re.sub(r'(<th scope="row">[^<]*?(\d+)[^<]*</th>)<td>\2</td>', r"\1", page.html)
    return written | {cell for row in Page(unnamed).rows for cell in row}


BY_PROVINCE = "Demand-supply ratio by province"


def test_never_tells_the_number_of_a_hidden_cell(world: TestClient) -> None:
    places = (("/kh", {"7", "6"}, ["0.42", "5", "12"]), ("/la", {"8", "9"}, ["0.36", "5", "14"]))
    for path, numbers, battambang_or_vientiane in places:
        page = shown(world, path, lang="en")
        by_province = [row[1:] for row in rows_of(page, page.html, BY_PROVINCE)]
        assert battambang_or_vientiane in by_province
        assert [row for row in by_province if "hidden" in row] == [["hidden", "0", "hidden"]] * 2
        for language in LANGUAGES:
            page = shown(world, path, lang=language)
            assert numbers & told(page) == set(), (path, language)
            assert page.texts.count(HIDDEN[language]) >= 2 * 2
            assert "…" in page.texts  # drawn, too


def test_page_and_api_hide_the_same_cells_and_never_one_alone(bare: TestClient, database: Database) -> None:
    by, ministry = actor(at=AT), actor("KH-MIN", Role.COORDINATOR, AT)
    counts = (("KH02", 25), ("KH03", 4), ("KH04", 21))
    with database.open(by, Purpose.REGISTRATION, "test") as session:
        people = [person for province, count in counts for person in people_of(province, count, date(2026, 8, 3))]
        assert all(outcome.refusal is None for outcome in register_seekers(session, by, people))
    with database.open(ministry, Purpose.STATISTICS, "test") as session:
        edition = publish(session, ministry, "2026Q3", Country.KH).edition_id
    page = shown(bare, "/kh", lang="en")
    rows = rows_of(page, page.html, BY_PROVINCE)
    assert [row[1:] for row in rows if "hidden" in row] == [["hidden", "0", "hidden"]] * 2
    assert not {"4", "21"} & told(page)
    asked = {"indicator": "PES_SEEK_IN", "breakdown": "province", "period": "2026Q3"}
    items = bare.get(f"/api/v1/figures/editions/{edition}", params=asked).json()["items"]
    assert {item["province"]: (item["value"], item["status"]) for item in items} == {
        "KH02": (25, "published"), "KH03": (None, "hidden"), "KH04": (None, "hidden"),
    }  # fmt: skip


def test_draws_what_is_published_and_nothing_between(world: TestClient) -> None:
    html = shown(world, "/kh", lang="en").html
    places = re.search(r'<svg class="chart map".*?</svg>', html, re.S)[0]  # type: ignore[index]
    assert len(re.findall("<rect [^>]*(?:stroke|fill-opacity)", places)) >= 25  # every province has its tile
    assert places.count(">…</text>") == 2  # hidden ones are hatched, and have no number
    charts = re.findall(r'<svg class="chart (?:supply-demand|referrals-placements|rates)".*?</svg>', html, re.S)
    lines = [d for chart in charts for d in re.findall(r'<path d="([^"]*)" stroke="#', chart)]
    assert (len(charts), len(lines) >= 6) == (3, True)
    assert not any("C" in line for line in lines)  # quarters are joined by straight lines


def test_answers_what_was_asked_for_or_leads_to_what_there_is(world: TestClient) -> None:
    assert "Quarter 2 of 2026" in shown(world, "/kh", lang="en", period="2026Q2").texts[0]
    assert "Quarter 3 of 2026" in shown(world, "/kh", lang="en").texts[0]
    for period in ("2019Q1", "2026Q9", "yesterday", "2026Q3\x00", "<script>", "9" * 500):
        page = shown(world, "/kh", 404, lang="en", period=period)
        assert "No edition of this period has been published." in page.texts
        assert {"/kh?lang=en&period=2026Q3", "/kh?lang=en&period=2026Q2"} <= page.links
    khmer = {"Accept-Language": "km-KH, en;q=0.5"}
    answers = [
        world.get("/la", params={"lang": "fr"}, headers=khmer),
        world.get("/la", params={"lang": "fr"}),
        first := world.get("/la", headers=khmer),
    ]
    assert [answer.headers["content-language"] for answer in answers] == ["km", "en", "km"]
    assert first.headers["vary"] == "Accept-Language, Accept-Encoding, Cookie"
    again = world.get("/la", headers=khmer | {"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")  # the same page is not sent twice
    assert world.get("/la", headers={"If-None-Match": first.headers["etag"]}).status_code == 200
    assert world.head("/la").status_code == 200


def test_says_kindly_that_there_is_nothing(bare: TestClient) -> None:
    for path, language in product(PATHS, LANGUAGES):
        page = shown(bare, path, lang=language)
        assert ("No edition has been published yet." in page.texts) == (language == "en")
    for path, language in product(("/vn", "/KH", "/index.html"), LANGUAGES):
        assert {f"{known}?lang={language}" for known in PATHS} <= shown(bare, path, 404, lang=language).links
    assert bare.get("/api/v1/nothing").headers["content-type"] == "application/problem+json"


def test_serves_style_and_fonts_for_a_year(bare: TestClient) -> None:
    for path in STATIC.rglob("*.*"):
        answer = bare.get(f"/static/{path.relative_to(STATIC).as_posix()}")
        assert (answer.status_code, answer.content) == (200, path.read_bytes())
        assert answer.headers["cache-control"] == "public, max-age=31536000"
    assert bare.get("/static/../routes.py").status_code == bare.get("/static/none.css").status_code == 404
    css = (STATIC / "style.css").read_text("utf-8")
    fonts = re.findall(r"url\(\"?([^\")]+)", css)
    assert [font for font in fonts if not (STATIC / font).is_file()] == []
    assert len(fonts) == 6
    assert not re.search("@import|://", css)


def luminance(colour: str) -> float:
    """Source: WCAG 2.2, relative luminance."""
    full = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(full[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_has_contrast_enough(theme: int) -> None:
    blocks = re.findall(r":root \{(.*?)\}", (STATIC / "style.css").read_text("utf-8"), re.S)[: theme + 1]
    colours = dict(pair for block in blocks for pair in re.findall(r"--([a-z-]+): (#[0-9a-f]+);", block))

    def contrast(one: str, other: str) -> float:
        low, high = sorted(luminance(colours[name]) for name in (one, other))
        return (high + 0.05) / (low + 0.05)

    texts = [(ink, back) for ink in ("ink", "quiet", "link") for back in ("paper", "card")]
    texts += [("wrong", "card"), ("wrong", "wrong-paper"), ("ink", "wrong-paper"), ("go-ink", "go"), ("link", "card")]
    texts += [("third", "card"), ("quiet", "wrong-paper")]
    texts += [("band-ink", "band"), ("band-quiet", "band"), ("badge-ink", "preliminary"), ("badge-ink", "final")]
    for pair in texts:
        assert contrast(*pair) >= 4.5, pair
    for series in ("supply", "demand", "third", "fourth"):
        assert contrast(series, "card") >= 3, series
    for edge in ("edge", "focus", "wrong", "go"):
        assert contrast(edge, "card") >= 3, edge
