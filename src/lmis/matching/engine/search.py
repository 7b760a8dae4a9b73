"""Compiled: the best rows of a segment, exactly: best lists first, until nobody to come can be better."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from lmis.matching.engine.compiling import compiled, inlined
from lmis.matching.engine.marks import FIELD, PLACE, RECORD, SIZE, TERMS
from lmis.matching.engine.scoring import ASKS_SKILLS, EXPERIENCE, SKILL_POINTS, TOO_FEW, score

HIGHEST: Final = 1 << 12
"""More points than a vacancy can give."""


@compiled
def _better(points: Any, turn: Any, row: Any, found: Any, at: Any, ids: Any) -> Any:
    """Whether a row comes before one that was found: more points, longer not suggested, lower id."""
    other = found[at, 2]
    if points != found[at, 0]:
        return points > found[at, 0]
    if turn != found[at, 1]:
        return turn < found[at, 1]
    if ids[row, 0] != ids[other, 0]:
        return ids[row, 0] < ids[other, 0]
    return ids[row, 1] < ids[other, 1]


@compiled
def _put(found: Any, count: Any, top: Any, points: Any, turn: Any, row: Any, ids: Any) -> Any:
    """Put a row in its place among the best; returns how many there are then."""
    for at in range(count):
        if found[at, 2] == row:
            return count
    if count == top and not _better(points, turn, row, found, count - 1, ids):
        return count
    at = count if count < top else top - 1
    while at > 0 and _better(points, turn, row, found, at - 1, ids):
        found[at] = found[at - 1]
        at -= 1
    found[at, 0], found[at, 1], found[at, 2] = points, turn, row
    return min(count + 1, top)


@inlined
def _most(mark: Any, bounds: Any, skill_points: Any) -> Any:
    """The most that a row with this mark can have, beside its work."""
    last = SIZE - 1
    most = np.int64(bounds[PLACE * SIZE + (mark >> PLACE * FIELD & last)])
    most += np.int64(bounds[TERMS * SIZE + (mark >> TERMS * FIELD & last)])
    most += np.int64(bounds[RECORD * SIZE + (mark >> RECORD * FIELD & last)])
    parts = np.int64(bounds[mark & last]) + np.int64(bounds[SIZE + (mark >> FIELD & last)])
    parts += np.int64(bounds[2 * SIZE + (mark >> 2 * FIELD & last)])
    return most + skill_points[min(parts, len(skill_points) - 1)]


@compiled
def _bounded(marks: Any, first: Any, end: Any, bounds: Any, skill_points: Any, top: Any) -> Any:
    """The most that each entry of a list can have, and what at least so many entries can have."""
    most, counts = np.empty(end - first, np.int16), np.zeros(HIGHEST, np.int64)
    for nth in range(first, end):
        could = _most(marks[nth], bounds, skill_points)
        most[nth - first] = could
        counts[min(could, HIGHEST - 1)] += 1
    cut, above = HIGHEST - 1, np.int64(0)
    while cut > 0 and above + counts[cut] < top:
        above += counts[cut]
        cut -= 1
    return most, cut


@compiled
def best(
    pool: Any, starts: Any, ids: Any, turns: Any, kinds: Any, gone: Any, passes: Any,
    wanted: Any, done: Any, wanted_marks: Any, done_marks: Any,
    table: Any, begins: Any, reaches: Any, months: Any, wages: Any, days: Any, most: Any, bounds: Any,
    codes: Any, which: Any, work: Any, tail: Any, least: Any, top: Any,
) -> Any:  # fmt: skip
    """The best rows.

    Args:
        gone: rows that are not there any more, by row; empty for none.
        passes: which kinds of people are asked for.
        codes, which, work, tail: `reaching.reaching`.
        least: fewer points are not suggested.

    Returns:
        points, turn and row of each, best first.
    """
    found = np.zeros((top, 3), np.int64)
    rest = np.zeros(len(most), np.int64)
    for nth in range(len(rest) - 2, -1, -1):
        rest[nth] = rest[nth + 1] + most[nth + 1]
    skill_points = np.zeros(1, np.int64)
    if begins[ASKS_SKILLS]:
        first = begins[SKILL_POINTS]
        skill_points = table[first : begins[SKILL_POINTS + 1]].astype(np.int64)
    count, need = np.int64(0), np.int64(least)
    for at in range(len(codes)):
        if work[at] + tail[at] + rest[EXPERIENCE] < need:
            return found[:count]
        firsts, held = wanted if which[at] == 0 else done
        marks = wanted_marks if which[at] == 0 else done_marks
        if codes[at] + 1 >= len(firsts) or firsts[codes[at]] == firsts[codes[at] + 1]:
            continue
        start, end = np.int64(firsts[codes[at]]), np.int64(firsts[codes[at] + 1])
        twice = count < top
        if twice:
            could, cut = _bounded(marks, start, end, bounds, skill_points, 2 * top)
        for turn in range(2 if twice else 1):
            for nth in range(start, end):
                most_here = np.int64(could[nth - start]) if twice else _most(marks[nth], bounds, skill_points)
                if work[at] + most_here < need or (twice and (most_here >= cut) != (turn == 0)):
                    continue
                row = held[nth]
                if not passes[kinds[row]] or (len(gone) and gone[row]):
                    continue
                points = score(pool, np.int64(starts[row]), table, begins, reaches, months, wages, days, rest, need)
                if points != TOO_FEW:
                    count = _put(found, count, top, points, turns[row], row, ids)
                    need = max(found[count - 1, 0], least) if count == top else least
    if rest[EXPERIENCE] >= need:
        for row in range(len(starts)):
            if not passes[kinds[row]] or (len(gone) and gone[row]):
                continue
            points = score(pool, np.int64(starts[row]), table, begins, reaches, months, wages, days, rest, need)
            if points != TOO_FEW:
                count = _put(found, count, top, points, turns[row], row, ids)
                need = max(found[count - 1, 0], least) if count == top else least
    return found[:count]
