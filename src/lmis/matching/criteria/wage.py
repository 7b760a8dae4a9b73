"""Wage: does the highest wage offered reach the lowest that the person accepts."""

from __future__ import annotations

from lmis.matching.criterion import NOTHING, Criterion, Share
from lmis.matching.profiles import SeekerProfile, VacancyProfile

STEPS = ((100, 100), (90, 60), (80, 20))
"""Hundredths of the accepted wage that are offered, and the hundredths of the points for at least that."""

_STEPS: tuple[tuple[int, Share], ...] = tuple((offered, (parts, 100)) for offered, parts in STEPS)


def share(seeker: SeekerProfile, vacancy: VacancyProfile) -> Share | None:
    """By the part of the accepted wage that is offered; unknown if either side does not say."""
    offered, accepted = vacancy.wage, seeker.wage
    if offered is None or accepted is None:
        return None
    for hundredths, found in _STEPS:
        if offered * 100 >= accepted * hundredths:
            return found
    return NOTHING


def values(seeker: SeekerProfile, vacancy: VacancyProfile) -> dict[str, object]:
    """Both wages, US cents a month."""
    return {"offered": vacancy.wage, "accepted": seeker.wage}


WAGE = Criterion(
    "wage", share, values, reads=("wage",), table={f"offered_{offered}": parts for offered, parts in STEPS}
)
