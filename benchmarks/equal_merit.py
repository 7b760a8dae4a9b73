"""A sample world with its truth: who is of which group, how well each truly suits each vacancy, whom matching takes.

Equal merit is made, not assumed: in the world the groups differ in recorded facts, above all in their trades. So people
are compared only within strata of true utility for the same vacancy (`parity.merit_strata`), which no ranking sees; and
of these within the kind of trade, because matching is meant to follow the work that people do and look for. Both are
told.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks.profiles import people, vacancies
from lmis.config import Settings
from lmis.fairness.parity import Counts, Flags, Floats, Ints, Ratio, exposure, merit_strata, selection_ratio, stratified
from lmis.matching.engine.engine import Engine, plain
from lmis.matching.profiles import SeekerProfile, VacancyProfile
from lmis.matching.weights import DEFAULT_WEIGHTS
from lmis.sample.block import draw_scene
from lmis.sample.draws import stream
from lmis.sample.fit import Scene, utility
from lmis.sample.land import read_land, read_market
from lmis.sample.world import write_world
from lmis.services.codes import Codes

TOPS = (10, 20)
Ranker = Callable[[VacancyProfile, int], Sequence[int]]
"""Positions of the best so many people for a vacancy, best first."""


@dataclass(frozen=True)
class World:
    """One country of a sample world: people (second records of somebody left out), vacancies, groups, true utility."""

    people: list[SeekerProfile]
    vacancies: list[VacancyProfile]
    groups: Mapping[str, Flags]
    merit: Floats
    """True utility, vacancies × people."""
    trade: Ints
    """Vacancies × people: 2 of the vacancy's trade (now or before), 1 of its sector, 0 of another."""


def world_of(seed: int, size: int, notices: int, known: Codes) -> World:
    """Cambodia in the world of this seed; at most one block of people, so that the scene can be drawn again."""
    seeds, count = Settings().seeds, round(size * 0.7)
    land = read_land("KH", seeds)
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_world(size, notices, seed, folder, seeds)
        lines = list(_lines(folder / "KH" / "job-seekers.csv"))
        second = {line["number_b"] for line in _lines(folder / "truth" / "KH" / "duplicates.csv")}
        profiles = [profile for number, profile in people(folder, known) if number.startswith("KH")]
        asked = [profile for number, profile, _ in vacancies(folder, known) if number.startswith("KH")]
    scene, _ = draw_scene(stream(seed, 0, 0), land, read_market(0), count, len(asked))
    told = np.array([line["sex"] for line in lines])
    if (
        len(profiles) != count
        or ((told == "M") & scene.people.woman | (told == "F") & ~scene.people.woman)[:-1].mean() > 0.01
    ):
        raise ValueError(seed)  # the scene is not that of the files
    kept = np.array([at for at, line in enumerate(lines) if line["number"] not in second], dtype=np.int64)
    merit = np.array([utility(scene, kept, np.full(len(kept), at)) for at in range(len(asked))])
    groups = {name: flags[kept] for name, flags in _groups(lines, scene).items()}
    trade = np.array([_trade(scene, kept, at) for at in range(len(asked))])
    return World([profiles[at] for at in kept], asked, groups, merit, trade)


def _trade(scene: Scene, kept: Ints, vacancy: int) -> Ints:
    own, asked, sector = scene.people.trade[kept], scene.vacancies.trade[vacancy], scene.market.sector
    second = (scene.people.second_trade[kept] == asked) & (scene.people.second_months[kept] > 0)
    return np.where((own == asked) | second, 2, np.where(sector[own] == sector[asked], 1, 0))


def _lines(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _groups(lines: Sequence[dict[str, str]], scene: Scene) -> dict[str, Flags]:
    drawn = scene.people
    return {
        "women": drawn.woman,
        "under 25": drawn.age < 25,
        "45 and over": drawn.age >= 45,
        "disability on record": np.array([bool(line["disability"]) for line in lines]),
        "lives in a town province": scene.land.urban[drawn.province],
    }


def by_points(world: World) -> Ranker:
    """The ranking of the engine, which sees profiles only."""
    engine, at = Engine.of(plain(world.people)), {person.id: at for at, person in enumerate(world.people)}
    return lambda vacancy, top: [at[one.uuid] for one in engine.top(vacancy, DEFAULT_WEIGHTS, top)]


@dataclass(frozen=True)
class Parity:
    """One group beside all others."""

    everybody: Ratio
    """Among everybody, whatever their merit: what the world itself is like."""
    by_merit: Ratio
    """At equal true merit, whatever the trade; of the shortest list."""
    chosen: Mapping[int, Ratio]
    """At equal true merit in the same kind of trade, for each length of the list."""
    exposed: Ratio
    """The attention that places in the list give, at equal true merit in the same kind of trade; no interval."""


Strata = list[list[Counts]]


def measured(world: World, ranker: Ranker) -> dict[str, Strata]:
    """Group -> strata for each ratio of `Parity`, in its order; those of several worlds may be joined."""
    found: dict[str, Strata] = {name: [[] for _ in range(len(TOPS) + 3)] for name in world.groups}
    for vacancy, merit, trade in zip(world.vacancies, world.merit, world.trade, strict=True):
        ranked, strata = ranker(vacancy, max(TOPS)), merit_strata(merit)
        chosen = [(exposure(len(merit), ranked[:top]) > 0).astype(np.float64) for top in TOPS]
        both = strata * 3 + trade
        looks = [(chosen[0], strata * 0), (chosen[0], strata), *((one, both) for one in chosen)]
        looks.append((exposure(len(merit), ranked), both))
        for name, of_group in world.groups.items():
            for at, (gained, within) in enumerate(looks):
                found[name][at] += stratified(gained, of_group, within)
    return found


def parity(strata: Strata) -> Parity:
    """The ratios of one group."""
    everybody, by_merit, *chosen, exposed = (selection_ratio(one) for one in strata)
    return Parity(everybody, by_merit, dict(zip(TOPS, chosen, strict=True)), Ratio(exposed.value))
