"""Sites that a browser opens: a sample world of 500 people on a free port, furnished or as it was imported."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import uvicorn
from sqlalchemy import insert

from conftest import KEYRING, NOW, actor, office_id
from factories.clock import Clock
from factories.furnishing import Furnished
from factories.register import a_placement, a_referral, a_seeker, a_vacancy, an_employer
from lmis.config import Settings
from lmis.locale.labels import labels
from lmis.model.offices import Staff
from lmis.model.session import Database, open_engine
from lmis.occupations.labels import Question
from lmis.sample.world import write_world
from lmis.services.importing import import_file
from lmis.services.occupations import code_titles
from lmis.services.passwords import hash_password
from lmis.services.publishing import publish
from lmis.services.working import work
from lmis.vocabulary import Actor, Country, Language, Purpose, Role
from lmis.web.app import create_app

PASSWORD = "four large white buffaloes"
KINDS = ("employers", "job-seekers", "vacancies", "referrals", "placements")
LAST_DAY = datetime(2026, 9, 30, 2, 0, tzinfo=UTC)
"""The morning of the last day of which the sample world tells."""


@dataclass
class Site:
    """The address of the server, whose clock it follows, and who can sign in."""

    url: str
    database: Database
    clock: Clock
    logins: dict[object, str] = field(default_factory=dict)
    furnished: Furnished | None = None

    def account(self, office: str, role: Role, language: Language = Language.EN) -> str:
        """An account of an office; returns its login."""
        login = f"{role.value}.{office.lower()}.{language.value}"
        row = {
            "id": uuid4(), "login": login, "name": f"{role.value} of {office}", "role": role.value,
            "office_id": office_id(office), "language": language.value, "password_hash": hash_password(PASSWORD),
            "must_change": False, "recorded_at": NOW, "ended_at": None,
        }  # fmt: skip
        with self.database.open(actor(None, Role.SYSTEM), Purpose.NONE, "test") as session:
            session.execute(insert(Staff).execution_options(audited=True), [row])
        return login

    def warm(self) -> None:
        """Fit the coder of titles, where no test before has: it takes longer than a browser waits."""
        with self.database.open(actor(None, Role.SYSTEM), Purpose.NONE, "test", write=False) as session:
            code_titles(session, [Question("cook")], 1)

    def work(self) -> None:
        """Let a worker do what waits."""

        def system() -> Actor:
            return Actor(None, None, None, Role.SYSTEM, self.clock())

        work(self.database, system, "test", threading.Event(), once=True, labels=labels())


def a_world(templates: Mapping[str, str], folder: Path, quarters: Sequence[str]) -> None:
    """Lay the file of a register into which a sample world of both countries was imported, and what it publishes."""
    folder.mkdir()
    file = folder / "world.db"
    shutil.copy(templates["sqlite"], file)
    database = opened(file, templates)
    write_world(500, 100, 5, folder, Settings().seeds)
    for country in Country:
        for kind in KINDS:
            with (folder / country.value / f"{kind}.csv").open("rb") as source:
                by = actor(None, Role.SYSTEM, LAST_DAY)
                import_file(database, by, kind, source, file_name=f"{kind}.csv", for_real=True)
        for quarter in quarters:
            publish_quarter(database, NOW, quarter, country)
    database.engine.dispose()


def opened(file: Path, templates: Mapping[str, str]) -> Database:
    """The database in a file."""
    return Database(open_engine(f"sqlite:///{file}", KEYRING), KEYRING, coder_file=Path(templates["coder"]))


def publish_quarter(database: Database, at: datetime, quarter: str, country: Country) -> None:
    """What the ministry does at the end of a quarter."""
    by = actor(f"{country.value}-MIN", Role.COORDINATOR, at)
    with database.open(by, Purpose.STATISTICS, "publish") as session:
        publish(session, by, quarter, country)


def busy_quarter(site: Site, office: str, province: str) -> None:
    """People whom an office placed each month of this summer, many in each cell: of few the public sees no figures."""
    by, monthly = actor(office, at=site.clock()), 24
    with site.database.open(by, Purpose.PLACEMENT, "busy-quarter") as session:
        employer = an_employer(session, by, province=province)
        terms = {"province": province, "openings": 3 * monthly, "happened_on": date(2026, 7, 1)}
        vacancy = a_vacancy(session, by, employer, **terms)
        for number in range(3 * monthly):
            born, day = date(1995, 1, 1) + timedelta(days=9 * number), date(2026, 7 + number // monthly, 2)
            who = {"birth_date": born, "sex": "FM"[number % 2], "province": province}
            seeker = a_seeker(session, by, given_name=f"Summer {number}", happened_on=day, **who)
            a_referral(session, by, seeker, vacancy, happened_on=day)
            a_placement(session, by, seeker, vacancy, happened_on=day.replace(day=20))


@contextmanager
def served(world: Path, templates: Mapping[str, str], at: datetime) -> Iterator[Site]:
    """A copy of a world, served in a thread of its own."""
    file = world.with_name(f"{uuid4().hex}.db")
    shutil.copy(world, file)
    database, clock = opened(file, templates), Clock(at)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    app = create_app(Settings(session_hours=12), database, clock=clock)
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error", server_header=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield Site(f"http://127.0.0.1:{port}", database, clock)
    server.should_exit = True
    thread.join()
    database.engine.dispose()
