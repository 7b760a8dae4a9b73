"""The findings of a bulletin, worked by hand from two small editions."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from conftest import actor
from factories.editions import an_edition, demand_and_supply, two_quarters
from lmis.indicators.register.periods import UnknownPeriod
from lmis.model.session import Database
from lmis.queries.editions import Audience
from lmis.services.bulletin_figures import Findings, NotAQuarter, QuarterNotPublished, findings_of
from lmis.services.bulletin_lines import Line, Number, Reporting, Why
from lmis.vocabulary import Country, Purpose, Role

Ask = Callable[..., Findings]


@pytest.fixture
def ask(database: Database) -> Ask:
    """The findings of a quarter of Cambodia."""
    by = actor("KH-MIN", Role.COORDINATOR)
    with database.open(by, Purpose.STATISTICS, "test") as session:
        two_quarters(session)

    def asked(period: str = "2026Q3", number: int | None = None, audience: Audience = Audience.PUBLIC) -> Findings:
        with database.open(by, Purpose.NONE, "test", write=False) as session:
            return findings_of(session, Country.KH, period, number, audience)

    return asked


def line(findings: Findings, breakdown: str, code: str) -> Line:
    """A line of a table."""
    return next(one for one in findings.lines[breakdown] if one.code == code)


def test_works_out_the_totals_and_their_changes(ask: Ask) -> None:
    total = ask().total
    assert (total.openings.now, total.openings.quarter) == (Number(30), Number(25.0))  # 24 → 30
    assert (total.seekers.now, total.seekers.quarter) == (Number(40), Number(-20.0))  # 50 → 40
    assert total.ratio.now == Number(0.75)
    assert total.ratio.quarter.value == pytest.approx(0.27)  # 0.75 - 0.48
    stocks = ask().stocks
    assert (stocks.openings.now, stocks.openings.quarter) == (Number(12), Number(20.0))
    assert stocks.seekers.quarter == Number(25.0)


def test_says_why_there_is_no_change(ask: Ask) -> None:
    findings = ask()
    operators, sellers = line(findings, "occupation_2", "81"), line(findings, "occupation_2", "52")
    assert operators.openings.quarter == Number(25.0)  # openings are never hidden
    assert operators.seekers.now == Number(10)
    assert operators.seekers.quarter == operators.ratio.quarter == Number(None, Why.HIDDEN_BEFORE)  # there were 8
    assert sellers.openings.quarter == Number(None, Why.NOTHING_BEFORE)
    assert sellers.seekers.quarter == Number(25.0)
    assert sellers.ratio.quarter == Number(0.4)  # from none for 20
    assert {one.openings.year.why for one in findings.lines["occupation_2"]} == {Why.NOT_PUBLISHED}
    assert (findings.year.period, findings.year.edition) == ("2025Q3", None)


def test_keeps_hidden_from_the_public_what_the_ministry_sees(ask: Ask) -> None:
    cleaners = line(ask(), "occupation_2", "91")
    assert cleaners.openings.now == Number(0.0)  # nobody notified one: a count, not a gap
    assert cleaners.seekers.now == cleaners.seekers.quarter == cleaners.ratio.now == Number(None, Why.HIDDEN)
    assert cleaners.gap is None
    seen = line(ask(audience=Audience.MINISTRY), "occupation_2", "91")
    assert (seen.seekers.now, seen.ratio.now, seen.gap) == (Number(5), Number(0.0), -5)
    assert line(ask(audience=Audience.MINISTRY), "occupation_2", "81").seekers.quarter == Number(25.0)  # 8 → 10


def test_a_ratio_without_people_is_not_to_be_had(ask: Ask) -> None:
    upper_secondary = line(ask(), "education", "3")
    assert (upper_secondary.openings.now, upper_secondary.seekers.now) == (Number(30), Number(0.0))
    assert upper_secondary.ratio.now == Number(None, Why.NOT_AVAILABLE)
    assert line(ask(), "province", "KH05").ratio.now == Number(None, Why.NOT_AVAILABLE)


def test_ranks_occupations_by_their_gap_and_leaves_out_what_is_hidden(ask: Ask) -> None:
    findings = ask()
    assert [(one.code, one.gap) for one in findings.in_demand] == [("81", 10)]
    assert [(one.code, one.gap) for one in findings.in_surplus] == [("52", -15)]
    assert findings.unranked == 1
    assert [one.code for one in ask(audience=Audience.MINISTRY).in_surplus] == ["52", "91"]


def test_counts_the_offices_that_have_an_act_on_record(ask: Ask) -> None:
    findings = ask()
    assert findings.total.offices == Reporting(2, 25)  # a stock alone is no act
    assert line(findings, "province", "KH02").offices == Reporting(1, 1)
    assert line(findings, "province", "KH04").offices == Reporting(0, 1)
    assert len(findings.lines["province"]) == 25  # a province without any act is there too


def test_lists_what_was_counted_in_any_of_the_quarters(database: Database, ask: Ask) -> None:
    with database.open(actor("KH-MIN", Role.COORDINATOR), Purpose.STATISTICS, "test") as session:
        an_edition(session, "KH", "2025Q3", demand_and_supply("occupation_2", "23", 4, 12), number=3)
    teachers = line(ask(), "occupation_2", "23")
    assert (teachers.openings.now, teachers.openings.year) == (Number(0.0), Number(-100.0))


def test_a_figure_that_was_defined_otherwise_is_not_compared(database: Database, ask: Ask) -> None:
    with database.open(actor("KH-MIN", Role.COORDINATOR), Purpose.STATISTICS, "test") as session:
        an_edition(session, "KH", "2025Q3", [("PES_VAC_IN", "total", None, 10.0, 10)])
    total = ask().total
    assert total.openings.year == Number(200.0)
    assert total.ratio.year == Number(None, Why.REDEFINED)  # that edition has no such figure by this definition


def test_takes_the_latest_edition_or_the_one_that_is_named(database: Database, ask: Ask) -> None:
    with database.open(actor("KH-MIN", Role.COORDINATOR), Purpose.STATISTICS, "test") as session:
        an_edition(session, "KH", "2026Q3", demand_and_supply("total", None, 99, 11), number=1)
        an_edition(session, "KH", "2026Q2", demand_and_supply("total", None, 60, 50), number=2)
    assert ask().edition.number == 2
    assert ask(number=1).total.openings.now == Number(99)
    assert ask().total.openings.quarter == Number(-50.0)  # against the later edition of the quarter before


def test_compares_the_first_quarter_with_the_fourth_of_the_year_before(database: Database, ask: Ask) -> None:
    with database.open(actor("KH-MIN", Role.COORDINATOR), Purpose.STATISTICS, "test") as session:
        an_edition(session, "KH", "2026Q1", demand_and_supply("total", None, 3, 10))
    findings = ask("2026Q1")
    assert (findings.quarter.period, findings.year.period) == ("2025Q4", "2025Q1")


@pytest.mark.parametrize(
    ("period", "error"),
    [("2026M07", NotAQuarter), ("2026", NotAQuarter), ("soon", UnknownPeriod), ("2026Q4", QuarterNotPublished)],
)
def test_refuses_what_is_no_quarter_or_was_not_published(ask: Ask, period: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        ask(period)
