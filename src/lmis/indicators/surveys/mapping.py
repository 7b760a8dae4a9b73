"""A mapping file, read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lmis.indicators.surveys.conditions import Condition, columns_of
from lmis.indicators.surveys.rules import Rule, columns_used


@dataclass(frozen=True, slots=True)
class SurveyMapping:
    """One round of a survey: what it is, how it was drawn, and how each harmonised variable is made."""

    survey: str  # short name of the round: phl_lfs_2022_02
    title: str
    country: str  # ISO 3166-1 alpha-2, with which its place codes begin: PH
    ref_area: str  # ISO 3166-1 alpha-3, as in SDMX: PHL
    time: str  # SDMX period: 2022, 2022-Q1, 2022-02
    standard: int  # 13 or 19: the ICLS that the questionnaire follows
    source: str
    rules: Mapping[str, Rule]
    strata: tuple[str, ...] = ()  # columns that together name the stratum
    psu: tuple[str, ...] = ()  # columns that together name the primary sampling unit
    keep: Condition | None = None  # records that are of the survey at all; None: every one
    separator: str = ","
    notes: str = ""

    @property
    def columns(self) -> set[str]:
        """All columns of the survey's table that the mapping reads."""
        used = {*self.strata, *self.psu}.union(*(columns_used(rule) for rule in self.rules.values()))
        return used | (columns_of(self.keep) if self.keep else set())
