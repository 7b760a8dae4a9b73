"""A real browser on a real server: Debian's Chromium on a furnished sample world that is published for three quarters.

Where no Chromium is installed these tests are skipped, and say so. `LMIS_SCREENSHOTS=folder` keeps a picture of every
page in every language.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from browser.seats import Seat, seated
from browser.sites import LAST_DAY, Site, a_world, busy_quarter, served
from conftest import NOW, actor
from factories.furnishing import furnish
from lmis.vocabulary import Language, Role

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
HOME, MINISTRY = "KH-JC-02", "KH-MIN"
QUARTERS = ("2025Q3", "2026Q2", "2026Q3")
SEATS = {
    Role.OFFICER: (HOME, Language.KM),
    Role.HEAD: (HOME, Language.LO),
    Role.COORDINATOR: (MINISTRY, Language.EN),
    Role.ANALYST: (MINISTRY, Language.EN),
    Role.ADMINISTRATOR: (MINISTRY, Language.KM),
}
"""Where each role sits, and what it reads: between them all three languages."""


@pytest.fixture(scope="session")
def world(templates: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register of both countries, as it was imported and published; one for all workers of a run."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    with (folder / "world.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (made := folder / "world" / "world.db").exists():
            a_world(templates, folder / "world.new", QUARTERS)
            (folder / "world.new").rename(folder / "world")
    return made


@pytest.fixture(scope="session")
def site(chromium: Any, world: Path, templates: dict[str, str]) -> Iterator[Site]:
    """A furnished job centre in a published world: something stands on every page. Nobody changes it."""
    with served(world, templates, NOW) as made:
        made.furnished = furnish(made.database, actor(HOME))
        made.logins |= {role: made.account(office, role, language) for role, (office, language) in SEATS.items()}
        yield made


@pytest.fixture(scope="session")
def busy(templates: dict[str, str]) -> Path:
    """A register of two offices that had a busy quarter, and of nobody else."""
    with served(Path(templates["sqlite"]), templates, LAST_DAY) as made:
        for office, province in (("KH-JC-02", "KH02"), ("LA-JC-01", "LA01")):
            busy_quarter(made, office, province)
        return Path(str(made.database.engine.url.database))


@pytest.fixture
def counter(busy: Path, templates: dict[str, str]) -> Iterator[Site]:
    """A site of its own for whoever works at it, on the last day of the quarter."""
    with served(busy, templates, LAST_DAY) as made:
        made.warm()
        yield made


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The browser."""
    from playwright.sync_api import sync_playwright

    if CHROMIUM is None:
        pytest.skip("NO BROWSER: Chromium is not installed, so the pages are not looked at")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def seat(site: Site, chromium: Any) -> Iterator[Seat]:
    """A window on the site that nobody changes."""
    with seated(site, chromium) as made:
        yield made


@pytest.fixture(scope="session")
def pictures() -> Path | None:
    """Where pictures of pages are kept, if anywhere."""
    folder = os.environ.get("LMIS_SCREENSHOTS")
    if folder is None:
        return None
    Path(folder).mkdir(parents=True, exist_ok=True)
    return Path(folder)
