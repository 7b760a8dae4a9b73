"""The dashboard in a browser with ten years of data, on a good line and on a poor one; and its server, cold and kept.

`python -m benchmarks.lines [--chromium PATH] [--asked 40]`: the register that the settings name (SQLite, as `lmis demo`
fills it) is copied, its newest quarter is copied to the years before (`benchmarks.ten_years`: 40 quarters and 120
months of one country), and Chromium looks at it, each time with nothing in its cache. Goals: a first view carries at
most 150 kB, as the browser counts it; the last chart stands after a second, and after 6 seconds on a line of 400 kbit/s
with 400 ms of latency; a further filter takes at most 300 ms from the choice to the drawn page; the server answers
within 200 ms cold and 30 ms kept at the 95th percentile.
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import make_url
from starlette.testclient import TestClient

from benchmarks.pages import BYTES_GOAL, SCRIPTS, measured_server, told
from benchmarks.ten_years import with_ten_years
from lmis.config import Settings
from lmis.web.app import create_app

LAST_GOAL, POOR_GOAL, FILTER_GOAL = 1000.0, 6000.0, 300.0
POOR = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
"""400 kbit/s both ways, 400 ms."""
DRAWN = """
addEventListener("DOMContentLoaded", () => requestAnimationFrame(() => requestAnimationFrame(() => {
  window.drawn = performance.now();
})));
"""
"""When everything that the page holds has been put on the screen; charts stand inside the page."""
CHOOSE = """
([name, value]) => new Promise((done) => {
  const field = document.getElementById(name), old = document.querySelector("main").firstElementChild;
  const began = performance.now();
  field.value = value;
  field.dispatchEvent(new Event("change", { bubbles: true }));
  const look = () => document.contains(old)
    ? requestAnimationFrame(look) : requestAnimationFrame(() => done(performance.now() - began));
  look();
})
"""
FILTERS = (("sex", "F"), ("age", "Y15-24"), ("occupation", "5"), ("sex", "M"), ("age", ""), ("sex", ""),
           ("occupation", "2"), ("province", "KH02"))  # fmt: skip


@contextmanager
def served(url: str) -> Iterator[str]:
    """The address of a process that serves the register."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {"LMIS_DATABASE_URL": url}
    process = subprocess.Popen([sys.executable, "-m", "lmis", "serve", "--port", str(port)], env=environment)
    address, began = f"http://127.0.0.1:{port}", time.perf_counter()
    try:
        while True:
            try:
                httpx.get(f"{address}/", timeout=5)
                break
            except httpx.TransportError:
                assert time.perf_counter() - began < 120, "nothing answers"
                time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait(30)


def first_view(browser: Browser, address: str, line: dict[str, Any] | None = None) -> tuple[float, float, int, int]:
    """Milliseconds to the first byte and to the last chart, bytes carried, and charts; the browser has nothing yet."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page, carried = context.new_page(), []
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.on("Network.loadingFinished", lambda event: carried.append(event["encodedDataLength"]))
    if line is not None:
        wire.send("Network.emulateNetworkConditions", line)
    page.add_init_script(DRAWN)
    page.goto(address, wait_until="networkidle", timeout=60_000)
    page.wait_for_function("window.drawn")
    first = float(page.evaluate("performance.getEntriesByType('navigation')[0].responseStart"))
    found = first, float(page.evaluate("window.drawn")), round(sum(carried)), page.locator("svg.chart").count()
    context.close()
    return found


def further(browser: Browser, address: str) -> list[float]:
    """Milliseconds of each further filter, none of them asked for before, from the choice to the drawn page."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(address, wait_until="networkidle")
    took = [float(page.evaluate(CHOOSE, list(one))) for one in FILTERS]
    assert "province=KH02" in page.url
    page.close()
    return took


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    parser.add_argument("--asked", type=int, default=40)
    given = parser.parse_args()
    with TemporaryDirectory() as folder, sync_playwright() as driver:
        copy, began = Path(folder, "ten-years.db"), time.perf_counter()
        figures = with_ten_years(Path(make_url(Settings().database_url).database or ""), copy)
        print(f"ten years: {figures:,} figures, copied in {time.perf_counter() - began:.0f} s", flush=True)
        url = f"sqlite:///{copy}"
        browser = driver.chromium.launch(executable_path=given.chromium, args=["--no-sandbox"])
        with served(url) as address:
            for language in SCRIPTS:
                httpx.get(f"{address}/charts/kh/funnel?lang={language}&province=KH25", timeout=30)
            for language in SCRIPTS:
                first, took, carried, charts = first_view(browser, f"{address}/kh?lang={language}")
                print(told(f"first view, {language}, {charts} charts", carried, BYTES_GOAL, "B"))
                print(told(f"last chart, {language} (first byte at {first:.0f} ms)", took, LAST_GOAL, "ms"))
                _, took, *_ = first_view(browser, f"{address}/kh/KH12?lang={language}", POOR)
                print(told(f"last chart, {language}, 400 kbit/s, 400 ms", took, POOR_GOAL, "ms"), flush=True)
            took_each = sorted(further(browser, f"{address}/kh?lang=en"))
            print(told("further filter, median", took_each[len(took_each) // 2], FILTER_GOAL, "ms"))
            print(told(f"further filter, the slowest of {len(took_each)}", took_each[-1], FILTER_GOAL, "ms"))
        browser.close()
        with TestClient(create_app(Settings(database_url=url))) as http:
            measured_server(http, given.asked)


if __name__ == "__main__":
    main()
