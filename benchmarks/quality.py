"""How good the ranking is, on ten sample worlds whose truth is known: nDCG@10 beside two plain rankings.

`python -m benchmarks.quality [--people 4000] [--vacancies 300] [--worlds 1 2 …]`. A world knows of every person and
vacancy of a country the true utility, the chance of doing the work well times the chance of taking it
(`lmis.sample.fit`), made of facts that stand in no register; nothing in it comes from matching. Every vacancy's people
are all real people of its country (second records of somebody else aside), ranked three ways:

- ours: the engine with `DEFAULT_WEIGHTS`;
- SQL: what a ministry's statement does, `STATEMENT` below: first whoever wants or has done the occupation, of these
  whoever lives in the province, then whose schooling is enough, then by required skills had, then by months in it;
- BM25: tantivy, an OR of the words of title and skills, over the names (English, Khmer and Lao) of the work wanted and
  done, and the skills as they were told.

The gain of a person is the utility itself; 1 is the best ten of everybody. Goal: ours above both in every world. Worlds
1 to 10 are for measuring alone: weights are tuned on others.
"""

from __future__ import annotations

import argparse
import csv
import re
import sqlite3
import statistics
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import tantivy

from benchmarks.profiles import a_world, counted, known_codes, people, vacancies
from benchmarks.texts import index_of
from benchmarks.truths import Truth, truths
from lmis.config import Settings
from lmis.matching.engine.engine import Engine, plain
from lmis.matching.profiles import SeekerProfile, VacancyProfile
from lmis.matching.weights import DEFAULT_WEIGHTS
from lmis.sample.content import COUNTRIES

TOP = 10
WORLDS = tuple(range(1, 11))
DISCOUNT = 1 / np.log2(np.arange(2, TOP + 2))

TABLES = """
CREATE TABLE seeker (at INTEGER PRIMARY KEY, province TEXT, education INTEGER);
CREATE TABLE wanted (at INTEGER, code TEXT, PRIMARY KEY (at, code)) WITHOUT ROWID;
CREATE TABLE done (at INTEGER, code TEXT, months INTEGER, PRIMARY KEY (at, code)) WITHOUT ROWID;
CREATE TABLE skill (at INTEGER, skill TEXT, PRIMARY KEY (at, skill)) WITHOUT ROWID;
CREATE TABLE required (skill TEXT);
"""
STATEMENT = """
SELECT at FROM seeker
ORDER BY EXISTS (SELECT 1 FROM wanted WHERE wanted.at = seeker.at AND code = :occupation)
      OR EXISTS (SELECT 1 FROM done WHERE done.at = seeker.at AND code = :occupation) DESC,
    coalesce(province = :province, 0) DESC,
    coalesce(education >= :education, :education IS NULL) DESC,
    (SELECT count(*) FROM required JOIN skill USING (skill) WHERE skill.at = seeker.at) DESC,
    coalesce((SELECT months FROM done WHERE done.at = seeker.at AND code = :occupation), 0) DESC,
    at
LIMIT 10"""

Line = Mapping[str, str]
Best = list[int]
"""Places of the best among a country's real people."""


@dataclass(frozen=True)
class Asked:
    """A vacancy: its profile, its line in the file, and the utility of each real person of its country."""

    profile: VacancyProfile
    line: Line
    truth: Any


@dataclass(frozen=True)
class Country:
    """The real people of a country, in order, as profiles and as lines; and its vacancies."""

    seekers: list[SeekerProfile]
    lines: list[Line]
    asked: list[Asked]


def countries(world: Path, known: Any, size: tuple[int, int], seed: int) -> list[Country]:
    """Both countries of a world."""
    profiles = dict(people(world, known))
    notices = {number: profile for number, profile, _ in vacancies(world, counted(world, known))}
    return [
        _country(truth, world / code, profiles, notices)
        for code, truth in zip(COUNTRIES, truths(*size, seed, world), strict=True)
    ]


def _country(
    truth: Truth, folder: Path, profiles: Mapping[str, SeekerProfile], notices: Mapping[str, VacancyProfile]
) -> Country:
    seekers, offered = _lines(folder / "job-seekers.csv"), _lines(folder / "vacancies.csv")
    return Country(
        [profiles[number] for number in truth.seekers],
        [seekers[number] for number in truth.seekers],
        [Asked(notices[number], offered[number], truth.of(at)) for at, number in enumerate(truth.vacancies)],
    )


def _lines(path: Path) -> dict[str, Line]:
    with path.open(encoding="utf-8", newline="") as file:
        return {line["number"]: line for line in csv.DictReader(file)}


