"""What somebody who sees all that is shown can work out of what is hidden: an interval per hidden cell."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lmis.indicators.disclosure.programme import FAR, Programme
from lmis.indicators.disclosure.system import System
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


def attacked(system: System, unknown: Mask, asked: Mask | None = None, enough: float = np.inf) -> Bounds:
    """The intervals that the shown cells leave the unknown ones; integers are relaxed, so the true ones are no wider.

    Args:
        asked: the cells whose interval is wanted; None: all.
        enough: an interval that is found to be so wide is not looked at further. Every number in a result is one that
            the cell may have, so a width is never overstated, and understated only where it is `enough` or more.

    Source: Hundepool et al., Statistical Disclosure Control (2012), section 4.3 (audit by linear programmes).
    """
    bounds = Bounds(system.people.copy(), system.people.copy())
    asked = unknown if asked is None else asked
    for cells in system.parts(unknown):
        if asked[cells].any():
            _attack(system, cells, asked, enough, bounds)
    return bounds


def _attack(system: System, cells: Codes, asked: Mask, enough: float, bounds: Bounds) -> None:
    """Push all cells of a part that lack width together, then each by itself."""
    people = system.people[cells]
    room = system.least[cells] - people
    programme = Programme(system.among(cells), room, np.full(len(cells), FAR))
    if np.isfinite(enough):
        _together(programme, cells, np.where(asked[cells], enough, 0.0), people, bounds)
    for place in np.flatnonzero(asked[cells]):
        for sign in (1.0, -1.0):
            if bounds.width[cells[place]] < enough:
                here = np.array([place])
                programme.price(here, np.array([-sign]))
                _look(programme, cells, people, bounds)
                programme.price(here, np.zeros(1))


def _together(programme: Programme, cells: Codes, wanted: Numbers, people: Numbers, bounds: Bounds) -> None:
    """Push up what lacks width, then down, as long as this widens some of them."""
    every = np.arange(len(cells))
    for sign in (1.0, -1.0) * 3:
        lacking = bounds.width[cells] < wanted
        if lacking.sum() < 2:
            break
        programme.price(every, np.where(lacking, -sign, 0.0))
        _look(programme, cells, people, bounds)
    programme.price(every, np.zeros(len(cells)))


def _look(programme: Programme, cells: Codes, people: Numbers, bounds: Bounds) -> None:
    change = programme.solved()
    if change is not None:
        bounds.witness(cells, people + change)
