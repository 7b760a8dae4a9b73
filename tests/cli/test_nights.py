"""`lmis match all --store`, `--stored` and `fair`, as they are typed."""

from __future__ import annotations

import base64
import csv
import json
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from sqlalchemy import select
from typer.testing import CliRunner, Result

from conftest import KEYRING, actor
from factories.register import a_seeker, a_vacancy
from lmis.cli import app
from lmis.model.people import Person
from lmis.model.session import Database, open_engine
from lmis.model.vacancies import Vacancy
from lmis.text.numbers import serial_text
from lmis.vocabulary import Purpose

BY = actor()
Lmis = Callable[..., Result]


@pytest.fixture
def database(templates: dict[str, str], tmp_path: Path) -> Iterator[Database]:
    """A fresh database in a file."""
    shutil.copy(templates["sqlite"], tmp_path / "lmis.db")
    made = Database(open_engine(f"sqlite:///{tmp_path / 'lmis.db'}", KEYRING), KEYRING)
    yield made
    made.engine.dispose()


@pytest.fixture
def lmis(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lmis:
    """The command line on two vacancies and two people, in an empty folder."""
    with database.open(BY, Purpose.MATCHING, "given") as session:
        for _ in range(2):
            a_vacancy(session, BY, closes_on="2099-12-31", openings=1, required_skills=["sewing"])
        for skills in (["sewing"], []):
            a_seeker(session, BY, skills=skills)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LMIS_DATABASE_URL", "sqlite:///lmis.db")
    monkeypatch.setenv("LMIS_KEY", base64.b64encode(bytes(range(32))).decode())
    monkeypatch.delenv("LMIS_LANGUAGE", raising=False)
    return lambda *arguments: CliRunner().invoke(app, [str(argument) for argument in arguments])


def numbers(database: Database) -> tuple[list[str], list[str]]:
    """Short numbers of the vacancies and of the people."""
    with database.open(BY, Purpose.MATCHING, "numbers", write=False) as session:
        vacancies = session.scalars(select(Vacancy).order_by(Vacancy.id))
        people = session.scalars(select(Person).order_by(Person.serial))
        return [serial_text("V", one.serial) for one in vacancies], [serial_text("S", one.serial) for one in people]


def test_a_night_is_stored_and_served(lmis: Lmis, database: Database) -> None:
    (first, second), (best, other) = numbers(database)
    assert lmis("match", "all").exit_code == 1
    assert lmis("match", "vacancy", first, "--stored").exit_code == 1
    told = lmis("match", "all", "--top", "1", "--store", "--cap", "1", "--out", "night.parquet")
    assert told.exit_code == 0, told.stderr
    assert "2 vacancies, 2 people: 2 suggestions in night.parquet" in told.output
    assert "1 better places were left out" in told.output
    assert pq.read_table("night.parquet")["capped"].to_pylist() == [False, True, False]
    (found, alone) = (json.loads(lmis("match", "vacancy", one, "--stored", "--json").output) for one in (first, second))
    assert ([one["rank"] for one in found["suggestions"]], found["capped"]) == ([1], 0)
    assert ([one["rank"] for one in alone["suggestions"]], alone["capped"]) == ([2], 1)
    assert alone["suggestions"][0]["points"] == alone["suggestions"][0]["points_then"]
    assert (alone["run"]["top"], alone["run"]["cap"]) == (1, 1)
    in_words = lmis("match", "vacancy", second, "--stored").output
    assert f"2. {other}" in in_words
    assert "1 better-placed people were already suggested to 1 vacancies." in in_words
    own = lmis("match", "seeker", best, "--stored").output
    assert f"1. {first}" in own
    assert "Left out of 1 lists, being suggested to 1 vacancies already." in own


def test_a_night_of_another_country_is_empty_and_only_stored(lmis: Lmis) -> None:
    told = lmis("match", "all", "--store", "--country", "LA")
    assert told.output.strip() == "0 vacancies, 0 people: 0 suggestions are stored"


def test_a_fair_is_planned_written_and_told(lmis: Lmis, database: Database) -> None:
    vacancies, people = numbers(database)
    Path("fair.txt").write_text("\n".join([*vacancies, ""]))
    told = lmis("match", "fair", "--vacancies", "fair.txt", "--country", "KH", "--out", "fair.csv")
    assert told.exit_code == 0, told.stderr
    assert "2 meetings of 2 people" in told.output
    with Path("fair.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["vacancy"] for row in rows] == vacancies
    assert sorted(row["seeker"] for row in rows) == people
    for row in rows:
        criteria = list(row)[4:]
        assert sum(int(row[name]) for name in criteria) == int(row["points"])
    for typed in ("fairs.txt", "V-0000999-9"):
        missing = lmis("match", "fair", "--vacancies", typed)
        assert (missing.exit_code, "no file of this name" in missing.stderr, typed in missing.stderr) == (1, True, True)
    Path("fair.txt").write_text("V-0000999-9")
    assert "no file of this name" not in lmis("match", "fair", "--vacancies", "fair.txt").stderr
    few = lmis("match", "fair", "--vacancies", vacancies[0])
    assert f"{people[0]}" in few.output
    assert "1 people who suit have no place" not in few.output  # nobody else was among the best of one place
    many = lmis("match", "fair", "--vacancies", vacancies[0], "--vacancies", vacancies[1], "--per-opening", "40")
    assert "For 78 places nobody is left who suits." in many.output


@pytest.mark.parametrize(
    ("language", "script"), [("en", "library"), ("km", "[\u1780-\u17ff]"), ("lo", "[\u0e80-\u0eff]")]
)
def test_a_missing_library_is_told_in_the_language_of_the_run(
    lmis: Lmis, monkeypatch: pytest.MonkeyPatch, language: str, script: str
) -> None:
    monkeypatch.setenv("LMIS_LANGUAGE", language)
    monkeypatch.setitem(sys.modules, "ortools.graph.python.min_cost_flow", None)
    told = lmis("match", "fair", "--vacancies", "V-0000001-9")
    assert told.exit_code == 1
    assert re.search(script, told.stderr.splitlines()[0])
