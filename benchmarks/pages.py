"""The dashboards as a visitor fetches them: bytes of a first view, and how long the server takes, cold and kept.

`python -m benchmarks.pages [--asked 40]`: the register that the settings name is served (`LMIS_DATABASE_URL`; fill it
with `lmis demo`), and pages are asked for with combinations of filters, each once while it is not kept and once while
it is. What a browser fetches besides is counted with the first view: the style sheet, the script, the fonts.
Goals: a first view is at most 150 kB, an answer at the 95th percentile comes within 200 ms cold and 30 ms kept.
"""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Iterator, Sequence
from itertools import islice, product

from starlette.testclient import TestClient

from lmis.config import Settings
from lmis.web.app import create_app
from lmis.web.pages.answering import make_ready

BYTES_GOAL, COLD_GOAL, KEPT_GOAL = 150_000, 200.0, 30.0
PACKED = {"Accept-Encoding": "gzip"}
SCRIPTS = {"en": ("latin",), "km": ("latin", "khmer-khmer"), "lo": ("latin", "lao-lao")}
FILTERS: tuple[dict[str, str], ...] = (
    {},
    {"sex": "F"},
    {"age": "Y15-24"},
    {"occupation": "5"},
    {"sex": "F", "age": "Y25-34"},
)


def addresses() -> Iterator[str]:
    """Pages with filters: countries, provinces, both countries compared."""
    places = ("/kh", "/la", "/kh/KH02", "/kh/KH12", "/la/LA01", "/compare")
    for filters, place, language in product(FILTERS, places, SCRIPTS):
        yield place + "?" + "&".join(f"{name}={code}" for name, code in {"lang": language, **filters}.items())


def transferred(http: TestClient, language: str) -> dict[str, int]:
    """Bytes of a first view: the page as it is packed, and what its style sheet makes a browser fetch."""
    page = http.get(f"/kh?lang={language}", headers=PACKED)
    (sheet,) = re.findall(r'href="(/static/style\.css[^"]*)"', page.text)
    style = http.get(sheet, headers=PACKED)
    fonts = [name for name in re.findall(r"fonts/[a-z0-9-]+\.woff2", style.text)
             if any(script in name for script in SCRIPTS[language])]  # fmt: skip
    (script,) = re.findall(r'src="(/static/charts\.js[^"]*)"', page.text)
    answers = {"page": page, "style": style, "script": http.get(script, headers=PACKED)}
    sizes = {name: int(answer.headers["content-length"]) for name, answer in answers.items()}
    return sizes | {"fonts": sum(len(http.get(f"/static/{name}").content) for name in set(fonts))}


def timed(http: TestClient, address: str) -> tuple[float, float]:
    """Milliseconds of an answer: by the clock, and of the processor, which other work does not change."""
    began, worked = time.perf_counter(), time.process_time()
    answer = http.get(address, headers=PACKED)
    assert answer.status_code == 200, (address, answer.status_code)
    return 1000 * (time.perf_counter() - began), 1000 * (time.process_time() - worked)


def p95(values: Sequence[float]) -> float:
    """The 95th percentile."""
    return sorted(values)[max(0, round(0.95 * len(values)) - 1)]


def told(name: str, value: float, goal: float, unit: str) -> str:
    """A measurement beside its goal."""
    return f"{name:42} {value:10,.0f} {unit:3} goal {goal:8,.0f}  {'met' if value <= goal else 'MISSED'}"


def measured_server(http: TestClient, count: int) -> None:
    """Print how long the server takes for so many addresses, each asked for cold and then kept."""
    asked = list(islice(addresses(), count))
    make_ready()  # as `lmis serve` does when it starts
    for language in SCRIPTS:  # no page that is timed is kept, and hardly a figure of it
        http.get(f"/charts/kh/funnel?lang={language}&province=KH25")
    cold = [timed(http, address) for address in asked]
    kept = [timed(http, address) for address in asked]
    for name, values, goal in (("cold", cold, COLD_GOAL), ("kept", kept, KEPT_GOAL)):
        for at, clock in enumerate(("clock", "processor")):
            print(told(f"server, {name}, p95 of {len(values)}, {clock}", p95([one[at] for one in values]), goal, "ms"))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--asked", type=int, default=40, help="addresses, each asked for twice")
    count = parser.parse_args().asked
    with TestClient(create_app(Settings())) as http:
        measured_server(http, count)
        for language in SCRIPTS:
            sizes = transferred(http, language)
            print(told(f"first view, {language}: {sizes}", sum(sizes.values()), BYTES_GOAL, "B"))


if __name__ == "__main__":
    main()
