"""Drawing people: what the register shows of them, and what it never shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.random import Generator

from lmis.sample import days
from lmis.sample.content import skills
from lmis.sample.draws import Flags, Floats, Ints, chance, logistic, pick, pick_within, waiting, within
from lmis.sample.land import Land, Market

WORKING_AGE: Final = 15
_SECOND_SLOTS: Final = 2
_MOBILITY_BY: Final = (0.55, 1.6, 2.75)


@dataclass(slots=True)
class Latent:
    """What is true of people and stands in no register; independent of sex, age and disability.

    ``ability`` in the own trade, ``general`` ability in any other, ``reliability`` and ``health`` are standard
    normal; ``reach`` is how far a person really travels or moves (0 district to 3 abroad);
    ``least_pay`` is the lowest monthly pay (USD) really accepted; ``skills`` is people × skills.
    """

    ability: Floats
    general: Floats
    reliability: Floats
    health: Floats
    reach: Floats
    least_pay: Floats
    skills: Flags


@dataclass(slots=True)
class People:
    """A block of people, ordered by day of registration; one row of every array is one person.

    Places, trades and skills are positions; days count from ``days.START``; months and years are whole.
    ``told`` (people × skills) is what was named at the counter. ``leaves`` is the day of leaving the register
    for another reason than a placement (``days.NEVER`` if none).
    """

    registered: Ints
    returnee: Flags
    province: Ints
    district: Ints
    trade: Ints
    woman: Flags
    age: Ints
    born: Ints
    schooling: Ints
    months: Ints
    second_trade: Ints
    second_months: Ints
    unemployed: Flags
    idle_months: Ints
    slots: Ints
    slots_told: Flags
    told: Flags
    mobility: Ints
    asks: Floats
    leaves: Ints
    latent: Latent

    def __len__(self) -> int:
        """How many people."""
        return len(self.registered)


def _arrivals(rng: Generator, land: Land, size: int) -> tuple[Ints, Flags]:
    usual, back = days.registrations(land.code), days.returnees(land.code)
    registered = np.sort(pick(rng, usual + back, size))
    return registered, chance(rng, (back / np.maximum(usual + back, 1e-9))[registered], size)


def _homes(rng: Generator, land: Land, returnee: Flags) -> tuple[Ints, Ints]:
    size = len(returnee)
    province = np.where(returnee, pick(rng, land.returnees, size), pick(rng, land.people, size))
    return province, within(rng, land.districts_from[province], land.districts_from[province + 1])


def _trades(rng: Generator, land: Land, market: Market, returnee: Flags, province: Ints) -> Ints:
    country, town, back = (pick(rng, share, len(province)) for share in market.shares)
    return np.where(returnee, back, np.where(land.urban[province], town, country))


def _schooling(rng: Generator, usual: Ints, age: Ints) -> Ints:
    drift = pick(rng, (0.16, 0.5, 0.22, 0.12), len(age)) - 1
    possible = np.select([age < 17, age < 19, age < 21, age < 23], [2, 3, 4, 6], 7)
    return np.asarray(np.clip(usual + drift, 0, possible), dtype=np.int64)


def _work_history(rng: Generator, age: Ints, ability: Floats, returnee: Flags) -> tuple[Ints, Ints, Ints]:
    """Months in the own trade, in a second one, and without work; together never more than since age 15."""
    size = len(age)
    room = (age - WORKING_AGE) * 12
    part = np.clip(rng.beta(1.1, 2.6, size) * np.exp(0.35 * ability), 0.0, 0.9)
    months = np.floor(room * part * ~(chance(rng, 0.2, size) & ~returnee)).astype(np.int64)
    second = np.floor((room - months) * rng.beta(1.0, 4.0, size) * chance(rng, 0.32, size)).astype(np.int64)
    idle = np.minimum(np.where(returnee, waiting(rng, 1.2, size), waiting(rng, 6.0, size)), room - months - second)
    return np.minimum(months, 480), np.minimum(second, 240), np.clip(idle, 0, 180)


def _slots(rng: Generator, market: Market, trade: Ints, second: Ints, has_second: Flags) -> Ints:
    """Skill positions that a person may have: of the trade, of the second trade, two general ones; -1 for none."""
    size = len(trade)
    own = market.skills[trade]
    other = np.where(has_second[:, None], market.skills[second][:, :_SECOND_SLOTS], -1)
    other = np.where((other[:, :, None] == own[:, None, :]).any(axis=2), -1, other)
    general = np.array([at for at, skill in enumerate(skills()) if skill.general], dtype=np.int64)
    one = within(rng, np.zeros(size, dtype=np.int64), np.full(size, len(general)))
    two = (one + 1 + within(rng, np.zeros(size, dtype=np.int64), np.full(size, len(general) - 1))) % len(general)
    picked = np.stack([general[one], general[two]], axis=1)
    picked = np.where((picked[:, :, None] == own[:, None, :]).any(axis=2), -1, picked)
    return np.concatenate([own, other, picked], axis=1)


def spread(slots: Ints, good: Flags) -> Flags:
    """Slots as a table of people × skills."""
    table = np.zeros((len(slots), len(skills()) + 1), dtype=np.bool_)
    table[np.arange(len(slots))[:, None], np.where(good & (slots >= 0), slots, len(skills()))] = True
    return table[:, : len(skills())]


def _skills(rng: Generator, slots: Ints, ability: Floats) -> tuple[Flags, Flags]:
    """Which slots are really mastered, and which are named at the counter: some are left out, a few only claimed."""
    real = rng.random(slots.shape) < logistic(1.3 + 0.9 * ability)[:, None]
    told = rng.random(slots.shape)
    return real, np.where(real, told < 0.74, told < 0.07) & (slots >= 0)


def _born(rng: Generator, registered: Ints, age: Ints) -> Ints:
    """A day of birth that makes the completed age on the day of registration true."""
    days_old = np.ceil(age * 365.25) + 1 + pick(rng, np.ones(363), len(age))
    return np.asarray(registered - days_old, dtype=np.int64)


def _leaves(rng: Generator, registered: Ints) -> Ints:
    size = len(registered)
    day = registered + 20 + waiting(rng, 210.0, size)
    return np.where(chance(rng, 0.66, size) & (day <= days.LAST), day, days.NEVER)


def draw_people(rng: Generator, land: Land, market: Market, size: int) -> People:
    """Draw people who register in one country.

    Returns:
        ``size`` people, ordered by the day of registration.
    """
    registered, returnee = _arrivals(rng, land, size)
    province, district = _homes(rng, land, returnee)
    trade = _trades(rng, land, market, returnee, province)
    age = np.floor(16 + 47 * rng.beta(1.35, 3.1, size)).astype(np.int64)
    ability, general, reliability, health = (rng.standard_normal(size) for _ in range(4))
    months, second_months, idle = _work_history(rng, age, ability, returnee)
    nearby = pick_within(rng, market.vacancies, market.first[trade], market.end[trade])
    second = np.where(chance(rng, 0.4, size), pick(rng, market.shares[0], size), nearby)
    second_months = np.where(second == trade, 0, second_months)
    slots = _slots(rng, market, trade, second, second_months > 0)
    real, told = _skills(rng, slots, ability)
    reach = np.clip(rng.normal(1.35, 0.85, size) + 0.5 * returnee, 0.0, 3.4)
    middle = (market.pay_low[trade] + market.pay_high[trade]) / 2
    least_pay = middle * np.exp(-0.16 + 0.1 * ability + rng.normal(0.0, 0.12, size))
    return People(
        registered=registered,
        returnee=returnee,
        province=province,
        district=district,
        trade=trade,
        woman=chance(rng, market.women[trade], size),
        age=age,
        born=_born(rng, registered, age),
        schooling=_schooling(rng, market.schooling[trade], age),
        months=months,
        second_trade=second,
        second_months=second_months,
        unemployed=chance(rng, np.where(returnee, 0.93, 0.72), size),
        idle_months=idle,
        slots=slots,
        slots_told=told,
        told=spread(slots, told),
        mobility=np.digitize(reach + rng.normal(0.0, 0.35, size), _MOBILITY_BY).astype(np.int64),
        asks=least_pay * np.exp(rng.normal(0.04, 0.12, size)),
        leaves=_leaves(rng, registered),
        latent=Latent(ability, general, reliability, health, reach, least_pay, spread(slots, real)),
    )
