"""Accommodations: does the employer offer what the person asked for; a bonus that can raise and never lower.

Nothing of a disability is known here: only what would help at work, and only of somebody who said so and asks which
vacancies suit. Whoever asked for nothing, and where nothing of it is offered, has lost nothing.
"""

from __future__ import annotations

from lmis.matching.criterion import NOT_ASKED, Criterion, Share
from lmis.matching.profiles import SeekerProfile, VacancyProfile

ALL, SOME = 100, 40


def share(seeker: SeekerProfile, vacancy: VacancyProfile) -> Share | None:
    """All that was asked for, or some of it; else the criterion is not there at all."""
    if not seeker.needs & vacancy.offers:
        return NOT_ASKED
    return (ALL if seeker.needs <= vacancy.offers else SOME), 100


def values(seeker: SeekerProfile, vacancy: VacancyProfile) -> dict[str, object]:
    """What is offered of what was asked for, and what is not."""
    return {"offered": sorted(seeker.needs & vacancy.offers), "not_offered": sorted(seeker.needs - vacancy.offers)}


ACCOMMODATIONS = Criterion(
    "accommodations", share, values, reads=("offers",), table={"all": ALL, "some": SOME}, bonus=True
)
