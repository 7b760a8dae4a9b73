"""Ten thousand random edits of the register: is every figure that changed explained to the record?

`python -m benchmarks.revisions FILE [--edits 10000] [--seed 1] [--country KH]`. FILE is the embedded database of
`lmis demo`, with LMIS_KEY_FILE its key; the work is done in a copy. A quarter is published; then people register, are
corrected, transferred, closed, referred and placed, placements are cancelled, vacancies corrected and their openings
changed, all through the services that counters use, on random days; then the quarter is published again. Of the two
editions:

- each is computed again from the records kept with it: goal 0 differences;
- every count in every cell of every breakdown has to differ by exactly what its listed records add up to;
- every figure that differs has to name at least one record, and every record one that was added, removed or corrected:
  goal 0 figures that are not explained.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmarks.measuring import timed
from lmis.cli.door import system
from lmis.commands.placements import CancelPlacement, PlaceSeeker
from lmis.commands.referrals import ReferSeeker
from lmis.commands.seekers import AmendSeeker, CloseRegistration, RegisterQuickly, TransferSeeker
from lmis.commands.vacancies import AmendVacancy, ChangeOpenings
from lmis.config import Settings
from lmis.indicators.definitions.register import REGISTER
from lmis.indicators.register.dimensions import dimensions_of
from lmis.indicators.register.explaining import Explainer, terms_of
from lmis.indicators.register.periods import period_of
from lmis.indicators.register.tally import Tallies
from lmis.model.figures import Edition
from lmis.model.offices import Office
from lmis.model.people import Person, Registration
from lmis.model.placements import Placement
from lmis.model.session import Database
from lmis.model.vacancies import Vacancy
from lmis.services.explaining import Explanation, explain_editions, recomputed
from lmis.services.openings import change_openings
from lmis.services.placements import cancel_placements, place_seekers
from lmis.services.publishing import publish
from lmis.services.referrals import refer_seekers
from lmis.services.registrations import close_registrations, transfer_seekers
from lmis.services.seekers import amend_seekers, register_quickly
from lmis.services.vacancies import amend_vacancies
from lmis.services.writing import Status
from lmis.vocabulary import Actor, Country, Purpose, Role, Sex

TOGETHER: Final = 100
REASONS: Final = ("own_wish", "health", "found_work")
DONE: Final = (Status.CREATED, Status.UPDATED)


@dataclass(frozen=True)
class World:
    """What may be edited: ids of people who are registered, vacancies and placements, and the offices' provinces."""

    offices: Sequence[tuple[str, str]]
    registered: Sequence[str]
    vacancies: Sequence[str]
    placements: Sequence[str]


def world_of(session: Session, country: Country) -> World:
    """The ids of a country."""
    offices = session.execute(
        select(Office.code, Office.province).where(Office.country == country.value, Office.kind == "job_centre")
    )
    open_ones = select(Registration.person_id).join(Person, Person.id == Registration.person_id)
    registered = session.scalars(open_ones.where(Registration.closed_on.is_(None), Person.country == country.value))
    vacancies = session.scalars(select(Vacancy.id).where(Vacancy.country == country.value))
    placed = select(Placement.id, Placement.person_id).join(Person, Person.id == Placement.person_id)
    standing = session.execute(placed.where(Placement.cancelled_on.is_(None), Person.country == country.value))
    people, jobs = ([str(one) for one in found] for found in (registered, vacancies))
    one_each = {person: str(placement) for placement, person in standing}
    return World([(row[0], row[1]) for row in offices], people, jobs, list(one_each.values()))


Edit = Callable[[random.Random, World, date], Any]
KINDS: Final[dict[str, tuple[float, Any, Edit]]] = {
    "registered": (2.5, register_quickly, lambda draw, world, day: RegisterQuickly(
        name=f"Person {draw.random()}", age=draw.randint(16, 60), sex=draw.choice(list(Sex)),
        province=draw.choice(world.offices)[1], happened_on=day)),
    "sex corrected": (2, amend_seekers, lambda draw, world, day: AmendSeeker(
        seeker=draw.choice(world.registered), sex=draw.choice(list(Sex)))),
    "closed": (1.5, close_registrations, lambda draw, world, day: CloseRegistration(
        seeker=draw.choice(world.registered), because=draw.choice(REASONS), happened_on=day)),
    "transferred": (0.6, transfer_seekers, lambda draw, world, day: TransferSeeker(
        seeker=draw.choice(world.registered), office=draw.choice(world.offices)[0], happened_on=day)),
    "referred": (1.5, refer_seekers, lambda draw, world, day: ReferSeeker(
        seeker=draw.choice(world.registered), vacancy=draw.choice(world.vacancies), happened_on=day)),
    "placed": (1, place_seekers, lambda draw, world, day: PlaceSeeker(
        seeker=draw.choice(world.registered), vacancy=draw.choice(world.vacancies), happened_on=day)),
    "placement cancelled": (0.5, cancel_placements, lambda draw, world, day: CancelPlacement(
        placement=draw.choice(world.placements), because="did_not_start", happened_on=day)),
    "vacancy corrected": (1, amend_vacancies, lambda draw, world, day: AmendVacancy(
        vacancy=draw.choice(world.vacancies), occupation=draw.choice(["8153", "5223", "7115", "9112"]),
        province=draw.choice(world.offices)[1])),
    "openings changed": (1, change_openings, lambda draw, world, day: ChangeOpenings(
        vacancy=draw.choice(world.vacancies), openings=draw.randint(1, 30), happened_on=day)),
}  # fmt: skip
"""What is done → how often, by which service, and how one is drawn."""


