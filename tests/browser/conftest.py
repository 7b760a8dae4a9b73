"""A real browser on a real server: Debian's Chromium on a sample world of 500 people, published for three quarters.

Where no Chromium is installed these tests are skipped, and say so. `LMIS_SCREENSHOTS=folder` keeps a picture of every
page in every language.
"""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import uvicorn
from sqlalchemy import insert

from conftest import KEYRING, NOW, actor, office_id
from factories.clock import Clock
from lmis.config import Settings
from lmis.model.offices import Staff
from lmis.model.session import Database, open_engine
from lmis.sample.world import write_world
from lmis.services.importing import import_file
from lmis.services.passwords import hash_password
from lmis.services.publishing import publish
from lmis.vocabulary import Country, Language, Purpose, Role
from lmis.web.app import create_app

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
HOME = "KH-JC-02"
PASSWORD = "four large white buffaloes"
QUARTERS = ("2025Q3", "2026Q2", "2026Q3")
KINDS = ("employers", "job-seekers", "vacancies", "referrals", "placements")
SEATS = {Role.OFFICER: HOME, Role.HEAD: HOME}
MINISTRY = "KH-MIN"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One browser is enough: all of its tests run in one worker."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("browser"))


@dataclass
class Site:
    """The address of the server, and who can sign in."""

    url: str
    database: Database
    logins: dict[Role, str] = field(default_factory=dict)


@pytest.fixture(scope="session")
def site(templates: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The pages of a sample world, served on a free port."""
    if CHROMIUM is None:
        pytest.skip("NO BROWSER: Chromium is not installed, so the pages are not looked at")
    folder = tmp_path_factory.mktemp("site")
    shutil.copy(templates["sqlite"], folder / "lmis.db")
    engine = open_engine(f"sqlite:///{folder / 'lmis.db'}", KEYRING)
    database = Database(engine, KEYRING, coder_file=Path(templates["coder"]))
    fill(database, folder)
    with served(database) as url:
        yield Site(url, database, accounts(database))
    engine.dispose()


def fill(database: Database, folder: Path) -> None:
    """Import a world of 500 people in both countries, and publish."""
    write_world(500, 100, 5, folder, Settings().seeds)
    at = datetime(2026, 10, 5, 2, 0, tzinfo=UTC)
    for country in Country:
        for kind in KINDS:
            with (folder / country.value / f"{kind}.csv").open("rb") as source:
                import_file(
                    database, actor(None, Role.SYSTEM, at), kind, source, file_name=f"{kind}.csv", for_real=True
                )
        by = actor(f"{country.value}-MIN", Role.COORDINATOR, at)
        for quarter in QUARTERS:
            with database.open(by, Purpose.STATISTICS, "test") as session:
                publish(session, by, quarter, country)


def accounts(database: Database) -> dict[Role, str]:
    """One account of each role."""
    made = {}
    for role in (Role.OFFICER, Role.HEAD, Role.COORDINATOR, Role.ANALYST, Role.ADMINISTRATOR):
        row = {
            "id": uuid4(), "login": f"{role.value}.test", "name": f"The {role.value}", "role": role.value,
            "office_id": office_id(SEATS.get(role, MINISTRY)), "language": Language.EN.value,
            "password_hash": hash_password(PASSWORD), "must_change": False, "recorded_at": NOW, "ended_at": None,
        }  # fmt: skip
        with database.open(actor(None, Role.SYSTEM), Purpose.NONE, "test") as session:
            session.execute(insert(Staff).execution_options(audited=True), [row])
        made[role] = str(row["login"])
    return made


@contextmanager
def served(database: Database) -> Iterator[str]:
    """A server in a thread of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    app = create_app(Settings(session_hours=12), database, clock=Clock())
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error", server_header=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@dataclass
class Seat:
    """A browser window of somebody; what it asked for elsewhere, and what it complained of."""

    site: Site
    page: Any
    elsewhere: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def go(self, path: str) -> Any:
        """Open a page of the site; returns the answer."""
        return self.page.goto(self.site.url + path, wait_until="load")

    def sign_in(self, role: Role) -> None:
        """Sign in on the page."""
        self.go("/sign-in")
        self.page.fill("input[name=login]", self.site.logins[role])
        self.page.fill("input[name=password]", PASSWORD)
        self.page.click("main form button")
        self.page.wait_for_load_state("load")

    def speak(self, language: str) -> None:
        """Read pages in a language."""
        self.page.context.set_extra_http_headers({"Accept-Language": language})

    def content(self) -> None:
        """Nothing was asked for elsewhere, and nothing went wrong."""
        assert self.elsewhere == []
        assert self.complaints == []


@pytest.fixture
def seat(site: Site, chromium: Any) -> Iterator[Seat]:
    """A window at 1280 by 900 that may load from the site alone."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    made = Seat(site, context.new_page())

    def watch(route: Any) -> None:
        if route.request.url.startswith((site.url, "data:")):
            route.continue_()
        else:
            made.elsewhere.append(route.request.url)
            route.abort()

    context.route("**/*", watch)
    made.page.on("console", lambda told: _heard(made, told))
    made.page.on("pageerror", lambda error: made.complaints.append(str(error)))
    yield made
    context.close()


def _heard(seat: Seat, told: Any) -> None:
    if told.type in ("error", "warning"):
        seat.complaints.append(told.text)


@pytest.fixture(scope="session")
def pictures() -> Path | None:
    """Where pictures of pages are kept, if anywhere."""
    folder = os.environ.get("LMIS_SCREENSHOTS")
    if folder is None:
        return None
    Path(folder).mkdir(parents=True, exist_ok=True)
    return Path(folder)
