"""A survey is taken whole, kept, and gives the published figures again."""

from __future__ import annotations

import pytest

from conftest import actor
from lmis.config import Settings
from lmis.errors import LmisError
from lmis.indicators.surveys import harmonise, read_mapping, read_table
from lmis.model.session import Database
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


def test_a_frame_comes_back_as_it_was_packed() -> None:
    file = needs_reference_data() / "surveys" / "phl_lfs_2022" / "LFS_PUF_November_2022.csv.gz"
    mapping = read_mapping(NOVEMBER)
    frame, _report = harmonise(mapping, [read_table(mapping, file)])
    assert packed(unpacked(packed(frame), frame.ref_area, frame.time)) == packed(frame)
