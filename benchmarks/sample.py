"""How fast the sample world is made: goal at least 20,000 people a second. `python -m benchmarks.sample`."""

from __future__ import annotations

import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path

from lmis.config import Settings
from lmis.sample.world import write_world

GOAL = 20_000
SIZES = ((20_000, 3_000), (200_000, 30_000))


def main() -> int:
    """Make each size three times; the median counts."""
    reached = True
    for people, vacancies in SIZES:
        speeds = []
        for _ in range(3):
            with tempfile.TemporaryDirectory() as folder:
                began = time.perf_counter()
                write_world(people, vacancies, 1, Path(folder), Settings().seeds)
                speeds.append(people / (time.perf_counter() - began))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        speed = statistics.median(speeds)
        print(f"{people:>8} people: {speed:>8,.0f} people/s (goal {GOAL:,}), peak {peak:.0f} MB")
        reached &= speed >= GOAL
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
