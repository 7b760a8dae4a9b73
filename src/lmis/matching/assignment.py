"""Who goes where at a job fair or a mass recruitment: the most points over all, with as many as each place takes.

A ranking sends the same best people to every employer. Here each person is given at most so many vacancies, and each
vacancy at most so many people; of all ways to do that, the one with the most points in sum is chosen, and of several
such ways always the same one. Pairs are those of exact rankings; their points are not changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import numpy as np

from lmis.errors import Invalid

MOST_PAIRS: Final = 20_000_000
"""Pairs that are weighed at once: about a gigabyte of memory."""


class TooManyPairs(Invalid):
    """So many pairs cannot be weighed at once: ask for fewer suggestions of each vacancy."""


class AssignmentMissing(Invalid):
    """The library for assignments is not installed here."""


@dataclass(frozen=True, slots=True)
class Pairing:
    """A person who may go to a vacancy."""

    vacancy: UUID
    seeker: UUID
    points: int


def assign(pairs: Sequence[Pairing], capacities: Mapping[UUID, int], each: int = 1) -> list[Pairing]:
    """The pairs that are chosen, in the order of vacancies and points.

    Args:
        pairs: each pair once.
        capacities: how many people a vacancy takes; one that is not named takes one.
        each: how many vacancies a person is given at most.

    Raises:
        AssignmentMissing: the extra `assignment` is not installed.
        TooManyPairs: with how many there are.

    Source: minimum-cost flow (Ahuja, Magnanti, Orlin: Network Flows, 1993), solved by OR-tools.
    """
    flows = solver()
    if len(pairs) > MOST_PAIRS:
        raise TooManyPairs(pairs=len(pairs), most=MOST_PAIRS)
    known = sorted(
        (pair for pair in pairs if pair.points > 0), key=lambda pair: (pair.vacancy, -pair.points, pair.seeker)
    )
    if not known:
        return []
    seekers = {id_: at for at, id_ in enumerate(sorted({pair.seeker for pair in known}), start=2)}
    vacancies = {id_: at for at, id_ in enumerate(sorted({pair.vacancy for pair in known}), start=2 + len(seekers))}
    places = [max(capacities.get(id_, 1), 0) for id_ in vacancies]
    source, sink = 0, 1
    flow = flows()
    _arcs(flow, [source] * len(seekers), list(seekers.values()), [each] * len(seekers), [0] * len(seekers))
    _arcs(flow, list(vacancies.values()), [sink] * len(vacancies), places, [0] * len(vacancies))
    ends = ([seekers[pair.seeker] for pair in known], [vacancies[pair.vacancy] for pair in known])
    chosen = _arcs(flow, *ends, [1] * len(known), [-pair.points for pair in known])
    _arcs(flow, [source], [sink], [each * len(seekers)], [0])
    flow.set_nodes_supplies(np.array([source, sink]), np.array([each * len(seekers), -each * len(seekers)]))
    status = flow.solve()
    assert status == flow.OPTIMAL, status
    return [pair for pair, taken in zip(known, flow.flows(chosen), strict=True) if taken]


def solver() -> Any:
    """The class of OR-tools that solves a flow; whoever asks first knows whether it is here.

    Raises:
        AssignmentMissing: the extra `assignment` is not installed.
    """
    try:
        from ortools.graph.python.min_cost_flow import SimpleMinCostFlow
    except ImportError:
        raise AssignmentMissing(extra="assignment") from None
    return SimpleMinCostFlow


def _arcs(flow: Any, tails: list[int], heads: list[int], capacities: list[int], costs: list[int]) -> Any:
    """Add arcs; returns their numbers."""
    arrays = (np.array(tails), np.array(heads), np.array(capacities), np.array(costs))
    return flow.add_arcs_with_capacity_and_unit_cost(*arrays)
