"""Occupation: how many digits of ISCO-08 the vacancy shares with the work the person wants or has done.

Some work is related though it stands far apart in the tree, as tailors (7531) and sewing machine operators (8153); the
vacancy knows which (`VacancyProfile.related`), and such a unit group counts between two shared digits and three.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from lmis.matching.criterion import Criterion, Share
from lmis.matching.profiles import SeekerProfile, VacancyProfile

WANTED = (0, 15, 40, 70, 100)
"""Hundredths for 0-4 shared digits of an occupation that the person wants."""
DONE = (0, 10, 30, 55, 80)
"""The same for work that the person has done; the better of the two counts."""
RELATED_WANTED, RELATED_DONE = 55, 45
"""The same for a related unit group."""


@lru_cache(1 << 16)
def shared_digits(one: str, other: str) -> int:
    """How many leading digits two ISCO-08 codes share: 7531 and 7523 share two.

    Source: ILO, ISCO-08 (2012): major groups have one digit, sub-major two, minor three, unit groups four.
    """
    for count, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return count
    return min(len(one), len(other))


@lru_cache(1 << 16)
def _worth(code: str, occupation: str, related: frozenset[str]) -> tuple[int, int, int]:
    """Hundredths for wanting an occupation and for having done it, and the digits that it shares."""
    digits = shared_digits(code, occupation)
    if code in related:
        return max(WANTED[digits], RELATED_WANTED), max(DONE[digits], RELATED_DONE), digits
    return WANTED[digits], DONE[digits], digits


def share(seeker: SeekerProfile, vacancy: VacancyProfile) -> Share | None:
    """The better of wanted and done; unknown if the person's record has neither."""
    if not seeker.wanted and not seeker.experience:
        return None
    occupation, related, best = vacancy.occupation, vacancy.related, 0
    for code in seeker.wanted:
        best = max(best, _worth(code, occupation, related)[0])
    for code in seeker.experience:
        best = max(best, _worth(code, occupation, related)[1])
    return best, 100


def values(seeker: SeekerProfile, vacancy: VacancyProfile) -> dict[str, object]:
    """The code that counted, and how: wanted or done, digits shared, and whether it counted as related."""
    wanted, done = _nearest(seeker.wanted, vacancy, 0), _nearest(seeker.experience, vacancy, 1)
    through = "wanted" if wanted[0] >= done[0] and wanted[2] else "done"
    parts, digits, code = wanted if through == "wanted" else done
    table = WANTED if through == "wanted" else DONE
    return {
        "shared_digits": digits,
        "through": through if code else None,
        "code": code or None,
        "occupation": vacancy.occupation,
        "related": parts > table[digits],
    }


def _nearest(codes: Iterable[str], vacancy: VacancyProfile, way: int) -> tuple[int, int, str]:
    """The best of these codes: hundredths, digits shared, and which it is; `way`: 0 wanted, 1 done."""
    occupation, related, best = vacancy.occupation, vacancy.related, (0, 0, "")
    for code in codes:
        worth = _worth(code, occupation, related)
        best = max(best, (worth[way], worth[2], code))
    return best


OCCUPATION = Criterion(
    "occupation",
    share,
    values,
    reads=("occupation", "related"),
    table={f"wanted_{digits}": parts for digits, parts in enumerate(WANTED)}
    | {f"done_{digits}": parts for digits, parts in enumerate(DONE)}
    | {"wanted_related": RELATED_WANTED, "done_related": RELATED_DONE},
)
