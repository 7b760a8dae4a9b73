"""What a measure of the register and a published definition are; neither can compute itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from lmis.indicators.register.periods import Period
from lmis.indicators.register.register import Register, Rows

Rule: TypeAlias = Callable[[Register, Period], Rows]
Counted: TypeAlias = Literal["persons", "registrations", "referrals", "placements", "openings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """Which rows count in a period: persons are counted once each, openings by their amount, all others by row."""

    counts: Counted
    rows: Rule
    at_offices: Rule | None = None  # the rows of breakdowns by office, where they differ: transfers are moves there

    @property
    def of_people(self) -> bool:
        """Whether a small count tells about somebody; openings alone do not."""
        return self.counts != "openings"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterIndicator:
    """A figure from the register: a count, or with `per` a quotient of two counts."""

    code: str
    title: str  # English; the msgid of the catalogues
    of: Measure
    per: Measure | None = None
    unit: str
    by: tuple[str, ...]  # the breakdowns it is published by
    meaning: str  # what exactly is counted, in a sentence
    missing: str  # what becomes of records that do not say
    source: str
    since: date  # the definition holds for periods that begin on this day or later
    version: str = "1"

    @property
    def of_people(self) -> bool:
        """Whether one of its counts is of people."""
        return self.of.of_people or (self.per is not None and self.per.of_people)
