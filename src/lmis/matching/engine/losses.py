"""Compiled: why everybody else is not suggested: what cost each person most, counted over all."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from lmis.matching.criteria import CRITERIA
from lmis.matching.engine.compiling import compiled
from lmis.matching.engine.packing import Segment
from lmis.matching.engine.plan import Plan
from lmis.matching.engine.scoring import (
    ASKS_LANGUAGES,
    ASKS_SKILLS,
    HOUR,
    LEVEL,
    STEPS_OF_DAYS,
    STEPS_OF_MONTHS,
    STEPS_OF_WAGE,
    of_day,
    of_languages,
    of_months,
    of_place,
    of_skills,
    of_wage,
    of_work,
)
from lmis.matching.profiles import VacancyProfile
from lmis.matching.rank import LOWER_POINTS
from lmis.matching.weights import Weights

REASONS = (*(criterion.name for criterion in CRITERIA if not criterion.bonus), LOWER_POINTS)
KINDS: Final = len(REASONS) - 1


def losses(
    segment: Segment,
    gone: NDArray[np.bool_],
    passes: NDArray[np.bool_],
    plan: Plan,
    vacancy: VacancyProfile,
    weights: Weights,
    lowest: int | None,
) -> dict[str, int]:
    """Main reason → people.

    Args:
        lowest: the points of the last who is suggested; whoever has as many only missed the turn.
    """
    asked = {
        "education": vacancy.education is not None,
        "experience": bool(vacancy.experience_months),
        "skills": bool(plan.begins[ASKS_SKILLS]),
        "languages": bool(plan.begins[ASKS_LANGUAGES]),
        "wage": vacancy.wage is not None,
        "availability": vacancy.needed_from is not None,
    }
    most = np.array([weights.most[name] * asked.get(name, True) for name in REASONS[:-1]], np.int64)
    lists = (plan.table, plan.begins, plan.reaches, plan.months, plan.wages, plan.days)
    counts = _counted(
        segment.pool, segment.starts, segment.kinds, gone, passes, *lists, most, -1 if lowest is None else lowest
    )
    return {reason: int(count) for reason, count in zip(REASONS, counts, strict=True) if count}


@compiled
def _counted(
    pool: Any, starts: Any, kinds: Any, gone: Any, passes: Any,
    table: Any, begins: Any, reaches: Any, months: Any, wages: Any, days: Any, most: Any, lowest: Any,
) -> Any:  # fmt: skip
    counts, points, known = np.zeros(KINDS + 1, np.int64), np.zeros(KINDS, np.int64), np.zeros(KINDS, np.bool_)
    for row in range(len(starts)):
        if not passes[kinds[row]] or (len(gone) and gone[row]):
            continue
        at = np.int64(starts[row])
        done, worked = pool[at] >> 8, np.int64(0)
        points[0], worked = of_work(pool, at, table, begins)
        known[0], known[4] = pool[at] != 0, done != 0
        points[4] = of_months(worked, months, begins[STEPS_OF_MONTHS])
        known[1], known[5] = (pool[at + 1] & 255) != 0, (pool[at + 1] >> 8) != 0
        points[1] = of_skills(pool, at, table, begins) if begins[ASKS_SKILLS] else np.int64(0)
        points[5] = of_languages(pool, at, table, begins) if begins[ASKS_LANGUAGES] else np.int64(0)
        points[2] = of_place(pool, at, table, begins, reaches)
        points[3] = np.int64(table[begins[LEVEL] + (pool[at + 5] & 255)])
        points[6] = of_wage(pool, at, wages, begins[STEPS_OF_WAGE])
        points[7] = np.int64(table[begins[HOUR] + (pool[at + 5] >> 8)])
        points[8] = of_day(pool, at, days, begins[STEPS_OF_DAYS])
        for one in (2, 3, 6, 7, 8):
            known[one] = points[one] >= 0
        total, worst, reason = np.int64(0), np.int64(0), KINDS
        for one in range(KINDS):
            total += max(points[one], 0)
            if known[one] and most[one] - points[one] > worst:
                worst, reason = most[one] - points[one], one
        counts[KINDS if total == lowest else reason] += 1
    return counts
