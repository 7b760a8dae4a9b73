"""Figures that come from outside the register: a labour force survey's, national accounts', an employer survey's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

UNEMPLOYED: Final = "unemployed"
"""Unemployed persons, of a labour force survey."""
LABOUR_FORCE: Final = "labour_force"
"""The labour force, persons, of a labour force survey."""
OCCUPIED_POSTS: Final = "occupied_posts"
"""Posts that are occupied, of an employer survey."""
SURVEY_VACANCIES: Final = "survey_vacancies"
"""Vacant posts, of an employer survey."""


@dataclass(frozen=True, slots=True)
class Given:
    """One figure of a series for a period, with who says so."""

    series: str
    value: float
    period: str  # as 2026M07, 2026Q3 or 2026
    source: str
    cell: Mapping[str, str] = field(default_factory=dict)  # dimension → label; empty: the total


class Givens:
    """Figures from outside, found by series, period and cell; of two for one place the later stands."""

    def __init__(self, figures: Iterable[Given] = ()) -> None:
        """Hold them."""
        self._held = {(one.series, one.period, frozenset(one.cell.items())): one for one in figures}

    def find(self, series: str, period: str, cell: Mapping[str, str]) -> Given | None:
        """The figure of this very period and cell: none is borrowed from another."""
        return self._held.get((series, period, frozenset(cell.items())))
