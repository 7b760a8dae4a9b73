"""Education: does the person's level meet the one asked; more than asked is never held against anyone."""

from __future__ import annotations

from lmis.matching.criterion import NOT_ASKED, NOTHING, Criterion, Share
from lmis.matching.profiles import SeekerProfile, VacancyProfile

LEVELS_BELOW = (100, 50, 20)
"""Hundredths for meeting the level, one ISCED 2011 level below it, two below; further below: none."""

_SHARES: tuple[Share, ...] = tuple((parts, 100) for parts in LEVELS_BELOW)


def share(seeker: SeekerProfile, vacancy: VacancyProfile) -> Share | None:
    """By the number of levels below the one asked; unknown if the person's record has no level."""
    if vacancy.education is None:
        return NOT_ASKED
    if seeker.education is None:
        return None
    below = max(vacancy.education - seeker.education, 0)
    return _SHARES[below] if below < len(_SHARES) else NOTHING


def values(seeker: SeekerProfile, vacancy: VacancyProfile) -> dict[str, object]:
    """Both ISCED 2011 levels."""
    return {"has": seeker.education, "asked": vacancy.education}


EDUCATION = Criterion(
    "education",
    share,
    values,
    reads=("education",),
    table={f"below_{below}": parts for below, parts in enumerate(LEVELS_BELOW)},
)
