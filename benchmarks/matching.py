"""How fast the engine answers, on the sample world: one vacancy against everybody, and the nation's night.

`python -m benchmarks.matching [--people 1000000] [--vacancies 100000] [--asked 500] [--night 20000] [--workers 10000]
[--growth 100000 300000] [--sql 5]`. In the same run, on the same people: tantivy's BM25 top-20 query (an OR of the
title's and the skills' terms, one segment, one thread), and the SQL statement of `benchmarks.ranking_sql` on
PostgreSQL, whose ranking is held equal to the engine's. Goals: median at most 0.3 times tantivy's, and no more than its
own (floor); p95 at most tantivy's; 500 times as fast as SQL; at most 100 bytes a person; 800 vacancies a second in the
night run (floor), 3,000 (goal); two Dask workers of one thread 1.3 times as fast as one (floor), 1.6 (goal).
"""

from __future__ import annotations

import argparse
import csv
import os
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import numpy as np
import tantivy

from benchmarks.profiles import COUNTRIES, a_world, counted, known_codes, people, vacancies
from benchmarks.ranking_sql import ranked_by_sql
from benchmarks.texts import index_of
from lmis.config import Settings
from lmis.matching.engine.blocks import Asked, blocks
from lmis.matching.engine.engine import Engine, plain
from lmis.matching.profiles import SeekerProfile, VacancyProfile
from lmis.matching.weights import DEFAULT_WEIGHTS
from lmis.services.crews import on_cluster, on_this_machine

TOP = 20
MEDIAN_GOAL, MEDIAN_FLOOR, P95_GOAL, SQL_GOAL, BYTES_GOAL = 0.3, 1.0, 1.0, 500, 100
NIGHT_FLOOR, NIGHT_GOAL = 800, 3_000
WORKERS_FLOOR, WORKERS_GOAL = 1.3, 1.6
PART = 250
"""Vacancies of a block on a cluster."""
Query = tuple[VacancyProfile, list[str]]


def queries(world: Path, known: Any, count: int) -> list[Query]:
    """Vacancies, drawn evenly, each with the six to ten terms that a search engine is asked."""
    lines = {line["number"]: line for line in _lines(world, "vacancies")}
    everything = [(profile, _terms(lines[number])) for number, profile, _ in vacancies(world, known)]
    chosen = np.random.default_rng(1).permutation(len(everything))[:count]
    return [everything[at] for at in chosen]


def _lines(world: Path, name: str) -> Iterator[dict[str, str]]:
    for country in COUNTRIES:
        with (world / country / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)


def _terms(line: dict[str, str]) -> list[str]:
    words = _words(line["title"]) + _words(line["required_skills"])
    for skill in line["useful_skills"].split(";"):
        words += _words(skill) if len(words) < 6 else []
    return list(dict.fromkeys(words))[:10]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def index(world: Path, folder: Path) -> tantivy.Index:
    """Everybody as a text: the names of the work wanted and done, and the skills; one segment."""
    with (Settings().seeds / "isco08.csv").open(encoding="utf-8", newline="") as file:
        names = {line["code"]: line["name_en"] for line in csv.DictReader(file)}
    return index_of(names, _lines(world, "job-seekers"), folder)


def timed(ask: Callable[[Query], object], asked: Sequence[Query]) -> list[float]:
    """Milliseconds of each question; each was asked once before."""
    took = []
    for turn in range(2):
        for query in asked:
            began = time.perf_counter()
            ask(query)
            if turn:
                took.append((time.perf_counter() - began) * 1e3)
    return took


def spread(took: Sequence[float]) -> tuple[float, float]:
    """Median and 95th percentile."""
    return statistics.median(took), float(np.percentile(took, 95))


def told(name: str, took: Sequence[float]) -> str:
    """A line of figures."""
    median, p95 = spread(took)
    return f"  {name:<40}{median:>9.3f} ms median{p95:>9.3f} ms p95"


def night(engine: Engine, asked: Sequence[Query]) -> float:
    """Vacancies a second on all cores."""
    began = time.perf_counter()
    for _ in on_this_machine(engine, blocks(Asked(one) for one, _ in asked), DEFAULT_WEIGHTS, TOP):
        pass
    return len(asked) / (time.perf_counter() - began)


def on_workers(engine: Engine, asked: Sequence[Query], count: int) -> float:
    """Vacancies a second on a Dask cluster of so many workers of one thread each, which have the engine."""
    from distributed import LocalCluster

    cluster: Any = LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=count, threads_per_worker=1, dashboard_address=None, silence_logs=50
    )
    with cluster:
        crew = on_cluster(cluster.scheduler_address)
        ranked = crew(engine, blocks((Asked(one) for one, _ in asked), PART), DEFAULT_WEIGHTS, TOP)
        done = next(ranked).asked  # when the first block is back, each worker has the engine and its code
        began = time.perf_counter()
        done = sum(one.asked for one in ranked)
        return done / (time.perf_counter() - began)


