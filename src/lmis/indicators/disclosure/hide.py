"""Which cells are hidden beside the small ones, so that each keeps an interval as wide as the threshold.

A cell is protected by another set of numbers that all cells may have as well, in which it is larger by the threshold
than the least it may be: cells whose number differs there are hidden. The cheapest of these sets is a linear programme;
many small cells are asked for at once, so that what covers one covers others too.

Source: M. Fischetti and J. J. Salazar, Models and algorithms for optimizing cell suppression in tabular data with
linear constraints, JASA 95 (2000), 916-928: the heuristic of section 5.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from lmis.indicators.disclosure.attack import Bounds, apart, attacked, nothing_known
from lmis.indicators.disclosure.programme import EXACT, FAR, Programme
from lmis.indicators.disclosure.system import Matrix, System
from lmis.indicators.frame import Codes, Mask, Numbers

FREE: Final = 1e-4
"""What it costs to change a cell that is hidden already: nearly nothing."""

ROUNDS: Final = 9
"""Covers want to be covered as well; a second round mostly finds that they are."""


@dataclass(frozen=True, slots=True, eq=False)
class Hiding:
    """Cells that are hidden, and of these the cells that nothing could protect: all around them is known."""

    hidden: Mask
    open: Mask
    bounds: Bounds  # numbers that the cells may have as well, as far as they were looked for


def hide(
    system: System,
    threshold: float,
    already: Mask,
    known: Mask,
    dear: Mask | None = None,
    bounds: Bounds | None = None,
    kept: Mask | None = None,
) -> Hiding:
    """Hide what is small and as many others as leave each hidden cell an interval as wide as the threshold.

    Args:
        already: cells that are hidden whatever their number.
        known: cells that everybody knows from elsewhere: they are no cover.
        dear: cells that are to be a cover only where there is no other, as far as a price can say so.
        bounds: what was found for an audience that sees more.
        kept: cells that are no cover unless something stays open without them.
    """
    small = (system.people > 0) & (system.people < threshold)
    none = np.zeros(system.size, dtype=np.bool_)
    kept = none if kept is None else kept
    hidden = (small | already) & (system.weight > 0)
    work = _Work(system, threshold, known, hidden, known, _price(system, dear, kept))
    bounds = bounds or nothing_known(system)
    for held in (kept, none):
        work.fixed, work.open = known | (held & ~work.hidden), none.copy()
        _rounds(work, small, bounds)
        if not (work.open.any() and kept.any()):
            break
    return Hiding(work.hidden, work.open, bounds)


def _rounds(work: _Work, small: Mask, bounds: Bounds) -> None:
    """Attack and cover, until everything is wide enough or open."""
    for _ in range(ROUNDS):
        wanted = (small | work.hidden) & ~work.open & ~work.known
        least = work.threshold - EXACT
        attacked(work.system, work.unknown, wanted, least, bounds, each=False)  # what is wide already costs nothing
        wanted &= bounds.width < least
        if not wanted.any():
            return
        work.protect(wanted, bounds)


def _price(system: System, dear: Mask | None, kept: Mask) -> Numbers:
    """What it costs to hide a cell: large ones and those that many figures show are missed most."""
    price: Numbers = system.weight * np.sqrt(system.people)
    return np.where(kept if dear is None else dear | kept, price * 20, price)


@dataclass(slots=True, eq=False)
class _Work:
    """The cells that are hidden so far."""

    system: System
    threshold: float
    known: Mask
    hidden: Mask
    fixed: Mask  # cells that keep their number in every cover
    price: Numbers
    open: Mask = field(init=False)

    @property
    def unknown(self) -> Mask:
        """Cells that nobody is shown."""
        return np.asarray((self.hidden | (self.system.weight == 0)) & ~self.known)

    def protect(self, wanted: Mask, bounds: Bounds) -> None:
        """Hide more until every cell that is wanted is wide enough, or open."""
        for cells in self.system.parts(~self.fixed):
            if wanted[cells].any():
                self._part(cells, self.system.among(cells), wanted, bounds)

    def _part(self, cells: Codes, equalities: Matrix, wanted: Mask, bounds: Bounds) -> None:
        column, size = equalities.tocsc(), len(cells)
        room = self.system.people[cells] - self.system.least[cells]
        programme = Programme(_both(equalities), np.zeros(2 * size), np.append(np.full(size, FAR), room))
        while True:
            lacking = wanted[cells] & ~self.open[cells] & (bounds.width[cells] < self.threshold - EXACT)
            if not lacking.any():
                return
            batch = apart(column, np.flatnonzero(lacking)[np.argsort(self.system.people[cells[lacking]])])
            self._covered(cells, programme, batch, bounds)

    def _covered(self, cells: Codes, programme: Programme, batch: Codes, bounds: Bounds) -> None:
        """Cover many at once; where that cannot be, each half; one that nothing covers is open."""
        batch = batch[bounds.width[cells[batch]] < self.threshold - EXACT]
        if not len(batch) or self._cover(cells, programme, batch, bounds):
            return
        if len(batch) == 1:
            self.open[cells[batch]] = True
            return
        for half in np.array_split(batch, 2 if len(batch) > 6 else len(batch)):
            self._covered(cells, programme, half, bounds)

    def _cover(self, cells: Codes, programme: Programme, batch: Codes, bounds: Bounds) -> bool:
        """Find other numbers in which these cells are larger, and hide what differs."""
        people, size = self.system.people[cells], len(cells)
        price = np.where(self.unknown[cells], FREE, self.price[cells])
        rise = bounds.lower[cells[batch]] + self.threshold - people[batch]
        room = people - self.system.least[cells]
        programme.price(np.arange(2 * size), np.concatenate([price, price]))
        programme.bound(batch, rise, rise)
        programme.bound(size + batch, np.zeros(len(batch)), np.zeros(len(batch)))
        change = programme.solved()
        programme.bound(batch, np.zeros(len(batch)), np.full(len(batch), FAR))
        programme.bound(size + batch, np.zeros(len(batch)), room[batch])
        if change is None:
            return False
        change = change[:size] - change[size:]
        bounds.witness(cells, people + change)
        bounds.witness(cells, people - change * _back(change, room))
        self.hidden[cells[(np.abs(change) > EXACT) & (self.system.weight[cells] > 0)]] = True
        return True


def _back(change: Numbers, room: Numbers) -> float:
    """How much of a change can be made the other way round."""
    up = change > EXACT
    return float(np.min(room[up] / change[up], initial=1.0))


def _both(equalities: Matrix) -> Matrix:
    from scipy.sparse import hstack

    return hstack([equalities, -equalities], format="csr")
