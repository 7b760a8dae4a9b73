"""What is published, as cells and the linear equalities that hold among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from lmis.indicators.frame import Codes, Mask, Numbers

NOBODY: Final = -1
"""Stands where a table has no cell: nothing was counted there, and everybody knows."""

Matrix: TypeAlias = Any
"""A sparse matrix; scipy has no types for them."""


@dataclass(frozen=True, slots=True, eq=False)
class System:
    """Cells, and equalities among them: each is a sum, with signs, that is known to whoever sees all that is shown."""

    people: Numbers  # how many stand behind each cell
    weight: Numbers  # how many figures show the cell; 0: it is shown nowhere, but may be worked out
    least: Numbers  # how many there are at least, as everybody knows
    equalities: Matrix  # (equalities, cells)

    @property
    def size(self) -> int:
        """How many cells."""
        return len(self.people)

    def parts(self, unknown: Mask) -> list[Codes]:
        """The unknown cells that hang together by equalities, each part sorted; cells in no equality are in none."""
        where = np.flatnonzero(unknown)
        if not len(where):
            return []
        among = self.equalities[:, where]
        _, label = connected_components(among.T @ abs(among), directed=False)
        order = np.argsort(label, kind="stable")
        bounds = np.flatnonzero(np.diff(label[order])) + 1
        return [where[part] for part in np.split(order, bounds)]

    def among(self, cells: Codes) -> Matrix:
        """The equalities that say something of these cells, in columns of these cells."""
        found = self.equalities[:, cells]
        return found[np.diff(found.indptr) > 0]


@dataclass(slots=True, eq=False)
class Drawing:
    """A system that is being drawn up: tables first, then what holds among their cells."""

    _people: list[Numbers] = field(default_factory=list)
    _least: list[Numbers] = field(default_factory=list)
    _cells: list[Codes] = field(default_factory=list)
    _signs: list[Numbers] = field(default_factory=list)
    _rows: list[Codes] = field(default_factory=list)
    _size: int = 0
    _equalities: int = 0

    def table(self, people: Numbers, there: Mask, least: float) -> Codes:
        """Cells for the places of a table that are there; returns the cell of every place, NOBODY where there is none.

        Args:
            least: how many everybody knows that there are where there is a cell.
        """
        cells = np.full(len(people), NOBODY, dtype=np.int64)
        cells[there] = np.arange(self._size, self._size + int(there.sum()))
        self._people.append(people[there].astype(np.float64))
        self._least.append(np.minimum(people[there], least).astype(np.float64))
        self._size += int(there.sum())
        return cells

    def equal(self, terms: Sequence[tuple[float, Codes, Codes | None]]) -> None:
        """Equalities, one per row: in each the terms, with their signs, come to something that is known.

        Args:
            terms: sign, cells, and the row of each of them; None: the rows are the places of the table.
        """
        rows = max(int(np.max(row, initial=-1)) if row is not None else len(cells) - 1 for _, cells, row in terms) + 1
        for sign, cells, row in terms:
            there = cells != NOBODY
            self._cells.append(cells[there])
            self._signs.append(np.full(int(there.sum()), sign))
            self._rows.append((np.arange(len(cells)) if row is None else row)[there] + self._equalities)
        self._equalities += rows

    def done(self, weight: Numbers) -> System:
        """The system, by how many figures each cell is shown."""
        none = np.zeros(0)
        places = np.concatenate([*self._rows, none]), np.concatenate([*self._cells, none])
        signs = np.concatenate([*self._signs, none])
        shape = (self._equalities, self._size)
        found = csr_array((signs, tuple(one.astype(np.int64) for one in places)), shape=shape)
        found.sum_duplicates()
        found.eliminate_zeros()
        found = found[np.diff(found.indptr) > 0]
        people, least = np.concatenate([*self._people, none]), np.concatenate([*self._least, none])
        return System(people, weight, least, found)

    @property
    def size(self) -> int:
        """How many cells there are so far."""
        return self._size
