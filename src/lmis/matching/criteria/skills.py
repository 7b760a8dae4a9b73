"""Skills: how much of what the vacancy asks the person can do; required skills count two, useful ones one.

A skill that few people have counts twice as much, one that very few have three times: whoever has it is harder to find.
Which skills these are comes with the vacancy (`VacancyProfile.scarce`, `rare`), out of counts that are stored.
"""

from __future__ import annotations

from lmis.matching.criterion import NOT_ASKED, Criterion, Share
from lmis.matching.profiles import SeekerProfile, VacancyProfile

REQUIRED, USEFUL = 2, 1
SCARCE, RARE = 2, 3
"""How many times as much a skill counts."""


def parts_of(vacancy: VacancyProfile, skills: frozenset[str]) -> int:
    """The parts of those of these skills that the vacancy asks."""
    required, useful = vacancy.required_skills & skills, vacancy.useful_skills & skills
    return REQUIRED * _times(vacancy, required) + USEFUL * _times(vacancy, useful)


def _times(vacancy: VacancyProfile, skills: frozenset[str]) -> int:
    """How many skills they are, those that few have counted more often."""
    if not vacancy.scarce:
        return len(skills)
    scarce, rare = len(skills & vacancy.scarce), len(skills & vacancy.rare)
    return len(skills) + (SCARCE - 1) * scarce + (RARE - SCARCE) * rare


def share(seeker: SeekerProfile, vacancy: VacancyProfile) -> Share | None:
    """Parts known, of the parts asked; unknown if the person's record has no skills."""
    asked = parts_of(vacancy, vacancy.required_skills | vacancy.useful_skills)
    if not asked:
        return NOT_ASKED
    if not seeker.skills:
        return None
    return parts_of(vacancy, seeker.skills), asked


def values(seeker: SeekerProfile, vacancy: VacancyProfile) -> dict[str, object]:
    """The skills that the person has and lacks, by search key in alphabetical order; and those that few people have."""
    return {
        "matched": sorted(vacancy.required_skills & seeker.skills),
        "missing": sorted(vacancy.required_skills - seeker.skills),
        "useful_matched": sorted(vacancy.useful_skills & seeker.skills),
        "useful_missing": sorted(vacancy.useful_skills - seeker.skills),
        "scarce": sorted(vacancy.scarce),
        "rare": sorted(vacancy.rare),
    }


SKILLS = Criterion(
    "skills",
    share,
    values,
    reads=("required_skills", "useful_skills", "scarce", "rare"),
    table={
        "required": REQUIRED,
        "useful": USEFUL,
        "required_scarce": REQUIRED * SCARCE,
        "useful_scarce": USEFUL * SCARCE,
        "required_rare": REQUIRED * RARE,
        "useful_rare": USEFUL * RARE,
    },
    of=None,
)
