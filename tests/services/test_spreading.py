"""A night that is spread: exact rankings without those who stand in enough better-suited lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pyarrow.parquet as pq
import pytest
from sqlalchemy.orm import Session

from conftest import actor
from factories.register import a_seeker, a_vacancy
from lmis.matching.weights import DEFAULT_WEIGHTS
from lmis.model.session import Database
from lmis.services import spreading
from lmis.services.crews import Crew, on_cluster, on_this_machine
from lmis.services.night import match_all
from lmis.services.spreading import Night, columns, spread_all, write_night
from lmis.vocabulary import Purpose

BY = actor()
Row = tuple[UUID, int, UUID, int, bool]


def a_small_world(session: Session) -> None:
    """Seven vacancies that ask for the same, a better-paid one, and nine people of whom some can more."""
    for at in range(7):
        a_vacancy(session, BY, required_skills=["sewing"] if at % 2 else ["sewing", "ironing"])
    for at in range(9):
        a_seeker(session, BY, skills=["sewing", "ironing"][: 1 + at % 2], wanted_occupations=[("8153", "8157")[at % 2]])


def rows(night: Night) -> list[Row]:
    whole = zip(*columns(night, 0, len(night.places)), strict=True)
    return [(UUID(bytes=one), rank, UUID(bytes=person), points, capped) for one, rank, person, points, capped in whole]


def spread(database: Database, top: int, cap: int | None, crew: Crew = on_this_machine) -> Night:
    with database.open(BY, Purpose.MATCHING, "spread", write=False) as session:
        return spread_all(session, BY, top, cap, crew=crew)


@pytest.mark.parametrize("cap", [1, 2, 3])
def test_every_list_is_its_exact_ranking_without_those_who_have_enough(
    database: Database, tmp_path: Path, cap: int
) -> None:
    with database.open(BY, Purpose.MATCHING, "given") as session:
        a_small_world(session)
    with database.open(BY, Purpose.MATCHING, "exact", write=False) as session:
        match_all(session, BY, tmp_path / "exact.parquet", top=9)
    exact = {(one["vacancy"], one["rank"], one["seeker"]): one["points"] for one in table(tmp_path / "exact.parquet")}
    night = spread(database, 2, cap)
    found = rows(night)
    assert {(str(one), rank, str(person)): points for one, rank, person, points, _ in found}.items() <= exact.items()
    given = [row for row in found if not row[4]]
    assert max(Counter(person for _, _, person, _, _ in given).values()) == cap
    lists = Counter(vacancy for vacancy, *_ in given)
    assert sum(lists.values()) == min(2 * 7, 9 * cap) == night.report.suggestions
    for vacancy, last in ((row[0], row[1]) for row in given):
        ranks = [rank for one, rank, *_ in found if one == vacancy and rank <= last]
        assert ranks == list(range(1, last + 1))  # whoever stands above is suggested, or told as left out
    assert night.report.capped == len(found) - len(given) > 0
    assert night.report.short == 0


def table(file: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = pq.read_table(file).to_pylist()
    return found


def test_without_a_cap_it_is_the_night_as_it_was(database: Database, tmp_path: Path) -> None:
    with database.open(BY, Purpose.MATCHING, "given") as session:
        a_small_world(session)
    with database.open(BY, Purpose.MATCHING, "night", write=False) as session:
        match_all(session, BY, tmp_path / "plain.parquet", top=3)
    night = spread(database, 3, None)
    write_night(night, tmp_path / "spread.parquet")
    assert table(tmp_path / "spread.parquet") == [one | {"capped": False} for one in table(tmp_path / "plain.parquet")]
    told = pq.read_table(tmp_path / "spread.parquet").schema.metadata
    assert (told[b"weights"], told[b"cap"]) == (DEFAULT_WEIGHTS.version.encode(), b"")


def test_a_list_that_stays_short_though_the_ranking_goes_on_is_told(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.open(BY, Purpose.MATCHING, "given") as session:
        a_small_world(session)
    whole = spread(database, 1, 1)
    assert (whole.report.short, whole.report.suggestions) == (0, 7)
    monkeypatch.setattr(spreading, "DEEPER", 2)
    assert spread(database, 1, 1).report.short > 0


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_spreads_the_same(database: Database) -> None:
    from distributed import LocalCluster

    with database.open(BY, Purpose.MATCHING, "given") as session:
        a_small_world(session)
    with LocalCluster(n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None) as cluster:
        there = spread(database, 2, 1, on_cluster(cluster.scheduler_address))
    assert rows(there) == rows(spread(database, 2, 1))


def test_no_vacancies_and_no_people_make_an_empty_night(database: Database, tmp_path: Path) -> None:
    assert rows(spread(database, 2, 1)) == []
    with database.open(BY, Purpose.MATCHING, "given") as session:
        a_vacancy(session, BY)
    night = spread(database, 2, 1)
    assert (rows(night), night.report.vacancies, night.report.done) == ([], 1, 1)
    write_night(night, tmp_path / "empty.parquet")
    assert table(tmp_path / "empty.parquet") == []


def test_a_crew_that_fails_leaves_no_night(database: Database) -> None:
    def failing(*_: object) -> Iterator[object]:
        raise OSError("no space")
        yield

    with pytest.raises(OSError, match="no space"):
        spread(database, 2, 1, failing)  # type: ignore[arg-type]
