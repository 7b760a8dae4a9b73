"""Skills: how much of what the vacancy asks the person can do; required skills count two, useful ones one."""

from __future__ import annotations

from lmis.matching.criterion import NOT_ASKED, Criterion, Share
from lmis.matching.profiles import SeekerProfile, VacancyProfile

REQUIRED, USEFUL = 2, 1


def share(seeker: SeekerProfile, vacancy: VacancyProfile) -> Share | None:
    """Parts known, of the parts asked; unknown if the person's record has no skills."""
    required, useful, skills = vacancy.required_skills, vacancy.useful_skills, seeker.skills
    asked = REQUIRED * len(required) + USEFUL * len(useful)
    if not asked:
        return NOT_ASKED
    if not skills:
        return None
    return REQUIRED * len(required & skills) + USEFUL * len(useful & skills), asked


def values(seeker: SeekerProfile, vacancy: VacancyProfile) -> dict[str, object]:
    """The skills that the person has and lacks, by search key in alphabetical order."""
    return {
        "matched": sorted(vacancy.required_skills & seeker.skills),
        "missing": sorted(vacancy.required_skills - seeker.skills),
        "useful_matched": sorted(vacancy.useful_skills & seeker.skills),
        "useful_missing": sorted(vacancy.useful_skills - seeker.skills),
    }


SKILLS = Criterion(
    "skills",
    share,
    values,
    reads=("required_skills", "useful_skills"),
    table={"required": REQUIRED, "useful": USEFUL},
    of=None,
)
