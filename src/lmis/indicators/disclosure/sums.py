"""Hiding in a single small table, one sum at a time; the figures of an edition are guarded by `hide`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

Cell: TypeAlias = tuple[str, ...]
"""The breakdown, then the labels of the cell in it."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A cell that is the sum of others, all of which are published."""

    total: Cell
    parts: tuple[Cell, ...]


def hidden_cells(
    people: Mapping[Cell, int], sums: Sequence[Sum], threshold: int, already: Iterable[Cell] = ()
) -> set[Cell]:
    """Small cells, and as many others as no single sum gives away what it hides.

    In each sum either nothing is hidden, or at least two of its cells are; and where the total is shown, those hidden
    are together no smaller than the threshold. The smallest others go first. A cell of nobody is never hidden. This
    looks at one sum at a time: what follows from several of them together is not looked at.

    Args:
        people: how many stand behind each cell; a cell that is not there has nobody.
        already: cells that are hidden whatever their number.

    Source: Hundepool et al., Statistical Disclosure Control (2012), section 4.2 (secondary cell suppression).
    """
    hidden = {cell for cell, count in people.items() if 0 < count < threshold} | set(already)
    ordered = sorted(sums, key=lambda one: (-people.get(one.total, 0), one.total, sorted(one.parts)))
    before = -1
    while len(hidden) > before:
        before = len(hidden)
        for one in ordered:  # large sums first: what covers a province often covers within it too
            hidden.update(_lacking(one, people, hidden, threshold))
    return hidden


def _lacking(one: Sum, people: Mapping[Cell, int], hidden: set[Cell], threshold: int) -> list[Cell]:
    """What this sum must hide beside what is hidden."""
    parts = sorted((part for part in one.parts if people.get(part, 0) > 0), key=lambda part: (people[part], part))
    held = [part for part in parts if part in hidden]
    shown = [part for part in parts if part not in hidden]
    if one.total in hidden:
        return [] if held else shown[:1]
    if not held:
        return []
    if len(parts) == 1:
        return [one.total]
    needed: list[Cell] = []
    while shown and (len(held) + len(needed) < 2 or sum(people[part] for part in (*held, *needed)) < threshold):
        needed.append(shown.pop(0))
    return needed
