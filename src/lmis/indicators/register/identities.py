"""What tables of the register tell of each other: declared here, so that a hidden count is not worked out from others.

Each holds row by row of the register, so in every cell; where people are counted once, or where a transfer counts at
two offices, the difference is taken as known to whoever looks, which protects more, not less.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lmis.indicators.register import care, placed, seekers, waiting
from lmis.indicators.register.dimensions import TOTAL
from lmis.indicators.register.measure import Measure

OF_THE_PERSON: Final = frozenset({TOTAL, "sex", "education", "disability"})
"""Breakdowns that a placement has from the person, whichever registration it ended."""


@dataclass(frozen=True, slots=True)
class Identity:
    """In every cell of a period the first measures come to as many as the second, or differ by what is known."""

    left: tuple[Measure, ...]
    right: tuple[Measure, ...]
    only: frozenset[str] | None = None  # breakdowns; None: all
    but: frozenset[str] = frozenset()  # dimensions of breakdowns in which it does not hold

    def holds_by(self, breakdown: str) -> bool:
        """Whether it holds in the cells of a breakdown."""
        return (self.only is None or breakdown in self.only) and not self.but.intersection(breakdown.split("-"))


OFFICE: Final = frozenset({"office"})

BALANCES: Final = (
    Identity((seekers.STOCK_BEFORE, seekers.ENTRIES), (seekers.EXITS, seekers.STOCK)),
    Identity((seekers.STOCK_BEFORE, seekers.ENTRIES), (seekers.PERSONS_PRESENT,)),
    Identity((seekers.EXITS,), (waiting.ENDED_DAYS,), but=OFFICE),
    Identity((placed.PLACEMENTS,), (placed.PLACED_OPENINGS,), but=OFFICE),
    Identity((placed.PLACEMENTS,), (placed.PERSONS_PLACED_OF_REGISTERED,), only=OF_THE_PERSON),
    Identity((placed.PLACEMENTS,), (placed.PERSONS_PLACED_OF_PRESENT,), only=OF_THE_PERSON | {"office"}),
)
"""Sums of tables that are published."""

PARTS: Final = (
    (seekers.STOCK, waiting.LONG),
    (seekers.STOCK, seekers.STOCK_WITHOUT_WORK),
    (seekers.STOCK, seekers.STOCK_OF_NEW),
    (placed.RIPE_REFERRALS, placed.RIPE_PLACED),
    (placed.PLACED_OPENINGS, placed.PLACED_OPENINGS_OF_NEW),
    (waiting.YEAR, waiting.YEAR_PLACED),
    (waiting.RUNNING, waiting.RUNNING_CLOSED),
    *((whole, waiting.PLACED_WITHIN[days]) for days, whole in waiting.COHORTS.items()),
)
"""A whole and a part of it: who is in the whole and not in the part can be worked out, and may be few."""

STANDING: Final = seekers.STOCK
BEFORE: Final = seekers.STOCK_BEFORE
"""What no figure counts by itself, and everybody can work out: the stock before is that of the period before."""

LONG_BANDS: Final = ("M12-23", "MGE24")
"""The durations that together are the long-term registered."""

WITHIN: Final = (
    *(seekers.ENTRIES, seekers.EXITS, seekers.NEW_SPELLS, waiting.ENDED_DAYS, placed.REFERRALS, placed.RIPE_REFERRALS),
    *(placed.RIPE_PLACED, placed.PLACEMENTS, placed.CANCELLED, placed.PERSONS_PLACED_OF_REGISTERED),
    *(placed.PERSONS_PLACED_OF_PRESENT, placed.PLACED_OPENINGS, care.TRAINED),
    *waiting.COHORTS.values(), *waiting.PLACED_WITHIN.values(),
)  # fmt: skip
"""What happens on days of a period: its months add up to it."""

AT_END: Final = (
    *(seekers.STOCK, waiting.LONG, seekers.STOCK_WITHOUT_WORK, waiting.YEAR, waiting.YEAR_PLACED, waiting.RUNNING),
    waiting.RUNNING_CLOSED,
)
"""What stands on the last day of a period, or in the twelve months up to it: its last month says the same."""

HEADLINES: Final = (
    *(seekers.STOCK, seekers.NEW_SPELLS, seekers.NEW_PERSONS, seekers.PERSONS_PRESENT, placed.REFERRALS),
    *(placed.PERSONS_REFERRED, placed.RIPE_REFERRALS, placed.RIPE_PLACED, placed.PLACEMENTS, placed.PERSONS_PLACED),
    *(placed.PERSONS_PLACED_OF_REGISTERED, placed.PERSONS_PLACED_OF_PRESENT, placed.PLACED_OPENINGS),
    *(placed.PLACED_OPENINGS_OF_NEW, *waiting.COHORTS.values(), *waiting.PLACED_WITHIN.values()),
)  # fmt: skip
"""Whose total for the country is what everybody asks for first: it hides others only where nothing else can."""
