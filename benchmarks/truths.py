"""The true utility of every pair of a sample world: its blocks drawn once more, and held equal to its truth files."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lmis.config import Settings
from lmis.sample.block import draw_scene
from lmis.sample.content import COUNTRIES
from lmis.sample.draws import stream
from lmis.sample.fit import Scene, utility
from lmis.sample.identity import draw_names
from lmis.sample.land import read_land, read_market
from lmis.sample.sheets import numbered
from lmis.sample.twins import copied, plant
from lmis.sample.world import BLOCK


@dataclass(frozen=True)
class Truth:
    """What is true of one country of a world of one block."""

    scene: Scene
    seekers: list[str]
    """Own numbers of the real people, in order; `rows` are their places in the scene."""
    rows: NDArray[np.int64]
    vacancies: list[str]

    def of(self, vacancy: int) -> NDArray[np.float64]:
        """The utility of each real person for a vacancy, by its place among them."""
        return utility(self.scene, self.rows, np.full(len(self.rows), vacancy, np.int64))


def truths(people: int, vacancies: int, seed: int, folder: Path) -> list[Truth]:
    """What is true in each country of the world that was written to the folder with the same arguments."""
    found = []
    for index, country in enumerate(COUNTRIES):
        size, offered = (_lines(folder / country / f"{name}.csv") for name in ("job-seekers", "vacancies"))
        if size > BLOCK:
            raise ValueError(size)
        rng, land, market = stream(seed, index, 0), read_land(country, Settings().seeds), read_market(index)
        scene, _ = draw_scene(rng, land, market, size, offered)
        twins = plant(rng, scene.people, draw_names(rng, country, scene.people.woman))
        rows = np.flatnonzero(~copied(scene.people, twins)).astype(np.int64)
        seekers = list(numbered(country, "S", 1, size))
        truth = Truth(scene, [seekers[at] for at in rows], rows, list(numbered(country, "V", 1, offered)))
        _held_equal(truth, folder / "truth" / country / "suitability.csv")
        found.append(truth)
    return found


def _lines(path: Path) -> int:
    with path.open(encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.DictReader(file))


def _held_equal(truth: Truth, path: Path) -> None:
    """The pairs of the world's own file have the same utility here."""
    seekers = dict(zip(truth.seekers, truth.rows, strict=True))
    vacancies = {number: at for at, number in enumerate(truth.vacancies)}
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    who = np.array([seekers[line["seeker"]] for line in lines], np.int64)
    what = np.array([vacancies[line["vacancy"]] for line in lines], np.int64)
    told = np.array([float(line["utility"]) for line in lines])
    if not np.allclose(utility(truth.scene, who, what), told, atol=0.0001, rtol=0):
        raise ValueError(path)
