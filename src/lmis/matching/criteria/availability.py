"""Availability: can the person begin on the day for which people are asked for, or soon after it."""

from __future__ import annotations

from lmis.matching.criterion import NOT_ASKED, NOTHING, Criterion, Share
from lmis.matching.profiles import SeekerProfile, VacancyProfile

SOON = 30
STEPS = ((0, 100), (SOON, 50))
"""Days of waiting, and the hundredths of the points for at most that."""

_STEPS: tuple[tuple[int, Share], ...] = tuple((days, (parts, 100)) for days, parts in STEPS)


def share(seeker: SeekerProfile, vacancy: VacancyProfile) -> Share | None:
    """By the days that the employer would wait; unknown if the person did not say from when."""
    if vacancy.needed_from is None:
        return NOT_ASKED
    if seeker.available_from is None:
        return None
    waiting = (seeker.available_from - vacancy.needed_from).days
    for days, found in _STEPS:
        if waiting <= days:
            return found
    return NOTHING


def values(seeker: SeekerProfile, vacancy: VacancyProfile) -> dict[str, object]:
    """Both days."""
    return {"available": seeker.available_from, "needed": vacancy.needed_from}


AVAILABILITY = Criterion(
    "availability", share, values, reads=("needed_from",), table={f"within_{days}": parts for days, parts in STEPS}
)
