"""A desk: the pages as a browser without script sees them, and staff who have signed in."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from uuid import uuid4

import pytest
from fastapi.routing import APIRoute
from sqlalchemy import insert
from starlette.testclient import TestClient

from conftest import NOW, actor, office_id
from factories.clock import Clock
from lmis.config import Settings
from lmis.model.offices import Staff
from lmis.model.session import Database
from lmis.services.passwords import hash_password
from lmis.services.working import work
from lmis.vocabulary import Actor, Language, Purpose, Role
from lmis.web.app import create_app

HOME = "KH-JC-02"
PASSWORD = "four large white buffaloes"
TYPED = {None, "text", "search", "tel", "date", "number", "password", "email", "url"}
"""Kinds of inputs into which anything can be typed, if only by a program."""
VOID = {"meta", "link", "input", "br", "hr", "img"}


def routes(router: Any) -> Iterator[APIRoute]:
    """All routes below a router."""
    for one in router.routes:
        if isinstance(one, APIRoute):
            yield one
        else:
            yield from routes(one.original_router)


@dataclass
class Sent:
    """A form of a page: where it goes, and what stands in it."""

    action: str
    method: str = "get"
    fields: dict[str, Any] = field(default_factory=dict)
    """Name → what stands there; of several boxes that are ticked under one name, a list."""
    texts: list[str] = field(default_factory=list)
    """The fields into which anything can be typed."""
    buttons: list[str] = field(default_factory=list)
    """Where each of its buttons sends it."""


class Page(HTMLParser):
    """A page as a browser takes it: forms with their fields, links, texts."""

    def __init__(self, answer: Any) -> None:
        super().__init__()
        self.status, self.html, self.answer = answer.status_code, answer.text, answer
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.forms: list[Sent] = []
        self.texts: list[str] = []
        self.open: list[str] = []
        self.area: str | None = None
        self.choice: str | None = None
        self.feed(answer.text.replace("\r\n", "\n"))  # as every browser reads it
        self.close()
        assert not self.open, f"not closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append((tag, given))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "form":
            self.forms.append(Sent(given.get("action") or "", given.get("method") or "get"))
        elif tag == "select" and self.forms:
            self.choice = str(given["name"])
        elif tag == "option" and self.choice:
            if "selected" in given or self.choice not in self.forms[-1].fields:
                self.forms[-1].fields[self.choice] = given.get("value") or ""
        elif tag == "input" and self.forms and given.get("name"):
            if given.get("type") not in ("radio", "checkbox") or "checked" in given:
                fields, name = self.forms[-1].fields, str(given["name"])
                held = fields.get(name, []) if given.get("type") == "checkbox" else []
                fields[name] = (
                    [*([held] if isinstance(held, str) else held), given.get("value")]
                    if held
                    else (given.get("value") or "")
                )
            if given.get("type") in TYPED:
                self.forms[-1].texts.append(str(given["name"]))
        elif tag == "textarea":
            self.forms[-1].texts.append(str(given["name"]))
            self.area = given["name"]
            self.forms[-1].fields[str(given["name"])] = ""
        elif tag == "button" and self.forms:
            self.forms[-1].buttons.append(given.get("formaction") or self.forms[-1].action)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, (tag, self.open)
        self.area = None if tag == "textarea" else self.area
        self.choice = None if tag == "select" else self.choice

    def handle_data(self, data: str) -> None:
        if self.area:
            self.forms[-1].fields[self.area] += data.removeprefix("\n")
        elif text := " ".join(data.split()):
            self.texts.append(text)

    @property
    def said(self) -> str:
        """All that can be read."""
        return " ".join(self.texts)

    def form(self, action: str) -> Sent:
        """The form that can go there."""
        (found,) = (form for form in self.forms if re.search(action, " ".join([form.action, *form.buttons])))
        return found


@dataclass
class Desk:
    """A browser at one office."""

    http: TestClient
    database: Database
    clock: Any
    people: dict[tuple[str, Role], str] = field(default_factory=dict)

    def account(self, office: str = HOME, role: Role = Role.OFFICER, *, must_change: bool = False) -> str:
        """The login of an account of an office in a role."""
        key = (office, role)
        if key not in self.people or must_change:
            login = f"{role.value}.{office.lower()}{'.new' if must_change else ''}"
            row = {
                "id": uuid4(), "login": login, "name": f"{role.value} of {office}", "role": role.value,
                "office_id": office_id(office), "language": Language.EN.value, "password_hash": HASH,
                "must_change": must_change, "recorded_at": NOW, "ended_at": None,
            }  # fmt: skip
            with self.database.open(actor(None, Role.SYSTEM), Purpose.NONE, "test") as session:
                session.execute(insert(Staff).execution_options(audited=True), [row])
            if must_change:
                return login
            self.people[key] = login
        return self.people[key]

    def sign_in(self, office: str = HOME, role: Role = Role.OFFICER) -> Page:
        """Sign in as somebody else, on the page."""
        self.http.cookies.clear()
        fields = {"login": self.account(office, role), "password": PASSWORD}
        return self.send(self.get("/sign-in").form("/sign-in"), **fields)

    def get(self, path: str, status: int = 200, **more: Any) -> Page:
        """A page, which has to be whole and need nothing from elsewhere."""
        return self._page(self.http.get(path, **more), status)

    def send(
        self, form: Sent, /, action: str | None = None, status: int = 200, files: Any = None, **fields: Any
    ) -> Page:
        """Send a form with these fields changed; the page that comes of it."""
        data = form.fields | fields
        return self._page(self.http.post(action or form.action, data=data, files=files), status)

    def _page(self, answer: Any, status: int) -> Page:
        assert answer.status_code == status, answer.text
        assert answer.headers["content-type"] == "text/html; charset=utf-8", answer.text
        page = Page(answer)
        check(page)
        return page

    def work(self) -> None:
        """Let the worker do what waits."""

        def system() -> Actor:
            return Actor(None, None, None, Role.SYSTEM, self.clock())

        work(self.database, system, "test", threading.Event(), once=True)


HASH = hash_password(PASSWORD)


def check(page: Page) -> None:
    """Nothing inline or from elsewhere; every field has a label, every form its stamp, every table its headers."""
    policy = page.answer.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    for tag, given in page.tags:
        assert tag != "style"
        assert tag != "script" or given.keys() == {"src", "defer"}, "scripts are files of our own"
        for name, value in given.items():
            assert not re.fullmatch("style|on.*", name), (tag, name)
            if name in ("href", "src", "action", "formaction"):
                assert re.match("#|/(?!/)", value or ""), value
    ids = [given["id"] for _, given in page.tags if given.get("id")]
    assert len(ids) == len(set(ids))
    labels = {given.get("for") for tag, given in page.tags if tag == "label"}
    for tag, given in page.tags:
        if tag in ("select", "textarea") or (tag == "input" and given.get("type") != "hidden"):
            assert given.get("id") in labels, given
        for reference in ("aria-labelledby", "aria-describedby", "list"):
            assert given.get(reference) is None or given[reference] in ids, given
        if tag == "form" and given.get("method") == "post":
            continue
        if tag == "th":
            assert given.get("scope") in ("row", "col")
    count = [tag for tag, _ in page.tags]
    assert count.count("h1") == 1
    assert count.count("caption") == count.count("table")
    assert all(("stamp" in form.fields) == (form.method == "post") for form in page.forms)


@pytest.fixture
def desk(database: Database) -> Iterator[Desk]:
    """The pages on this database."""
    clock = Clock()
    app = create_app(Settings(max_body_mb=2, session_hours=12), database, clock=clock)
    with TestClient(app, raise_server_exceptions=False) as http:
        yield Desk(http, database, clock)
