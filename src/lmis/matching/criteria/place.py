"""Place: how near the vacancy is, and how far the person said they would go."""

from __future__ import annotations

from lmis.matching.criterion import NOTHING, Criterion, Share
from lmis.matching.profiles import SeekerProfile, VacancyProfile

MOBILITY = ("district", "province", "country", "abroad", None)
HUNDREDTHS: dict[str, tuple[int | None, ...]] = {
    # nearness         district province country abroad not said
    "same_district": (100, 100, 100, 100, 100),
    "same_province": (20, 90, 90, 90, 60),
    "neighbour": (0, 20, 90, 90, None),
    "same_country": (0, 0, 70, 90, None),
    "across_the_border": (0, 0, 0, 60, None),
    "other_country": (0, 0, 0, 40, None),
}
"""Hundredths by nearness and mobility; None: it hangs on how far the person would go, which is unknown.

Whoever would go so far loses little: jobs lie in towns, so what distance costs the willing costs the countryside.
"""
WANTED_PROVINCE = 90
"""At least this, if the person named the vacancy's province among those wanted."""

_SHARES: dict[tuple[str, str | None], Share | None] = {
    (near, mobility): None if parts is None else (parts, 100)
    for near, row in HUNDREDTHS.items()
    for mobility, parts in zip(MOBILITY, row, strict=True)
}
_WANTED: Share = (WANTED_PROVINCE, 100)


def nearness(seeker: SeekerProfile, vacancy: VacancyProfile) -> str | None:
    """The row of the table: `same_district` ... `other_country`; None if either place is unknown."""
    home, work = seeker.province, vacancy.province
    if home is None or work is None:
        return None
    if home == work:
        near = seeker.district is not None and seeker.district == vacancy.district
        return "same_district" if near else "same_province"
    abroad = home[:2] != vacancy.country
    if home in vacancy.neighbours:
        return "across_the_border" if abroad else "neighbour"
    return "other_country" if abroad else "same_country"


def share(seeker: SeekerProfile, vacancy: VacancyProfile) -> Share | None:
    """By the table; a wanted province counts at least `WANTED_PROVINCE`, and one left out is not unknown."""
    near = nearness(seeker, vacancy)
    found = None if near is None else _SHARES[near, seeker.mobility]
    if not seeker.wanted_provinces or vacancy.province is None:
        return found
    if vacancy.province in seeker.wanted_provinces:
        return _WANTED if found is None or found < _WANTED else found
    return NOTHING if found is None else found


def values(seeker: SeekerProfile, vacancy: VacancyProfile) -> dict[str, object]:
    """How near, how far, and whether the province was wanted (None: no province was named)."""
    wanted = vacancy.province in seeker.wanted_provinces if seeker.wanted_provinces else None
    return {"nearness": nearness(seeker, vacancy), "mobility": seeker.mobility, "wanted_province": wanted}


PLACE = Criterion(
    "place",
    share,
    values,
    reads=("country", "province", "district", "neighbours"),
    table={"wanted_province": WANTED_PROVINCE}
    | {f"{near}_{mobility or 'not_said'}": parts[0] for (near, mobility), parts in _SHARES.items() if parts},
)
