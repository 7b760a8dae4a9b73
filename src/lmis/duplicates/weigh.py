"""What each agreement and each contradiction counts, and from how many points on it is one person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from lmis.duplicates.criteria import CRITERIA
from lmis.duplicates.traits import Traits


class Verdict(StrEnum):
    """What is done about two records."""

    CERTAIN = "certain"
    POSSIBLE = "possible"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Reason:
    """What one criterion found, and its points: below zero where it contradicts."""

    criterion: str
    step: str
    points: int


@dataclass(frozen=True, slots=True)
class Scale:
    """Criterion → step → whole points; `certain` and `possible` are the least points of each verdict. Data."""

    version: str
    points: Mapping[str, Mapping[str, int]]
    certain: int
    possible: int


SCALE: Final = Scale(
    version="2026.1",
    points={
        "identity": {"same": 60, "different": -40, "unknown": 0},
        "phone": {"same": 30, "different": -5, "unknown": 0},
        "names": {"same": 30, "sounds": 25, "close": 15, "part": -10, "other": -40},
        "birth": {"same": 30, "slip": 12, "year": 12, "near": 0, "different": -40},
        "sex": {"same": 5, "different": -40, "unknown": 0},
        "place": {"district": 10, "province": 5, "other": 0},
    },
    certain=95,
    possible=50,
)
"""Without the same number or the same telephone nothing is certain: name, birth, sex and place give 75 at most."""

OF_FIVE_FIELDS: Final = replace(SCALE, possible=45)
"""At the counter, of whom tells five fields alone: the same name, year of birth and province (47) are worth asking."""

COMPLETES: Final[Mapping[str, tuple[str, ...]]] = {
    "phone": ("same",),
    "names": ("same", "sounds"),
    "birth": ("year", "near"),
    "sex": ("same", "unknown"),
    "place": ("district", "province"),
}
"""Criterion → the steps on which a full record completes the five fields of a surge."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two records are; `points` is the sum of its reasons'."""

    points: int
    reasons: tuple[Reason, ...]
    verdict: Verdict


def ruled_out(one: Traits, other: Traits, scale: Scale = SCALE) -> bool:
    """Whether two records are different however alike their names are; names take long to compare."""
    points = sum(scale.points[name][found(one, other)] for name, found in CRITERIA.items() if name != "names")
    return points + max(scale.points["names"].values()) < scale.possible


def weigh(one: Traits, other: Traits, scale: Scale = SCALE) -> Likeness:
    """Compare two records of one country; which comes first makes no difference."""
    reasons = []
    for criterion, found in CRITERIA.items():
        step = found(one, other)
        reasons.append(Reason(criterion, step, scale.points[criterion][step]))
    points = sum(reason.points for reason in reasons)
    verdict = Verdict.CERTAIN if points >= scale.certain else Verdict.POSSIBLE
    return Likeness(points, tuple(reasons), verdict if points >= scale.possible else Verdict.DIFFERENT)


def completes(full: Traits, quick: Traits, likeness: Likeness) -> bool:
    """Whether a full record is that of somebody of whom only the five fields of a surge are known.

    Five fields never make what is certain. Here it is enough that telephone, name, province and year of birth (which
    was reckoned from an age, so that it may be one off) agree; and that the full record would certainly be recognised
    when it comes again.
    """
    if full.quick or not quick.quick or weigh(full, full).verdict is not Verdict.CERTAIN:
        return False
    found = {reason.criterion: reason.step for reason in likeness.reasons}
    return all(found[criterion] in steps for criterion, steps in COMPLETES.items())
