"""Experience: months in the vacancy's minor group of ISCO-08, against the months asked, in quarters."""

from __future__ import annotations

from lmis.matching.criterion import NOT_ASKED, Criterion, Share
from lmis.matching.profiles import SeekerProfile, VacancyProfile

MINOR_GROUP = 3  # digits that the work done must share with the vacancy to count
QUARTERS = 4
"""The months asked count in quarters: all of them four parts, half of them two, less than a quarter none."""

_SHARES: tuple[Share, ...] = tuple((quarters, QUARTERS) for quarters in range(QUARTERS + 1))


def related_months(seeker: SeekerProfile, vacancy: VacancyProfile) -> int:
    """Months of work in occupations of the vacancy's minor group."""
    minor, related = vacancy.occupation[:MINOR_GROUP], 0
    for code, months in seeker.experience.items():
        if code[:MINOR_GROUP] == minor:
            related += months
    return related


def share(seeker: SeekerProfile, vacancy: VacancyProfile) -> Share | None:
    """Quarters of the months asked; unknown if the person's record has no experience at all."""
    asked = vacancy.experience_months
    if not asked:
        return NOT_ASKED
    if not seeker.experience:
        return None
    return _SHARES[min(related_months(seeker, vacancy) * QUARTERS // asked, QUARTERS)]


def values(seeker: SeekerProfile, vacancy: VacancyProfile) -> dict[str, object]:
    """Months in related work (None: nothing recorded), and months asked."""
    months = related_months(seeker, vacancy) if seeker.experience else None
    return {"months": months, "asked": vacancy.experience_months}


EXPERIENCE = Criterion(
    "experience",
    share,
    values,
    reads=("occupation", "experience_months"),
    table={f"quarters_{part}": part for part in range(QUARTERS + 1)},
    of=QUARTERS,
)
