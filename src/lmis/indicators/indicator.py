"""What a published figure is: frozen definitions that cannot compute themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from lmis.indicators.concepts import everyone
from lmis.indicators.frame import Frame, Mask, Numbers

Concept: TypeAlias = Callable[[Frame], Mask]
Amount: TypeAlias = Callable[[Frame], Numbers]
Definition: TypeAlias = Literal["ilo", "national", "office"]

HUNDRED = {"%": 100.0}  # a rate in percent is the share times a hundred; any other unit is the quotient itself


@dataclass(frozen=True, slots=True, kw_only=True)
class _Described:
    """What every indicator says about itself."""

    code: str  # ILOSTAT's representative variable (UNE_DEAP_RT), ours where ILOSTAT has none
    title: str  # English; the msgid of the catalogues
    of: Concept
    among: Concept = everyone
    unit: str
    by: tuple[str, ...]  # the breakdowns that the figure may be published by
    source: str
    since: date  # the definition holds for periods that begin on this day or later
    version: str = "1"
    records: str = "persons"  # what one row is: persons, openings, registrations, placements …
    definition: Definition = "ilo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Count(_Described):
    """How many there are: the weighted number `of` those `among`; with `amount`, the weighted sum of it."""

    amount: Amount | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio(_Described):
    """How large a part: the weighted share of those `among` who are also `of`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mean(_Described):
    """How much on average: the weighted mean of `amount` over those `of` and `among` for whom it is known."""

    amount: Amount


Indicator: TypeAlias = Count | Ratio | Mean
