"""Is everybody treated alike: adverts, the monitor of suggestions, and lists at equal merit.

`python -m benchmarks.fairness [--worlds 1 2 3 4] [--people 14000]`. Adverts: precision and recall of "flagged at all"
on texts that no phrase was drawn from (goal .9 each). Monitor: in 20 sample worlds, suggestions that take women .7
times as often as men from people of the vacancy's trade; found within 2,000 suggestions in 20 of 20 (goal), and at most
one alarm in 20 fair worlds. Equal merit: the engine's own lists at top 10 and top 20, by sex, age, disability and
place; every ratio of all worlds together between .8 and 1.25 (goal).
"""

from __future__ import annotations

import argparse
import csv
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.equal_merit import TOPS, Strata, World, by_points, measured, parity, world_of
from benchmarks.profiles import known_codes
from lmis.fairness.adverts import findings
from lmis.fairness.monitor import LEVEL, Monitor
from lmis.fairness.parity import Ratio
from lmis.services.codes import Codes
from lmis.vocabulary import Language

ADVERTS = Path(__file__).parent.parent / "tests" / "fairness" / "unseen.csv"
ADVERTS_GOAL = 0.9
WORLDS, SUGGESTIONS, LIST, PLANTED, FALSE_ALARMS = 20, 2_000, 10, 0.7, 1


def adverts() -> bool:
    """Print precision and recall per language."""
    with ADVERTS.open(encoding="utf-8", newline="") as file:
        rows = [(row["language"], bool(row["kinds"]), bool(findings(row["text"]))) for row in csv.DictReader(file)]
    reached = True
    for language in Language:
        own = [(asks, flagged) for spoken, asks, flagged in rows if spoken == language.value]
        right = sum(asks and flagged for asks, flagged in own)
        precision, recall = right / sum(flagged for _, flagged in own), right / sum(asks for asks, _ in own)
        print(f"adverts {language.value}: precision {precision:.2f}, recall {recall:.2f} (goal {ADVERTS_GOAL} each)")
        reached &= min(precision, recall) >= ADVERTS_GOAL
    return reached


def watched(world: World, ratio: float, seed: int) -> Monitor:
    """Lists drawn person by person from the people of each vacancy's trade, women `ratio` times as often as men."""
    rng, monitor, women = np.random.default_rng(seed), Monitor(), world.groups["women"]
    for at in rng.permutation(len(world.vacancies)):
        pool = world.trade[at] == 2
        group, others = int((pool & women).sum()), int((pool & ~women).sum())
        for _ in range(min(LIST, group + others)):
            if monitor.watched == SUGGESTIONS or monitor.alarm is not None:
                return monitor
            woman = bool(rng.random() * (ratio * group + others) < ratio * group)
            monitor.watch(woman, group, others)
            group, others = group - woman, others - (not woman)
    return monitor


def monitored(known: Codes) -> bool:
    """Print in how many worlds a planted bias is found, and in how many fair ones an alarm is raised."""
    found, alarms = [], 0
    for seed in range(1, WORLDS + 1):
        world = world_of(seed, 6_000, 600, known)
        biased = watched(world, PLANTED, seed).alarm
        found += [biased.after] if biased is not None and biased.side == "fewer" else []
        alarms += watched(world, 1.0, 1_000 + seed).alarm is not None
    median = f"after {statistics.median(found):.0f} in the median, {max(found)} at most" if found else "never"
    print(f"monitor (level {LEVEL}): ratio {PLANTED} found in {len(found)}/{WORLDS} worlds (goal {WORLDS}), {median}")
    print(f"monitor: {alarms}/{WORLDS} fair worlds raise an alarm (goal at most {FALSE_ALARMS})")
    return len(found) == WORLDS and alarms <= FALSE_ALARMS


def equal_merit(known: Codes, seeds: Sequence[int], size: int) -> bool:
    """Print the ratios of the real ranking, per world and of all together."""
    together: dict[str, Strata] = {}
    for seed in seeds:
        world = world_of(seed, size, size // 20, known)
        print(f"world {seed}: {len(world.people):,} people, {len(world.vacancies)} vacancies")
        strata = measured(world, by_points(world))
        for name, own in strata.items():
            _tell(name, own)
            so_far = together.get(name, [[] for _ in own])
            together[name] = [before + now for before, now in zip(so_far, own, strict=True)]
    print(f"all {len(seeds)} worlds together (goal: between .80 and 1.25 at equal merit)")
    within = [_tell(name, strata) for name, strata in together.items()]
    return all(within)


def _tell(name: str, strata: Strata) -> bool:
    found = parity(strata)
    within = all(ratio.within_four_fifths for ratio in (*found.chosen.values(), found.exposed))
    chosen = "  ".join(f"top {top} {_shown(found.chosen[top])}" for top in TOPS)
    print(f"  {name:<25}{chosen}  attention {_shown(found.exposed)}{'' if within else '  OUTSIDE'}")
    by_merit = _shown(found.by_merit) + ("" if found.by_merit.within_four_fifths else " OUTSIDE")
    print(f"{'':<27}(at equal merit of any trade {by_merit}; of everybody {_shown(found.everybody)})")
    return within


def _shown(ratio: Ratio) -> str:
    if ratio.value is None or ratio.low is None:
        return "–" if ratio.value is None else f"{ratio.value:.2f}"
    return f"{ratio.value:.2f} ({ratio.low:.2f}–{ratio.high:.2f})"


def main() -> int:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, nargs="+", default=(1, 2, 3, 4))
    parser.add_argument("--people", type=int, default=14_000)
    chosen = parser.parse_args()
    known = known_codes()
    reached = adverts()
    reached &= monitored(known)
    reached &= equal_merit(known, chosen.worlds, chosen.people)
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
