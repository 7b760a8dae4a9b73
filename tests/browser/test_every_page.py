"""Every kind of page that links lead to, for everybody: accessible, quiet, from here alone, in three languages."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from browser.seats import Seat
from lmis.vocabulary import Language, Role

EMPLOYER = "employer"
Who = Role | str | None
CASEWORK = {
    "/desk", "/desk/people", "/desk/people/*", "/desk/people/*/amend", "/desk/people/*/readings",
    "/desk/people/*/suggestions", "/desk/people/*/suggestions/stored", "/desk/register", "/desk/titles",
    "/desk/queues/expiring", "/desk/queues/follow-ups", "/desk/queues/to-complete", "/desk/queues/unassigned",
    "/desk/queues/vacancies-closing", "/desk/queues/waiting-for-employer", "/desk/queues/without-suggestions",
    "/desk/vacancies", "/desk/vacancies/*", "/desk/vacancies/*/amend", "/desk/vacancies/*/suggestions",
    "/desk/vacancies/*/suggestions/stored", "/desk/employers/*", "/desk/referrals", "/desk/referrals/*",
    "/desk/referrals/*/slip", "/desk/placements/*", "/duplicates", "/duplicates/*", "/imports", "/imports/*",
}  # fmt: skip
FIGURES = {"/me", "/password", "/dashboard", "/drafts", "/drafts/*"}
"""Kinds of pages that whoever does casework, and whoever signed in, must reach; there may be more."""
REACHED: dict[Who, tuple[tuple[str, ...], set[str]]] = {
    None: (
        ("/", "/kh", "/la", "/kh/KH02", "/sign-in"),
        {"/", "/*", "/*/*", "/compare", "/indicators/*", "/charts/*/map"},
    ),
    Role.OFFICER: (("/me", "/desk/vacancies/{vacancy}"), CASEWORK | FIGURES | {"/desk/vacancies/new"}),
    Role.HEAD: (("/me", "/imports/{imported}"), CASEWORK | FIGURES | {"/imports/*/take-back", "/batches/*"}),
    Role.COORDINATOR: (("/me",), CASEWORK | FIGURES | {"/batches/*/take-back"}),
    Role.ANALYST: (("/me",), FIGURES),
    Role.ADMINISTRATOR: (("/me",), FIGURES),
    EMPLOYER: (("/employer", "/employer/vacancies/{vacancy}"), {"/employer", "/employer/vacancies/*"}),
}
"""Where somebody begins, and kinds of pages that they come to by links alone."""
ALWAYS: tuple[Who, ...] = (None, Role.OFFICER, EMPLOYER)
WALKING = tuple(REACHED) if os.environ.get("LMIS_BROWSER") == "all" else ALWAYS
"""Who goes through all pages in every run of the tests; `make browser` sends everybody, and takes some minutes more."""
FIGURE = re.compile(r"(/drafts/\*|/dashboard)?/charts/|/indicators/")
"""Pages of one chart or one indicator: of each, one; what is asked of them shows on the dashboards."""
PUBLIC = re.compile(r"/(?:(?:kh|la|charts|indicators|figures|compare|sign-in)(?:/.*)?)?$")
"""Pages of everybody: only whoever has not signed in goes through them."""
FILES = re.compile(r"\.(csv|xlsx|pdf|svg|png|json|xml)$|/sdmx/|/api/|/table|/rejects|/static/")
NAMES = re.compile(
    r"(?<=/indicators/)\w+|[0-9a-f]{8}-[0-9a-f-]{27}|\b[SVRP]-\d+-\d\b|\d{4}(?:Q\d|M\d\d)?|\b(KH|LA)(\d\d|-\w+-?\w*)?\b|\bkh\b|\bla\b"
)
LANGUAGE = re.compile(r"([?&])(?:(?:lang|digits)=[a-z]*&?)+")
"""The language of a link, and its digits: pages are the same in all of them, and each role reads one."""
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
BUILT_OF = """
() => [...new Set([...document.querySelectorAll('*')].map(one => [one.localName, one.className.baseVal ?? one.className,
  one.getAttribute('role'), one.type, one.parentElement?.localName, one.hasAttribute('aria-invalid')].join(' ')))]
