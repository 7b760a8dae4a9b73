"""What a published figure is: frozen definitions that cannot compute themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from lmis.indicators.concepts import everyone
from lmis.indicators.frame import Category, Frame, Mask, Numbers

Concept: TypeAlias = Callable[[Frame], Mask]
Amount: TypeAlias = Callable[[Frame], Numbers]
Classes: TypeAlias = Callable[[Frame], Category]
Definition: TypeAlias = Literal["ilo", "national", "office"]

HUNDRED = {"%": 100.0}  # a rate in percent is the share times a hundred; any other unit is the quotient itself
SCALES = {**HUNDRED, "per 100,000 workers": 100_000.0}  # of all units in which a quotient is told otherwise


@dataclass(frozen=True, slots=True, kw_only=True)
class _Described:
    """What every indicator says about itself."""

    code: str  # ILOSTAT's representative variable (UNE_DEAP_RT), ours where ILOSTAT has none
    title: str  # English; the msgid of the catalogues
    row: str = ""  # of the ministry's table of indicators: A16
    of: Concept
    among: Concept = everyone
    numerator: str = ""  # what is counted or added up, in a sentence
    denominator: str = ""  # what it is divided by; "none" of a count
    universe: str = ""  # the people that the figure is about
    missing: str = ""  # what becomes of people who did not answer
    unit: str
    by: tuple[str, ...]  # the breakdowns that the figure may be published by
    source: str
    since: date  # the definition holds for periods that begin on this day or later
    version: str = "1"
    records: str = "persons"  # what one row is: persons, openings, registrations, placements …
    definition: Definition = "ilo"
    ilostat: tuple[str, ...] = ()  # codes of the same figure at ILOSTAT, and of the global indicator of the SDGs
    also: tuple[str, ...] = ()  # its numbers elsewhere: SDG 8.5.2, KILM 9
    inputs: tuple[str, ...] = ()  # series of the dated input tables that it needs


@dataclass(frozen=True, slots=True, kw_only=True)
class Count(_Described):
    """How many there are: the weighted number `of` those `among`; with `amount`, the weighted sum of it.

    With `classes` it is told for each class of a classification that belongs to the definition.
    """

    amount: Amount | None = None
    classes: Classes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio(_Described):
    """How large a part: the weighted share of those `among` who are also `of`; with `classes`, of each class."""

    classes: Classes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mean(_Described):
    """How much on average: the weighted mean of `amount` over those `of` and `among` for whom it is known.

    With an input series (a rate of exchange), the mean divided by it.
    """

    amount: Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotient(_Described):
    """How many `of` for each `among`; the one need not be a part of the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relative(_Described):
    """The share or mean among the `first`, divided by that among the `second`; a `gap` is 1 less that."""

    first: Concept
    second: Concept
    amount: Amount | None = None
    gap: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantile(_Described):
    """The amounts below which these parts (`at`) of those `of` and `among` lie, for whom it is known."""

    amount: Amount
    at: tuple[float, ...] = (0.5,)


@dataclass(frozen=True, slots=True, kw_only=True)
class LowShare(_Described):
    """The share whose amount is less than `below` times the median of all of them, whichever the cell."""

    amount: Amount
    below: float = 2 / 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied(_Described):
    """An input for each of those counted, in all: the product of an input over the weighted number `of` people."""

    growth: bool = False  # the change on the year before, by the inputs of both years


@dataclass(frozen=True, slots=True, kw_only=True)
class Given(_Described):
    """A figure that others compute: copied, or the quotient of two inputs."""


Indicator: TypeAlias = Count | Ratio | Mean | Quotient | Relative | Quantile | LowShare | Applied | Given
