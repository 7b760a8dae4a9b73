"""Figures of a survey that are hidden because few people answered, or because they would give such a figure away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

import pandas as pd

from lmis.indicators.disclosure.sums import Cell, Sum, hidden_cells
from lmis.indicators.indicator import Count, Indicator, Ratio

Variables: TypeAlias = tuple[str, ...]


def covers_of(table: pd.DataFrame, indicators: Sequence[Indicator], hidden_below: Mapping[str, int]) -> dict[int, str]:
    """The places in a table of figures that are hidden, and their status.

    Counts, and shares by those who are counted in them: what two of these show of the same people is hidden alike,
    because it is decided by the same numbers of respondents. What only one sum gives away is covered (`disclosure`).

    Args:
        table: with `variables` (those of the row's breakdown), their columns, and `respondents`.
        hidden_below: status → the fewest respondents shown; rising.
    """
    additive = {one.code for one in indicators if isinstance(one, (Count, Ratio))}
    groups: dict[tuple[object, ...], dict[Cell, int]] = defaultdict(dict)
    people: dict[tuple[object, ...], dict[Cell, int]] = defaultdict(dict)
    names = list(dict.fromkeys(name for one in table["variables"] for name in one))
    columns = [table[name].to_numpy(dtype=object) for name in (*names, "indicator", "standard", "class")]
    respondents = table["respondents"].to_numpy(dtype="int64").tolist()
    for place, (variables, *row) in enumerate(zip(table["variables"], *columns, strict=True)):
        *labels, indicator, _, _ = row
        if indicator in additive:
            known = dict(zip(names, labels, strict=True))
            cell = ("-".join(variables), *(str(known[name]) for name in variables))
            groups[tuple(row[len(names) :])][cell] = place
            people[tuple(row[len(names) :])][cell] = respondents[place]
    found: dict[int, str] = {}
    for key, counts in people.items():
        sums, hidden = sums_of(counts), set[Cell]()
        for status, least in hidden_below.items():
            hidden = hidden_cells(counts, sums, least, hidden)
            for cell in hidden:
                found.setdefault(groups[key][cell], status)
    return found


def sums_of(people: Mapping[Cell, int]) -> list[Sum]:
    """The sums that hold exactly: where somebody has no label the parts do not give the total away."""
    parts: dict[tuple[Cell, str], list[Cell]] = defaultdict(list)
    for cell in people:
        for margin, left_out in _margins(cell):
            parts[margin, left_out].append(cell)
    return [
        Sum(total, tuple(cells))
        for (total, _), cells in parts.items()
        if people.get(total) == sum(people[cell] for cell in cells)
    ]


def _margins(cell: Cell) -> Iterator[tuple[Cell, str]]:
    """The cells that this one is a part of, one variable fewer, each with the variable that is left out."""
    name, *labels = cell
    variables = name.split("-") if name else []
    for place, left_out in enumerate(variables):
        kept = [*variables[:place], *variables[place + 1 :]]
        yield ("-".join(kept), *labels[:place], *labels[place + 1 :]), left_out
