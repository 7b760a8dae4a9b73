"""The sums that must agree before anything is published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

import numpy as np

from lmis.errors import Conflict
from lmis.indicators.frame import Codes, Mask
from lmis.indicators.register import openings, placed, seekers
from lmis.indicators.register.dimensions import OFFERS, OPENINGS, PEOPLE, TOTAL
from lmis.indicators.register.measure import Measure
from lmis.indicators.register.tally import Tallies

Flow: TypeAlias = tuple[str, tuple[str, ...], Measure, tuple[Measure, ...], tuple[Measure, ...], Measure]

FLOWS: Final[tuple[Flow, ...]] = (
    ("seekers", PEOPLE, seekers.STOCK_BEFORE, (seekers.ENTRIES,), (seekers.EXITS,), seekers.STOCK),
    ("openings", OFFERS, openings.STOCK_BEFORE, (openings.ENTRIES, openings.BACK), (openings.EXITS,), openings.STOCK),
)
"""What; breakdowns; stock before; what comes in; what goes out; stock at the end."""

SHARED: Final[tuple[tuple[str, tuple[str, ...], Measure, Measure], ...]] = (
    ("openings filled = placements begun", OPENINGS, openings.FILLS, placed.BEGUN),
)
"""What two tables tell of each other."""


class NotBalanced(Conflict):
    """The figures of a cell do not add up, so nothing is published."""


def check_balance(tallies: Tallies) -> None:
    """Hold every cell against the identities of stocks and flows.

    In every cell of every breakdown: stock = stock before + in - out, and no stock below zero; the cells of each
    breakdown add up to the total, so that offices' stays agree with the registrations they belong to; the openings
    that the ledger calls filled are the placements that began.

    Raises:
        NotBalanced: with the sum that fails, its period, cell and numbers.
    """
    for what, breakdowns, start, entries, exits, end in FLOWS:
        for breakdown in breakdowns:
            before, stock = tallies.of(start, breakdown).count, tallies.of(end, breakdown).count
            come = sum((tallies.of(one, breakdown).count for one in entries), np.zeros_like(before))
            gone = sum((tallies.of(one, breakdown).count for one in exits), np.zeros_like(before))
            numbers = {"before": before, "come": come, "gone": gone, "stock": stock}
            _hold(tallies, what, breakdown, numbers, (before + come - gone != stock) | (stock < 0) | (before < 0))
            _hold_parts(tallies, what, breakdown, end)
    for what, breakdowns, one, other in SHARED:
        for breakdown in breakdowns:
            left, right = tallies.of(one, breakdown).count, tallies.of(other, breakdown).count
            _hold(tallies, what, breakdown, {"ledger": left, "records": right}, left != right)


def _hold_parts(tallies: Tallies, what: str, breakdown: str, measure: Measure) -> None:
    parts, total = tallies.of(measure, breakdown).count.sum(keepdims=True), tallies.of(measure, TOTAL).count
    _hold(tallies, f"parts of {what}", TOTAL, {"parts": parts, "total": total}, parts != total, by=breakdown)


def _hold(tallies: Tallies, what: str, breakdown: str, numbers: Mapping[str, Codes], wrong: Mask, **more: Any) -> None:
    if not wrong.any():
        return
    at = int(np.argmax(wrong))
    found = {name: int(values[at]) for name, values in numbers.items()}
    raise NotBalanced(
        sum=what, period=tallies.period.text, breakdown=breakdown, **tallies.cell(breakdown, at), **found, **more
    )