def by_engine(country: Country) -> Callable[[Asked], Best]:
    """Our ranking."""
    engine = Engine.of(plain(country.seekers))
    places = {one.id: at for at, one in enumerate(country.seekers)}
    return lambda asked: [places[one.uuid] for one in engine.top(asked.profile, DEFAULT_WEIGHTS, TOP)]


def by_sql(country: Country) -> Callable[[Asked], Best]:
    """A ministry's statement."""
    held = sqlite3.connect(":memory:")
    held.executescript(TABLES)
    for at, one in enumerate(country.seekers):
        held.execute("INSERT INTO seeker VALUES (?, ?, ?)", (at, one.province, one.education))
        held.executemany("INSERT INTO wanted VALUES (?, ?)", ((at, code) for code in set(one.wanted)))
        held.executemany("INSERT INTO done VALUES (?, ?, ?)", ((at, *work) for work in one.experience.items()))
        held.executemany("INSERT INTO skill VALUES (?, ?)", ((at, skill) for skill in one.skills))

    def rank(asked: Asked) -> Best:
        held.execute("DELETE FROM required")
        held.executemany("INSERT INTO required VALUES (?)", ((skill,) for skill in asked.profile.required_skills))
        names = {name: getattr(asked.profile, name) for name in ("occupation", "province", "education")}
        return [at for (at,) in held.execute(STATEMENT, names)]

    return rank


def by_words(country: Country) -> Callable[[Asked], Best]:
    """A search engine."""
    index = _index(country.lines)
    searcher = index.searcher()

    def rank(asked: Asked) -> Best:
        text = " ".join(asked.line[name] for name in ("title", "title_native", "required_skills", "useful_skills"))
        query = index.parse_query(" ".join(dict.fromkeys(_words(text))), ["text"])
        return [searcher.doc(found)["at"][0] for _, found in searcher.search(query, TOP).hits]

    return rank


def _words(text: str) -> list[str]:
    """As tantivy cuts a text: at whatever is no letter and no digit."""
    return [word for word in re.split(r"[\W_]+", text.lower()) if word]


def _index(lines: Sequence[Line]) -> tantivy.Index:
    with (Settings().seeds / "isco08.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = {row["code"]: " ".join(row[f"name_{language}"] for language in ("en", "km", "lo")) for row in rows}
    return index_of(names, lines)


RANKINGS: Mapping[str, Callable[[Country], Callable[[Asked], Best]]] = {
    "ours": by_engine,
    "SQL": by_sql,
    "BM25": by_words,
}


def gain(found: Best, truth: Any) -> float:
    """nDCG@10: the discounted utility of those who were found, of that of the best ten."""
    won = truth[np.array(found[:TOP], np.int64)]
    best = np.sort(truth)[::-1][:TOP]
    return float((won * DISCOUNT[: len(won)]).sum() / (best * DISCOUNT[: len(best)]).sum())


def measured(size: tuple[int, int], seed: int, known: Any) -> dict[str, float]:
    """The mean nDCG@10 of each ranking over all vacancies of a world."""
    won: dict[str, list[float]] = {name: [] for name in RANKINGS}
    with a_world(*size, seed=seed) as world:
        for country in countries(world, known, size, seed):
            for name, made in RANKINGS.items():
                rank = made(country)
                won[name] += [gain(rank(asked), asked.truth) for asked in country.asked]
    return {name: statistics.fmean(gains) for name, gains in won.items()}


def main() -> int:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=4_000)
    parser.add_argument("--vacancies", type=int, default=300)
    parser.add_argument("--worlds", type=int, nargs="+", default=WORLDS)
    chosen = parser.parse_args()
    known, size = known_codes(), (chosen.people, chosen.vacancies)
    print(
        f"nDCG@10 by true utility, weights {DEFAULT_WEIGHTS.version}, {size[0]:,} people, {size[1]:,} vacancies a world"
    )
    print(f"{'world':>8}" + "".join(f"{name:>8}" for name in RANKINGS) + "   goal: ours above both")
    rows = []
    for seed in chosen.worlds:
        rows.append(measured(size, seed, known))
        print(_told(str(seed), rows[-1]), flush=True)
    means = {name: statistics.fmean(row[name] for row in rows) for name in RANKINGS}
    reached = all(map(_above, rows))
    print(_told("mean", means))
    print(f"ours above both in {sum(map(_above, rows))} of {len(rows)} worlds: reached {'yes' if reached else 'no'}")
    return 0 if reached else 1


def _above(row: Mapping[str, float]) -> bool:
    return row["ours"] > max(row["SQL"], row["BM25"])


def _told(name: str, row: Mapping[str, float]) -> str:
    return f"{name:>8}" + "".join(f"{row[one]:>8.3f}" for one in RANKINGS) + f"   {'yes' if _above(row) else 'no'}"


if __name__ == "__main__":
    sys.exit(main())
