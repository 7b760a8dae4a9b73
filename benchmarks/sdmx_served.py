"""The SDMX service over published editions: milliseconds to the first byte, seconds to the last, memory.

Editions of a survey are put into an embedded register, so many that one dataflow has 100,000 observations, and asked
for through the application itself (ASGI, without a network): every format, warm, as gzip too. Memory is the process's
peak beside that of a tenth of the observations, each in a process of its own.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from sqlalchemy import insert, select

from benchmarks.importing import KEYRING
from benchmarks.measuring import apart, memory
from lmis.config import Settings
from lmis.exchange.media import DATA
from lmis.indicators.register.periods import period_of
from lmis.model.figures import Edition, Figure
from lmis.model.migrations import upgrade
from lmis.model.reference import Occupation, Place
from lmis.model.session import Database, open_engine
from lmis.services.reference import load_reference
from lmis.vocabulary import Actor, Purpose, Role
from lmis.web.app import create_app

AT = datetime(2026, 10, 5, 2, 0, tzinfo=UTC)
SYSTEM = Actor(None, None, None, Role.SYSTEM, AT)
FLOW, INDICATOR = "DF_EMP_TOC2_NB", "EMP_TOC2_NB"
QUARTERS = 10
FIRST, SECONDS = 0.2, 2.0
BANDS = {"age_10yr": ("Y15-24", "Y25-34", "Y35-44", "Y45-54", "Y55-64", "YGE65"), "area": ("URB", "RUR"),
         "age_5yr": tuple(f"Y{age}-{age + 4}" for age in range(15, 65, 5))}  # fmt: skip


def filled(path: Path, observations: int) -> Database:
    """A register with editions of a survey of ten quarters, so many figures in all."""
    url, settings = f"sqlite:///{path}", Settings()
    upgrade(url, settings.migrations)
    database = Database(open_engine(url, KEYRING), KEYRING)
    with database.open(SYSTEM, Purpose.NONE, "set up") as session:
        load_reference(session, settings.seeds, AT)
        places = session.scalars(select(Place.code).where(Place.kind == "province", Place.country == "KH")).all()
        groups = session.scalars(select(Occupation.code).where(Occupation.level == 2)).all()
        cells = list(_cells(places, groups))[: observations // QUARTERS]
        for at in range(QUARTERS):
            period = period_of(f"{2024 + at // 4}Q{at % 4 + 1}")
            edition = {"id": uuid4(), "country": "KH", "period": period.text, "source": f"khm_lfs_{period.text}",
                       "starts_on": period.starts_on, "ends_on": period.ends_on, "number": 1, "state": "final",
                       "cut_off": AT, "published_at": AT + timedelta(seconds=at), "records": 50_000,
                       "digest": "0" * 64}  # fmt: skip
            session.execute(insert(Edition).execution_options(audited=True), [edition])
            rows = [_figure(edition, cell, at * 1000 + place) for place, cell in enumerate(cells)]
            session.execute(insert(Figure).execution_options(audited=True), rows)
    return database


def _cells(places: Any, groups: Any) -> Iterator[dict[str, str | None]]:
    breakdowns: list[dict[str, str | None]] = [{"breakdown": "total"}]
    for sex in (None, "F", "M"):
        front = {"sex": sex} if sex else {}
        named = "sex-" if sex else ""
        breakdowns += [{"breakdown": "sex", **front}] if sex else []
        breakdowns += [{"breakdown": f"{named}province", "province": one, **front} for one in places]
        breakdowns += [
            {"breakdown": named + name, name: one, **front} for name, codes in BANDS.items() for one in codes
        ]
    empty = dict.fromkeys(("sex", "province", *BANDS))
    for one in breakdowns:
        for group in groups:
            for standard in ("13", "19"):
                yield {**empty, **one, "classification": "isco2", "class_code": group, "standard": standard}


def _figure(edition: dict[str, Any], cell: dict[str, str | None], at: int) -> dict[str, Any]:
    value = 1000 + at / 7
    return {"edition_id": edition["id"], "indicator": INDICATOR, "version": "1", "period": edition["period"], **cell,
            "value": value, "se": value / 20, "lower": value * 0.9, "upper": value * 1.1, "numerator": value,
            "records": 40, "base": 900, "source": edition["source"], "status": "published"}  # fmt: skip


class Asked:
    """One request of the application, without a network: when its first and its last bytes came."""

    def __init__(self, app: Any, media: str, coding: str) -> None:
        self.app, self.first, self.size, self.status = app, 0.0, 0, 0
        headers = [(b"accept", media.encode()), (b"accept-encoding", coding.encode()), (b"host", b"localhost")]
        self.scope = {"type": "http", "method": "GET", "path": f"/sdmx/2.1/data/{FLOW}/all", "root_path": "",
                      "raw_path": b"", "query_string": b"", "headers": headers, "scheme": "http", "http_version": "1.1",
                      "server": ("localhost", 80), "client": ("127.0.0.1", 1), "asgi": {"version": "3.0"}}  # fmt: skip
        self._given = False

    async def receive(self) -> dict[str, Any]:
        if self._given:
            await asyncio.sleep(3600)
        self._given = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        elif message.get("body"):
            self.first = self.first or time.perf_counter() - self.began
            self.size += len(message["body"])

    def run(self) -> tuple[float, float, float]:
        """Seconds to the first byte, to the last, and in the processor."""
        self.began, worked = time.perf_counter(), time.process_time()
        asyncio.run(self.app(self.scope, self.receive, self.send))
        assert self.status == 200, self.status
        return self.first, time.perf_counter() - self.began, time.process_time() - worked


def measured(observations: int, *, tell: bool) -> dict[str, float]:
    """Peak memory by format (MB above what the process had); what each took is printed where asked for."""
    with TemporaryDirectory() as folder:
        app = create_app(Settings(), filled(Path(folder) / "lmis.db", observations), clock=lambda: AT)
        Asked(app, DATA[0].media, "identity").run()  # the structures are built with the first request
        grown = {}
        for form in (one for one in DATA if "timeseries" not in one.type):
            name = form.media.removeprefix("application/vnd.sdmx.")
            before = memory("VmHWM")
            asked, packed = Asked(app, form.media, "identity"), Asked(app, form.media, "gzip")
            first, took, worked = asked.run()
            grown[name] = memory("VmHWM") - before
            packed_first, packed_took, packed_worked = packed.run()
            if tell:
                kept = "" if max(first, packed_first) <= FIRST and took <= SECONDS else "  MISSED"
                told = f"{name:<44}{first * 1000:>9.0f}{took:>7.2f}{worked:>7.2f}{asked.size / 1e6:>8.1f}"
                packed_told = f"{packed_first * 1000:>15.0f}{packed_took:>7.2f}{packed_worked:>7.2f}"
                print(f"{told}{packed_told}{packed.size / 1e6:>8.1f}{kept}", flush=True)
        grown["all"] = memory("VmHWM")
        return grown


def served(observations: int) -> None:
    """Every format, through the service."""
    head = f"{'served':<44}{'first ms':>9}{'s':>7}{'cpu s':>7}{'MB out':>8}"
    print(f"{head}{'gzip: first ms':>15}{'s':>7}{'cpu s':>7}{'MB':>8}", flush=True)
    measured(observations, tell=True)
    whole, tenth = (apart(_peak, many).result for many in (observations, observations // 10))
    print(f"peak memory of the process: {whole:.0f} MB; with a tenth of the observations {tenth:.0f} MB", flush=True)


def _peak(observations: int) -> float:
    """Peak memory while everything is served, of a register that another process filled."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "lmis.db"
        apart(_fill, path, observations)
        database = Database(open_engine(f"sqlite:///{path}", KEYRING), KEYRING)
        app = create_app(Settings(), database, clock=lambda: AT)
        for form in DATA:
            Asked(app, form.media, "identity").run()
        return memory("VmHWM")


def _fill(path: Path, observations: int) -> None:
    filled(path, observations)
