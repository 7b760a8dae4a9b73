"""What surveys say of a period stands beside the register's figures of the very same period."""

from __future__ import annotations

from datetime import date
from typing import Any

from conftest import actor
from factories.register import a_seeker
from factories.surveys import a_survey, some_people
from lmis.indicators.given import Given
from lmis.model.session import Database
from lmis.queries.editions import Audience, figures_of, latest_edition
from lmis.services.given_figures import given_by_surveys
from lmis.services.publishing import publish
from lmis.services.publishing_surveys import publish_survey
from lmis.vocabulary import Country, Purpose, Role

MINISTRY = actor("KH-MIN", Role.COORDINATOR)


def surveyed(database: Database, code: str, time: str, *, own_use: bool = True) -> dict[tuple[str, str], float]:
    """Publish a survey; indicator and standard → the total."""
    with database.open(MINISTRY, Purpose.STATISTICS, "test") as session:
        a_survey(session, MINISTRY, code, some_people(time, own_use=own_use))
        edition = publish_survey(session, MINISTRY, code).edition_id
        rows = session.execute(figures_of(edition, Audience.PUBLIC, breakdown="total")).all()
        return {(row.indicator, row.standard): row.value for row in rows}


def given(database: Database, period: str, country: Country = Country.KH) -> list[Given]:
    with database.open(MINISTRY, Purpose.STATISTICS, "test", write=False) as session:
        return given_by_surveys(session, country, period)


def test_the_rate_of_the_survey_and_the_coverage_become_available(database: Database) -> None:
    with database.open(actor(), Purpose.REGISTRATION, "test") as session:
        for _ in range(12):
            a_seeker(session, actor(), happened_on=date(2026, 8, 1))
    told = surveyed(database, "khm_lfs_2026_q3", "2026-Q3")
    outside = given(database, "2026Q3")

    def figures(how: list[Given]) -> dict[str, Any]:
        with database.open(MINISTRY, Purpose.STATISTICS, "test") as session:
            edition = publish(session, MINISTRY, "2026Q3", Country.KH, given=how).edition_id
        with database.open(MINISTRY, Purpose.NONE, "test", write=False) as session:
            rows = session.execute(figures_of(edition, Audience.MINISTRY, breakdown="total", period="2026Q3"))
            return {row.indicator: row for row in rows}

    before, after = figures([]), figures(outside)
    for code in ("BEV_U", "PES_COV", "SHIMER_S"):
        assert (before[code].value, before[code].note) == (None, "no_figure_from_outside")
    assert after["BEV_U"].value == told["UNE_DEAP_RT", "19"]
    assert after["PES_COV"].denominator == told["UNE_TUNE_NB", "19"]
    assert after["BEV_V"].note == "no_figure_from_outside"


def test_the_newest_standard_that_is_told_is_taken_for_the_very_same_period(database: Database) -> None:
    quarter = surveyed(database, "khm_lfs_2026_q3", "2026-Q3", own_use=False)
    month = surveyed(database, "khm_lfs_2026_08", "2026-08")
    totals = {(one.series, one.period): one for one in given(database, "2026Q3") if not one.cell}
    assert {key: one.value for key, one in totals.items()} == {
        ("unemployed", "2026Q3"): quarter["UNE_TUNE_NB", "13"],
        ("labour_force", "2026Q3"): quarter["EAP_TEAP_NB", "13"],
        ("unemployed", "2026M08"): month["UNE_TUNE_NB", "19"],
        ("labour_force", "2026M08"): month["EAP_TEAP_NB", "19"],
    }
    assert totals["unemployed", "2026M08"].source == "khm_lfs_2026_08, 1"
    assert given(database, "2026Q2") == given(database, "2026") == given(database, "2026Q3", Country.LA) == []


def test_only_what_the_public_may_see_is_taken(database: Database) -> None:
    surveyed(database, "khm_lfs_2026_q3", "2026-Q3")
    with database.open(MINISTRY, Purpose.NONE, "test", write=False) as session:
        edition = session.scalars(latest_edition(Country.KH, "2026Q3", source="khm_lfs_2026_q3")).one()
        rows = session.execute(figures_of(edition.id, Audience.PUBLIC, "EAP_TEAP_NB", "province")).all()
    shown = {row.province: row.value for row in rows if row.standard == "19" and row.status != "hidden"}
    taken = {one.cell["province"]: one.value for one in given(database, "2026Q3")
             if one.series == "labour_force" and "province" in one.cell}  # fmt: skip
    assert 0 < len(shown) < 3
    assert taken == shown