"""
"""The kinds of elements of a page."""
looked_at: dict[str, set[str]] = {}
"""Kind of page -> kinds of elements that were judged there: a page that has no other ones is not judged again."""


def kind(link: str) -> str:
    """What kind of page an address leads to: the same for two people, two quarters."""
    return NAMES.sub("*", urlsplit(link).path)


def shape(link: str) -> str:
    """The kind of page, and what is asked of it."""
    asked = sorted({one.partition("=")[0] for one in urlsplit(link).query.split("&") if one})
    return kind(link) + "?" + "&".join(asked if not FIGURE.match(kind(link)) else [])


def reached(seat: Seat, starts: tuple[str, ...], left: re.Pattern[str]) -> Iterator[str]:
    """One page of each shape that links lead to, but for paths that are `left` out; each is open when handed out."""
    waiting, seen = list(starts), {shape(one) for one in starts}
    while waiting:
        path = waiting.pop(0)
        answer = seat.go(path)
        assert answer.status == 200, (path, answer.status)
        yield path
        for link in seat.page.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))"):
            link = LANGUAGE.sub(r"\1", link).rstrip("?&")
            path = urlsplit(link).path
            if link.startswith("/") and not left.search(path) and shape(link) not in seen:
                seen.add(shape(link))
                waiting.append(link)


def furnished(seat: Seat, starts: tuple[str, ...]) -> tuple[str, ...]:
    """Addresses with the ids of what was furnished."""
    assert seat.site.furnished is not None
    return tuple(one.format(**asdict(seat.site.furnished)) for one in starts)


def come_in(seat: Seat, who: Who) -> None:
    """Sign in, or come by the link of an employer."""
    if isinstance(who, Role):
        seat.sign_in(seat.site.logins[who])
    elif who == EMPLOYER:
        seat.speak(Language.LO)
        assert seat.site.furnished is not None
        seat.go("/employer/enter")
        seat.page.fill("input[name=key]", seat.site.furnished.secret)
        seat.page.click("main form button")
        seat.page.wait_for_url("**/employer")


@pytest.mark.parametrize("who", WALKING, ids=lambda who: str(who or "public"))
def test_no_page_shuts_anybody_out_or_asks_elsewhere(seat: Seat, who: Who, pictures: Path | None) -> None:
    starts, needed = REACHED[who]
    come_in(seat, who)
    axe, come_to = Axe(), set()
    left = FILES if who is None else re.compile(f"{FILES.pattern}|^{PUBLIC.pattern}")
    for path in reached(seat, furnished(seat, starts), left):
        come_to.add(kind(path))
        elements = set(seat.page.evaluate(BUILT_OF))
        if not elements <= looked_at.setdefault(kind(path), set()):
            found = axe.run(seat.page, options=RULES)
            assert found.violations_count == 0, f"{path}\n{found.generate_report()}"
            looked_at[kind(path)] |= elements
        if pictures is not None:
            keep(seat, path, f"{who or 'public'}{re.sub(r'[^A-Za-z0-9]+', '-', shape(path))}", pictures)
        seat.content()
    assert needed - come_to == set()


def keep(seat: Seat, path: str, name: str, folder: Path) -> None:
    """Pictures of a page in three languages, on a desk and on a telephone."""
    before = seat.page.evaluate("document.documentElement.lang")
    for language in Language:
        seat.speak(language)
        for width in (1280, 390):
            seat.page.set_viewport_size({"width": width, "height": 900})
            seat.go(path)
            seat.page.screenshot(path=folder / f"{name}-{language}-{width}.png", full_page=True)
    seat.speak(before)
    seat.page.set_viewport_size({"width": 1280, "height": 900})
    seat.go(path)


def scrolls_sideways(page: Any) -> bool:
    """Whether a page is wider than its window."""
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


@pytest.mark.parametrize("language", Language)
def test_a_telephone_needs_no_scrolling_sideways(seat: Seat, language: Language) -> None:
    seat.page.set_viewport_size({"width": 390, "height": 800})
    seat.sign_in(seat.site.logins[Role.OFFICER])
    seat.speak(language)
    assert seat.site.furnished is not None
    held = seat.site.furnished
    desk = ("/desk", "/desk/people", f"/desk/people/{held.seeker}", f"/desk/people/{held.seeker}/amend")
    work = (f"/desk/vacancies/{held.vacancy}", f"/desk/vacancies/{held.vacancy}/suggestions", "/desk/vacancies/new")
    files = ("/imports", f"/imports/{held.delivery}", "/duplicates", "/desk/register", "/drafts")
    for path in ("/", "/kh", "/la", "/sign-in", *desk, *work, *files):
        seat.go(path)
        assert not scrolls_sideways(seat.page), path
    seat.content()
