"""Writing a whole sample world, block by block, so that memory does not grow with the number of people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO

from lmis.sample.block import Block, Maker
from lmis.sample.content import COUNTRIES
from lmis.sample.draws import stream
from lmis.sample.land import read_land, read_market
from lmis.sample.sheets import HEADERS, TRUTH_HEADERS

BLOCK: Final = 10_000
"""People who are drawn together; part of the definition of a world, as its seed is."""
CHUNK: Final = 50_000
_IN_CAMBODIA: Final = 0.7


@dataclass(frozen=True, slots=True)
class CountrySummary:
    """What was written for one country, in rows; ``openings`` are those of all vacancies."""

    people: int
    employers: int
    vacancies: int
    openings: int
    referrals: int
    placements: int
    cancelled: int
    duplicates: int
    suitability_pairs: int


@dataclass(frozen=True, slots=True)
class WorldSummary:
    """What was written, by country (KH, LA)."""

    seed: int
    countries: dict[str, CountrySummary]

    def total(self, what: str) -> int:
        """One count over both countries, such as ``total("placements")``."""
        return sum(getattr(summary, what) for summary in self.countries.values())


def write_world(people: int, vacancies: int, seed: int, out: Path, seeds: Path, *, chunk: int = CHUNK) -> WorldSummary:
    """Write a plausible world of both countries as import files, and apart from them what is true in it.

    The same arguments give the same bytes, whatever ``chunk`` is.

    Args:
        people: records of job seekers over both countries together, planted duplicates included.
        vacancies: vacancies over both countries together.
        seed: any whole number from 0.
        out: the folder to write to; ``KH/``, ``LA/``, ``truth/KH/`` and ``truth/LA/`` are made in it.
        seeds: the folder with the tables of places, offices and reasons.
        chunk: people who are held in memory at once.
    """
    if people < 0 or vacancies < 0 or seed < 0:
        raise ValueError(people, vacancies, seed)
    at_home, offered = round(people * _IN_CAMBODIA), round(vacancies * _IN_CAMBODIA)
    shares = {"KH": (at_home, offered), "LA": (people - at_home, vacancies - offered)}
    return WorldSummary(
        seed, {country: _write_country(country, *shares[country], seed, out, seeds, chunk) for country in COUNTRIES}
    )


def _blocks(country: str, people: int, vacancies: int, seed: int, seeds: Path) -> Iterator[tuple[int, Block]]:
    """The blocks of a country, each with its number of people; each draws from its own stream."""
    index = COUNTRIES.index(country)
    maker = Maker(read_land(country, seeds), read_market(index))
    count = max(1, -(-people // BLOCK))
    for at in range(count):
        size, notices = (total * (at + 1) // count - total * at // count for total in (people, vacancies))
        yield size, maker.make(stream(seed, index, at), size, notices)


def _write_country(
    country: str, people: int, vacancies: int, seed: int, out: Path, seeds: Path, chunk: int
) -> CountrySummary:
    counts: Counter[str] = Counter()
    with ExitStack() as open_files:
        files = {
            name: open_files.enter_context(_started(out / folder / f"{name}.csv", headers))
            for folder, tables in ((country, HEADERS), (f"truth/{country}", TRUTH_HEADERS))
            for name, headers in tables.items()
        }
        held: list[Block] = []
        waiting = 0
        for size, block in _blocks(country, people, vacancies, seed, seeds):
            counts.update(block.counts)
            held.append(block)
            waiting += size
            if waiting >= chunk:
                _write(files, held)
                held, waiting = [], 0
        _write(files, held)
    return CountrySummary(
        people=counts["job-seekers"],
        employers=counts["employers"],
        vacancies=counts["vacancies"],
        openings=counts["openings"],
        referrals=counts["referrals"],
        placements=counts["placements"],
        cancelled=counts["cancelled"],
        duplicates=counts["duplicates"],
        suitability_pairs=counts["suitability"],
    )


def _started(path: Path, headers: tuple[str, ...]) -> TextIO:
    path.parent.mkdir(parents=True, exist_ok=True)
    file = path.open("w", encoding="utf-8", newline="\n")
    file.write(",".join(headers) + "\n")
    return file


def _write(files: dict[str, TextIO], blocks: list[Block]) -> None:
    for name, file in files.items():
        file.write("".join((block.registers | block.truths)[name] for block in blocks))
