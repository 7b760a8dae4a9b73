"""A sample world is imported and published; every figure is worked out again, one record after the other."""

from __future__ import annotations

import math
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
from sqlalchemy import select

from conftest import actor
from indicators.register.plainly import Answer, Figures, Span, World, answer
from lmis.config import Settings
from lmis.indicators.definitions.register import REGISTER, register_in_force
from lmis.indicators.given import Given
from lmis.indicators.register.audit import audited
from lmis.indicators.register.figures import CELLS
from lmis.indicators.register.periods import period_of
from lmis.indicators.register.register import register_of
from lmis.indicators.register.tally import Tallies
from lmis.model.figures import Figure
from lmis.model.session import Database
from lmis.queries.editions import Audience, figures_of
from lmis.sample.world import write_world
from lmis.services.importing import import_file
from lmis.services.publishing import publish
from lmis.services.register_tables import read_records
from lmis.vocabulary import Country, Purpose, Role

AT = datetime(2026, 10, 5, 2, 0, tzinfo=UTC)
SYSTEM = actor(None, Role.SYSTEM, AT)
GIVEN = {"unemployed": 5_000.0, "labour_force": 90_000.0, "occupied_posts": 70_000.0, "survey_vacancies": 2_500.0}
PERIODS = {"2026Q3": GIVEN, "2026M08": {}}

LONG = {"PES_TTF_S180", "PES_TTF_S270"}
"""No opening of the sample world is watched for so long."""


def test_every_figure_of_a_world_is_what_its_records_say(database: Database, tmp_path: Path) -> None:
    write_world(500, 100, 5, tmp_path, Settings().seeds)
    imported(database, tmp_path)
    by = actor("KH-MIN", Role.COORDINATOR, AT)
    given = [Given(series, value, "2026Q3", "made up") for series, value in GIVEN.items()]
    with database.open(by, Purpose.STATISTICS, "test") as session:
        report = publish(session, by, "2026Q3", Country.KH, given=given)
    with database.open(by, Purpose.STATISTICS, "test", write=False) as session:
        found = session.scalars(select(Figure).where(Figure.edition_id == report.edition_id)).all()
        world = World(session, Country.KH)
    seen: Counter[str] = Counter()
    makers = {period: Figures(world, span(period), outside) for period, outside in PERIODS.items()}
    for one in found:
        if one.period in PERIODS:
            expected = answer(makers[one.period], one.indicator, cell_of(one))
            assert differing(one, expected) == {}, (one.indicator, one.period, one.breakdown, cell_of(one))
            seen[one.indicator] += one.value is not None
    never = {one.code for one in REGISTER} - {code for code, times in seen.items() if times}
    assert never == {"PES_SAT", "PES_LOAD", *LONG}
    assert seen.total() > 3_000


def test_nobody_works_out_of_all_editions_of_a_world_what_they_hide(database: Database, tmp_path: Path) -> None:
    write_world(100, 20, 5, tmp_path, Settings().seeds)
    imported(database, tmp_path)
    by = actor("KH-MIN", Role.COORDINATOR, AT)
    with database.open(by, Purpose.STATISTICS, "test") as session:
        reports = [publish(session, by, period, Country.KH) for period in ("2026M08", "2026Q3")]
        register = register_of(**read_records(session, by, period_of("2026Q3"), Country.KH).tables())
    wanted, quarter = register_in_force(period_of("2026Q3").starts_on), period_of("2026Q3")
    periods = [Tallies(register, one) for one in (quarter, *quarter.months)]
    for audience in Audience:
        with database.open(by, Purpose.STATISTICS, "test", write=False) as session:
            rows = [
                dict(row._mapping, edition=str(report.edition_id))
                for report in reports
                for row in session.execute(figures_of(report.edition_id, audience))
            ]
        found = audited(periods, wanted, pd.DataFrame(rows), audience.threshold)
        assert found.small > 300
        assert found.narrowest >= audience.threshold - 1e-5


def imported(database: Database, folder: Path) -> None:
    """Import the files of a world."""
    for kind in ("employers", "job-seekers", "vacancies", "referrals", "placements"):
        with (folder / "KH" / f"{kind}.csv").open("rb") as source:
            import_file(database, SYSTEM, kind, source, file_name=f"{kind}.csv", for_real=True)


def span(text: str) -> Span:
    """The days of a period."""
    period = period_of(text)
    return Span(period.starts_on, period.ends_on, 3 if "Q" in text else 1)


def cell_of(one: Figure) -> dict[str, str]:
    """Where a figure falls."""
    held = {name: getattr(one, name) for name in CELLS if getattr(one, name) is not None}
    if "occupation_2" in one.breakdown.split("-"):
        held["occupation_2"] = held.pop("occupation")
    return held


def differing(one: Figure, expected: Answer) -> dict[str, tuple[Any, Any]]:
    """The numbers in which a figure is not what it should be; terms of what is not to be had are not looked at."""
    names = ("value", "se", "lower", "upper", "numerator", "denominator") if expected.value is not None else ("value",)
    pairs = {name: (getattr(one, name), getattr(expected, name)) for name in names}
    return {name: pair for name, pair in pairs.items() if not same(*pair)}


def same(left: float | None, right: float | None) -> bool:
    """Equal but for rounding."""
    if left is None or right is None:
        return left is right
    return math.isclose(left, right, rel_tol=1e-9, abs_tol=1e-9)
