"""A survey is taken whole, kept, and gives the published figures again."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from conftest import actor
from factories.trail import told
from indicators.surveys.example import EXAMPLE, TABLE
from lmis.config import Settings
from lmis.errors import LmisError
from lmis.indicators.surveys import harmonise, read_mapping, read_table
from lmis.model.session import Database
from lmis.model.surveys import Survey
from lmis.services.surveys import load_survey, packed, tabulate, unpacked
from lmis.services.writing import Status
from lmis.vocabulary import Purpose, Role
from reference_data import needs_reference_data

BY = actor(role=Role.SYSTEM)
NOVEMBER = Settings().seeds / "surveys" / "phl_lfs_2022_11.yml"


def test_the_published_figures_come_out_of_the_database(database: Database) -> None:
    file = needs_reference_data() / "surveys" / "phl_lfs_2022" / "LFS_PUF_November_2022.csv.gz"
    mapping = read_mapping(NOVEMBER)
    with database.open(BY, Purpose.STATISTICS, "test") as session:
        rehearsed = load_survey(session, BY, mapping, [file], for_real=False)
        with pytest.raises(LmisError):
            tabulate(session, mapping.survey, [])
        taken = load_survey(session, BY, mapping, [file], for_real=True)
        again = load_survey(session, BY, mapping, [file], for_real=True)
        table = tabulate(session, mapping.survey, ["sex"])
        with pytest.raises(LmisError) as unknown:
            tabulate(session, mapping.survey, ["seks"])
        with pytest.raises(LmisError) as missing:
            tabulate(session, "PHL_LFS_2022_12", [])
    assert (rehearsed.status, taken.status, again.status) == (Status.CREATED, Status.CREATED, Status.UNCHANGED)
    everybody = table[table["sex"] == "_T"].set_index("indicator")["value"]
    assert round(float(everybody["UNE_DEAP_RT_NAT"]), 1) == 4.2
    assert round(float(everybody["EAP_DWAP_RT_NAT"]), 1) == 67.5
    assert unknown.value.values["nearest"][0] == "sex"
    assert mapping.survey in missing.value.values["nearest"]


def test_a_survey_is_on_the_trail_with_its_digest_and_without_its_answers(database: Database, tmp_path: Path) -> None:
    mapping, file = tmp_path / "round.yml", tmp_path / "round.csv"
    mapping.write_text(EXAMPLE)
    fewer = TABLE.rsplit("250", 1)[0]
    for answers in (TABLE, TABLE, fewer):
        file.write_text(answers)
        with database.open(BY, Purpose.STATISTICS, "test") as session:
            load_survey(session, BY, read_mapping(mapping), [file], for_real=True)
    (_, [[table, _, none, first]]), (event, [[_, _, old, new]]) = told(database, "load-survey")
    assert (table, none, first["code"], first["persons"]) == ("survey", None, "xyz_lfs_2024", 4)
    assert (old["persons"], new["persons"], old["records"]) == (4, 3, first["records"])
    assert first["records"]["sha256"] == first["digest"]
    with database.open(BY, Purpose.STATISTICS, "test", write=False) as session:
        survey = session.scalars(select(Survey)).one()
        assert (survey.id, survey.digest, survey.persons) == (event.subject_id, new["digest"], 3)


def test_a_frame_comes_back_as_it_was_packed() -> None:
    file = needs_reference_data() / "surveys" / "phl_lfs_2022" / "LFS_PUF_November_2022.csv.gz"
    mapping = read_mapping(NOVEMBER)
    frame, _report = harmonise(mapping, [read_table(mapping, file)])
    assert packed(unpacked(packed(frame), frame.ref_area, frame.time)) == packed(frame)
