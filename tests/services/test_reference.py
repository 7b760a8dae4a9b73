"""Loading the reference tables: idempotent, versioned, and a corrected row is taken up."""

from __future__ import annotations

import shutil
from pathlib import Path

from sqlalchemy import func, select

from conftest import NOW, actor
from lmis.config import Settings
from lmis.model.occupations import OccupationTitle
from lmis.model.offices import Office
from lmis.model.reference import Occupation, Place, ReferenceLoad
from lmis.model.session import Database
from lmis.services.codes import codes
from lmis.services.reference import SEEDS, load_reference
from lmis.vocabulary import Purpose, Role

BY = actor(role=Role.SYSTEM, office=None)


def test_everything_is_there_and_loading_again_touches_nothing(database: Database) -> None:
    with database.open(BY, Purpose.NONE, "test") as session:
        assert load_reference(session, Settings().seeds, NOW) == {}
        levels = select(Occupation.level, func.count()).group_by(Occupation.level)
        assert dict(session.execute(levels).all()) == {1: 10, 2: 43, 3: 130, 4: 436}
        places = select(Place.country, Place.kind, func.count()).group_by(Place.country, Place.kind)
        counted = {(country, kind): number for country, kind, number in session.execute(places)}
        loads = session.scalars(select(ReferenceLoad)).all()
    assert counted == {
        ("KH", "province"): 25,
        ("KH", "district"): 210,
        ("LA", "province"): 18,
        ("LA", "district"): 148,
    }
    there = {seed.file for seed in SEEDS if not seed.optional or (Settings().seeds / f"{seed.file}.csv").exists()}
    assert {load.table for load in loads} == there
    assert all(load.version for load in loads)


def test_a_corrected_name_is_taken_up(database: Database, tmp_path: Path) -> None:
    seeds = shutil.copytree(Settings().seeds, tmp_path / "seeds")
    file = seeds / "offices.csv"
    file.write_text(file.read_text().replace("Battambang Job Centre", "Battambang Centre"))
    with database.open(BY, Purpose.NONE, "test") as session:
        before = codes(session)
        assert load_reference(session, seeds, NOW.replace(year=2027)) == {"offices": 1}
        name = session.scalar(select(Office.name_en).where(Office.code == "KH-JC-02"))
        assert codes(session) is not before
    assert name == "Battambang Centre"


def test_built_in_titles_are_as_their_file_says_and_an_installation_may_do_without(
    database: Database, tmp_path: Path
) -> None:
    seeds = shutil.copytree(Settings().seeds, tmp_path / "seeds")
    file = seeds / "occupation_titles.csv"
    mine = select(OccupationTitle.title).where(OccupationTitle.pack == "built-in")
    for titles in (["Tailor", "Tailoress"], ["Tailor"]):
        lines = [f"{title},en,7531,true" for title in titles]
        file.write_text("\n".join(["title,language,code,reviewed", *lines]) + "\n")
        with database.open(BY, Purpose.NONE, "test") as session:
            assert load_reference(session, seeds, NOW) == {"occupation_titles": len(titles)}
            assert sorted(session.scalars(mine)) == titles
    file.unlink()
    with database.open(BY, Purpose.NONE, "test") as session:
        assert load_reference(session, seeds, NOW) == {}
