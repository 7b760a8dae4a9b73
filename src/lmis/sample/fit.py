"""How well a person suits a vacancy: truly (from latent facts), and as it looks at the counter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from lmis.sample.content import trades
from lmis.sample.draws import Flags, Floats, Ints, logistic
from lmis.sample.land import Land, Market
from lmis.sample.offers import Vacancies
from lmis.sample.people import People

_HEAVY: Final = frozenset({"construction", "farming", "transport"})


@dataclass(frozen=True, slots=True)
class Scene:
    """One block of the world, as far as fit depends on it."""

    land: Land
    market: Market
    people: People
    vacancies: Vacancies


def _covered(skills: Flags, seeker: Ints, asked: Ints) -> Floats:
    """Share of the asked skills that the people have; 0.7 where none is asked."""
    there = asked >= 0
    got = (skills[seeker[:, None], np.maximum(asked, 0)] & there).sum(axis=1)
    return np.asarray(np.where(there.any(axis=1), got / np.maximum(there.sum(axis=1), 1), 0.7), dtype=np.float64)


def distance(scene: Scene, seeker: Ints, vacancy: Ints) -> Floats:
    """0 in the district, 1 in the province, 1.8 in a neighbouring one, 2.4 beyond."""
    people, vacancies = scene.people, scene.vacancies
    home, work = people.province[seeker], vacancies.province[vacancy]
    far = np.where(scene.land.near[home, work], 1.8, 2.4)
    inside = np.where(people.district[seeker] == vacancies.district[vacancy], 0.0, 1.0)
    return np.where(home == work, inside, far)


def _chance(scene: Scene, seeker: Ints, vacancy: Ints) -> Floats:
    """The chance that the person would do the work well enough to be kept."""
    people, vacancies, market = scene.people, scene.vacancies, scene.market
    true = people.latent
    trade, asked = people.trade[seeker], vacancies.trade[vacancy]
    same, second = trade == asked, (people.second_trade[seeker] == asked) & (people.second_months[seeker] > 0)
    related = market.sector[trade] == market.sector[asked]
    skill = np.select([same, second, related], [true.ability[seeker], -0.4, -0.9], -1.9)
    skill = np.where(same, skill, skill + 0.5 * true.general[seeker] + 0.25 * true.ability[seeker])
    gap = np.minimum(people.schooling[seeker] - market.schooling[asked], 0)
    heavy = np.array([one.sector in _HEAVY for one in trades()])[asked]
    months = np.where(same, people.months[seeker], np.where(second, people.second_months[seeker], 0))
    return logistic(
        0.1
        + 1.0 * skill
        + 1.5 * (_covered(true.skills, seeker, vacancies.required[vacancy]) - 0.6)
        + 0.4 * (_covered(true.skills, seeker, vacancies.useful[vacancy]) - 0.6)
        + 0.25 * (np.log1p(months / 12.0) - 1.0)
        + 0.45 * gap
        + 0.5 * true.reliability[seeker]
        + 0.5 * np.where(heavy, np.minimum(true.health[seeker], 0.5), 0.0)
        - 0.4 * vacancies.strict[vacancy]
    )


def _liking(scene: Scene, seeker: Ints, vacancy: Ints) -> Floats:
    """The chance that the person would take the job and stay."""
    true, vacancies = scene.people.latent, scene.vacancies
    pay = np.log(vacancies.offer[vacancy] / true.least_pay[seeker])
    beyond = np.maximum(distance(scene, seeker, vacancy) - true.reach[seeker], 0.0)
    return logistic(1.1 + 4.0 * np.clip(pay, -0.6, 0.4) - 2.6 * beyond - 1.0 * vacancies.part_time[vacancy])


def parts(scene: Scene, seeker: Ints, vacancy: Ints) -> tuple[Floats, Floats]:
    """Chance and liking of pairs, each between 0 and 1."""
    return _chance(scene, seeker, vacancy), _liking(scene, seeker, vacancy)


def utility(scene: Scene, seeker: Ints, vacancy: Ints) -> Floats:
    """True utility of pairs, 0 to 1: the chance of doing the work well times the chance of taking it."""
    chance, liking = parts(scene, seeker, vacancy)
    return chance * liking


def impression(scene: Scene, seeker: Ints, vacancy: Ints) -> Floats:
    """What an officer sees: trade, skills as told, schooling, place and pay asked; a few points, no more."""
    people, vacancies, market = scene.people, scene.vacancies, scene.market
    trade, asked = people.trade[seeker], vacancies.trade[vacancy]
    schooled = people.schooling[seeker] >= vacancies.schooling[vacancy]
    dear = people.asks[seeker] > 1.1 * vacancies.offer[vacancy]
    points = (
        np.where(trade == asked, 1.6, np.where(market.sector[trade] == market.sector[asked], 0.7, 0.0))
        + 0.8 * _covered(people.told, seeker, vacancies.required[vacancy])
        + 0.4 * schooled
        + 0.3 * (people.district[seeker] == vacancies.district[vacancy])
        + 0.3 * (people.months[seeker] >= vacancies.months[vacancy])
        - 0.4 * dear
    )
    return np.asarray(points, dtype=np.float64)
