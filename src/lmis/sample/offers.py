"""Drawing employers and their vacancies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.random import Generator

from lmis.sample import days
from lmis.sample.content import trades
from lmis.sample.draws import Flags, Floats, Ints, chance, labels, pick, pick_within, waiting, within
from lmis.sample.land import Land, Market
from lmis.sample.money import Quote, draw_quotes, quoted

CONTRACTS: Final = ("permanent", "fixed_term", "seasonal", "casual", "apprenticeship")
_CONTRACTS: Final = {
    "farming": (0.05, 0.1, 0.6, 0.25, 0.0),
    "construction": (0.05, 0.4, 0.05, 0.45, 0.05),
    "domestic": (0.35, 0.2, 0.0, 0.45, 0.0),
    "garment": (0.15, 0.78, 0.02, 0.0, 0.05),
    "manufacturing": (0.2, 0.7, 0.02, 0.02, 0.06),
}
_USUAL: Final = (0.35, 0.52, 0.02, 0.06, 0.05)
_PER_VACANCY: Final = 0.42
"""Employers per vacancy."""


@dataclass(slots=True)
class Employers:
    """A block of employers; sector, province and district are positions, ``notified`` a day."""

    sector: Ints
    trade: Ints
    province: Ints
    district: Ints
    size: Ints
    notified: Ints
    zeal: Floats

    def __len__(self) -> int:
        """How many employers."""
        return len(self.sector)


@dataclass(slots=True)
class Vacancies:
    """A block of vacancies, ordered by the day of posting.

    ``closes`` and ``withdrawn`` (``days.NEVER`` if not) are days; a vacancy is open from ``posted`` to the day
    before the earlier of the two. ``required`` and ``useful`` are slots of skills, -1 for none; pay is monthly USD
    (``offer`` is what is really paid), ``low`` and ``high`` the amounts of the notice in hundredths.
    """

    employer: Ints
    posted: Ints
    closes: Ints
    withdrawn: Ints
    trade: Ints
    province: Ints
    district: Ints
    openings: Ints
    offer: Floats
    quote: Quote
    low: Ints
    high: Ints
    pay_known: Flags
    schooling: Ints
    months: Ints
    required: Ints
    useful: Ints
    contract: Ints
    part_time: Flags
    strict: Floats

    def __len__(self) -> int:
        """How many vacancies."""
        return len(self.posted)

    @property
    def last_open(self) -> Ints:
        """The last day on which the vacancy is open, inside the window."""
        return np.asarray(np.minimum(np.minimum(self.closes, self.withdrawn) - 1, days.LAST), dtype=np.int64)


def draw_employers(rng: Generator, land: Land, market: Market, vacancies: int) -> Employers:
    """Draw the employers who notify this many vacancies."""
    size = max(1, round(vacancies * _PER_VACANCY)) if vacancies else 0
    trade = pick(rng, market.vacancies, size)
    province = pick(rng, land.jobs, size)
    large = np.clip(np.log(market.openings[trade]) + rng.normal(-0.2, 0.9, size), 0.0, 3.4)
    return Employers(
        sector=market.sector[trade],
        trade=trade,
        province=province,
        district=within(rng, land.districts_from[province], land.districts_from[province + 1]),
        size=np.asarray(np.minimum(np.floor(large * 1.25), 3), dtype=np.int64),
        notified=pick(rng, days.notifications(land.code), size),
        zeal=np.exp(rng.normal(0.0, 0.5, size)),
    )


def _openings(rng: Generator, market: Market, trade: Ints) -> Ints:
    mean = market.openings[trade]
    drawn = 1 + np.floor(rng.exponential(1.0, len(trade)) * (1.2 * mean - 0.5))
    return np.asarray(np.minimum(drawn, 8 * mean + 2), dtype=np.int64)


def _asked(rng: Generator, market: Market, trade: Ints) -> tuple[Ints, Ints]:
    """Slots of skills that a notice requires and finds useful."""
    own = market.skills[trade]
    drawn = rng.random(own.shape)
    return np.where((drawn < 0.34) & (own >= 0), own, -1), np.where((drawn > 0.7) & (own >= 0), own, -1)


def _contract(rng: Generator, trade: Ints) -> Ints:
    shares = np.array([np.cumsum(_CONTRACTS.get(one.sector, _USUAL)) for one in trades()])
    drawn = (rng.random(len(trade))[:, None] > shares[trade]).sum(axis=1)
    return np.asarray(np.minimum(drawn, len(CONTRACTS) - 1), dtype=np.int64)


def _months(rng: Generator, schooling: Ints) -> Ints:
    """Months of experience asked for; -1 where the notice is silent."""
    asked = np.array([-1, 0, 6, 12, 24, 36], dtype=np.int64)
    low = asked[pick(rng, (0.35, 0.3, 0.18, 0.12, 0.04, 0.01), len(schooling))]
    high = asked[pick(rng, (0.2, 0.15, 0.2, 0.27, 0.12, 0.06), len(schooling))]
    return np.asarray(np.where(schooling >= 3, high, low), dtype=np.int64)


def draw_vacancies(rng: Generator, land: Land, market: Market, employers: Employers, size: int) -> Vacancies:
    """Draw vacancies of these employers; the day on which an employer is known is moved to the first posting.

    Returns:
        ``size`` vacancies, ordered by the day of posting.
    """
    posted = np.sort(pick(rng, days.notifications(land.code), size))
    employer = pick(rng, employers.zeal, size)
    np.minimum.at(employers.notified, employer, np.maximum(posted - waiting(rng, 6.0, size), 0))
    like = employers.trade[employer]
    trade = pick_within(rng, market.vacancies, market.first[like], market.end[like])
    province = employers.province[employer]
    elsewhere = within(rng, land.districts_from[province], land.districts_from[province + 1])
    closes = posted + 25 + np.minimum(waiting(rng, 38.0, size), 150)
    withdrawn = within(rng, posted + 3, closes)
    offer = market.pay_low[trade] + (market.pay_high - market.pay_low)[trade] * rng.beta(1.6, 2.2, size)
    quote = draw_quotes(rng, land.code, market, trade)
    width = rng.random(size) * 0.28 * chance(rng, 0.82, size)
    schooling = np.maximum(market.schooling[trade] - chance(rng, 0.3, size), 0)
    required, useful = _asked(rng, market, trade)
    return Vacancies(
        employer=employer,
        posted=posted,
        closes=closes,
        withdrawn=np.where(chance(rng, 0.07, size) & (withdrawn <= days.LAST), withdrawn, days.NEVER),
        trade=trade,
        province=province,
        district=np.where(chance(rng, 0.8, size), employers.district[employer], elsewhere),
        openings=_openings(rng, market, trade),
        offer=offer,
        quote=quote,
        low=quoted(np.maximum(offer * (1 - width / 2), market.pay_low[trade]), quote),
        high=quoted(offer * (1 + width / 2), quote),
        pay_known=chance(rng, 0.9, size),
        schooling=np.where(chance(rng, 0.75, size), schooling, -1),
        months=_months(rng, market.schooling[trade]),
        required=required,
        useful=useful,
        contract=_contract(rng, trade),
        part_time=chance(rng, 0.07, size),
        strict=rng.normal(0.0, 0.5, size),
    )


EMPLOYER_SIZES: Final = labels(["1-9", "10-49", "50-249", "250+"])
