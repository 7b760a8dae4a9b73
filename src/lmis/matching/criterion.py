"""What a criterion is: one reason why a job suits a person, as an exact share of the points it can give."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from lmis.matching.profiles import SeekerProfile, VacancyProfile

Share = tuple[int, int]
"""Parts won, of how many parts; `(0, 0)` where the vacancy asks for nothing."""

NOT_ASKED: Share = (0, 0)
NOTHING: Share = (0, 100)


@dataclass(frozen=True, slots=True)
class Criterion:
    """One reason, defined once: ranking, explanation and the table on paper all read it here.

    Unknown (`share` gives None) is neither agreement nor failure: no points, and shown as unknown. What the
    vacancy does not ask for (`NOT_ASKED`) cannot be won or lost: silence is not agreement.
    """

    name: str
    share: Callable[[SeekerProfile, VacancyProfile], Share | None]
    values: Callable[[SeekerProfile, VacancyProfile], dict[str, object]]  # facts for the words, no sentences
    reads: tuple[str, ...]  # the fields of a vacancy that `share` depends on
    table: Mapping[str, int]  # step -> parts won
    of: int | None = 100  # how many parts there are; None: as many as the vacancy asks
    bonus: bool = False  # whether what is not won costs nothing and is no loss


def asked_of(criterion: Criterion, vacancy: VacancyProfile) -> Hashable:
    """All that a criterion reads of a vacancy: who asks the same gets the same."""
    return tuple([_hashable(getattr(vacancy, name)) for name in criterion.reads])


def _hashable(value: Any) -> Hashable:
    return frozenset(value.items()) if isinstance(value, Mapping) else value


def points(most: int, share: Share | None) -> int:
    """Whole points for a share of `most`, rounded down: half of 25 is 12, two thirds of 10 are 6."""
    return most * share[0] // share[1] if share and share[1] else 0