def one_vacancy(world: Path, engine: Engine, asked: Sequence[Query]) -> bool:
    """Print what one vacancy takes, beside the peers."""

    def ours(query: Query) -> object:
        best = engine.top(query[0], DEFAULT_WEIGHTS, TOP)
        return engine.explain(query[0], DEFAULT_WEIGHTS, [one.id for one in best])

    with TemporaryDirectory() as folder:
        held = index(world, Path(folder))
        searcher = held.searcher()
        parsed = {id(query): held.parse_query(" ".join(query[1]), ["text"]) for query in asked}
        print(f"tantivy: {searcher.num_docs:,} documents in {searcher.num_segments} segment")
        peer = timed(lambda query: searcher.search(parsed[id(query)], TOP), asked)
    found = timed(lambda query: engine.top(query[0], DEFAULT_WEIGHTS, TOP), asked)
    explained = timed(ours, asked)
    print(told("tantivy, BM25 top 20", peer))
    print(told("engine, exact top 20", found))
    print(told("engine, exact top 20 with explanations", explained))
    (median, p95), (their_median, their_p95) = spread(explained), spread(peer)
    ratio = f"median {median / their_median:.2f} x (goal {MEDIAN_GOAL}, floor {MEDIAN_FLOOR})"
    print(f"  with explanations: {ratio}, p95 {p95 / their_p95:.2f} x (goal {P95_GOAL})")
    return median <= MEDIAN_FLOOR * their_median and p95 <= P95_GOAL * their_p95


def by_sql(everybody: dict[UUID, SeekerProfile], engine: Engine, asked: Sequence[Query]) -> bool:
    """Print what one SQL statement takes for the same ranking."""
    took, equal = ranked_by_sql(everybody.values(), [query[0] for query in asked], engine, TOP)
    median = statistics.median(timed(lambda query: engine.top(query[0], DEFAULT_WEIGHTS, TOP), asked))
    theirs = statistics.median(took)
    print(
        f"  SQL {theirs:,.0f} ms median, {theirs / median:,.0f} x the engine's (goal {SQL_GOAL}); same ranking: {equal}"
    )
    return equal and theirs >= SQL_GOAL * median


def main() -> int:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--vacancies", type=int, default=100_000)
    parser.add_argument("--asked", type=int, default=500)
    parser.add_argument("--night", type=int, default=20_000)
    parser.add_argument("--sql", type=int, default=5, help="Vacancies that PostgreSQL ranks; 0 for none.")
    parser.add_argument("--workers", type=int, default=10_000, help="Vacancies that Dask ranks; 0 for none.")
    parser.add_argument("--growth", type=int, nargs="*", default=[100_000, 300_000])
    chosen = parser.parse_args()
    known = known_codes()
    with a_world(chosen.people, chosen.vacancies) as world:
        known = counted(world, known)
        everybody = {profile.id: profile for _, profile in people(world, known)}
        began = time.perf_counter()
        engine = Engine.of(plain(everybody.values()))
        print(f"{len(engine):,} people packed in {time.perf_counter() - began:.1f} s,", end=" ")
        print(f"{engine.bytes_each:.0f} bytes each (at most {BYTES_GOAL})")
        asked = queries(world, known, chosen.asked)
        reached = engine.bytes_each <= BYTES_GOAL
        reached &= one_vacancy(world, engine, asked)
        if chosen.sql:
            reached &= by_sql(everybody, engine, asked[: chosen.sql])
        speed = night(engine, queries(world, known, chosen.night))
        print(
            f"night run on {os.cpu_count()} cores: {speed:,.0f} vacancies/s (floor {NIGHT_FLOOR}, goal {NIGHT_GOAL:,})"
        )
        reached &= speed >= NIGHT_FLOOR
        if chosen.workers:
            cluster_asked = queries(world, known, chosen.workers)
            one, two = (on_workers(engine, cluster_asked, count) for count in (1, 2))
            print(
                f"Dask, workers of one thread: one {one:,.0f}, two {two:,.0f} vacancies/s: {two / one:.2f} x", end=" "
            )
            print(f"(floor {WORKERS_FLOOR}, goal {WORKERS_GOAL})")
            reached &= two >= WORKERS_FLOOR * one
        for size in chosen.growth:
            some = Engine.of(plain(list(everybody.values())[:: max(len(everybody) // size, 1)]))
            print(
                told(
                    f"engine, {len(some):,} people",
                    timed(lambda query, some=some: some.top(query[0], DEFAULT_WEIGHTS, TOP), asked),
                )
            )
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
