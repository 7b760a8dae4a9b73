"""Somebody before a browser: what they see, what was asked for elsewhere, and what the browser complained of."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from browser.sites import PASSWORD, Site


@dataclass
class Seat:
    """A browser window of somebody."""

    site: Site
    page: Any
    elsewhere: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    expected: set[int] = field(default_factory=set)
    """Status codes of refusals that belong to the test: the browser complains of each."""

    def go(self, path: str) -> Any:
        """Open a page of the site; returns the answer."""
        return self.page.goto(self.site.url + path, wait_until="load")

    def sign_in(self, login: str) -> None:
        """Sign in on the page."""
        self.go("/sign-in")
        self.page.fill("input[name=login]", login)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.click("main form button")
        self.page.wait_for_url(lambda url: "/sign-in" not in url)

    def speak(self, language: str) -> None:
        """Read pages in a language, signed in or not."""
        self.page.context.set_extra_http_headers({"Accept-Language": language})
        cookie = {"name": "lmis-language", "value": language, "url": self.site.url}
        self.page.context.add_cookies([cookie])

    def content(self) -> None:
        """Nothing was asked for elsewhere, and nothing went wrong."""
        assert self.elsewhere == []
        assert self.complaints == []

    def heard(self, told: Any) -> None:
        """What the console of the browser says."""
        refused = any(f"status of {status} " in told.text for status in self.expected)
        if told.type in ("error", "warning") and not refused:
            self.complaints.append(told.text)


@contextmanager
def seated(site: Site, chromium: Any) -> Iterator[Seat]:
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
    made.page.on("console", made.heard)
    made.page.on("pageerror", lambda error: made.complaints.append(str(error)))
    yield made
    context.close()
