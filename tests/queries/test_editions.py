"""What an audience sees of what was published."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from conftest import NOW, actor
from factories.register import a_placement, a_seeker, a_vacancy
from lmis.commands.placements import CancelPlacement
from lmis.model.session import Database
from lmis.queries.editions import Audience, editions_of, figures_of, series_of
from lmis.services.placements import cancel_placements
from lmis.services.publishing import PublishReport, publish
from lmis.services.writing import one
from lmis.vocabulary import Country, Purpose, Role

LATER = datetime(2026, 10, 20, 2, 0, tzinfo=UTC)


def published(database: Database, period: str, at: datetime = NOW) -> PublishReport:
    """Publish in a transaction of its own."""
    by = actor("KH-MIN", Role.COORDINATOR, at)
    with database.open(by, Purpose.STATISTICS, "test") as session:
        return publish(session, by, period, Country.KH)


def register(database: Database, people: int, day: date, at: datetime = NOW) -> None:
    """Register so many people."""
    by = actor(at=at)
    with database.open(by, Purpose.REGISTRATION, "test") as session:
        for _ in range(people):
            a_seeker(session, by, happened_on=day)


def asked(database: Database, query: Any) -> Any:
    """The rows of a query."""
    with database.open(actor("KH-MIN", Role.ANALYST), Purpose.NONE, "test", write=False) as session:
        return session.execute(query).all()


@pytest.mark.parametrize(("people", "public", "ministry"), [
    (0, 0, 0), (1, None, None), (4, None, None), (5, None, 5), (9, None, 9), (10, 10, 10),
])  # fmt: skip
def test_hides_figures_about_few_people_but_not_about_none(
    database: Database, people: int, public: int | None, ministry: int | None
) -> None:
    register(database, people, date(2026, 9, 1))
    report = published(database, "2026Q3")
    for audience, expected in ((Audience.PUBLIC, public), (Audience.MINISTRY, ministry)):
        (row,) = asked(database, figures_of(report.edition_id, audience, "PES_SEEK_IN", "total", "2026Q3"))
        assert (row.value, row.numerator, row.records) == (expected, expected, expected)
        assert row.status == ("hidden" if expected is None else "published")


def test_hides_a_rate_by_the_people_in_it_and_never_openings(database: Database) -> None:
    register(database, 4, date(2026, 9, 1))
    by = actor()
    with database.open(by, Purpose.REGISTRATION, "test") as session:
        a_vacancy(session, by, openings=2)
    report = published(database, "2026Q3")
    rows = asked(database, figures_of(report.edition_id, Audience.MINISTRY, breakdown="total", period="2026Q3"))
    shown = {row.indicator: (row.value, row.denominator, row.status) for row in rows}
    assert shown["PES_DSR"] == (None, None, "hidden")
    assert shown["PES_PLRATE_REG"] == (None, None, "hidden")
    assert shown["PES_PLRATE_REF"] == (None, 0, "not_available")
    assert shown["PES_VAC_STK"] == (2, None, "published")


def people_of(database: Database, provinces: dict[str, int]) -> None:
    """Register so many people of these provinces."""
    by = actor()
    with database.open(by, Purpose.REGISTRATION, "test") as session:
        for province, people in provinces.items():
            for _ in range(people):
                a_seeker(session, by, province=province, happened_on=date(2026, 9, 1))


def test_one_hidden_province_takes_another_with_it(database: Database) -> None:
    people_of(database, {"KH02": 13, "KH03": 3, "KH04": 12})
    by = actor()
    with database.open(by, Purpose.REGISTRATION, "test") as session:
        a_vacancy(session, by, openings=2, province="KH04")
        a_vacancy(session, by, openings=2, province="KH02")
    report = published(database, "2026Q3")
    for audience in Audience:
        rows = asked(database, figures_of(report.edition_id, audience, breakdown="province", period="2026Q3"))
        shown = {(row.indicator, row.province): (row.value, row.records, row.status) for row in rows}
        hidden = (None, None, "hidden")
        assert [shown["PES_SEEK_IN", province] for province in ("KH02", "KH03", "KH04")] == [
            (13, 13, "published"), hidden, hidden,
        ]  # fmt: skip
        assert shown["PES_DSR", "KH04"] == hidden, "its denominator is hidden"
        assert shown["PES_DSR", "KH02"][2] == "published"
        assert shown["PES_VAC_IN", "KH04"] == (2, 2, "published")
        (row,) = asked(database, figures_of(report.edition_id, audience, "PES_SEEK_IN", "total", "2026Q3"))
        assert (row.value, row.status) == (28, "published")


def test_the_ministry_sees_a_cover_that_only_the_public_needs(database: Database) -> None:
    people_of(database, {"KH02": 13, "KH03": 7, "KH04": 12})
    report = published(database, "2026Q3")
    for audience, expected in ((Audience.MINISTRY, [13, 7, 12]), (Audience.PUBLIC, [13, None, None])):
        rows = asked(database, figures_of(report.edition_id, audience, "PES_SEEK_IN", "province", "2026Q3"))
        assert [row.value for row in rows] == expected
        assert {row.status for row in rows} <= {"published", "hidden"}


def shown(database: Database, report: PublishReport, audience: Audience, *asked_for: Any) -> dict[Any, Any]:
    """Cell → value of one indicator, breakdown and period, None where hidden."""
    rows = asked(database, figures_of(report.edition_id, audience, *asked_for))
    return {row.province: row.value for row in rows}


def people_again(database: Database, provinces: dict[str, int]) -> None:
    """Register more people, after the first edition."""
    by = actor(at=LATER)
    with database.open(by, Purpose.REGISTRATION, "test") as session:
        for province, people in provinces.items():
            for _ in range(people):
                a_seeker(session, by, province=province, happened_on=date(2026, 9, 2))


def test_what_one_edition_hid_stays_hidden_in_the_next(database: Database) -> None:
    people_of(database, {"KH02": 13, "KH03": 3, "KH04": 12})
    question = (Audience.PUBLIC, "PES_SEEK_IN", "province", "2026Q3")
    first = shown(database, published(database, "2026Q3"), *question)
    people_again(database, {"KH02": 1, "KH04": 2, "KH05": 11})
    second = shown(database, published(database, "2026Q3", LATER), *question)
    assert first == {"KH02": 13, "KH03": None, "KH04": None}
    assert (second["KH03"], second["KH04"]) == (None, None), "the cheapest cover would be the new one, of 11"


def test_what_one_edition_showed_covers_nothing_in_the_next(database: Database) -> None:
    people_of(database, {"KH02": 13, "KH04": 12})
    question = (Audience.PUBLIC, "PES_SEEK_IN", "province", "2026Q3")
    first = shown(database, published(database, "2026Q3"), *question)
    people_again(database, {"KH03": 3})
    report = published(database, "2026Q3", LATER)
    assert first == {"KH02": 13, "KH04": 12}
    assert shown(database, report, *question) == {"KH02": 13, "KH03": None, "KH04": 12}
    total = shown(database, report, Audience.PUBLIC, "PES_SEEK_IN", "total", "2026Q3")
    assert total == {None: None}, "whoever kept the first edition would take 25 from it"


def test_months_do_not_give_away_what_their_quarter_hides(database: Database) -> None:
    by = actor()
    with database.open(by, Purpose.REGISTRATION, "test") as session:
        for month, people in ((7, 20), (8, 3), (9, 30)):
            for _ in range(people):
                a_seeker(session, by, happened_on=date(2026, month, 10))
    report = published(database, "2026Q3")
    values = [
        shown(database, report, Audience.PUBLIC, "PES_SEEK_IN", "total", period)[None]
        for period in ("2026Q3", "2026M07", "2026M08", "2026M09")
    ]
    assert values[2] is None
    assert values.count(None) > 1


def test_a_series_takes_each_period_from_its_latest_edition(database: Database) -> None:
    register(database, 12, date(2026, 7, 1))
    published(database, "2026M07")
    published(database, "2026Q3")
    register(database, 13, date(2026, 8, 1), LATER)
    published(database, "2026Q3", LATER)
    months = asked(database, series_of(Country.KH, "PES_SEEK_IN", Audience.MINISTRY, frequency="M"))
    assert [(row.period, row.value, row.edition_period, row.edition) for row in months] == [
        ("2026M07", 12, "2026Q3", 2), ("2026M08", 13, "2026Q3", 2), ("2026M09", 0, "2026Q3", 2),
    ]  # fmt: skip
    quarters = asked(database, series_of(Country.KH, "PES_SEEK_IN", Audience.PUBLIC, "sex"))
    assert [(row.period, row.sex, row.value, row.state) for row in quarters] == [("2026Q3", "F", 25, "preliminary")]


def test_a_cell_that_a_revision_empties_is_gone(database: Database) -> None:
    by, later = actor(), actor(at=LATER)
    with database.open(by, Purpose.PLACEMENT, "test") as session:
        placement = a_placement(session, by, a_seeker(session, by), a_vacancy(session, by))
    published(database, "2026Q3")
    question = series_of(Country.KH, "PES_PLC", Audience.MINISTRY, "sex")
    assert [(row.sex, row.status, row.edition) for row in asked(database, question)] == [("F", "hidden", 1)]
    with database.open(later, Purpose.PLACEMENT, "test") as session:
        one(cancel_placements(session, later, [CancelPlacement(placement=str(placement), because="duplicate")]))
    published(database, "2026Q3", LATER)
    assert asked(database, question) == []


def test_lists_editions_latest_first(database: Database) -> None:
    published(database, "2026Q2")
    published(database, "2026Q3")
    register(database, 1, date(2026, 8, 1), LATER)
    published(database, "2026Q3", LATER)
    with database.open(actor("KH-MIN"), Purpose.NONE, "test", write=False) as session:
        found = [(one.period, one.number) for one in session.scalars(editions_of(Country.KH))]
    assert found == [("2026Q3", 2), ("2026Q3", 1), ("2026Q2", 1)]
