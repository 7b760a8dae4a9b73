"""Two sample worlds, written once: a small one to read row by row, a larger one to measure."""

from __future__ import annotations

import csv
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from lmis.sample import WorldSummary, write_world

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
Row = dict[str, str]


@dataclass(frozen=True)
class Written:
    """A world on disk."""

    folder: Path
    summary: WorldSummary
    seconds: float

    def rows(self, country: str, register: str) -> list[Row]:
        with (self.folder / country / f"{register}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file, strict=True))

    def truth(self, country: str, name: str) -> list[Row]:
        return self.rows(f"truth/{country}", name)


def written(people: int, vacancies: int, folder: Path) -> Written:
    start = time.perf_counter()
    summary = write_world(people, vacancies, 7, folder, SEEDS)
    return Written(folder, summary, time.perf_counter() - start)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """2,000 people and 300 vacancies."""
    return written(2_000, 300, tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """20,000 people and 3,000 vacancies."""
    return written(20_000, 3_000, tmp_path_factory.mktemp("large"))


@pytest.fixture(scope="session")
def seeds() -> Path:
    return SEEDS


@pytest.fixture(params=["KH", "LA"])
def country(request: pytest.FixtureRequest) -> str:
    return str(request.param)
