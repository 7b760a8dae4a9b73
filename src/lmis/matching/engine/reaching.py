"""In which order a vacancy's lists are gone through, so that most need not be."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from lmis.matching.engine.plan import Plan
from lmis.matching.engine.scoring import DONE, RELATED, WANTED

Array = NDArray[Any]


class Reaching(NamedTuple):
    """Lists, best first."""

    codes: Array
    which: Array
    """0 of those who want the occupation, 1 of those who have done it."""
    work: Array
    """The most points for occupation of whoever was in none of the lists before."""
    tail: Array
    """The same for experience."""


def reaching(plan: Plan) -> Reaching:
    """The lists in which people stand who have points for their work.

    Whoever has done work that counts as experience is met before all who only want something near it, so that these
    can have no points for experience.
    """
    wanted, done, related = (plan.table[plan.begins[part] : plan.begins[part + 1]] for part in (WANTED, DONE, RELATED))
    full = int(plan.most[0])
    lists = [(int(wanted[code]), 0, int(code)) for code in np.flatnonzero(wanted > 0)]
    lists += [(int(done[code]), 1, int(code)) for code in np.flatnonzero((done > 0) | (related > 0))]
    first = sorted((one for one in lists if one[0] == full and not one[1]), reverse=True)
    counted = sorted((one for one in lists if one[1] and related[one[2]]), reverse=True)
    taken = {*first, *counted}
    ordered = [*first, *counted, *sorted((one for one in lists if one not in taken), reverse=True)]
    work = np.maximum.accumulate(np.array([value for value, _, _ in ordered], np.int64)[::-1])[::-1]
    tail = [int(plan.most[1]) if at < len(first) + len(counted) else 0 for at in range(len(ordered))]
    codes, which = [code for _, _, code in ordered], [kind for _, kind, _ in ordered]
    return Reaching(*(np.array(some, np.int64) for some in (codes, which, work, tail)))
