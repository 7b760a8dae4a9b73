"""Which weights rank best: whole points are moved from one criterion to another as long as the ranking gets better.

`python -m benchmarks.tuning [--worlds 101 102 …] [--step 2]`. It begins with `DEFAULT_WEIGHTS` and prints where it
ends; a person decides. The worlds are others than those of `benchmarks.quality`. No criterion falls below `FLOORS`: the
sample world knows nothing of some reasons (hours and availability as people want them, languages), which matter to
people all the same. Accommodations are a bonus and not tuned.
"""

from __future__ import annotations

import argparse
import itertools
import sys
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.profiles import a_world, known_codes
from benchmarks.quality import DISCOUNT, TOP, Country, countries
from lmis.matching.criteria import CRITERIA
from lmis.matching.weights import DEFAULT_WEIGHTS

WORLDS = tuple(range(101, 107))
TUNED = [criterion for criterion in CRITERIA if not criterion.bonus]
FLOORS = {"occupation": 20, "skills": 15, "place": 10, "education": 5, "experience": 5, "wage": 5}
LEAST = 3
Array = Any


@dataclass(frozen=True)
class Sums:
    """The shares of all pairs of a country, people in the order of their ids; and what is true."""

    won: Array
    """Criteria × vacancies × people."""
    of: Array
    gains: Array
    best: Array
    """Of each vacancy the discounted utility of its best ten."""

    @classmethod
    def of_country(cls, country: Country) -> Sums:
        """Ask every criterion about every pair."""
        order = sorted(range(len(country.seekers)), key=lambda at: country.seekers[at].id.int)
        people = [country.seekers[at] for at in order]
        won = np.zeros((len(TUNED), len(country.asked), len(people)), np.int16)
        of = np.ones_like(won)
        for nth, criterion in enumerate(TUNED):
            for row, asked in enumerate(country.asked):
                shares = [criterion.share(one, asked.profile) or (0, 1) for one in people]
                won[nth, row] = [share[0] for share in shares]
                of[nth, row] = [share[1] or 1 for share in shares]
        gains = np.stack([asked.truth[order] for asked in country.asked])
        best = (np.sort(gains, axis=1)[:, ::-1][:, :TOP] * DISCOUNT).sum(axis=1)
        return cls(won, of, gains, best)

    def points(self, nth: int, most: int) -> Array:
        """What a criterion gives each pair."""
        return most * self.won[nth].astype(np.int32) // self.of[nth]

    def quality(self, points: Array) -> Array:
        """nDCG@10 of each vacancy."""
        size = points.shape[1]
        keys = points * size - np.arange(size)
        top = np.argpartition(-keys, TOP, axis=1)[:, :TOP]
        first = np.take_along_axis(top, np.argsort(-np.take_along_axis(keys, top, axis=1), axis=1), axis=1)
        return (np.take_along_axis(self.gains, first, axis=1) * DISCOUNT).sum(axis=1) / self.best


def quality(held: list[Sums], most: dict[str, int]) -> float:
    """The mean nDCG@10 over all vacancies."""
    each = [
        sums.quality(sum(sums.points(nth, most[one.name]) for nth, one in enumerate(TUNED)))  # type: ignore[arg-type]
        for sums in held
    ]
    return float(np.concatenate(each).mean())


def moves(most: dict[str, int], step: int) -> list[dict[str, int]]:
    """All weights that are one move away."""
    names = [one.name for one in TUNED]
    return [
        most | {less: most[less] - step, more: most[more] + step}
        for less, more in itertools.permutations(names, 2)
        if most[less] - step >= FLOORS.get(less, LEAST)
    ]


def climbed(held: list[Sums], most: dict[str, int], step: int) -> dict[str, int]:
    """Move the points that help most, until none helps."""
    reached = quality(held, most)
    print(f"{reached:.4f}  {most}", flush=True)
    while True:
        tried = [(quality(held, other), other) for other in moves(most, step)]
        best, other = max(tried, key=lambda one: one[0])
        if best <= reached + 0.0002:
            return most
        reached, most = best, other
        print(f"{reached:.4f}  {most}", flush=True)


def main() -> int:
    """Tune."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=2_500)
    parser.add_argument("--vacancies", type=int, default=150)
    parser.add_argument("--worlds", type=int, nargs="+", default=WORLDS)
    parser.add_argument("--step", type=int, default=2)
    chosen = parser.parse_args()
    known, size, held = known_codes(), (chosen.people, chosen.vacancies), []
    for seed in chosen.worlds:
        with a_world(*size, seed=seed) as world:
            held += [Sums.of_country(country) for country in countries(world, known, size, seed)]
    climbed(held, dict(DEFAULT_WEIGHTS.most), chosen.step)
    return 0


if __name__ == "__main__":
    sys.exit(main())
