"""The most points that a vacancy can give for each value of a field of a mark."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from lmis.matching.engine.marks import (
    FIELD,
    LANGUAGE_BITS,
    MONTH_EDGES,
    PROVINCES,
    SIZE,
    SKILL_BITS,
    WAGE_EDGES,
    Maps,
)

Array = NDArray[Any]

_SET: Final = np.array([np.arange(SIZE) >> bit & 1 for bit in range(FIELD)], np.int16)
"""Which values of a field have a bit."""
_SPOKEN: Final = np.array([np.arange(1 << LANGUAGE_BITS) >> bit & 1 for bit in range(LANGUAGE_BITS)], np.int16)


def of_skills(parts: Iterable[tuple[int, int]]) -> Array:
    """Parts won, in three fields.

    Args:
        parts: of each skill that is asked its number and its parts.
    """
    bounds = np.zeros((SKILL_BITS // FIELD, SIZE), np.int16)
    for skill, each in parts:
        field, bit = divmod(skill % SKILL_BITS, FIELD)
        bounds[field] += each * _SET[bit]
    return bounds


def of_place(maps: Maps, near: Array, table: Array) -> Array:
    """Points by province, mobility, and whether provinces are named.

    Args:
        near: how near each home is; `table`: points by provinces named, nearness, mobility.
    """
    present = np.zeros((PROVINCES, table.shape[1]), np.bool_)
    present[maps.homes, near] = True
    said = np.stack([table[0], table[1:].max(axis=0)])
    most = np.where(present[None, :, :, None], said[:, None], 0).max(axis=2)
    bounds = np.zeros((2, 8, PROVINCES), np.int16)
    bounds[:, : table.shape[2]] = np.maximum(most, 0).transpose(0, 2, 1)
    return bounds.ravel()


def of_terms(education: Array, hours: Array, wages: Array, day: int) -> Array:
    """Points for education, hours and wage together; a mark has no place for the day, so that everybody has its most.

    Args:
        wages: steps, best first: the highest wage accepted, and points.
        day: the most points for the day from which people are available.
    """
    wage = np.full(1 << 4, day, np.int16)
    for limit, points in wages.T[::-1]:
        wage[: len(WAGE_EDGES)][limit >= WAGE_EDGES] = day + points
    level = np.zeros(1 << 4, np.int16)
    level[: len(education)] = np.maximum(education, 0)
    return (wage[:, None, None] + np.maximum(hours, 0)[None, :, None] + level).astype(np.int16).ravel()


def of_record(months: Array, asked: Iterable[int], points: Array) -> Array:
    """Points for months of experience and languages together.

    Args:
        months: steps: months that are needed, and points.
        asked: bits of the languages that are asked; `points` by the parts won, two for each.
    """
    ends = np.append(MONTH_EDGES[1:] - 1, np.iinfo(np.int64).max)
    experience = np.zeros(len(ends), np.int16)
    for needed, won in months.T:
        experience[ends >= needed] = won
    spoken = np.zeros(1 << LANGUAGE_BITS, np.int16)
    if len(points):
        parts = sum((2 * _SPOKEN[bit] for bit in asked), np.zeros(1 << LANGUAGE_BITS, np.int16))
        spoken = points[parts]
    return (spoken[:, None] + experience).astype(np.int16).ravel()
