"""What is true and stands in no register: the suitability of a sample of pairs."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.random import Generator

from lmis.sample.draws import Flags, Ints, Texts, labels, looked_up, within
from lmis.sample.fit import Scene, utility

PAIRS_PER_VACANCY: Final = 150
"""Also one vacancy is taken for so many people, so that there are about as many pairs as people."""
_SAME_TRADE, _SAME_SECTOR = 0.35, 0.25
"""Shares of people of the same trade and of the same sector among those asked about; the rest is anyone."""


def _drawn(rng: Generator, shelf: Ints, kinds: Ints, wanted: Ints) -> Ints:
    """One person per request among those of the wanted kind; anyone where there is none."""
    order = np.argsort(kinds, kind="stable")
    low = np.searchsorted(kinds[order], wanted, side="left").astype(np.int64)
    high = np.searchsorted(kinds[order], wanted, side="right").astype(np.int64)
    none = low == high
    return shelf[order[within(rng, np.where(none, 0, low), np.where(none, len(shelf), high))]]


def suitability(rng: Generator, scene: Scene, real: Flags, seekers: Texts, vacancies: Texts) -> dict[str, Texts]:
    """True utility (0 to 1) of pairs: some vacancies, each with many people of its trade, its sector and of any kind.

    Args:
        real: people; false for second records of somebody else.
    """
    shelf = np.flatnonzero(real).astype(np.int64)
    count = min(len(vacancies), -(-len(seekers) // PAIRS_PER_VACANCY)) if len(shelf) else 0
    chosen = np.sort(rng.permutation(len(vacancies))[:count]).astype(np.int64)
    vacancy = np.repeat(chosen, PAIRS_PER_VACANCY)
    if not count:
        return {"vacancy": [], "seeker": [], "utility": []}
    trade, asked = scene.people.trade[shelf], scene.vacancies.trade[vacancy]
    sector = scene.market.sector
    same = _drawn(rng, shelf, trade, asked)
    related = _drawn(rng, shelf, sector[trade], sector[asked])
    anyone = shelf[within(rng, vacancy * 0, vacancy * 0 + len(shelf))]
    which = rng.random(len(vacancy))
    seeker = np.select([which < _SAME_TRADE, which < _SAME_TRADE + _SAME_SECTOR], [same, related], anyone)
    pairs = np.unique(vacancy * len(seekers) + seeker)
    vacancy, seeker = pairs // len(seekers), pairs % len(seekers)
    return {
        "vacancy": looked_up(labels(vacancies), vacancy),
        "seeker": looked_up(labels(seekers), seeker),
        "utility": [f"{value:.4f}" for value in utility(scene, seeker, vacancy).tolist()],
    }
