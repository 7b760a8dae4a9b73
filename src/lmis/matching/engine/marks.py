"""Marks: 64 bits of each entry of a list, by which the most that a row can have is known without going there.

Six fields of ten bits, each a place in a table that a vacancy makes (`bounds`): skills in three (one bit stands for
several skills), place, education with hours and wage, months of experience with languages. What is coarse about a mark
speaks for the person: the bound is never below the points. The day from which somebody is available has no place in
a mark: nearly everybody on the register can begin at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from lmis.matching.engine.compiling import compiled
from lmis.matching.engine.rows import HEAD
from lmis.matching.engine.vocabulary import MOBILITY, NO_WAGE, WIDE, Vocabulary

Array = NDArray[Any]

FIELD: Final = 10
SIZE: Final = 1 << FIELD
PLACE, TERMS, RECORD = 3, 4, 5
"""The fields behind those of skills: place; education, hours, wage; months, languages."""
SKILL_BITS: Final = 3 * FIELD
PROVINCES: Final = 64
LANGUAGE_BITS: Final = 6
WAGE_EDGES: Final = np.array([0, *(5_000 * 2 ** (nth / 4) for nth in range(14))], np.int64)
"""US cents a month from which each class of accepted wages begins; the class behind them is for none."""
MONTH_EDGES: Final = np.array([0, 1, 3, 6, 9, 12, 15, 18, 24, 30, 36, 48, 60, 84, 120, 180], np.int64)
MINOR: Final = 3
"""Digits of an occupation within which months are added up."""


@dataclass(frozen=True)
class Maps:
    """What a mark keeps of the values of a vocabulary."""

    homes: Array
    """Of each home its province."""
    reaches: Array
    """Of each reach the mobility, and 8 if it names provinces."""
    languages: Array
    """Of each language and level its bit."""
    groups: Array
    """Of each occupation its minor group; -1 for a wider one."""

    @classmethod
    def of(cls, words: Vocabulary) -> Maps:
        """Of the values that a vocabulary has by now."""
        provinces: dict[str | None, int] = {}
        spoken: dict[str, int] = {}
        minors: dict[str, int] = {}
        homes = [provinces.setdefault(province, len(provinces)) % PROVINCES for province, _ in words.homes]
        reaches = [MOBILITY.index(far) | bool(named) << 3 for far, named in words.reaches]
        bits = [spoken.setdefault(language, len(spoken)) % LANGUAGE_BITS for language, _ in words.languages]
        codes = words.occupations
        groups = [minors.setdefault(code[:MINOR], len(minors)) if len(code) >= MINOR else -1 for code in codes]
        return cls(*(np.array(some, np.int64) for some in (homes, reaches, bits, groups)))


def marks_of(pool: Array, starts: Array, lists: tuple[Array, Array], maps: Maps) -> Array:
    """The mark of each entry of lists by occupation."""
    marks: Array = _marked(pool, starts, *lists, maps.homes, maps.reaches, maps.languages, maps.groups)
    return marks


@compiled
def _skills(pool: Any, here: Any, end: Any) -> Any:
    mark = np.int64(0)
    while here < end:
        skill = np.int64(pool[here])
        if skill >= WIDE:
            here += 1
            skill = (skill - WIDE) << 16 | np.int64(pool[here])
        mark |= np.int64(1) << (skill % SKILL_BITS)
        here += 1
    return mark


@compiled
def _terms(pool: Any, at: Any) -> Any:
    accepted = np.int64(pool[at + 6]) | np.int64(pool[at + 7]) << 16
    wage = len(WAGE_EDGES) if accepted == NO_WAGE else np.searchsorted(WAGE_EDGES, accepted, side="right") - 1
    level = np.int64(pool[at + 5])
    return (level & 255) | (level >> 8) << 4 | wage << 6


@compiled
def _marked(pool: Any, starts: Any, firsts: Any, held: Any, homes: Any, reaches: Any, bits: Any, groups: Any) -> Any:
    marks = np.empty(len(held), np.int64)
    for code in range(len(firsts) - 1):
        for nth in range(firsts[code], firsts[code + 1]):
            at = np.int64(starts[held[nth]])
            counts, more = np.int64(pool[at]), np.int64(pool[at + 1])
            here, months, spoken = at + HEAD + (counts & 255), np.int64(0), np.int64(0)
            for _ in range(counts >> 8):
                if groups[code] >= 0 and groups[pool[here]] == groups[code]:
                    months += np.int64(pool[here + 1])
                here += 2
            end = here + (more & 255)
            for one in range(more >> 8):
                spoken |= np.int64(1) << bits[pool[end + one]]
            reach = reaches[np.int64(pool[at + 3]) | np.int64(pool[at + 4]) << 16]
            place = homes[pool[at + 2]] | (reach & 7) << 6 | (reach >> 3) << 9
            record = (np.searchsorted(MONTH_EDGES, months, side="right") - 1) | spoken << 4
            mark = _skills(pool, here, end) | place << PLACE * FIELD
            marks[nth] = mark | _terms(pool, at) << TERMS * FIELD | record << RECORD * FIELD
    return marks
