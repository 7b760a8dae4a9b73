"""A sample world is imported as offices send it: who was planted twice waits in the queue, and nobody is merged."""

from __future__ import annotations

import csv
from pathlib import Path

from sqlalchemy import select

from conftest import actor
from lmis.config import Settings
from lmis.model.people import Person
from lmis.model.session import Database
from lmis.queries.duplicates import pairs_found
from lmis.sample.world import write_world
from lmis.services.importing import import_file
from lmis.services.sweeping import sweep
from lmis.vocabulary import PairState, Purpose, Role

SYSTEM = actor(None, Role.SYSTEM)


def test_planted_duplicates_wait_in_the_queue(database: Database, tmp_path: Path) -> None:
    write_world(3_000, 100, 31, tmp_path, Settings().seeds)
    with (tmp_path / "KH" / "job-seekers.csv").open("rb") as source:
        report = import_file(database, SYSTEM, "job-seekers", source, file_name="x.csv", for_real=True)
    with (tmp_path / "truth" / "KH" / "duplicates.csv").open(encoding="utf-8", newline="") as file:
        planted = {frozenset((row["number_a"], row["number_b"])): row["kind"] for row in csv.DictReader(file)}
    with database.open(SYSTEM, Purpose.REGISTRATION, "test") as session:
        numbers = {person.id: person.own_number for person in session.scalars(select(Person))}
        pairs = list(session.scalars(pairs_found(SYSTEM, PairState.OPEN, None, 500)))
    found = {frozenset((numbers[pair.first_id], numbers[pair.second_id])): pair.certain for pair in pairs}
    same = {pair for pair, kind in planted.items() if kind != "shared_phone_not_same"}
    assert len(same) > 20
    assert len(same & found.keys()) >= 0.95 * len(same)
    assert {pair for pair, certain in found.items() if certain} <= same
    assert report.created == len(numbers)
    assert sweep(database, SYSTEM).queued == 0
