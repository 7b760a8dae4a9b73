"""Whom the offices refer to which vacancy, and when: within one office, while both are open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.random import Generator

from lmis.sample import days
from lmis.sample.draws import Flags, Ints, chance, place_in_group, waiting
from lmis.sample.fit import Scene, impression

ADULT: Final = 18
_LOOKS_BACK: Final = 150
"""Days that an officer looks back in the register of job seekers."""
_DAYS: Final = 1_000
"""More than the days of the window: office and day make one sortable number."""
_GOOD_ENOUGH: Final = 0.8
_AT_MOST: Final = 7
"""Referrals of one person."""


@dataclass(slots=True)
class Referred:
    """Pairs with the day of referral."""

    seeker: Ints
    vacancy: Ints
    day: Ints

    def only(self, keep: Flags | Ints) -> Referred:
        """Some of the pairs."""
        return Referred(self.seeker[keep], self.vacancy[keep], self.day[keep])


def registered_until(scene: Scene) -> Ints:
    """The last day on which each person is registered, placements aside."""
    return np.minimum(scene.people.leaves - 1, days.LAST)


def _from_shelf(rng: Generator, shelf: Ints, of_people: Ints, asked: Ints, low: Ints, high: Ints) -> Ints:
    """One person per request: of the asked shelf, registered from low to high; -1 where there is none."""
    order = np.argsort(of_people, kind="stable")
    keys = of_people[order]
    start = np.searchsorted(keys, asked * _DAYS + low)
    end = np.searchsorted(keys, asked * _DAYS + np.maximum(high, low - 1) + 1)
    at = start + np.floor(rng.random(len(asked)) * np.maximum(end - start, 0)).astype(np.int64)
    return np.where(end > start, shelf[order[np.minimum(at, len(order) - 1)]], -1)


def _candidates(rng: Generator, scene: Scene, eligible: Ints) -> tuple[Ints, Ints]:
    """People of the same office whom an officer comes upon for each vacancy, most of them from its sector."""
    people, vacancies = scene.people, scene.vacancies
    asked = np.repeat(np.arange(len(vacancies)), np.minimum(4 * vacancies.openings + 10, 140))
    posted, last = vacancies.posted[asked], vacancies.last_open[asked]
    low, high = np.maximum(posted - _LOOKS_BACK, 0), last - 2
    sectors = int(scene.market.sector.max()) + 1
    office, sector = people.province[eligible], scene.market.sector[people.trade[eligible]]
    where = vacancies.province[asked]
    wanted = where * sectors + scene.market.sector[vacancies.trade[asked]]
    day = people.registered[eligible]
    near = _from_shelf(rng, eligible, (office * sectors + sector) * _DAYS + day, wanted, low, high)
    anyone = _from_shelf(rng, eligible, office * _DAYS + day, where, low, high)
    seeker = np.where(chance(rng, 0.8, len(asked)), near, anyone)
    pairs = np.unique(asked[seeker >= 0] * len(people) + seeker[seeker >= 0])
    return pairs % len(people), pairs // len(people)


def draw_referrals(rng: Generator, scene: Scene, taken_part: Flags) -> Referred:
    """Choose whom to refer where.

    Args:
        taken_part: people; false for records that are a second record of somebody else.

    Returns:
        Pairs, no pair twice, in any order.
    """
    people, vacancies = scene.people, scene.vacancies
    eligible = np.flatnonzero(taken_part & (people.age >= ADULT)).astype(np.int64)
    if not len(eligible) or not len(vacancies):
        return Referred(*(np.zeros(0, dtype=np.int64) for _ in range(3)))
    seeker, vacancy = _candidates(rng, scene, eligible)
    looks = impression(scene, seeker, vacancy) + rng.normal(0.0, 0.35, len(seeker))
    order = np.lexsort((-looks, vacancy))
    seeker, vacancy, looks = seeker[order], vacancy[order], looks[order]
    quota = np.ceil(1.8 * vacancies.openings[vacancy]) + 2
    chosen = (looks > _GOOD_ENOUGH) & (place_in_group(vacancy) < quota)
    seeker, vacancy = seeker[chosen], vacancy[chosen]
    day = np.maximum(people.registered[seeker], vacancies.posted[vacancy]) + waiting(rng, 8.0, len(seeker))
    last = np.minimum(vacancies.last_open[vacancy], registered_until(scene)[seeker])
    pairs = Referred(seeker, vacancy, day).only(day <= last - 2)
    pairs = pairs.only(np.lexsort((pairs.day, pairs.seeker)))
    return pairs.only(place_in_group(pairs.seeker) < _AT_MOST)
