"""What somebody who sees all that is shown can work out of what is hidden: an interval per hidden cell."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lmis.indicators.disclosure.programme import FAR, Programme
from lmis.indicators.disclosure.system import Matrix, System
from lmis.indicators.frame import Codes, Mask, Numbers


@dataclass(frozen=True, slots=True, eq=False)
class Bounds:
    """Per cell how few and how many it may be; both are its number where it is known."""

    lower: Numbers
    upper: Numbers

    @property
    def width(self) -> Numbers:
        """How far apart."""
        return self.upper - self.lower

    def witness(self, cells: Codes, people: Numbers) -> None:
        """Take note of numbers that the cells may have as well."""
        self.lower[cells] = np.minimum(self.lower[cells], people)
        self.upper[cells] = np.maximum(self.upper[cells], people)


def nothing_known(system: System) -> Bounds:
    """The bounds before any attack: the numbers themselves are possible."""
    return Bounds(system.people.copy(), system.people.copy())


def attacked(
    system: System,
    unknown: Mask,
    asked: Mask | None = None,
    enough: float = np.inf,
    bounds: Bounds | None = None,
    *,
    each: bool = True,
) -> Bounds:
    """The intervals that the shown cells leave the unknown ones; integers are relaxed, so the true ones are no wider.

    Args:
        asked: the cells whose interval is wanted; None: all.
        enough: an interval that is found to be so wide is not looked at further. Every number in a result is one that
            the cell may have, so a width is never overstated, and understated only where it is `enough` or more.
        bounds: what an attack found when fewer cells were unknown: all of it still holds.
        each: whether a cell that many pushed together did not make wide enough is pushed alone, too; without that some
            widths are understated.

    Source: Hundepool et al., Statistical Disclosure Control (2012), section 4.3 (audit by linear programmes).
    """
    bounds = bounds or nothing_known(system)
    asked = unknown if asked is None else asked
    for cells in system.parts(unknown):
        if (asked[cells] & (bounds.width[cells] < enough)).any():
            _attack(system, cells, asked, enough, bounds, each)
    return bounds


def _attack(system: System, cells: Codes, asked: Mask, enough: float, bounds: Bounds, each: bool) -> None:
    """Push the cells of a part that lack width, many together that stand in no sum with each other, then each alone."""
    cells = cells[~determined(system.among(cells))]
    people = system.people[cells]
    room = system.least[cells] - people
    if not len(cells):
        return
    programme = Programme(system.among(cells), room, np.full(len(cells), FAR), only_prices=True)
    columns = system.among(cells).tocsc()
    wanted = np.where(asked[cells], enough, -1.0)
    for sign in (1.0, -1.0):
        left = np.flatnonzero(bounds.width[cells] < wanted)
        while len(left) and np.isfinite(enough):
            batch = apart(columns, left)
            programme.price(batch, np.full(len(batch), -sign))
            _look(programme, cells, people, bounds)
            programme.price(batch, np.zeros(len(batch)))
            left = np.setdiff1d(left, batch, assume_unique=True)
            left = left[bounds.width[cells[left]] < enough]
    for place in np.flatnonzero(bounds.width[cells] < wanted) if each else ():
        for sign in (1.0, -1.0):
            if bounds.width[cells[place]] < enough:
                here = np.array([place])
                programme.price(here, np.array([-sign]))
                _look(programme, cells, people, bounds)
                programme.price(here, np.zeros(1))


def determined(equalities: Matrix) -> Mask:
    """The columns that a sum alone gives away: the only unknown of an equality, then those that are so without them."""
    rows, columns = equalities.tocsr(), equalities.tocsc()
    left = np.diff(rows.indptr).astype(np.int64)
    known = np.zeros(columns.shape[1], dtype=np.bool_)
    waiting = list(np.flatnonzero(left == 1))
    while waiting:
        row = waiting.pop()
        for column in rows.indices[rows.indptr[row] : rows.indptr[row + 1]]:
            if not known[column]:
                known[column] = True
                touched = columns.indices[columns.indptr[column] : columns.indptr[column + 1]]
                left[touched] -= 1
                waiting += [one for one in touched if left[one] == 1]
    return known


def _look(programme: Programme, cells: Codes, people: Numbers, bounds: Bounds) -> None:
    change = programme.solved()
    if change is not None:
        bounds.witness(cells, people + change)


def apart(columns: Matrix, candidates: Codes) -> Codes:
    """Of these cells as many as can be had of which no two stand in one equality."""
    used = np.zeros(columns.shape[0], dtype=np.bool_)
    chosen = []
    for cell in candidates:
        rows = columns.indices[columns.indptr[cell] : columns.indptr[cell + 1]]
        if not used[rows].any():
            used[rows] = True
            chosen.append(cell)
    return np.array(chosen, dtype=np.int64)
