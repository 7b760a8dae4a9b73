"""Spreading the suggestions of one night: nobody stands in more lists than a cap allows, best points first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from lmis.matching.engine.compiling import compiled

Column = NDArray[Any]

BELOW: Final = 0
"""The vacancy had as many as it asks for before this one's turn."""
GIVEN: Final = 1
CAPPED: Final = 2
"""The person stood in so many lists already."""


@dataclass(frozen=True)
class Places:
    """Places in exact rankings, in columns: one row for each person who was found for a vacancy."""

    vacancies: Column
    """The number of the vacancy, in the order of ids."""
    people: Column
    """The number of the person, in the order in which ties are broken: whose turn was longest ago, then the id."""
    ranks: Column
    points: Column

    def __len__(self) -> int:
        """How many."""
        return len(self.points)


def spread(places: Places, vacancies: int, people: int, top: int, cap: int) -> Column:
    """What becomes of each place: `GIVEN`, `CAPPED` or `BELOW`.

    The places are gone through by points, most first; of equal points whose turn was longest ago comes first, then the
    lower id of the person, then that of the vacancy. So each vacancy is walked in the order of its own ranking, and
    each person gets the vacancies that suit best.
    """
    order = np.lexsort((places.vacancies, places.people, -places.points.astype(np.int32)))
    fates: Column = _walk(order, places.vacancies, places.people, vacancies, people, top, cap)
    return fates


@compiled
def _walk(order: Any, vacancies: Any, people: Any, how_many: Any, how_many_people: Any, top: Any, cap: Any) -> Any:
    fates = np.zeros(len(order), np.int8)
    held, given = np.zeros(how_many, np.int32), np.zeros(how_many_people, np.int32)
    for at in order:
        vacancy, person = vacancies[at], people[at]
        if held[vacancy] == top:
            continue
        if given[person] == cap:
            fates[at] = CAPPED
            continue
        fates[at] = GIVEN
        held[vacancy] += 1
        given[person] += 1
    return fates
