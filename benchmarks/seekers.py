"""Full records of job seekers as rows, out of the sample world: the clean files on which readers are timed."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory

from lmis.config import Settings
from lmis.sample.world import write_world


@contextmanager
def a_folder() -> Iterator[Path]:
    """A folder that is gone afterwards."""
    with TemporaryDirectory() as folder:
        yield Path(folder)


def seekers(count: int, folder: Path, seed: int = 1) -> Iterator[list[str]]:
    """The header, and so many rows."""
    write_world(count, 100, seed, folder / "world", Settings().seeds)
    paths = [folder / "world" / country / "job-seekers.csv" for country in ("KH", "LA")]
    return islice(chain.from_iterable(map(_rows, paths, (0, 1))), count + 1)


def _rows(path: Path, skipped: int) -> Iterator[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from islice(csv.reader(file), skipped, None)
