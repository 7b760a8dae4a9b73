"""The night run: everybody for every open vacancy, here or on a cluster, the same rows whatever happens to a worker."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

import pyarrow.parquet as pq
import pytest

from conftest import actor
from factories.register import a_referral, a_seeker, a_vacancy
from lmis.matching.engine.blocks import Asked, blocks
from lmis.matching.engine.engine import Engine, plain
from lmis.matching.profiles import SeekerProfile, VacancyProfile
from lmis.matching.weights import DEFAULT_WEIGHTS
from lmis.model.session import Database
from lmis.services.crews import NoCluster, on_cluster, on_this_machine
from lmis.services.night import match_all
from lmis.services.suggesting import suggest_seekers
from lmis.vocabulary import Purpose

BY = actor()


def test_gives_what_the_counter_gives_for_each_vacancy(database: Database, tmp_path: Path) -> None:
    with database.open(BY, Purpose.MATCHING, "given") as session:
        tailor, cook = a_vacancy(session, BY, required_skills=["sewing"]), a_vacancy(session, BY, occupation="5120")
        closed = a_vacancy(session, BY, happened_on=date(2026, 8, 1), closes_on=date(2026, 9, 1))
        people = [a_seeker(session, BY) for _ in range(3)] + [a_seeker(session, BY, wanted_occupations=["5120"])]
        driver = a_vacancy(session, BY, occupation="8322", licences=["driving_car"])
        people += [a_seeker(session, BY, licences=["driving_car"])]
        danger = a_vacancy(session, BY, hazardous=True)
        people += [a_seeker(session, BY, birth_date=date(2009, 5, 1))]
        a_referral(session, BY, people[0], tailor)
    with database.open(BY, Purpose.MATCHING, "match-all", write=False) as session:
        report = match_all(session, BY, tmp_path / "night.parquet", top=6)
        counter = {
            id_: suggest_seekers(session, BY, str(id_), top=6).ranking.suggestions
            for id_ in (tailor, cook, driver, danger)
        }
    table = pq.read_table(tmp_path / "night.parquet")
    assert table.schema.metadata[b"weights"] == DEFAULT_WEIGHTS.version.encode()
    expected = [
        (str(id_), one.rank, str(one.id), one.points)
        for id_ in sorted((tailor, cook, driver, danger))
        for one in counter[id_]
    ]
    assert [tuple(row.values()) for row in table.to_pylist()] == expected
    assert (report.vacancies, report.done, report.seekers) == (4, 4, 6)
    assert str(closed) not in table["vacancy"].to_pylist()


def test_the_points_of_each_criterion_add_up(database: Database, tmp_path: Path) -> None:
    with database.open(BY, Purpose.MATCHING, "given") as session:
        vacancy = a_vacancy(session, BY, required_skills=["sewing", "cutting"], education=2)
        for number in range(3):
            a_seeker(session, BY, education=number, skills=["sewing"] * (number > 0))
    with database.open(BY, Purpose.MATCHING, "match-all", write=False) as session:
        match_all(session, BY, tmp_path / "night.parquet", reasons=True)
        told = suggest_seekers(session, BY, str(vacancy)).ranking.suggestions
    rows = pq.read_table(tmp_path / "night.parquet").to_pylist()
    names = [reason.criterion for reason in told[0].reasons]
    assert [[row[name] for name in names] for row in rows] == [[r.points for r in one.reasons] for one in told]
    assert [sum(row[name] for name in names) for row in rows] == [row["points"] for row in rows]


def test_a_run_that_fails_leaves_the_last_file_as_it_was(database: Database, tmp_path: Path) -> None:
    out = tmp_path / "out" / "night.parquet"
    out.parent.mkdir()
    out.write_text("of last night")
    with database.open(BY, Purpose.MATCHING, "given") as session:
        a_vacancy(session, BY)

    def failing(*_: object) -> Iterator[object]:
        raise OSError("no space")
        yield

    with (
        pytest.raises(OSError, match="no space"),
        database.open(BY, Purpose.MATCHING, "match-all", write=False) as session,
    ):
        match_all(session, BY, out, crew=failing)  # type: ignore[arg-type]
    assert [path.name for path in out.parent.iterdir()] == ["night.parquet"]
    assert out.read_text() == "of last night"


def test_says_that_no_cluster_answers() -> None:
    with pytest.raises(NoCluster):
        next(on_cluster("tcp://127.0.0.1:9")(Engine.of(plain([])), iter([]), DEFAULT_WEIGHTS, 1))


@pytest.mark.filterwarnings("ignore")
def test_killing_a_worker_in_the_middle_changes_nothing() -> None:
    from distributed import LocalCluster

    people = [
        SeekerProfile(
            UUID(int=n), wanted=(f"7{n % 9}{n % 7}1",), education=n % 9, skills=frozenset({f"skill {n % 11}"})
        )
        for n in range(2_000)
    ]
    vacancy = VacancyProfile(UUID(int=0), "7531", "KH", frozenset({"skill 3"}), education=4)
    asked = [
        Asked(replace(vacancy, id=UUID(int=n), occupation=f"7{n % 9}{n % 7}1", education=n % 9)) for n in range(3_000)
    ]
    engine = Engine.of(plain(people))
    here = list(on_this_machine(engine, blocks(iter(asked), 20), DEFAULT_WEIGHTS, 20))
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        pid = next(iter(cluster.workers.values())).pid
        killer = threading.Timer(0.2, os.kill, (pid, signal.SIGKILL))
        there = []
        for ranked in on_cluster(cluster.scheduler_address)(engine, blocks(iter(asked), 20), DEFAULT_WEIGHTS, 20):
            if not there:
                killer.start()
            there.append(ranked)
            time.sleep(0.005)
        killer.join()
    assert there == here
