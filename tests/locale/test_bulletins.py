"""The bulletin in words: the same figures in four languages, and no word missing in any."""

from __future__ import annotations

import ast
import csv
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from fontTools.ttLib import TTFont

import lmis
from conftest import actor
from factories.editions import two_quarters
from lmis.config import PROJECT
from lmis.exchange.bulletins.chinese_font import DATES, characters_of
from lmis.exchange.bulletins.content import Bulletin
from lmis.indicators.definitions.register import REGISTER
from lmis.locale.bulletins import bulletin_of
from lmis.locale.catalogue import path_of, placeholders
from lmis.locale.tongues import Printed
from lmis.model.session import Database
from lmis.queries.bulletins import FIGURES
from lmis.queries.editions import Audience
from lmis.vocabulary import Country, Language, Purpose, Role
from lmis.web.pages.bulletins import FONTS

SOURCE = Path(lmis.__file__).parent
OWN = {"en": r"[A-Za-z]", "km": r"[\u1780-\u17ff]", "lo": r"[\u0e80-\u0eff]", "zh": r"[\u4e00-\u9fff]"}
Key = tuple[str | None, str]


def entries(language: Language | Printed) -> dict[Key, str]:
    with path_of(language).open("rb") as file:
        return {(one.context, str(one.id)): str(one.string) for one in read_po(file) if one.id}


ENGLISH, CHINESE = entries(Language.EN), entries(Printed.ZH)


@pytest.fixture
def bulletins(database: Database) -> dict[Printed, Bulletin]:
    """Cambodia's third quarter in every language."""
    by = actor("KH-MIN", Role.COORDINATOR)
    with database.open(by, Purpose.STATISTICS, "test") as session:
        two_quarters(session)
    with database.open(by, Purpose.NONE, "test", write=False) as session:
        return {one: bulletin_of(session, Country.KH, "2026Q3", one) for one in Printed}


def test_writes_what_is_shown_hidden_and_not_to_be_had(bulletins: dict[Printed, Bulletin]) -> None:
    tables = {table.key: table for table in bulletins[Printed.EN].tables}
    rows = {row.name: [value.shown for value in row.values] for row in tables["occupation_2"].rows}
    assert rows == {
        "Whole country": ["30", "+25.0", "–", "40", "−20.0", "–", "0.75", "+0.27", "–", "balance"],
        "Sales Workers": ["10", "–", "–", "25", "+25.0", "–", "0.40", "+0.40", "–", "surplus"],
        "Stationary Plant and Machine Operators": [
            "20",
            "+25.0",
            "–",
            "10",
            "(…)",
            "–",
            "2.00",
            "(…)",
            "–",
            "shortage",
        ],
        "Cleaners and Helpers": ["0", "–", "–", "…", "…", "…", "…", "…", "…", "–"],
    }
    offices = {row.name: row.values[-1].shown for row in tables["province"].rows}
    assert (offices["Whole country"], offices["Battambang"], offices["Kampong Chhnang"]) == ("2/25", "1/1", "0/1")
    assert [row.values[2].shown for row in tables["in_surplus"].rows] == ["−15"]
    assert "there is no ratio by sector" in tables["sector"].notes[0]
    assert bulletins[Printed.EN].picture.bars[0].name == "Stationary Plant and Machine Operators"


def test_the_headline_tells_the_quarter_and_what_it_cannot_be_compared_with(bulletins: dict[Printed, Bulletin]) -> None:
    assert bulletins[Printed.EN].headline == (
        "In Quarter 3 of 2026 employers notified 30 openings, and 40 new registrations of job seekers were opened: "
        "0.75 openings for each new registration.",
        "On the quarter before: openings +25.0\u00a0%, new registrations −20.0\u00a0%, ratio +0.27.",
        "A comparison with Quarter 3 of 2025 is not available: no edition of it has been published.",
        "Employers lack people most among: Stationary Plant and Machine Operators (2.00).",
        "People most exceed openings among: Sales Workers (0.40).",
        "Most openings are in: Manufacturing (100.0 % of all).",
        "2 of 25 offices report.",
    )


def test_says_edition_state_cut_off_digest_and_definitions(bulletins: dict[Printed, Bulletin]) -> None:
    told = "\n".join(line for note in bulletins[Printed.EN].notes for line in note.lines)
    for part in ("Edition 2, Final", "records up to 5 October 2026", "ab" * 32, "not the whole labour market"):
        assert part in told
    assert all(f"({code}, 1): " in told for code in FIGURES)
    assert "Hidden here: 6 of" in told  # of the cleaners registrations and ratio, with both changes


