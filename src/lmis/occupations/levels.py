"""The digits of ISCO-08: chances of unit groups summed to minor, sub-major and major groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

LEVELS: Final = (4, 3, 2, 1)
"""Digits, from unit group to major group: how far a code backs off."""


class Levels:
    """Which unit groups belong to which group of fewer digits."""

    def __init__(self, units: Sequence[str]) -> None:
        """The unit groups, in the order of the columns of their chances."""
        self.units = tuple(units)
        self.groups: dict[int, tuple[str, ...]] = {}
        self.members: dict[int, npt.NDArray[np.int64]] = {}
        for digits in LEVELS:
            cut = np.array([unit[:digits] for unit in self.units])
            names, members = np.unique(cut, return_inverse=True)
            self.groups[digits], self.members[digits] = tuple(map(str, names)), members

    def summed(self, chances: npt.NDArray[Any], digits: int) -> npt.NDArray[Any]:
        """Chances of unit groups (rows × units) as chances of the groups of so many digits."""
        total = np.zeros((chances.shape[0], len(self.groups[digits])), chances.dtype)
        np.add.at(total.T, self.members[digits], chances.T)
        return total
