"""Who is reached: of each group how many are registered, suggested, referred and placed, beside everybody else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from lmis.fairness.parity import Counts, Ratio, selection_ratio
from lmis.indicators.disclosure.sums import Cell, Sum, hidden_cells

STAGES: Final = ("registered", "suggested", "referred", "placed")
TOTAL: Final = "total"

Group: TypeAlias = tuple[str, str]
"""A breakdown, and the code of a group in it."""
People: TypeAlias = Mapping[str, int]
"""Stage -> people; a stage of which nothing is known is left out."""


@dataclass(frozen=True, slots=True)
class Line:
    """One group: people of each stage, None where hidden or not known; and the ratio of its rate to all others'.

    Rates are per person registered. A ratio is None where it could not be shown without what is hidden.
    """

    breakdown: str
    code: str
    people: Mapping[str, int | None]
    ratios: Mapping[str, Ratio | None]
    hidden: frozenset[str]
    """The stages that are hidden, because they tell about few people or would give such a number away."""


def lines_of(groups: Mapping[Group, People], total: People, threshold: int) -> list[Line]:
    """The lines of a report, the total first; small numbers hidden, and those that would give them away.

    Who is not suggested (registered less suggested) can be worked out as well, so that number is guarded, too.
    """
    counts = {(TOTAL, TOTAL): total, **groups}
    hidden = _hidden(counts, threshold)
    return [_line(group, counts, hidden) for group in counts]


def _hidden(counts: Mapping[Group, People], threshold: int) -> set[Cell]:
    people: dict[Cell, int] = {}
    for group, of_group in counts.items():
        for stage, count in of_group.items():
            people[*group, stage] = count
            people[*group, f"not {stage}"] = of_group["registered"] - count
    return hidden_cells(people, list(_sums(counts)), threshold)


def _sums(counts: Mapping[Group, People]) -> Iterator[Sum]:
    """Everybody is the sum of the groups of a breakdown; the registered are those with a stage and those without."""
    stages = list(counts[TOTAL, TOTAL])
    for breakdown in dict.fromkeys(name for name, _ in counts if name != TOTAL):
        parts = [group for group in counts if group[0] == breakdown]
        for cell in (*stages, *(f"not {stage}" for stage in stages[1:])):
            yield Sum((TOTAL, TOTAL, cell), tuple((*group, cell) for group in parts))
    for group in counts:
        for stage in stages[1:]:
            yield Sum((*group, "registered"), ((*group, stage), (*group, f"not {stage}")))


def _line(group: Group, counts: Mapping[Group, People], hidden: set[Cell]) -> Line:
    own, total = counts[group], counts[TOTAL, TOTAL]
    shut = frozenset(stage for stage in own if (*group, stage) in hidden)
    shown = {stage: own.get(stage) if stage not in shut else None for stage in STAGES}
    ratios: dict[str, Ratio | None] = {}
    for stage in STAGES[1:]:
        open_ = stage in own and not shut & {stage, "registered"} and group[0] != TOTAL
        total_open = not {(TOTAL, TOTAL, stage), (TOTAL, TOTAL, "registered")} & hidden
        ratios[stage] = _ratio(own, total, stage) if open_ and total_open else None
    return Line(*group, shown, ratios, shut)


def _ratio(own: People, total: People, stage: str) -> Ratio:
    chosen, people = own[stage], own["registered"]
    return selection_ratio([Counts(chosen, people, total[stage] - chosen, total["registered"] - people)])
