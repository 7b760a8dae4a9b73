"""Charts in a browser: what a mark says, one series among several, filters that change the page in place."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from browser.conftest import Site


@pytest.fixture
def page(site: Site, chromium: Browser) -> Iterator[Page]:
    opened, faults = chromium.new_page(), []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    opened.goto(f"{site.url}/kh?lang=en")
    yield opened
    opened.close()
    assert faults == []


def test_a_mark_says_what_it_is_to_a_pointer_and_to_keys(page: Page) -> None:
    card = page.locator("figure:has(svg.funnel)")
    title = card.locator(".m title").first.text_content() or ""
    card.locator(".m").first.hover()
    expect(card.locator(".readout")).to_have_text(title)
    chart = page.locator("svg.supply-demand")
    said, marks = page.locator("figure:has(svg.supply-demand) .readout"), chart.locator(".m title").all_text_contents()
    chart.focus()
    for key, expected in (("ArrowRight", 0), ("ArrowRight", 1), ("ArrowLeft", 0), ("ArrowLeft", -1), ("Home", 0)):
        page.keyboard.press(key)
        expect(said).to_have_text(marks[expected])
    page.keyboard.press("Escape")
    expect(said).to_have_text("")


def test_an_entry_of_the_legend_dims_the_other_series_and_gives_them_back(page: Page) -> None:
    chart = page.locator("svg.supply-demand")
    chart.locator(".k").nth(1).focus()
    page.keyboard.press("Enter")
    expect(chart.locator(".k").nth(1)).to_have_attribute("aria-pressed", "true")
    expect(chart.locator(".dim")).to_have_count(2)  # the other line, and its entry
    page.keyboard.press(" ")
    expect(chart.locator(".dim")).to_have_count(0)


def test_a_filter_changes_the_page_in_place_keeps_the_focus_and_goes_back(page: Page) -> None:
    page.evaluate("window.stayed = true")
    page.locator("#sex").focus()
    page.select_option("#sex", "F")
    expect(page.locator("[role=status].unseen")).to_contain_text("Women")
    assert page.url.endswith("sex=F")
    assert page.evaluate("[window.stayed, document.activeElement.id]") == [True, "sex"]
    assert "sex=F" in (page.locator("figure:has(svg.funnel) .forms a").first.get_attribute("href") or "")
    page.go_back()
    expect(page.locator("#sex")).to_have_value("")
    assert page.evaluate("window.stayed") is True


def test_where_the_answer_does_not_come_the_browser_opens_the_address(page: Page) -> None:
    page.evaluate("() => { window.fetch = () => Promise.reject(new Error('no line')); }")
    page.select_option("#sex", "M")
    page.wait_for_url("**sex=M")
    expect(page.locator("#sex")).to_have_value("M")


def test_a_chart_with_its_script_has_no_fault_of_access(page: Page) -> None:
    found = Axe().run(page)
    assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found.response["violations"]] == []
