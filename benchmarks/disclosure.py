"""What is hidden of a quarter's figures, and what an attacker still works out. `python -m benchmarks.disclosure`.

A sample world (`--people 20000`, as `lmis demo` makes it) is imported into a database of its own; of a country the
quarter before is published, then the quarter without one person in a hundred, then, as a revision, the quarter with
all. Then all tables of all three editions are attacked together by linear programmes. Goals: every interval at least as
wide as the threshold, at most 25 % of the figures in which something is counted hidden from the public.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from lmis.cli.door import system
from lmis.config import Settings
from lmis.indicators.definitions.register import OPENINGS_ONLY, STOCK_CODES, register_in_force
from lmis.indicators.frame import Codes
from lmis.indicators.register.audit import HIDDEN, audited
from lmis.indicators.register.figures import figures_of
from lmis.indicators.register.periods import Period, period_of
from lmis.indicators.register.register import register_of
from lmis.indicators.register.table import Register, Table
from lmis.indicators.register.tally import Tallies
from lmis.model.migrations import upgrade
from lmis.model.session import Database
from lmis.queries.editions import Audience, thresholds
from lmis.sample.world import write_world
from lmis.services.importing import import_file
from lmis.services.reference import load_reference
from lmis.services.register_tables import read_records
from lmis.vocabulary import Country, Purpose

SHARE = 0.25
QUARTERS = ("2026Q2", "2026Q3")
KINDS = ("employers", "job-seekers", "vacancies", "referrals", "placements")


def registers(people: int, vacancies: int, country: Country, folder: Path) -> list[Register]:
    """The register of both quarters, of a sample world that is imported into a database in the folder."""
    import base64

    key = base64.b64encode(bytes(range(32))).decode()
    settings = Settings(database_url=f"sqlite:///{folder / 'lmis.db'}", key=key)
    upgrade(settings.database_url, settings.migrations)
    database, by = Database.of(settings), system(country=country)
    with database.open(by, Purpose.NONE, "benchmark") as session:
        load_reference(session, settings.seeds, by.at)
    write_world(people, vacancies, 1, folder, settings.seeds)
    for kind in KINDS:
        with (folder / country / f"{kind}.csv").open("rb") as source:
            import_file(database, by, kind, source, file_name=f"{kind}.csv", for_real=True)
    with database.open(by, Purpose.STATISTICS, "benchmark", write=False) as session:
        return [register_of(**read_records(session, by, period_of(quarter), country).tables()) for quarter in QUARTERS]


def late(register: Register, one_in: int = 100) -> Codes:
    """One in so many of those who were never placed: they are entered after the first edition."""
    people = np.setdiff1d(np.unique(register.spells["person"]), register.placements["person"])
    return np.random.default_rng(1).choice(people, len(people) // one_in, replace=False)


def without(register: Register, people: Codes) -> Register:
    """The register as if these people had not been entered yet."""
    left = {
        name: Table({key: held[~np.isin(table["person"], people)] for key, held in table.columns.items()})
        for name, table in (("spells", register.spells), ("stays", register.stays), ("referrals", register.referrals))
    }
    return replace(register, **left)


def run(now: Register, before: Register, period: Period, country: Country) -> bool:
    """Publish, attack, and print a line per audience; returns whether all goals are reached."""
    wanted = register_in_force(period.starts_on)
    people = late(now)
    last = figures_of(without(before, people), period_of(QUARTERS[0]), wanted, thresholds())
    last = last[last["indicator"].isin(STOCK_CODES)]
    first = figures_of(without(now, people), period, wanted, thresholds(), earlier=last.assign(edition="last"))
    editions = [last.assign(edition="last"), first.assign(edition="first")]
    plain = timed(lambda: figures_of(now, period, wanted))[1]
    second, seconds = timed(lambda: figures_of(now, period, wanted, thresholds(), earlier=pd.concat(editions)))
    editions.append(second.assign(edition="second"))
    print(f"{country}: {len(second):,} figures, hiding takes {seconds - plain:.1f} s (goal at most 15 s)")
    reached = seconds - plain <= 15
    tallies = [Tallies(now, one) for one in (period, *period.months)]
    counted = (second["numerator"].fillna(second["value"]).fillna(0) != 0) | (second["denominator"].fillna(0) != 0)
    of_people = ~second["indicator"].isin(OPENINGS_ONLY)
    for place, audience in enumerate((Audience.MINISTRY, Audience.PUBLIC)):
        names, least = list(thresholds())[: place + 1], audience.threshold
        hidden = second["status"].isin(names)
        small = of_people & (second["records"] > 0) & (second["records"] < least)
        shown = [one.assign(status=one["status"].where(~one["status"].isin(names), HIDDEN)) for one in editions]
        found, took = timed(lambda: audited(tallies, wanted, pd.concat(shown), least))  # noqa: B023
        print(
            f"  {audience:<9}small by themselves {small[counted].mean():.1%}, hidden {hidden[counted].mean():.1%} "
            f"(goal for the public {SHARE:.0%}); of cells: {found.small:,} small, {found.hidden:,} hidden, "
            f"narrowest interval of a small one {found.narrowest:g} (goal {least}; {found.narrow} fail), "
            f"{found.wide:.1%} of all hidden "
            f"are as wide; attacked in {took:.1f} s"
        )
        reached &= found.narrowest >= least - 1e-6 and (place == 0 or hidden[counted].mean() <= SHARE)
    return bool(reached)


def timed(made):  # type: ignore[no-untyped-def]
    """What comes of it, and how many seconds it takes."""
    began = time.perf_counter()
    return made(), time.perf_counter() - began


def main() -> int:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--vacancies", type=int, default=3_000)
    parser.add_argument("--country", type=Country, default=Country.KH)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        before, now = registers(chosen.people, chosen.vacancies, chosen.country, Path(folder))
        return 0 if run(now, before, period_of(QUARTERS[1]), chosen.country) else 1


if __name__ == "__main__":
    sys.exit(main())
