"""Languages: each language asked counts two parts if spoken at the level asked, one if spoken below it."""

from __future__ import annotations

from lmis.matching.criterion import NOT_ASKED, Criterion, Share
from lmis.matching.profiles import SeekerProfile, VacancyProfile

AT_LEVEL, BELOW_LEVEL = 2, 1


def share(seeker: SeekerProfile, vacancy: VacancyProfile) -> Share | None:
    """Parts spoken, of the parts asked; unknown if the person's record has no languages."""
    asked, spoken = vacancy.languages, seeker.languages
    if not asked:
        return NOT_ASKED
    if not spoken:
        return None
    parts = 0
    for code, level in asked.items():
        if code in spoken:
            parts += AT_LEVEL if spoken[code] >= level else BELOW_LEVEL
    return parts, AT_LEVEL * len(asked)


def values(seeker: SeekerProfile, vacancy: VacancyProfile) -> dict[str, object]:
    """The codes of the languages asked, by how they are met, in alphabetical order."""
    spoken = seeker.languages
    met: list[str] = []
    below: list[str] = []
    missing: list[str] = []
    for code, level in sorted(vacancy.languages.items()):
        (missing if code not in spoken else met if spoken[code] >= level else below).append(code)
    return {"met": met, "below": below, "missing": missing}


LANGUAGES = Criterion(
    "languages", share, values, reads=("languages",), table={"at_level": AT_LEVEL, "below_level": BELOW_LEVEL}, of=None
)
