"""Hours: full or part time as the person wants; who takes any hours agrees to whatever the vacancy has."""

from __future__ import annotations

from lmis.matching.criterion import NOTHING, Criterion, Share
from lmis.matching.profiles import SeekerProfile, VacancyProfile

AGREED = 100
_AGREED: Share = (AGREED, 100)


def share(seeker: SeekerProfile, vacancy: VacancyProfile) -> Share | None:
    """All or nothing; unknown if either side does not say, unless the person takes any hours."""
    wanted, offered = seeker.hours, vacancy.hours
    if wanted == "any":
        return _AGREED
    if wanted is None or offered is None:
        return None
    return _AGREED if wanted == offered else NOTHING


def values(seeker: SeekerProfile, vacancy: VacancyProfile) -> dict[str, object]:
    """Both sides' hours."""
    return {"wanted": seeker.hours, "offered": vacancy.hours}


HOURS = Criterion("hours", share, values, reads=("hours",), table={"agreed": AGREED, "not_agreed": 0})
