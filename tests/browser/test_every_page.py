"""Every page that can be reached by links: accessible, quiet, from here alone, in three languages."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from browser.conftest import Seat
from lmis.vocabulary import Role

LANGUAGES = ("en", "km", "lo")
STARTS: dict[Role | None, tuple[str, ...]] = {None: ("/", "/kh", "/la")}
STAFF: dict[Role | None, tuple[str, ...]] = dict.fromkeys((Role.OFFICER, Role.HEAD, Role.COORDINATOR), ("/me",))
if os.environ.get("LMIS_BROWSER") == "all":  # `make browser`: some minutes more
    STARTS |= STAFF
FILES = re.compile(r"\.(csv|xlsx|pdf|svg|png|json|xml)$|/sdmx/|/api/|/table|/rejects|/static/")
NAMES = re.compile(
    r"[0-9a-f]{8}-[0-9a-f-]{27}|\b[SVRP]-\d+-\d\b|\d{4}(?:Q\d|M\d\d)?|\b(KH|LA)(\d\d|-\w+-?\w*)?\b|\bkh\b|\bla\b"
)
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


def shape(link: str) -> str:
    """What kind of page a link leads to: the same for two people, two quarters."""
    parts = urlsplit(link)
    asked = sorted({one.partition("=")[0] for one in parts.query.split("&") if one})
    return NAMES.sub("*", parts.path) + "?" + "&".join(asked)


def reached(seat: Seat, starts: tuple[str, ...]) -> Iterator[str]:
    """One page of each kind that links lead to; each is open when it is handed out."""
    waiting, seen = list(starts), {shape(one) for one in starts}
    while waiting:
        path = waiting.pop(0)
        answer = seat.go(path)
        assert answer.status == 200, (path, answer.status)
        yield path
        for link in seat.page.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))"):
            if link.startswith("/") and not FILES.search(urlsplit(link).path) and shape(link) not in seen:
                seen.add(shape(link))
                waiting.append(link)


@pytest.mark.parametrize("role", STARTS, ids=lambda role: role.value if role else "public")
def test_no_page_shuts_anybody_out_or_asks_elsewhere(seat: Seat, role: Role | None, pictures: Path | None) -> None:
    if role is not None:
        seat.sign_in(role)
    count, axe = 0, Axe()
    for path in reached(seat, STARTS[role]):
        found = axe.run(seat.page, options=RULES)
        assert found.violations_count == 0, f"{path}\n{found.generate_report()}"
        if pictures is not None:
            keep(seat, path, role, pictures)
        seat.content()
        count += 1
    assert count >= len(STARTS[role])


def keep(seat: Seat, path: str, role: Role | None, folder: Path) -> None:
    """Pictures of a page in three languages, on a desk and on a telephone."""
    name = f"{role.value if role else 'public'}{re.sub(r'[^A-Za-z0-9]+', '-', shape(path))}"
    for language in LANGUAGES:
        seat.speak(language)
        for width in (1280, 390):
            seat.page.set_viewport_size({"width": width, "height": 900})
            seat.go(path)
            seat.page.screenshot(path=folder / f"{name}-{language}-{width}.png", full_page=True)
    seat.speak("en")
    seat.page.set_viewport_size({"width": 1280, "height": 900})


def scrolls_sideways(page: Any) -> bool:
    """Whether a page is wider than its window."""
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_telephone_needs_no_scrolling_sideways(seat: Seat, language: str) -> None:
    seat.speak(language)
    seat.page.set_viewport_size({"width": 390, "height": 800})
    for path in ("/", "/kh", "/la", "/sign-in"):
        seat.go(path)
        assert not scrolls_sideways(seat.page), path
    seat.content()
