"""A browser that has no line at all but to this site: pages show whole, with their styles, fonts and pictures.

Chromium's emulation of being offline cuts 127.0.0.1 as well. So all that a page asks of the site is brought to it by
the test, and whatever else it asks for meets a dead line.
"""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from playwright.sync_api import Error

from browser.seats import Seat
from lmis.vocabulary import Language, Role

PUBLIC = ("/", "/kh", "/la", "/kh/KH02", "/compare", "/charts/kh/map", "/indicators/PES_PLC", "/sign-in")
DESK = (
    "/desk", "/desk/people", "/desk/people/{seeker}", "/desk/vacancies", "/desk/vacancies/{vacancy}",
    "/desk/vacancies/{vacancy}/suggestions", "/desk/placements/{placement}", "/imports/{delivery}", "/drafts/{draft}",
)  # fmt: skip
SHEETS = "() => [...document.styleSheets].map(sheet => sheet.cssRules.length)"
FONTS = """
async () => { await document.fonts.ready; return [...document.fonts].map(font => font.status); }
"""
PICTURES = "() => [...document.images].filter(one => !one.complete || !one.naturalWidth).map(one => one.src)"


def cut_the_line(seat: Seat) -> list[str]:
    """From here on only what is asked of the site is answered; returns the list in which failures are kept."""
    failed: list[str] = []

    def bring(route: Any) -> None:
        asked = route.request
        if not asked.url.startswith(seat.site.url + "/"):
            route.continue_()
            return
        answer = httpx.request(asked.method, asked.url, headers=asked.all_headers(), verify=False)  # there is no TLS
        headers = {name: value for name, value in answer.headers.items() if name not in ("content-encoding",)}
        route.fulfill(status=answer.status_code, headers=headers, body=answer.content)

    context = seat.page.context
    context.unroute_all()
    context.route("**/*", bring)
    gone = "net::ERR_ABORTED"  # the tab's icon, where the next page was asked for before it had come
    seat.page.on("requestfailed", lambda request: request.failure == gone or failed.append(request.url))
    context.set_offline(True)
    return failed


@pytest.mark.parametrize("language", Language)
def test_pages_are_whole_without_a_line(seat: Seat, language: Language) -> None:
    assert seat.site.furnished is not None
    held = {name: str(getattr(seat.site.furnished, name)) for name in seat.site.furnished.__slots__}
    seat.sign_in(seat.site.logins[Role.HEAD])
    seat.speak(language)
    failed = cut_the_line(seat)
    for path in (*PUBLIC, *(one.format(**held) for one in DESK)):
        assert seat.go(path).status == 200, path
        assert seat.page.evaluate("() => navigator.onLine") is False
        assert min(seat.page.evaluate(SHEETS)) > 0, path
        fonts = seat.page.evaluate(FONTS)
        assert "error" not in fonts, path
        assert language is Language.EN or "loaded" in fonts, path
        assert seat.page.evaluate(PICTURES) == [], path
    assert failed == []
    seat.content()


def test_without_a_line_nothing_else_is_reached(seat: Seat) -> None:
    """The line is dead indeed: the same server under another name is out of reach."""
    cut_the_line(seat)
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        seat.page.goto(seat.site.url.replace("127.0.0.1", "localhost") + "/kh")
