"""Two quarters of Cambodia and one of Lao PDR, served as SDMX."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from starlette.testclient import TestClient

from conftest import BACKENDS, actor, fresh
from factories.register import a_vacancy, register_seeker
from lmis.config import Settings
from lmis.model.session import Database
from lmis.services.publishing import publish
from lmis.services.seekers import register_seekers
from lmis.vocabulary import Country, Purpose, Role
from lmis.web.app import create_app

with suppress(ImportError):  # sdmx1 makes its reader of 3.0 out of that of 2.1, as it was before the first message
    import sdmx.reader.xml.v30  # noqa: F401

AT = datetime(2026, 10, 5, 2, 0, tzinfo=UTC)
COUNTS = {"KH": (("KH02", 12), ("KH03", 7), ("KH04", 6)), "LA": (("LA01", 14), ("LA02", 8), ("LA03", 9))}
"""Country → how many people of a province registered in the third quarter of 2026; of each two are hidden."""


def fill(database: Database) -> None:
    """Register the people, post a vacancy in each country, publish."""
    for country, counts in COUNTS.items():
        by = actor(f"{country}-JC-02", at=AT)
        with database.open(by, Purpose.REGISTRATION, "test") as session:
            people = [(province, date(2026, 8, 3), at) for province, count in counts for at in range(count)]
            people += [(counts[0][0], date(2026, 5, 4), at) for at in range(11)]
            commands = [
                register_seeker(
                    own_number=f"{province}-{day}-{at}",
                    birth_date=date(1990, 1, 1 + at),
                    province=province,
                    happened_on=day,
                )
                for province, day, at in people
            ]
            assert all(outcome.refusal is None for outcome in register_seekers(session, by, commands))
            a_vacancy(session, by, openings=5, province=counts[0][0], happened_on=date(2026, 8, 3))
    for country, period in (("KH", "2026Q2"), ("KH", "2026Q3"), ("LA", "2026Q3")):
        ministry = actor(f"{country}-MIN", Role.COORDINATOR, AT)
        with database.open(ministry, Purpose.STATISTICS, "test") as session:
            publish(session, ministry, period, Country(country))


@pytest.fixture(scope="module", params=BACKENDS)
def published(
    request: pytest.FixtureRequest, templates: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """A database in which something was published, for all tests of a module: none of them writes."""
    with fresh(request.param, templates, tmp_path_factory.mktemp("sdmx") / "lmis.db") as database:
        fill(database)
        yield database


@pytest.fixture(scope="module")
def http(published: Database) -> TestClient:
    """The service on it; without what the application does beside its answers."""
    return TestClient(create_app(Settings(), published, clock=lambda: AT), raise_server_exceptions=False)
