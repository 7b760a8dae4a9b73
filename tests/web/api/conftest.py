"""A counter: the application on a real database, and staff of three offices who have signed in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert
from starlette.testclient import TestClient

from conftest import actor, office_id
from factories.clock import Clock
from factories.requests import EMPLOYER, SEEKER, VACANCY
from lmis.config import Settings
from lmis.model.offices import Staff
from lmis.model.session import Database
from lmis.services.signing_in import identity, start_session
from lmis.vocabulary import Actor, Language, Purpose, Role
from lmis.web.app import create_app

HOME, NEXT_DOOR, ABROAD = "KH-JC-02", "KH-JC-03", "LA-JC-01"


@dataclass
class Counter:
    """A client of the API with staff who have signed in."""

    http: TestClient
    database: Database
    clock: Clock
    tokens: dict[tuple[str, Role], str] = field(default_factory=dict)
    ids: dict[tuple[str, Role], UUID] = field(default_factory=dict)

    def staff(self, office: str = HOME, role: Role = Role.OFFICER) -> Actor:
        """An account of an office in a role, signed in."""
        if (office, role) not in self.tokens:
            row = Staff(
                id=uuid4(),
                login=f"{role.value}.{office.lower()}",
                name=f"{role.value} of {office}",
                role=role.value,
                office_id=office_id(office),
                language=Language.EN.value,
                password_hash="",
                must_change=False,
                recorded_at=self.clock.at,
            )
            values = {c.key: getattr(row, c.key) for c in Staff.__table__.columns}
            with self.database.open(actor(None, Role.SYSTEM), Purpose.NONE, "test") as session:
                session.execute(insert(Staff).execution_options(audited=True), [values])
                made = start_session(session, identity(row, office[:2], self.clock.at), 24 * 365)
            self.tokens[office, role], self.ids[office, role] = made.token, row.id
        return actor(office, role, self.clock.at, self.ids[office, role])

    def headers(self, office: str = HOME, role: Role = Role.OFFICER, **more: str) -> dict[str, str]:
        """The headers of a signed-in member of staff."""
        self.staff(office, role)
        extra = {name.replace("_", "-"): value for name, value in more.items()}
        return {"Authorization": f"Bearer {self.tokens[office, role]}", **extra}

    def send(
        self, method: str, path: str, body: Any = None, *, office: str = HOME, role: Role = Role.OFFICER, **more: str
    ) -> Any:
        """A request of a member of staff; the answer."""
        return self.http.request(
            method, f"/api/v1{path}", json=body, headers=self.headers(office, role, **more), follow_redirects=False
        )

    def get(self, path: str, **who: Any) -> Any:
        """A GET."""
        return self.send("GET", path, **who)

    def post(self, path: str, body: Any = None, **who: Any) -> Any:
        """A POST."""
        return self.send("POST", path, body if body is not None else {}, **who)

    def made(self, path: str, body: Any, **who: Any) -> Any:
        """What a POST made."""
        answer = self.post(path, body, **who)
        assert answer.status_code in (200, 201), answer.text
        return answer.json()

    def seeker(self, **given: Any) -> Any:
        """A registered person."""
        return self.made("/seekers", SEEKER | given)

    def vacancy(self, **given: Any) -> Any:
        """A vacancy of a new employer."""
        employer = self.made("/employers", EMPLOYER)
        return self.made("/vacancies", VACANCY | {"employer": employer["id"]} | given)

    def referral(self, seeker: Any, vacancy: Any) -> Any:
        """A person referred to a vacancy."""
        body = {"seeker": seeker["id"], "vacancy": vacancy["number"], "happened_on": "2026-09-10"}
        return self.made("/referrals", body)


@pytest.fixture
def clock() -> Clock:
    """A morning in Phnom Penh."""
    return Clock()


@pytest.fixture
def counter(database: Database, clock: Clock) -> Iterator[Counter]:
    """The application on this database."""
    app = create_app(Settings(max_body_mb=1, session_hours=12), database, clock=clock)
    with TestClient(app, raise_server_exceptions=False) as http:
        yield Counter(http, database, clock)
