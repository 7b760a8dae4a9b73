"""Measures of how long openings stand until they are filled.

An opening is filled on the first day of work of a placement that holds. Which of a vacancy's openings a placement took
is not asked: the opening that was notified first is filled first, then those that were taken back or expired end,
again the oldest first. What stands at the end of the period is cut off there. A placement that was cancelled filled
nothing, so its opening is watched as if it had stood all the time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from lmis.indicators.frame import Codes, Mask
from lmis.indicators.register.measure import Measure
from lmis.indicators.register.openings import NOTIFIED, UNFILLED
from lmis.indicators.register.periods import Period
from lmis.indicators.register.table import NEVER, Register, Rows, Watched

BEFORE: Final = "before"
MANY: Final = 1 << 31
"""More than any vacancy has openings."""


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """Openings, one each: the ledger's row that brought it, its first day, its end, and the placement, -1 for none."""

    row: Codes
    since: Codes
    until: Codes  # the day on which it was filled, or lost; the cut-off where it stands
    placement: Codes


def standing(register: Register, period: Period) -> Standing:
    """Every opening that was notified, with its end as far as the period knows it."""
    return register.once("standing", period.last, lambda: _standing(register, period.last))


def _standing(register: Register, last: int) -> Standing:
    lost_of, lost_on, stands_again = _lost(register, last)
    row, since = _units(register, last, np.concatenate([_given_back(register, last), stands_again]))
    vacancy = register.ledger["vacancy"]
    order = np.lexsort((row, since, vacancy[row]))
    row, since = row[order], since[order]
    keys = _numbered(vacancy[row])
    end_keys, day, placement = _ends(register, last, lost_of, lost_on)
    at = np.searchsorted(end_keys, keys)
    met = np.append(end_keys, -1)[at] == keys
    until = np.where(met, np.append(day, last)[at], last)
    return Standing(row, since, np.maximum(until, since), np.where(met, np.append(placement, -1)[at], -1))


def _units(register: Register, last: int, again: Codes) -> tuple[Codes, Codes]:
    """The ledger's row and the first day of every opening; those of long ago have no day (-NEVER).

    Args:
        again: the vacancy of each opening that had ended before the ledger's first day, and stands again since.
    """
    ledger, known = register.ledger, register.ledger["day"] <= last
    brought = np.flatnonzero(known & register.of_kind(*NOTIFIED, BEFORE) & (ledger["amount"] > 0))
    row = np.repeat(brought, ledger["amount"][brought])
    vacancies, first = np.unique(ledger["vacancy"], return_index=True)
    back = first[np.searchsorted(vacancies, again)]
    return np.concatenate([row, back]), np.concatenate([ledger["day"][row], np.full(len(back), -NEVER)])


def _given_back(register: Register, last: int) -> Codes:
    """The vacancy of each opening whose placement began before the ledger's first day, and was cancelled since."""
    ledger, placements = register.ledger, register.placements
    moved = np.flatnonzero((ledger["day"] <= last) & register.of_kind("filled", "reinstated"))
    held = np.flatnonzero((placements["day"] <= last) & (placements["cancelled"] == 0))
    vacancy = np.concatenate([ledger["vacancy"][moved], placements["vacancy"][held]])
    numbers, place = np.unique(vacancy, return_inverse=True)
    amount = np.concatenate([ledger["amount"][moved], np.ones(len(held), dtype=np.int64)])
    more = np.bincount(place, weights=amount, minlength=len(numbers)).astype(np.int64)
    known = np.isin(numbers, ledger["vacancy"])
    return np.repeat(numbers[known], np.maximum(more[known], 0))


def _ends(register: Register, last: int, lost_of: Codes, lost_on: Codes) -> tuple[Codes, Codes, Codes]:
    """How openings of each vacancy ended, fills first: key of vacancy and place in the queue, day, placement or -1."""
    held = np.flatnonzero((register.placements["day"] <= last) & (register.placements["cancelled"] == 0))
    vacancy = np.concatenate([register.placements["vacancy"][held], lost_of])
    day = np.concatenate([register.placements["day"][held], lost_on])
    placement = np.concatenate([held, np.full(len(lost_of), -1, dtype=np.int64)])
    order = np.lexsort((placement, day, placement < 0, vacancy))
    return _numbered(vacancy[order]), day[order], placement[order]


def _lost(register: Register, last: int) -> tuple[Codes, Codes, Codes]:
    """Vacancy and day of each opening that was taken back or expired for good.

    What expires and stands again, because the closing day was moved, was not lost. The third: the vacancy of each
    opening that had expired before the ledger's first day and stood again since.
    """
    ledger = register.ledger
    rows = np.flatnonzero((ledger["day"] <= last) & register.of_kind(*UNFILLED))
    rows = rows[np.lexsort((ledger["day"][rows], ledger["vacancy"][rows]))]
    numbers, first, group = np.unique(ledger["vacancy"][rows], return_index=True, return_inverse=True)
    lost = np.cumsum(-ledger["amount"][rows])
    lost -= np.append(0, lost)[first][group]  # from the vacancy's first day on
    least = np.zeros(len(numbers), dtype=np.int64)
    np.minimum.at(least, group, lost)
    lost -= least[group]
    for_good = np.minimum.accumulate((lost + group * MANY)[::-1])[::-1] - group * MANY
    before = np.append(0, for_good)[: len(rows)]
    before[first] = 0
    ended = for_good - before
    return np.repeat(numbers[group], ended), np.repeat(ledger["day"][rows], ended), np.repeat(numbers, -least)


def _numbered(vacancy: Codes) -> Codes:
    """Sorted vacancies to keys of vacancy and place in its queue, rising."""
    place = np.arange(len(vacancy)) - np.searchsorted(vacancy, vacancy)
    return vacancy * MANY + place


def _of_year(register: Register, period: Period) -> tuple[Standing, Mask]:
    found = standing(register, period)
    return found, (found.since >= period.year_first) & (found.since <= period.last)


def notified_in_year(register: Register, period: Period) -> Rows:
    """Openings notified in the twelve months up to the end of the period, watched until filled, lost or cut off."""
    return _watched(register, period, lost_counts=True)


def settled_in_year(register: Register, period: Period) -> Rows:
    """The same, but what was lost is watched on until the end of the period: it has not been filled."""
    return _watched(register, period, lost_counts=False)


def _watched(register: Register, period: Period, *, lost_counts: bool) -> Rows:
    found, inside = _of_year(register, period)
    since, filled = found.since[inside], found.placement[inside] >= 0
    until = found.until[inside] if lost_counts else np.where(filled, found.until[inside], period.last)
    watched = Watched(np.full(len(since), -1, dtype=np.int64), until - since, filled)
    return replace(register.ledger.at(found.row[inside]), amount=None, watched=watched)


def filled_of_year(register: Register, period: Period) -> Rows:
    """Placements that filled openings notified in the twelve months up to the end of the period."""
    found, inside = _of_year(register, period)
    placements = found.placement[inside]
    return register.placements.at(np.sort(placements[placements >= 0]), office="vacancy_office")


YEAR: Final = Measure(counts="openings", rows=notified_in_year)
YEAR_SETTLED: Final = Measure(counts="openings", rows=settled_in_year)
YEAR_FILLED: Final = Measure(counts="placements", rows=filled_of_year)
