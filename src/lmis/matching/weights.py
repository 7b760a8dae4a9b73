"""Weights: how many whole points each criterion can give at most; data with a version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lmis.errors import Invalid
from lmis.matching.criteria import CRITERIA
from lmis.matching.criterion import Criterion, points


class WeightsIncomplete(Invalid):
    """Weights name every criterion once, with whole points of zero or more."""


@dataclass(frozen=True, slots=True)
class Weights:
    """The most points of each criterion, under a version that is stored with every suggestion.

    Args:
        most: criterion -> whole points; all of `CRITERIA`, nothing else.
        least: fewer points than this in all are never suggested.
    """

    version: str
    most: Mapping[str, int]
    least: int = 1

    def __post_init__(self) -> None:
        """Refuse weights that leave a criterion out, add one, or are not whole.

        Raises:
            WeightsIncomplete: with the criteria at fault.
        """
        names = {criterion.name for criterion in CRITERIA}
        wrong = {name for name, most in self.most.items() if type(most) is not int or most < 0}
        if at_fault := sorted(wrong | (names ^ self.most.keys())):
            raise WeightsIncomplete(version=self.version, criteria=at_fault)

    @property
    def total(self) -> int:
        """The most points that a vacancy which asks for everything can give."""
        return sum(self.most.values())


DEFAULT_WEIGHTS = Weights(
    version="2026.3",
    most={
        "occupation": 32,
        "skills": 16,
        "place": 20,
        "education": 10,
        "experience": 6,
        "languages": 3,
        "wage": 5,
        "hours": 3,
        "availability": 2,
        "accommodations": 3,
    },
)


def paper_table(weights: Weights) -> dict[str, dict[str, int]]:
    """Criterion -> step -> whole points, as they hang on the wall of a job centre.

    Skills and languages depend on how much a vacancy asks; their steps give the parts of each skill or
    language instead: points = most x parts won / parts asked, rounded down.
    """
    return {criterion.name: _steps(criterion, weights.most[criterion.name]) for criterion in CRITERIA}


def _steps(criterion: Criterion, most: int) -> dict[str, int]:
    if criterion.of is None:
        return dict(criterion.table)
    return {step: points(most, (parts, criterion.of)) for step, parts in criterion.table.items()}
