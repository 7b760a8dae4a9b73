"""One block of a country: people, employers and vacancies that meet one another, as lines of every file."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.random import Generator

from lmis.sample import days
from lmis.sample.cases import placement_columns, referral_columns
from lmis.sample.counter import closings, write_down
from lmis.sample.draws import Ints, Texts, labels, looked_up
from lmis.sample.fit import Scene
from lmis.sample.identity import draw_names
from lmis.sample.land import Land, Market
from lmis.sample.notices import employer_columns, vacancy_columns
from lmis.sample.offers import Employers, draw_employers, draw_vacancies
from lmis.sample.outcomes import settle
from lmis.sample.people import draw_people
from lmis.sample.referrals import draw_referrals
from lmis.sample.sheets import HEADERS, TRUTH_HEADERS, lines, numbered
from lmis.sample.truth import suitability
from lmis.sample.twins import KINDS, Twins, copied, overwrite, plant

_LETTERS: Final = {"job-seekers": "S", "employers": "E", "vacancies": "V", "referrals": "R", "placements": "P"}


@dataclass(slots=True)
class Block:
    """The lines of one block by file (registers and truths), and what was counted in it."""

    registers: dict[str, str] = field(default_factory=dict)
    truths: dict[str, str] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Maker:
    """Makes the blocks of one country one after another, running numbers on from block to block."""

    land: Land
    market: Market
    counts: Counter[str] = field(default_factory=Counter)

    def _numbers(self, register: str, size: int) -> Texts:
        return numbered(self.land.code, _LETTERS[register], 1 + self.counts[register], size)

    def _positions(self, register: str, size: int) -> Ints:
        return np.arange(self.counts[register], self.counts[register] + size, dtype=np.int64)

    def make(self, rng: Generator, people: int, vacancies: int) -> Block:
        """Make the next block."""
        scene, employers = draw_scene(rng, self.land, self.market, people, vacancies)
        named = draw_names(rng, self.land.code, scene.people.woman)
        twins = plant(rng, people=scene.people, named=named)
        real = ~copied(scene.people, twins)
        referrals, placements, placed, full = settle(rng, scene, draw_referrals(rng, scene, real))
        scene.vacancies.withdrawn = np.where(full <= scene.vacancies.withdrawn, days.NEVER, scene.vacancies.withdrawn)

        seekers, firms = self._numbers("job-seekers", people), self._numbers("employers", len(employers))
        notices = self._numbers("vacancies", vacancies)
        at, at_firms = self._positions("job-seekers", people), self._positions("employers", len(employers))
        register = write_down(rng, self.land, self.market, scene.people, named, at)
        register |= closings(rng, self.land, scene.people, placed)
        twins = overwrite(rng, self.land, register, named, twins)
        block = Block()
        self._put(block, "job-seekers", register, seekers)
        self._put(block, "employers", employer_columns(rng, self.land, employers, at_firms), firms)
        self._put(block, "vacancies", vacancy_columns(rng, self.land, scene.vacancies, firms), notices)
        self._put(block, "referrals", referral_columns(rng, scene, referrals, seekers, notices))
        self._put(block, "placements", placement_columns(rng, scene, placements, seekers, notices))
        _put_truth(block, "suitability", suitability(rng, scene, real, seekers, notices))
        _put_truth(block, "duplicates", _pairs(seekers, twins))
        block.counts["openings"] = int(scene.vacancies.openings.sum())
        block.counts["cancelled"] = int((placements.cancelled < days.NEVER).sum())
        self.counts.update(block.counts)
        return block

    def _put(self, block: Block, register: str, columns: dict[str, Texts], numbers: Texts | None = None) -> None:
        size = len(columns["office"])
        columns["number"] = self._numbers(register, size) if numbers is None else numbers
        block.registers[register] = lines(HEADERS[register], columns)
        block.counts[register] = size


def _put_truth(block: Block, truth: str, columns: dict[str, Texts]) -> None:
    block.truths[truth] = lines(TRUTH_HEADERS[truth], columns)
    block.counts[truth] = len(columns[TRUTH_HEADERS[truth][0]])


def draw_scene(rng: Generator, land: Land, market: Market, people: int, vacancies: int) -> tuple[Scene, Employers]:
    """The people, vacancies and employers of a block, with all that is true of them; second records not planted yet."""
    drawn = draw_people(rng, land, market, people)
    employers = draw_employers(rng, land, market, vacancies)
    return Scene(land, market, drawn, draw_vacancies(rng, land, market, employers, vacancies)), employers


def _pairs(seekers: Texts, twins: Twins) -> dict[str, Texts]:
    table = labels(seekers)
    return {
        "number_a": looked_up(table, twins.original),
        "number_b": looked_up(table, twins.record),
        "kind": looked_up(labels(KINDS), twins.kind),
    }
