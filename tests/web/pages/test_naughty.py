"""Naughty strings in every text field of every form: no fault, nothing unescaped, nothing of what was typed is lost."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest

from conftest import actor
from factories.furnishing import furnish
from lmis.vocabulary import Role
from web.pages.conftest import Page, Sent, check
from web.pages.naughty import CANARY, elements, joined, naughty_strings, plain, values_of

NAMES = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\b[SVRP]-\d+-\d\b|\d{4}(?:Q\d|M\d\d)?|\b(KH|LA)(\d\d|-\w+-?\w*)?\b")
ELSEWHERE = re.compile(r"\.(csv|xlsx|pdf|svg|png|json|xml)$|/sdmx/|/api/|/table|/rejects|/static/|/bulletin")
AT_ONCE = 4_500
"""Signs that are sent to a field together: less than a form reads of a field, so that all of it has to come back."""
ASKED = 80
"""Signs that can be searched for."""
SEARCHES = 4
"""Each search takes this part of the strings that are short enough to be searched for; all of them see all strings."""
CUT = 50
"""Signs that every field holds: what is longer than any code or search is shown as far as it was read."""
SECRET = {"password", "old_password", "new_password", "new_password_again", "key"}
"""Fields that no page shows again."""
LOSE = {
    "/drafts/*/approve": "the remark is kept with the approval, which no page shows in full",
    "/imports/*/correct": "while the lines are judged there is no form, and a second sending is refused",
}
"""Forms that do not show what was typed, and why; there should be none."""
NEEDED = {
    "/desk/people", "/desk/people/register", "/desk/people/quick", "/desk/people/*/amend", "/desk/people/*/service",
    "/desk/vacancies", "/desk/vacancies/new", "/desk/vacancies/*/amend", "/desk/vacancies/*/openings",
    "/desk/vacancies/*/close", "/desk/vacancies/*/answers", "/desk/referrals", "/desk/referrals/*/answer",
    "/desk/referrals/*/place", "/desk/placements/*/cancel", "/desk/placements/*/follow-ups",
    "/desk/employers/*/links", "/desk/queues/waiting-for-employer", "/desk/queues/follow-ups", "/desk/register",
    "/desk/titles", "/imports/*/correct", "/drafts/calendar", "/drafts/*/approve", "/password", "/sign-in",
    "/employer/enter", "/employer/referrals/*/answer",
}  # fmt: skip
"""Forms into which something can be typed and that have to be found; there may be more."""


@dataclass
class Found:
    """The forms of the pages that somebody comes to, and what elements harmless pages are made of."""

    home: str
    forms: dict[tuple[str, str], Sent] = field(default_factory=dict)
    elements: set[tuple[str, ...]] = field(default_factory=set)

    def look(self, desk: Any, *starts: str) -> None:
        """One page of each kind."""
        waiting, seen = deque(starts), {shape(one) for one in starts}
        while waiting:
            page = desk.get(waiting.popleft())
            self.elements |= elements(page)
            for form in page.forms:
                if form.texts:
                    self.forms.setdefault((form.method, kind(form.action)), form)
            for _, given in page.tags:
                link = str(given.get("href") or "")
                if link.startswith("/") and not ELSEWHERE.search(urlsplit(link).path) and shape(link) not in seen:
                    seen.add(shape(link))
                    waiting.append(link)


def kind(link: str) -> str:
    """What kind of page an address leads to."""
    return NAMES.sub("*", urlsplit(link).path)


def shape(link: str) -> str:
    """The kind of page, and whether it holds another form than usual."""
    return kind(link) + ("?quick" if "quick=" in link else "")


def enter_as_employer(desk: Any, secret: str) -> Page:
    """By the link of an employer."""
    desk.http.cookies.clear()
    page: Page = desk.send(desk.get("/employer/enter").form("/employer/enter"), key=secret)
    return page


@pytest.fixture
def seats(desk: Any) -> list[tuple[Any, Found]]:
    """Who comes to which forms: how each comes in, and what is found; a form belongs to the first who finds it."""
    held = furnish(desk.database, actor())
    desk_pages = ("/desk/people?quick=1", f"/desk/vacancies/{held.vacancy}")  # the one where referrals are under way
    ways = [
        (desk.http.cookies.clear, ("/", "/kh", "/sign-in", "/employer/enter")),
        (lambda: desk.sign_in(role=Role.HEAD), ("/me", f"/imports/{held.delivery}", *desk_pages)),
        (lambda: desk.sign_in("KH-MIN", Role.COORDINATOR), ("/me",)),
        (lambda: enter_as_employer(desk, held.secret), ("/employer", f"/employer/vacancies/{held.vacancy}")),
    ]
    made, known = [], set[tuple[str, str]]()
    for come_in, starts in ways:
        found = Found("/sign-in" if "/kh" in starts else starts[0])
        come_in()
        found.look(desk, *starts)
        found.forms = {key: form for key, form in found.forms.items() if key not in known}
        known |= found.forms.keys()
        made.append((come_in, found))
    assert NEEDED - {action for _, action in known} == set()
    return made


def answers(desk: Any, form: Sent, texts: list[str]) -> Iterator[tuple[dict[str, str], Page]]:
    """What comes of a form into whose fields these texts are typed in turn, each text into each field."""
    for turn in range(len(texts)):
        typed = {name: texts[(turn + at) % len(texts)] for at, name in enumerate(form.texts)}
        if form.method == "get":
            answer = desk.http.get(form.action, params=form.fields | typed)
        else:
            answer = desk.http.post(form.action, data=form.fields | typed)
        assert answer.status_code < 500, (form.action, answer.text)
        yield typed, Page(answer)


@pytest.mark.both
def test_every_form_takes_every_string_as_text(desk: Any, seats: list[tuple[Any, Found]]) -> None:
    texts, short = joined(naughty_strings(), AT_ONCE), joined(naughty_strings(), ASKED)
    harmless = set().union(*(found.elements for _, found in seats))
    lost, strange = set(), set()
    for come_in, found in seats:
        come_in()
        (stamp,) = {form.fields["stamp"] for form in desk.get(found.home).forms if "stamp" in form.fields}
        for (method, action), form in found.forms.items():
            if method == "post":
                form.fields["stamp"] = stamp
            harmless |= {one for _, page in answers(desk, form, ["x"]) for one in elements(page)}
            short = short[1:] + short[:1]
            for typed, page in answers(desk, form, texts if method == "post" else [*texts, *short[::SEARCHES]]):
                check(page)
                assert CANARY not in {tag for tag, _ in page.tags}, action
                assert not any(CANARY in given for _, given in page.tags), action
                strange |= {(action, *one) for one in elements(page) - harmless}
                for name, text in typed.items():
                    if name not in SECRET and not (method == "get" and len(text) > ASKED):
                        lost |= set() if came_back(page, name, text) else {f"{action} {name}"}
    assert strange == set()
    assert {one for one in lost if one.split()[0] not in LOSE} == set()


def came_back(page: Page, name: str, text: str) -> bool:
    """Whether what was typed into a field stands there again, or on the page."""
    whole = plain(text)
    if any(
        value == whole or (whole.startswith(value) and len(value) >= CUT) for value in map(plain, values_of(page, name))
    ):
        return True
    return whole in plain(" ".join(page.texts))
