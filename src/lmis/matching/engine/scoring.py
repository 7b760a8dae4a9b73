"""Compiled: the points of one row, given up as soon as they cannot reach what is needed."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from lmis.matching.engine.compiling import inlined
from lmis.matching.engine.rows import HEAD
from lmis.matching.engine.vocabulary import NO_DAY, NO_WAGE, WIDE

WORK, EXPERIENCE, SKILLS, PLACE, EDUCATION, WAGE, HOURS, LANGUAGES, AVAILABILITY = range(9)
"""The criteria in the order in which they are added up here: those that differ most come first."""

ADDED_UP: Final = (
    "occupation",
    "experience",
    "skills",
    "place",
    "education",
    "wage",
    "hours",
    "languages",
    "availability",
)

TOO_FEW: Final = -1

WANTED, DONE, RELATED, SKILL, SKILL_POINTS, LANGUAGE, LANGUAGE_POINTS, LEVEL, HOUR, NEAR, TABLE = range(11)
"""The parts of a plan's table, by the number under which `Plan.begins` has their beginning."""
STEPS_OF_MONTHS, STEPS_OF_WAGE, ASKS_SKILLS, ASKS_LANGUAGES, STEPS_OF_DAYS = range(11, 16)
"""Numbers of a plan that follow them: how many steps there are, and whether anything is asked."""
NEARNESSES, MOBILITIES = 7, 5


@inlined
def of_work(pool: Any, at: Any, table: Any, begins: Any) -> Any:
    """Points for occupations wanted and done, and months of experience."""
    best, months = np.int64(0), np.int64(0)
    wanted, done, related = begins[WANTED], begins[DONE], begins[RELATED]
    counts = np.int64(pool[at])
    here = at + HEAD
    for _ in range(counts & 255):
        best = max(best, np.int64(table[wanted + pool[here]]))
        here += 1
    for _ in range(counts >> 8):
        code = np.int64(pool[here])
        best = max(best, np.int64(table[done + code]))
        months += np.int64(table[related + code]) * np.int64(pool[here + 1])
        here += 2
    return best, months


@inlined
def of_months(months: Any, steps: Any, count: Any) -> Any:
    """Points for months of experience."""
    won = np.int64(0)
    for step in range(count):
        if months >= steps[0, step]:
            won = steps[1, step]
    return won


@inlined
def of_skills(pool: Any, at: Any, table: Any, begins: Any) -> Any:
    """Points for skills; of a vacancy that asks some."""
    counts = np.int64(pool[at])
    here = at + HEAD + (counts & 255) + 2 * (counts >> 8)
    end = here + (np.int64(pool[at + 1]) & 255)
    parts, first = np.int64(0), begins[SKILL]
    while here < end:
        skill = np.int64(pool[here])
        if skill >= WIDE:
            here += 1
            skill = (skill - WIDE) << 16 | np.int64(pool[here])
        parts += np.int64(table[first + skill])
        here += 1
    return np.int64(table[begins[SKILL_POINTS] + parts])


@inlined
def of_place(pool: Any, at: Any, table: Any, begins: Any, reaches: Any) -> Any:
    """Points for the place, or a negative number if it is not known."""
    reach = np.int64(reaches[np.int64(pool[at + 3]) | np.int64(pool[at + 4]) << 16])
    named, far = reach >> 3, reach & 7
    near = np.int64(table[begins[NEAR] + pool[at + 2]])
    return np.int64(table[begins[TABLE] + (named * NEARNESSES + near) * MOBILITIES + far])


@inlined
def of_wage(pool: Any, at: Any, steps: Any, count: Any) -> Any:
    """Points for the wage; a negative number if the person names none."""
    accepted = np.int64(pool[at + 6]) | np.int64(pool[at + 7]) << 16
    won = np.int64(0)
    if accepted == NO_WAGE:
        won = np.int64(-1)
    else:
        for step in range(count - 1, -1, -1):
            if accepted <= steps[0, step]:
                won = steps[1, step]
    return won


@inlined
def of_day(pool: Any, at: Any, steps: Any, count: Any) -> Any:
    """Points for the day from which the person is available; a negative number if it is not said."""
    day = np.int64(pool[at + 8])
    won = np.int64(0)
    if day == NO_DAY:
        won = np.int64(-1)
    else:
        for step in range(count - 1, -1, -1):
            if day <= steps[0, step]:
                won = steps[1, step]
    return won


@inlined
def of_languages(pool: Any, at: Any, table: Any, begins: Any) -> Any:
    """Points for languages; of a vacancy that asks some."""
    counts, more = np.int64(pool[at]), np.int64(pool[at + 1])
    here = at + HEAD + (counts & 255) + 2 * (counts >> 8) + (more & 255)
    parts, first = np.int64(0), begins[LANGUAGE]
    for nth in range(more >> 8):
        parts += np.int64(table[first + pool[here + nth]])
    return np.int64(table[begins[LANGUAGE_POINTS] + parts])


@inlined
def score(
    pool: Any, at: Any, table: Any, begins: Any, reaches: Any, months: Any, wages: Any, days: Any, rest: Any, need: Any
) -> Any:  # fmt: skip
    """The points of a row, or `TOO_FEW` where they are less than needed.

    Args:
        rest: the most points that can still come after each criterion.
    """
    best, worked = of_work(pool, at, table, begins)
    total = best + of_months(worked, months, begins[STEPS_OF_MONTHS])
    if total + rest[EXPERIENCE] >= need and begins[ASKS_SKILLS]:
        total += of_skills(pool, at, table, begins)
    if total + rest[SKILLS] >= need:
        level = np.int64(pool[at + 5])
        total += max(of_place(pool, at, table, begins, reaches), 0) + max(
            np.int64(table[begins[LEVEL] + (level & 255)]), 0
        )
        if total + rest[EDUCATION] >= need:
            total += max(of_wage(pool, at, wages, begins[STEPS_OF_WAGE]), 0)
            total += max(np.int64(table[begins[HOUR] + (level >> 8)]), 0)
            total += max(of_day(pool, at, days, begins[STEPS_OF_DAYS]), 0)
            if begins[ASKS_LANGUAGES]:
                total += of_languages(pool, at, table, begins)
    return total if total >= need else TOO_FEW
