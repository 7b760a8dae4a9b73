"""One country of the sample world: its places and offices out of the seeds, its trades as arrays."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from lmis.sample.content import COUNTRIES, ProvinceFacts, provinces, skills, trades
from lmis.sample.draws import Flags, Floats, Ints

_ELSEWHERE: Final = ProvinceFacts(people=100.0, registering=0.7, jobs=0.8, returnees=0.5, urban=False)
_TOWN: Final = {"farming": 0.12, "ict": 1.5, "office": 1.5, "hospitality": 1.3}
_COUNTRYSIDE: Final = {"farming": 1.7, "ict": 0.4, "office": 0.55, "hospitality": 0.6, "services": 0.8}
_BACK_HOME: Final = {"construction": 2.8, "farming": 1.8, "garment": 0.5, "ict": 0.1, "office": 0.15, "public": 0.1}
_DEMAND: Final = {"farming": 0.45, "garment": 1.5, "manufacturing": 1.4, "domestic": 0.7, "office": 0.7}


@dataclass(frozen=True, slots=True)
class Land:
    """Places, offices and reasons of one country; provinces are positions, districts positions in one flat list.

    ``districts_from[p]`` to ``districts_from[p + 1]`` are the districts of province ``p``;
    ``offices[p]`` is its job centre; ``near`` is true between neighbouring provinces.
    """

    code: str
    index: int
    provinces: tuple[str, ...]
    place_names: tuple[str, ...]
    districts: tuple[str, ...]
    districts_from: Ints
    offices: tuple[str, ...]
    near: Flags
    urban: Flags
    people: Floats
    returnees: Floats
    jobs: Floats
    reasons: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Market:
    """The trades of one country as arrays: ``sector`` is a slice from ``first`` to ``end`` for each trade.

    ``shares`` are the weights of trades among people of the countryside, of towns, and back from abroad;
    ``skills`` holds skill positions (trade × slots), -1 where a trade has fewer.
    """

    shares: tuple[Floats, Floats, Floats]
    vacancies: Floats
    sector: Ints
    first: Ints
    end: Ints
    pay_low: Floats
    pay_high: Floats
    women: Floats
    schooling: Ints
    openings: Floats
    daily: Flags
    skills: Ints


def _rows(seeds: Path, table: str) -> list[dict[str, str]]:
    with (seeds / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _neighbours(rows: list[dict[str, str]]) -> Flags:
    at = {row["code"]: position for position, row in enumerate(rows)}
    near = np.zeros((len(rows), len(rows)), dtype=np.bool_)
    for row in rows:
        for other in filter(None, row["neighbours"].split(";")):
            if other in at:
                near[at[row["code"]], at[other]] = True
    return near


def read_land(country: str, seeds: Path) -> Land:
    """Read one country out of the seed tables.

    Args:
        country: KH or LA.
        seeds: the folder with provinces.csv, districts.csv, offices.csv and reasons.csv.
    """
    places = [row for row in _rows(seeds, "provinces") if row["country"] == country]
    inside: dict[str, list[str]] = defaultdict(list)
    for row in _rows(seeds, "districts"):
        inside[row["province"]].append(row["code"])
    centres = {row["province"]: row["code"] for row in _rows(seeds, "offices") if row["kind"] == "job_centre"}
    served = [row for row in places if inside[row["code"]] and row["code"] in centres]
    reasons: dict[str, list[str]] = defaultdict(list)
    for row in _rows(seeds, "reasons"):
        reasons[row["kind"]].append(row["code"])
    codes = tuple(row["code"] for row in served)
    facts = [provinces().get(code, _ELSEWHERE) for code in codes]
    return Land(
        code=country,
        index=COUNTRIES.index(country),
        provinces=codes,
        place_names=tuple(row["name_en"] for row in served),
        districts=tuple(district for code in codes for district in inside[code]),
        districts_from=np.cumsum([0, *(len(inside[code]) for code in codes)], dtype=np.int64),
        offices=tuple(centres[code] for code in codes),
        near=_neighbours(served),
        urban=np.array([fact.urban for fact in facts], dtype=np.bool_),
        people=np.array([fact.people * fact.registering for fact in facts]),
        returnees=np.array([fact.people * fact.returnees for fact in facts]),
        jobs=np.array([fact.people * fact.registering * fact.jobs for fact in facts]),
        reasons={kind: tuple(listed) for kind, listed in reasons.items()},
    )


def _slots() -> Ints:
    position = {skill.key: at for at, skill in enumerate(skills())}
    width = max(len(trade.skills) for trade in trades())
    rows = [[position[key] for key in trade.skills] for trade in trades()]
    return np.array([row + [-1] * (width - len(row)) for row in rows], dtype=np.int64)


def read_market(index: int) -> Market:
    """The trades as one country knows them; ``index`` is the country's place in ``COUNTRIES``."""
    listed = trades()
    share = np.array([trade.share[index] for trade in listed])
    openings = np.array([trade.openings for trade in listed])
    sectors = sorted({trade.sector for trade in listed})
    sector = np.array([sectors.index(trade.sector) for trade in listed], dtype=np.int64)

    def times(factors: dict[str, float]) -> Floats:
        return np.asarray(share * np.array([factors.get(trade.sector, 1.0) for trade in listed]), dtype=np.float64)

    return Market(
        shares=(times(_COUNTRYSIDE), times(_TOWN), times(_BACK_HOME)),
        vacancies=times(_DEMAND) / openings,
        sector=sector,
        first=np.searchsorted(sector, sector, side="left").astype(np.int64),
        end=np.searchsorted(sector, sector, side="right").astype(np.int64),
        pay_low=np.array([trade.pay[index][0] for trade in listed]),
        pay_high=np.array([trade.pay[index][1] for trade in listed]),
        women=np.array([trade.women for trade in listed]),
        schooling=np.array([trade.schooling for trade in listed], dtype=np.int64),
        openings=openings,
        daily=np.array([trade.daily for trade in listed], dtype=np.bool_),
        skills=_slots(),
    )
