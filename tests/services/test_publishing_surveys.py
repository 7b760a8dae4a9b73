"""What a survey tells becomes an edition of its own, beside the register's."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from conftest import NOW, actor
from factories.surveys import a_survey, some_people
from lmis.errors import LmisError
from lmis.indicators.definitions.labour_force import UNEMPLOYMENT_RATE
from lmis.indicators.estimate import estimate
from lmis.indicators.frame import Frame
from lmis.indicators.inputs import read_inputs
from lmis.indicators.standards import under
from lmis.model.figures import PES, Figure
from lmis.model.session import Database
from lmis.queries.editions import (
    ANY_SURVEY,
    Audience,
    edition_numbered,
    editions_of,
    figures_of,
    latest_edition,
    series_of,
)
from lmis.services.publishing import PublishReport, publish
from lmis.services.publishing_surveys import publish_survey
from lmis.services.releasing import AlreadyFinal, State
from lmis.vocabulary import Country, Purpose, Role

SURVEY = "khm_lfs_2026_q3"
LATER = datetime(2026, 10, 20, 2, 0, tzinfo=UTC)
MINISTRY = actor("KH-MIN", Role.COORDINATOR)


def load(database: Database, frame: Frame | None = None, code: str = SURVEY) -> None:
    with database.open(MINISTRY, Purpose.STATISTICS, "test") as session:
        a_survey(session, MINISTRY, code, frame)


def published(
    database: Database, code: str = SURVEY, at: datetime = NOW, state: State = "preliminary", **how: Any
) -> PublishReport:
    by = actor("KH-MIN", Role.COORDINATOR, at)
    with database.open(by, Purpose.STATISTICS, "test") as session:
        return publish_survey(session, by, code, state=state, **how)


def asked(database: Database, query: Any) -> Any:
    with database.open(MINISTRY, Purpose.NONE, "test", write=False) as session:
        return session.execute(query).all()


def test_figures_stand_as_the_engine_gives_them_by_both_standards(database: Database) -> None:
    load(database)
    report = published(database)
    rows = asked(database, figures_of(report.edition_id, Audience.PUBLIC, "UNE_DEAP_RT", "total"))
    assert [(row.standard, row.source, row.period) for row in rows] == [
        ("13", SURVEY, "2026Q3"), ("19", SURVEY, "2026Q3"),
    ]  # fmt: skip
    for row in rows:
        (figure,) = estimate(under(some_people(), int(row.standard)), [UNEMPLOYMENT_RATE], ()).to_dict("records")
        for name in ("value", "se", "lower", "upper", "numerator", "denominator", "base"):
            assert getattr(row, name) == pytest.approx(figure[name], rel=1e-12)
        assert (row.records, row.status) == (figure["respondents"], figure["status"])
        assert row.value == pytest.approx(100 * row.numerator / row.denominator)
    (women,) = asked(
        database,
        figures_of(report.edition_id, Audience.PUBLIC, "EMP_TEMP_NB", "sex").where(*_is(sex="F", standard="19")),
    )
    assert women.value == women.numerator
    provinces = asked(database, figures_of(report.edition_id, Audience.PUBLIC, "EMP_TEMP_NB", "sex-province"))
    assert {row.province for row in provinces} == {"KH02", "KH03", "KH04"}
    classes = asked(database, figures_of(report.edition_id, Audience.PUBLIC, "EMP_TSTE_NB", "total"))
    assert {(row.classification, row.class_code) for row in classes} == {
        ("status_in_employment", "1"), ("status_in_employment", "3"),
    }  # fmt: skip


def _is(**cell: str) -> list[Any]:
    return [getattr(Figure, name) == code for name, code in cell.items()]


def test_nothing_new_is_stored_when_nothing_changed(database: Database) -> None:
    load(database)
    first, again = published(database), published(database, at=LATER)
    assert (first.number, first.changed, first.records) == (1, True, 600)
    assert (again.edition_id, again.number, again.changed) == (first.edition_id, 1, False)
    final = published(database, at=LATER, state="final")
    assert (final.number, final.changed) == (2, True)
    load(database, some_people(rows=590))
    revised = published(database, at=LATER, state="final")
    assert (revised.number, revised.changed, revised.records) == (3, True, 590)
    with pytest.raises(AlreadyFinal):
        published(database, at=LATER)
    with database.open(MINISTRY, Purpose.NONE, "test", write=False) as session:
        old = session.scalars(edition_numbered(Country.KH, "2026Q3", 1, SURVEY)).one()
        latest = session.scalars(latest_edition(Country.KH, "2026Q3", source=SURVEY)).one()
        assert (old.id, old.state, latest.id, latest.state) == (
            first.edition_id, "preliminary", revised.edition_id, "final",
        )  # fmt: skip
        assert old.digest != latest.digest


def test_editions_of_the_register_and_of_surveys_are_apart(database: Database) -> None:
    load(database)
    load(database, some_people("2026-08"), "khm_lfs_2026_08")
    survey, month = published(database), published(database, "khm_lfs_2026_08", LATER)
    with database.open(MINISTRY, Purpose.STATISTICS, "test") as session:
        register = publish(session, MINISTRY, "2026Q3", Country.KH)
    assert (survey.number, month.number, register.number) == (1, 1, 1)

    def found(source: str | None) -> set[Any]:
        return {row[0].id for row in asked(database, editions_of(Country.KH, source=source))}

    assert found(PES) == {register.edition_id}
    assert found(SURVEY) == {survey.edition_id}
    assert found(ANY_SURVEY) == {survey.edition_id, month.edition_id}
    assert found(None) == {survey.edition_id, month.edition_id, register.edition_id}
    (edition,) = asked(database, latest_edition(Country.KH, "2026Q3"))
    assert edition[0].id == register.edition_id
    question = (Country.KH, "UNE_DEAP_RT", Audience.PUBLIC, "total")
    assert asked(database, series_of(*question)) == []
    told = asked(database, series_of(*question, source=ANY_SURVEY))
    assert [(row.period, row.standard, row.source) for row in told] == [
        ("2026Q3", "13", SURVEY), ("2026Q3", "19", SURVEY),
    ]  # fmt: skip
    months = asked(database, series_of(*question, frequency="M", source="khm_lfs_2026_08"))
    assert [row.period for row in months] == ["2026M08", "2026M08"]
    assert asked(database, series_of(*question, frequency="M", source=SURVEY)) == []


def test_of_two_surveys_of_a_period_the_one_published_last_is_the_series(database: Database) -> None:
    load(database)
    load(database, some_people(rows=500), "khm_ces_2026_q3")
    published(database)
    published(database, "khm_ces_2026_q3", LATER)
    told = asked(database, series_of(Country.KH, "UNE_DEAP_RT", Audience.PUBLIC, "total", source=ANY_SURVEY))
    assert [(row.standard, row.source) for row in told] == [("13", "khm_ces_2026_q3"), ("19", "khm_ces_2026_q3")]


def test_what_few_answered_or_is_too_unsure_leaves_without_a_number(database: Database) -> None:
    load(database)
    report = published(database)
    for audience in Audience:
        rows = asked(database, figures_of(report.edition_id, audience))
        hidden = [row for row in rows if row.status == "hidden"]
        assert len(hidden) > 50
        for row in hidden:
            assert (row.value, row.se, row.lower, row.upper, row.numerator, row.denominator) == (None,) * 6
            assert (row.records, row.base) == (None, None)
        shown = [row for row in rows if row.value is not None]
        assert all(row.records >= audience.threshold for row in shown)
        assert all(row.se is None or row.se <= 0.30 * abs(row.value) for row in shown)
        assert {row.status for row in rows} == {"published", "unreliable", "hidden", "not_available"}


def test_a_standard_that_the_survey_cannot_tell_is_not_available(database: Database) -> None:
    load(database, some_people(own_use=False))
    report = published(database)
    rows = asked(database, figures_of(report.edition_id, Audience.PUBLIC, "UNE_DEAP_RT", "total"))
    assert [(row.standard, row.status, row.note, row.value is None) for row in rows] == [
        ("13", rows[0].status, None, False), ("19", "not_available", "missing: own_use_work", True),
    ]  # fmt: skip
    (pay,) = asked(
        database,
        figures_of(report.edition_id, Audience.PUBLIC, "EAR_EMTA_USD_NB", "total").where(*_is(standard="13")),
    )
    assert pay.note == "missing: EXCHANGE_RATE_USD 2026-Q3"


def test_inputs_are_taken_and_told(database: Database) -> None:
    load(database)
    table = (
        "series,ref_area,period,value,unit,source,retrieved_on\nEXCHANGE_RATE_USD,KHM,2026,4000,KHR,NBC,2026-10-01\n"
    )
    report = published(database, inputs=read_inputs(table.encode()))
    for row in asked(database, figures_of(report.edition_id, Audience.PUBLIC, "EAR_EMTA_USD_NB", "total")):
        assert row.value is not None
        assert row.note == "EXCHANGE_RATE_USD 2026: NBC, 2026-10-01"


@pytest.mark.parametrize(("code", "frame", "how", "name"), [
    ("khm_lfs_2026_q2", None, {}, "survey-not-found"),
    (SURVEY, some_people(area="PHL"), {}, "country-not-served"),
    (SURVEY, some_people("2026-Q4"), {"state": "final"}, "period-not-over"),
    (SURVEY, some_people("2027"), {}, "period-not-begun"),
    (SURVEY, None, {"state": "draft"}, "unknown-state"),
])  # fmt: skip
def test_what_cannot_be_published(
    database: Database, code: str, frame: Frame | None, how: dict[str, Any], name: str
) -> None:
    load(database, frame)
    with pytest.raises(LmisError) as refused:
        published(database, code, **how)
    assert refused.value.name == name
    assert asked(database, editions_of(Country.KH, source=None)) == []
