"""What a measure of the register and a published definition are; neither can compute itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from lmis.indicators.frame import Numbers
from lmis.indicators.register.periods import Period
from lmis.indicators.register.table import Register, Rows

Rule: TypeAlias = Callable[[Register, Period], Rows]
Counted: TypeAlias = Literal["persons", "registrations", "referrals", "placements", "openings", "services", "staff"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """Which rows count in a period: persons are counted once each, openings by their amount, all others by row."""

    counts: Counted
    rows: Rule
    at_offices: Rule | None = None  # the rows of breakdowns by office, where they differ: transfers are moves there

    @property
    def of_people(self) -> bool:
        """Whether a small count tells about somebody; openings and counsellors alone do not."""
        return self.counts not in ("openings", "staff")


@dataclass(frozen=True, slots=True)
class Input:
    """A term that comes from outside the register: a series of `indicators.given`."""

    series: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What every published definition of the register says of itself."""

    code: str
    title: str  # English; the msgid of the catalogues
    row: str  # of the table of indicators of public employment services that it belongs to: B1 to B23
    unit: str
    by: tuple[str, ...]  # the breakdowns it is published by
    meaning: str  # what exactly is counted, in a sentence
    missing: str  # what becomes of records that do not say
    source: str
    since: date  # the definition holds for periods that begin on this day or later
    version: str = "1"

    @property
    def measures(self) -> tuple[Measure, ...]:
        """What it counts, so that small counts can be hidden."""
        return ()

    @property
    def of_people(self) -> bool:
        """Whether one of its counts is of people."""
        return any(measure.of_people for measure in self.measures)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterIndicator(Described):
    """A figure from the register: a count, or with `per` a quotient of two counts."""

    of: Measure
    per: Measure | None = None
    part_of: str | None = None  # the dimension whose cells are parts: `per` is counted over all of them

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Both terms."""
        return (self.of,) if self.per is None else (self.of, self.per)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting(Described):
    """How long something takes, by Kaplan and Meier: a quantile in days, or what comes or is left after some days."""

    cohort: Measure  # what is watched
    came: Measure  # of these, what came
    quantile: float | None = None
    within: int | None = None  # days
    left: bool = False  # the share that has not come by then

    @property
    def measures(self) -> tuple[Measure, ...]:
        """What is watched, and what came."""
        return self.cohort, self.came


@dataclass(frozen=True, slots=True, kw_only=True)
class Composite(Described):
    """A figure by a formula of several terms."""

    terms: Mapping[str, Measure | Input]
    formula: Callable[[Mapping[str, Numbers], Period], Mapping[str, Numbers]]
    """From the terms per cell to `value`, or to `numerator` and `denominator`; `lower` and `upper` are its bracket."""

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The terms that are counted."""
        return tuple(term for term in self.terms.values() if isinstance(term, Measure))


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch(Described):
    """How far apart openings and seekers lie over the cells of a dimension."""

    over: str
    openings: Measure
    seekers: Measure
    hires: Measure | None = None
    index: Callable[[Numbers, Numbers, Numbers], Numbers]
    """Openings, seekers and hires, each (cells, categories), to the index per cell."""

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The counts that lie apart."""
        return (self.openings, self.seekers, *((self.hires,) if self.hires else ()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Classified(Described):
    """A class by published rules over other figures of the same cell."""

    criteria: tuple[Criterion, ...]
    needed: int  # criteria that must be known
    shortage: int  # points from which on it is one; with a minus sign, a surplus

    @property
    def measures(self) -> tuple[Measure, ...]:
        """All counts of the figures that are judged."""
        return tuple(dict.fromkeys(measure for one in self.criteria for measure in one.of.measures))


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """A figure that speaks for a shortage on one side of a threshold, and for a surplus on the other."""

    of: RegisterIndicator | Waiting | Composite
    shortage: float
    surplus: float  # greater than `shortage` where a low figure speaks for a shortage

    @property
    def rising(self) -> bool:
        """Whether a high figure speaks for a shortage."""
        return self.shortage > self.surplus


@dataclass(frozen=True, slots=True, kw_only=True)
class NotRecorded(Described):
    """A figure that the table of indicators asks for and no record of the register holds."""


Definition: TypeAlias = RegisterIndicator | Waiting | Composite | Mismatch | Classified | NotRecorded
