"""Pay as people quote it: in which currency, for which period, rounded the way it is said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.random import Generator

from lmis.sample.content import LAK_PER_USD, trades
from lmis.sample.draws import Flags, Floats, Ints, Objects, Texts, chance, labels, looked_up
from lmis.sample.land import Market

CURRENCIES: Final = ("USD", "KHR", "LAK", "THB")
PERIODS: Final = ("month", "day", "hour")
_PER_USD: Final = np.array([1.0, 4050.0, LAK_PER_USD, 33.5])
_PERIODS_A_MONTH: Final = np.array([1.0, 26.0, 208.0])
_STEP: Final[Ints] = np.array(
    [[200, 50, 25], [1_000_000, 100_000, 50_000], [5_000_000, 500_000, 100_000], [10_000, 1_000, 500]],
    dtype=np.int64,
)
"""Hundredths of the currency, by currency and period, that an amount is rounded to."""
_CURRENCY_NAMES: Final[Objects] = labels([*CURRENCIES, ""])
_PERIOD_NAMES: Final[Objects] = labels([*PERIODS, ""])
_BY_SECTOR: Final = {
    "KH": {"farming": (0.3, 0.7), "domestic": (0.45, 0.55), "public": (0.45, 0.55), "trade": (0.6, 0.4)},
    "LA": {"ict": (0.22, 0.72), "hospitality": (0.06, 0.84), "construction": (0.02, 0.82)},
}
"""Shares of USD and of the national currency; the rest is baht."""
_USUAL: Final = {"KH": (0.88, 0.12), "LA": (0.03, 0.9)}


@dataclass(slots=True)
class Quote:
    """How pay is spoken of: positions in ``CURRENCIES`` and ``PERIODS``."""

    currency: Ints
    period: Ints

    @property
    def step(self) -> Ints:
        """Hundredths of the currency that an amount of this kind is a multiple of."""
        return _STEP[self.currency, self.period]

    def at(self, rows: Ints) -> Quote:
        """The same for some of the rows, in their order."""
        return Quote(self.currency[rows], self.period[rows])


def draw_quotes(rng: Generator, country: str, market: Market, trade: Ints) -> Quote:
    """How pay of these trades is spoken of in the country."""
    size = len(trade)
    shares = np.array([_BY_SECTOR[country].get(one.sector, _USUAL[country]) for one in trades()])[trade]
    national = CURRENCIES.index("KHR" if country == "KH" else "LAK")
    drawn = rng.random(size)
    other = np.where(drawn < shares.sum(axis=1), national, CURRENCIES.index("THB"))
    currency = np.where(drawn < shares[:, 0], 0, other)
    by_day = chance(rng, np.where(market.daily[trade], 0.6, 0.03), size)
    by_hour = chance(rng, 0.02, size)
    return Quote(currency.astype(np.int64), np.where(by_hour, 2, by_day).astype(np.int64))


def quoted(pay: Floats, quote: Quote) -> Ints:
    """Monthly pay in USD as an amount of the quote, in hundredths of its currency, rounded as people do."""
    amount = pay * _PER_USD[quote.currency] / _PERIODS_A_MONTH[quote.period] * 100
    return np.asarray(np.maximum(np.rint(amount / quote.step), 1.0) * quote.step, dtype=np.int64)


def between(rng: Generator, low: Ints, high: Ints, quote: Quote) -> Ints:
    """Amounts from low to high in steps of the quote."""
    steps = (high - low) // quote.step + 1
    return low + np.floor(rng.random(len(low)) * steps).astype(np.int64) * quote.step


def amounts(hundredths: Ints, known: Flags) -> Texts:
    """Amounts as written: whole, or with two decimals; blank where not known."""
    return [
        ("" if not keep else str(amount // 100) if amount % 100 == 0 else f"{amount // 100}.{amount % 100:02d}")
        for amount, keep in zip(hundredths.tolist(), known.tolist(), strict=True)
    ]


def currencies(quote: Quote, known: Flags) -> Texts:
    """Currency codes; blank where no amount is known."""
    return looked_up(_CURRENCY_NAMES, np.where(known, quote.currency, len(CURRENCIES)))


def periods(quote: Quote, known: Flags) -> Texts:
    """Wage periods; blank where no amount is known."""
    return looked_up(_PERIOD_NAMES, np.where(known, quote.period, len(PERIODS)))


def outspoken(rng: Generator, share: float, size: int) -> Flags:
    """Who names an amount: all but this share."""
    return chance(rng, 1.0 - share, size)
