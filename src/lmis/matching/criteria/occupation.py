"""Occupation: how many digits of ISCO-08 the vacancy shares with the work the person wants or has done."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from lmis.matching.criterion import Criterion, Share
from lmis.matching.profiles import SeekerProfile, VacancyProfile

WANTED = (0, 15, 40, 70, 100)
"""Hundredths for 0-4 shared digits of an occupation that the person wants."""
DONE = (0, 10, 30, 55, 80)
"""The same for work that the person has done; the better of the two counts."""


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
    occupation, best = vacancy.occupation, 0
    for code in seeker.wanted:
        best = max(best, WANTED[shared_digits(code, occupation)])
    for code in seeker.experience:
        best = max(best, DONE[shared_digits(code, occupation)])
    return best, 100


def values(seeker: SeekerProfile, vacancy: VacancyProfile) -> dict[str, object]:
    """The codes that were compared, and which of them counted."""
    wanted, done = _nearest(seeker.wanted, vacancy), _nearest(seeker.experience, vacancy)
    through = "wanted" if WANTED[wanted[0]] >= DONE[done[0]] and wanted[1] else "done"
    digits, code = wanted if through == "wanted" else done
    return {
        "shared_digits": digits,
        "through": through if code else None,
        "code": code or None,
        "occupation": vacancy.occupation,
    }


def _nearest(codes: Iterable[str], vacancy: VacancyProfile) -> tuple[int, str]:
    return max(((shared_digits(code, vacancy.occupation), code) for code in codes), default=(0, ""))


OCCUPATION = Criterion(
    "occupation",
    share,
    values,
    reads=("occupation",),
    table={f"wanted_{digits}": parts for digits, parts in enumerate(WANTED)}
    | {f"done_{digits}": parts for digits, parts in enumerate(DONE)},
)
