"""Many vacancies at once: blocks that can be ranked anywhere and give the same rows everywhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final
from uuid import UUID

from lmis.matching.engine.engine import Engine, Passing, everybody
from lmis.matching.profiles import VacancyProfile
from lmis.matching.weights import Weights

BLOCK: Final = 500
"""Vacancies that are ranked together."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A vacancy, and who is kept out of its suggestions."""

    vacancy: VacancyProfile
    but: frozenset[UUID] = frozenset()
    passing: Passing = everybody


@dataclass(frozen=True, slots=True)
class Ranked:
    """Suggestions of a block of vacancies, in columns; those of a vacancy follow one another, best first."""

    asked: int
    """How many vacancies the block has."""
    vacancies: list[bytes]
    ranks: list[int]
    seekers: list[bytes]
    """Ids, 16 bytes each."""
    points: list[int]


def blocks(asked: Iterator[Asked], size: int = BLOCK) -> Iterator[list[Asked]]:
    """So many at a time."""
    while block := list(islice(asked, size)):
        yield block


def rank_block(engine: Engine, block: Sequence[Asked], weights: Weights, top: int) -> Ranked:
    """Rank everybody for each vacancy of a block."""
    ranked = Ranked(len(block), [], [], [], [])
    for one in block:
        for rank, found in enumerate(engine.top(one.vacancy, weights, top, one.but, one.passing), start=1):
            ranked.vacancies.append(one.vacancy.id.bytes)
            ranked.ranks.append(rank)
            ranked.seekers.append(found.id)
            ranked.points.append(found.points)
    return ranked
