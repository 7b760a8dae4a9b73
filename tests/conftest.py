"""Real databases, both: a migrated template with the reference tables, copied fresh for every test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4, uuid5
from zlib import crc32

import hypothesis
import psycopg
import pytest
from argon2 import PasswordHasher
from sqlalchemy import make_url

from lmis.config import Settings
from lmis.model.migrations import upgrade
from lmis.model.sealing import Keyring
from lmis.model.session import Database, open_engine
from lmis.services import passwords
from lmis.services.reference import NAMESPACE, load_reference
from lmis.vocabulary import Actor, Country, Language, Purpose, Role
from watching import Watcher

hypothesis.settings.register_profile("lmis", deadline=None, derandomize=True)
hypothesis.settings.load_profile("lmis")

passwords.HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""Of the thousand sign-ins of the tests none needs to withstand anybody who guesses."""

KEYRING = Keyring(bytes(range(32)))
NOW = datetime(2026, 10, 5, 2, 0, tzinfo=UTC)
"""The instant at which tests act unless they say otherwise: a morning in Phnom Penh and Vientiane."""

POSTGRES = os.environ.get("LMIS_TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/postgres")


def postgres_answers() -> bool:
    """Whether a PostgreSQL answers at `LMIS_TEST_POSTGRES_URL`."""
    try:
        psycopg.connect(POSTGRES, connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


BACKENDS = ["sqlite", "postgresql"] if postgres_answers() else ["sqlite"]


def pytest_report_header() -> str:
    """One loud line that says which databases are tested."""
    if "postgresql" in BACKENDS:
        return "databases: SQLite and PostgreSQL"
    return "databases: SQLite ONLY. NO POSTGRESQL ANSWERS AT LMIS_TEST_POSTGRES_URL: THOSE TESTS ARE NOT RUN"


def pytest_sessionstart(session: pytest.Session) -> None:
    """In CI a missing PostgreSQL is a failure, not a skip."""
    if "postgresql" not in BACKENDS and os.environ.get("CI") == "true":
        pytest.exit("CI=true and no PostgreSQL answers at LMIS_TEST_POSTGRES_URL", returncode=3)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of the answers and pages of the web each test meets one database, by turns; with `LMIS_TEST_ALL` both.

    What asks and what writes, below them, is always tested on both.
    """
    web = Path(__file__).parent / "web"
    if "LMIS_TEST_ALL" in os.environ or len(BACKENDS) == 1:
        return
    left_out = []
    for item in items:
        given = item.callspec.params if hasattr(item, "callspec") else {}
        backend = given.get("bare_database")
        if backend and web in item.path.parents and not item.get_closest_marker("both"):
            turn = crc32(item.nodeid.replace(backend, "").encode()) % len(BACKENDS)
            if backend != BACKENDS[turn]:
                left_out.append(item)
    config.hook.pytest_deselected(items=left_out)
    gone = set(map(id, left_out))
    items[:] = [item for item in items if id(item) not in gone]


def _fill(url: str) -> None:
    """Migrate and load the reference tables."""
    settings = Settings()
    upgrade(url, settings.migrations)
    database = Database(open_engine(url, KEYRING), KEYRING)
    with database.open(actor(role=Role.SYSTEM, office=None), Purpose.NONE, "test") as session:
        load_reference(session, settings.seeds, NOW)
    database.engine.dispose()


def _admin(statement: str) -> None:
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(statement.encode())


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A migrated database of each kind: a file to copy, and the name of a template; and where the fitted coder is kept.

    Fitting it takes as long as a hundred tests, so all workers of a run share the file.
    """
    file = tmp_path_factory.mktemp("template") / "lmis.db"
    _fill(f"sqlite:///{file}")
    made = {"sqlite": str(file), "coder": str(tmp_path_factory.getbasetemp().parent / "coder.npz")}
    if "postgresql" in BACKENDS:
        made["postgresql"] = name = f"lmis_template_{uuid4().hex[:12]}"
        _admin(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'")
        _fill(_address(name))
    yield made
    if "postgresql" in made:
        _admin(f"DROP DATABASE {made['postgresql']} WITH (FORCE)")


def _address(name: str) -> str:
    return make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def watcher() -> Iterator[Watcher]:
    """Sees every statement of the suite that reads people."""
    seeing = Watcher()
    seeing.start()
    yield seeing
    seeing.stop()


@pytest.fixture
def database(bare_database: Database, watcher: Watcher) -> Iterator[Database]:
    """A fresh database; at the end of the test every read of a person in it has its access record."""
    yield bare_database
    unrecorded = watcher.unrecorded(bare_database)
    assert not unrecorded, f"read without an access record: {unrecorded[0].statement}"


@pytest.fixture(params=BACKENDS)
def bare_database(request: pytest.FixtureRequest, templates: dict[str, str], tmp_path: Path) -> Iterator[Database]:
    """A fresh database with the reference tables, on SQLite and on PostgreSQL."""
    with fresh(request.param, templates, tmp_path / "lmis.db") as made:
        yield made


@pytest.fixture
def another_database(bare_database: Database, templates: dict[str, str], tmp_path: Path) -> Iterator[Database]:
    """A second one of the same kind."""
    with fresh(bare_database.engine.dialect.name, templates, tmp_path / "another.db") as made:
        yield made


@contextmanager
def fresh(backend: str, templates: dict[str, str], file: Path) -> Iterator[Database]:
    if backend == "sqlite":
        shutil.copy(templates["sqlite"], file)
        made = Database(open_engine(f"sqlite:///{file}", KEYRING), KEYRING, coder_file=Path(templates["coder"]))
        yield made
        made.engine.dispose()
        return
    name = f"lmis_test_{uuid4().hex[:12]}"
    _admin(f"CREATE DATABASE {name} TEMPLATE {templates['postgresql']}")
    made = Database(open_engine(_address(name), KEYRING), KEYRING, coder_file=Path(templates["coder"]))
    yield made
    made.engine.dispose()
    _admin(f"DROP DATABASE {name} WITH (FORCE)")


def office_id(code: str) -> UUID:
    """The id of an office of the seeds, derived from its code."""
    return uuid5(NAMESPACE, code)


def actor(
    office: str | None = "KH-JC-02",
    role: Role = Role.OFFICER,
    at: datetime = NOW,
    staff_id: UUID | None = None,
    batch_id: UUID | None = None,
    language: Language = Language.EN,
) -> Actor:
    """Somebody of an office (Battambang where none is said)."""
    country = Country(office[:2]) if office else None
    return Actor(staff_id, office_id(office) if office else None, country, role, at, language, batch_id)