def test_all_languages_hold_the_same_figures(bulletins: dict[Printed, Bulletin]) -> None:
    english = bulletins[Printed.EN]
    for bulletin in bulletins.values():
        assert [table.key for table in bulletin.tables] == [table.key for table in english.tables]
        for ours, theirs in zip(bulletin.tables, english.tables, strict=True):
            numbers = [[value.number for value in row.values] for row in ours.rows]
            assert numbers == [[value.number for value in row.values] for row in theirs.rows]
        assert len(bulletin.headline) == len(english.headline)


@pytest.mark.parametrize("language", Printed)
def test_every_name_and_sentence_is_in_the_language(bulletins: dict[Printed, Bulletin], language: Printed) -> None:
    bulletin, own = bulletins[language], re.compile(OWN[language])
    names = [row.name for table in bulletin.tables for row in table.rows]
    titles = [table.title for table in bulletin.tables] + [c.title for t in bulletin.tables for c in t.columns]
    told = [*bulletin.headline, *(line for note in bulletin.notes for line in note.lines), bulletin.signs]
    said = [bulletin.title, bulletin.place, bulletin.state, bulletin.ministry, bulletin.brief, bulletin.pages]
    assert [one for one in (*names, *titles, *told, *said) if not own.search(one)] == []
    assert not any(re.search(r"\{[a-z_]*\}", one) for one in (*told, bulletin.state))


def test_what_is_for_the_ministry_or_made_up_says_so_on_every_page(database: Database) -> None:
    by = actor("KH-MIN", Role.COORDINATOR)
    with database.open(by, Purpose.STATISTICS, "test") as session:
        two_quarters(session)
        made = bulletin_of(session, Country.KH, "2026Q3", Printed.EN, audience=Audience.MINISTRY, sample=True)
    assert made.banner == (
        "Sample: the figures are made up, and tell about no country. For the ministry only: the public sees less."
    )
    assert "fewer than 5 people" in made.signs


def words_of_the_bulletin() -> set[str]:
    """Every text of the catalogues that the modules and the pages of the bulletin name."""
    found = set()
    for path in (SOURCE / "locale").glob("bulletin*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    pages = SOURCE / "web" / "pages" / "templates"
    for name in ("base.html", "bulletin.html", "nowhere.html"):
        found |= {a or b for a, b in re.findall(r"""\b_\((?:"([^"]+)"|'([^']+)')""", (pages / name).read_text())}
    texts = {one for one in found if (None, one) in ENGLISH}
    return texts | {text for one in REGISTER if one.code in FIGURES for text in (one.title, one.meaning)}


def test_chinese_lacks_no_sentence_of_the_bulletin() -> None:
    drafts = "The Khmer and Lao wording of this page is a draft that has not been reviewed."  # it has its own note
    words = words_of_the_bulletin() - {drafts, "Numbers as {digits}"}  # Chinese is written with 0-9 alone
    assert len(words) > 50
    assert {one for one in words if (None, one) not in CHINESE} == set()


def test_chinese_has_the_labels_that_the_other_languages_have() -> None:
    contexts = {"bulletin", "bulletin_column", "bulletin_table", "shortage_class", "ministry", "edition_state"}
    drafts = {("edition_state", "draft")}  # a bulletin is made of what is published
    assert {key for key in ENGLISH if key[0] in contexts and key not in CHINESE} == drafts


@pytest.mark.parametrize(
    ("context", "file", "levels"),
    [
        ("occupation", "isco08", {"1", "2"}),
        ("sector", "isic4", {"section"}),
        ("education", "isced11", {None}),
        ("province", "provinces", {None}),
    ],
)
def test_chinese_names_every_code(context: str, file: str, levels: set[str | None]) -> None:
    with (PROJECT / "seeds" / f"{file}.csv").open(encoding="utf-8") as rows:
        codes = {row["code"] for row in csv.DictReader(rows) if row.get("level") in levels}
    assert len(codes) > 8
    assert {code for code in codes if (context, code) not in CHINESE} == set()


def test_chinese_keeps_nothing_that_nobody_says_and_every_placeholder() -> None:
    named = {"occupation", "sector", "education", "province"}
    assert {key for key in CHINESE if key not in ENGLISH and key[0] not in named} == set()
    for (context, key), said in CHINESE.items():
        assert placeholders(said) == (placeholders(key) if context is None else set())
    with path_of(Printed.ZH).open("rb") as file:
        assert all("unreviewed draft" in one.user_comments for one in read_po(file) if one.id)


@pytest.mark.parametrize("weight", [400, 700])
def test_the_chinese_font_has_every_character_of_the_catalogue(weight: int) -> None:
    held = set(TTFont(FONTS / f"noto-sans-sc-bulletin-{weight}-normal.woff2").getBestCmap())
    assert characters_of("".join(CHINESE.values()) + DATES) - held == set()