def edit(database: Database, by: Actor, days: Sequence[date], edits: int, draw: random.Random) -> Counter[str]:
    """Do so many edits; what the rules refuse is drawn again."""
    done: Counter[str] = Counter()
    with database.open(by, Purpose.NONE, "world", write=False) as session:
        session.connection(execution_options={"people": "engine"})
        world = world_of(session, by.country or Country.KH)
        offices = dict(session.execute(select(Office.code, Office.id)).all())  # type: ignore[arg-type]
    turn = 0
    while done.total() < edits:
        name = draw.choices(list(KINDS), [one[0] for one in KINDS.values()])[0]
        _, service, make = KINDS[name]
        turn += 1
        acting = replace(by, at=by.at + timedelta(seconds=turn), office_id=offices[draw.choice(world.offices)[0]])
        commands = distinct(make(draw, world, draw.choice(days)) for _ in range(min(TOGETHER, edits - done.total())))
        with database.open(acting, Purpose.REGISTRATION, "edit") as session:
            done[name] += sum(outcome.status in DONE for outcome in service(session, acting, commands))
    return done


def distinct(commands: Iterable[Any]) -> list[Any]:
    """A call names nobody and nothing twice."""
    by_subject = {
        getattr(one, "seeker", None) or getattr(one, "placement", None) or getattr(one, "vacancy", one): one
        for one in commands
    }
    return list(by_subject.values())


def unexplained_counts(explainer: Explainer) -> int:
    """In how many cells a count differs by something else than its records add up to."""
    sides = explainer.sides
    was, now = (Tallies(one, explainer.period) for one in (sides.before, sides.after))
    wrong = 0
    for measure, breakdown in COUNTED:
        names, counted = list(dimensions_of(breakdown)), explainer.counted(measure, breakdown)
        listed = _keyed(counted.groupby(names)["amount"].sum()) if names else {(): int(counted["amount"].sum())}
        differ: Counter[tuple[int, ...]] = Counter()
        for sign, tallies in ((-1, was), (1, now)):
            count = tallies.of(measure, breakdown).count
            for position in np.flatnonzero(count):
                cell = tallies.cell(breakdown, int(position))
                differ[tuple(sides.code(name, cell[name]) for name in names)] += sign * int(count[position])
        wrong += sum(listed.get(cell, 0) != differ.get(cell, 0) for cell in {*listed, *differ})
    return wrong


def _keyed(told: Any) -> dict[tuple[int, ...], int]:
    return {cell if isinstance(cell, tuple) else (cell,): int(amount) for cell, amount in told.items()}


COUNTED: Final = {
    (measure, inner): None
    for definition in REGISTER
    for breakdown in definition.by
    for measure, inner, _ in terms_of(definition, breakdown, dict.fromkeys(dimensions_of(breakdown), ""))
}
"""Everything that is counted for some figure, in which breakdown."""


def run(database: Database, edits: int, seed: int, country: Country, quarter: str) -> bool:
    """Publish, edit, publish, explain; True where everything is explained."""
    period, by = period_of(quarter), replace(system(country=country), role=Role.SYSTEM)
    days = [period.starts_on + timedelta(days=n) for n in range((period.ends_on - period.starts_on).days + 1)]
    first = _published(database, by, quarter)
    with timed("editing"):
        done = edit(database, replace(by, at=by.at + timedelta(minutes=1)), days, edits, random.Random(seed))
    print("  " + ", ".join(f"{count:,} {name}" for name, count in done.most_common()))
    with timed("publishing again"):
        second = _published(database, replace(by, at=by.at + timedelta(days=1)), quarter)
    with database.open(by, Purpose.STATISTICS, "benchmark", write=False) as session:
        editions = [session.get_one(Edition, one) for one in (first, second)]
        with timed("computing both again"):
            wrong = sum(len(recomputed(session, one)) for one in editions)
        with timed("comparing the records"):
            found = explain_editions(session, *editions)
        changes = Counter(found.changes.records["change"])
        print("  records: " + ", ".join(f"{count:,} {name}" for name, count in changes.most_common()))
        with timed("adding up every count"):
            counts = sum(
                unexplained_counts(Explainer(found.sides, found.changes, one)) for one in (period, *period.months)
            )
        with timed(f"explaining {len(found.figures):,} changed figures"):
            bare = sum(not _explained(found, why) for why in found.why())
    print(f"differences on computing again      {wrong:>7,}   goal 0")
    print(f"counts that do not add up           {counts:>7,}   goal 0")
    print(f"changed figures without a record    {bare:>7,}   goal 0")
    return not (wrong or counts or bare)


def _explained(found: Explanation, why: Any) -> bool:
    """By a record that changed, each; or by nothing but hiding."""
    changed = found.changes.changed
    causes = list(why.records["causes"])
    named = bool(causes) and all(len(one) and changed[list(one)].all() for one in causes)
    return named or why.hiding or bool(why.given)


def _published(database: Database, by: Actor, quarter: str) -> Any:
    with database.open(by, Purpose.STATISTICS, "publish") as session:
        return publish(session, by, quarter, by.country or Country.KH, because="benchmark").edition_id


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--edits", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--country", type=Country, default=Country.KH)
    parser.add_argument("--period", default="2026Q3")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.db"
        shutil.copyfile(options.file, copy)
        database = Database.of(Settings(database_url=f"sqlite:///{copy}"))
        if not run(database, options.edits, options.seed, options.country, options.period):
            sys.exit(1)


if __name__ == "__main__":
    main()
