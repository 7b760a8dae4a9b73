"""The race of counters: many clients over HTTP fill the same vacancies at once, on both databases.

Goal: 200 vacancies x 5 openings x 16 clients: none over-filled, none under-filled, no server error; and with the
application's guard removed the database still refuses. `python -m benchmarks.race` runs it at full length.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import httpx
import psycopg
from sqlalchemy import make_url

POSTGRES = os.environ.get("LMIS_TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
PASSWORD = "first password of a race"
OFFICE = "KH-JC-02"


@dataclass
class Result:
    """What came of a race; times in milliseconds."""

    database: str
    vacancies: int
    over_filled: int = 0
    under_filled: int = 0
    server_errors: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    median: float = 0.0
    p99: float = 0.0
    seconds: float = 0.0

    @property
    def clean(self) -> bool:
        """Whether nothing went wrong."""
        return not (self.over_filled or self.under_filled or self.server_errors)


@contextmanager
def postgres_database() -> Iterator[str]:
    """An empty database on the test server."""
    name = f"lmis_race_{uuid4().hex[:12]}"
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'")
    yield make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def server(database_url: str, folder: Path) -> Iterator[str]:
    """A service of its own process on a free port; yields its address."""
    environment = {**os.environ, "LMIS_DATABASE_URL": database_url, "LMIS_KEY_FILE": str(folder / "lmis.key")}
    lmis = [sys.executable, "-m", "lmis"]
    subprocess.run([*lmis, "init"], env=environment, check=True, stdout=subprocess.DEVNULL)
    user = ["user", "add", "race", "--office", OFFICE, "--role", "officer", "--password", PASSWORD]
    subprocess.run([*lmis, *user], env=environment, check=True, stdout=subprocess.DEVNULL)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([*lmis, "serve", "--port", str(port), "--no-work"], env=environment)
    address = f"http://127.0.0.1:{port}"
    try:
        awaited(address)
        yield address
    finally:
        process.terminate()
        process.wait(20)


def awaited(address: str) -> None:
    """Wait until a service answers; the first start of all learns job titles, which takes a minute or two."""
    for _ in range(2400):
        try:
            httpx.get(f"{address}/api/v1/openapi.json", timeout=2)
            return
        except httpx.TransportError:
            time.sleep(0.1)
    raise RuntimeError("the service did not start")


def sign_in(address: str) -> dict[str, str]:
    """Change the first password and sign in; returns the header."""
    with httpx.Client(base_url=f"{address}/api/v1") as client:
        first = client.post("/sign-in", json={"login": "race", "password": PASSWORD}).raise_for_status()
        bearer = {"Authorization": f"Bearer {first.json()['token']}"}
        new = PASSWORD + " changed"
        change = {"old_password": PASSWORD, "new_password": new}
        client.post("/me/change-password", json=change, headers=bearer).raise_for_status()
        again = client.post("/sign-in", json={"login": "race", "password": new}).raise_for_status()
        return {"Authorization": f"Bearer {again.json()['token']}"}


def prepare(client: httpx.Client, vacancies: int, openings: int, people: int) -> tuple[list[str], list[str]]:
    """Make vacancies with their openings, and people enough that each vacancy is wanted too often."""
    employer = client.post("/employers", json={"name": "Race", "sector": "14", "province": "KH02"})
    posts = [
        client.post("/vacancies", json={
            "employer": employer.raise_for_status().json()["id"], "title": "Sewer", "occupation": "8153",
            "openings": openings, "province": "KH02", "closes_on": "2099-12-31",
        }).raise_for_status().json()["id"]
        for _ in range(vacancies)
    ]  # fmt: skip
    seekers = [
        client.post("/seekers", json={
            "family_name": "Racer", "given_name": str(number), "sex": "F", "birth_year": 1990,
            "identity_missing_reason": "lost", "province": "KH02",
        }).raise_for_status().json()["id"]
        for number in range(people)
    ]  # fmt: skip
    return posts, seekers


def race(address: str, name: str, vacancies: int, openings: int, clients: int) -> Result:
    """Every client asks for a place in every vacancy, each with a person of its own; count what came of it."""
    result, times, lock = Result(name, vacancies), [], threading.Lock()
    headers = sign_in(address)
    limits = httpx.Limits(max_connections=clients)
    with httpx.Client(base_url=f"{address}/api/v1", headers=headers, timeout=60, limits=limits) as client:
        per_vacancy = max(openings + 3, clients // 2)
        posts, seekers = prepare(client, vacancies, openings, vacancies * per_vacancy)
        wishes = [(posts[i // per_vacancy], seeker) for i, seeker in enumerate(seekers)]
        wishes.sort(key=lambda wish: posts.index(wish[0]))
        blocks = [wishes[start : start + clients * 2] for start in range(0, len(wishes), clients * 2)]
        for block in blocks:
            random.Random(0).shuffle(block)

        def place(wish: tuple[str, str]) -> None:
            began = time.perf_counter()
            answer = client.post("/placements", json={"vacancy": wish[0], "seeker": wish[1]})
            with lock:
                times.append((time.perf_counter() - began) * 1000)
                result.statuses[answer.status_code] += 1

        began = time.perf_counter()
        with ThreadPoolExecutor(clients) as pool:
            list(pool.map(place, [wish for block in blocks for wish in block]))
        result.seconds = time.perf_counter() - began
        for post in posts:
            filled = client.get(f"/vacancies/{post}").raise_for_status().json()["filled"]
            result.over_filled += filled > openings
            result.under_filled += filled < openings
    result.server_errors = sum(count for status, count in result.statuses.items() if status >= 500)
    result.median, result.p99 = statistics.median(times), statistics.quantiles(times, n=100)[98]
    return result


def run(database: str, vacancies: int, openings: int, clients: int) -> Result:
    """One race on one kind of database, in a service of its own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if database == "sqlite":
            with server(f"sqlite:///{folder / 'race.db'}", folder) as address:
                return race(address, database, vacancies, openings, clients)
        with postgres_database() as url, server(url, folder) as address:
            return race(address, database, vacancies, openings, clients)


def main() -> int:
    """Run the race at full length and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--vacancies", type=int, default=200)
    parser.add_argument("--openings", type=int, default=5)
    parser.add_argument("--clients", type=int, default=16)
    given = parser.parse_args()
    results = [run(name, given.vacancies, given.openings, given.clients) for name in ("sqlite", "postgresql")]
    for result in results:
        print(json.dumps(vars(result) | {"statuses": dict(result.statuses), "clean": result.clean}))
    return 0 if all(result.clean for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
