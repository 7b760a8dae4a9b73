"""Occupation: how many digits of ISCO-08 the vacancy shares with the work the person wants or has done.

Some work is related though it stands far apart in the tree, as tailors (7531) and sewing machine operators (8153); the
vacancy knows which (`VacancyProfile.related`), and such a unit group counts between two shared digits and three.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
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


def share(seeker: SeekerProfile, vacancy: VacancyProfile) -> Share | None:
    """The better of wanted and done; unknown if the person's record has neither."""
    if not seeker.wanted and not seeker.experience:
        return None
    best = 0
    for code in seeker.wanted:
        best = max(best, _wanted(code, vacancy))
    for code in seeker.experience:
        best = max(best, _done(code, vacancy))
    return best, 100


def _wanted(code: str, vacancy: VacancyProfile) -> int:
    by_digits = WANTED[shared_digits(code, vacancy.occupation)]
    return max(by_digits, RELATED_WANTED) if code in vacancy.related else by_digits


def _done(code: str, vacancy: VacancyProfile) -> int:
    by_digits = DONE[shared_digits(code, vacancy.occupation)]
    return max(by_digits, RELATED_DONE) if code in vacancy.related else by_digits


def values(seeker: SeekerProfile, vacancy: VacancyProfile) -> dict[str, object]:
    """The code that counted, and how: wanted or done, digits shared, and whether it counted as related."""
    wanted, done = _nearest(seeker.wanted, vacancy, _wanted), _nearest(seeker.experience, vacancy, _done)
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


def _nearest(
    codes: Iterable[str], vacancy: VacancyProfile, parts: Callable[[str, VacancyProfile], int]
) -> tuple[int, int, str]:
    found = ((parts(code, vacancy), shared_digits(code, vacancy.occupation), code) for code in codes)
    return max(found, default=(0, 0, ""))


OCCUPATION = Criterion(
    "occupation",
    share,
    values,
    reads=("occupation", "related"),
    table={f"wanted_{digits}": parts for digits, parts in enumerate(WANTED)}
    | {f"done_{digits}": parts for digits, parts in enumerate(DONE)}
    | {"wanted_related": RELATED_WANTED, "done_related": RELATED_DONE},
)
