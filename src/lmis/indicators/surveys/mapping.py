"""A mapping file, read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lmis.indicators.surveys.conditions import Condition, columns_of
from lmis.indicators.surveys.fixed_width import Joining
from lmis.indicators.surveys.limits import Limits
from lmis.indicators.surveys.rules import Rule, columns_used


@dataclass(frozen=True, slots=True)
class Layout:
    """How the survey's files are written, as far as their endings do not say it."""

    separator: str = ","
    encoding: str = "utf-8-sig"
    fixed: bool = False  # fixed width whatever the ending
    joining: Joining = field(default_factory=Joining)  # of the record types of a CSPro dictionary


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
    rules: Mapping[str, Rule]  # each after those that it is made of
    asked: Mapping[str, Condition] = field(default_factory=dict)  # who was asked, by variable; nobody else answers
    among: Mapping[str, Condition] = field(default_factory=dict)  # whom a variable is of; others may carry anything
    strata: tuple[str, ...] = ()  # columns that together name the stratum
    psu: tuple[str, ...] = ()  # columns that together name the primary sampling unit
    person: tuple[str, ...] = ()  # columns that together name a person
    keep: Condition | None = None  # records that are of the survey at all; None: every one
    no_answer: Mapping[str, tuple[str | float, ...]] = field(default_factory=dict)  # by column: don't know, refused
    limits: Limits = field(default_factory=Limits)  # of the checks
    to_confirm: tuple[str, ...] = ()  # variables whose rule is not yet confirmed with the questionnaire
    layout: Layout = field(default_factory=Layout)
    notes: str = ""

    @property
    def columns(self) -> set[str]:
        """All columns of the survey's table that the mapping reads."""
        used = {*self.strata, *self.psu, *self.person}.union(*(columns_used(rule) for rule in self.rules.values()))
        conditions = [*self.asked.values(), *self.among.values(), *([self.keep] if self.keep else [])]
        return used.union(*(columns_of(condition) for condition in conditions))
