"""Structures as SDMX-ML: by the schemas of SDMX, and read back by two libraries, in three languages."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest

from exchange.schemas import xml_schema
from factories.statistics import HEAD, a_registry
from lmis.exchange.asking import EVERY, query_of
from lmis.exchange.ml_structures import Version, structure_message
from lmis.exchange.xml import in_chunks


def message(path: str, version: Version, **parameters: str) -> bytes:
    """The message that answers a query of structures."""
    query: Any = query_of("2.1", path, list(parameters.items()))
    return b"".join(in_chunks(structure_message(a_registry().answer(query), HEAD, version)))


@pytest.mark.parametrize("version", ["2.1", "3.0"])
@pytest.mark.parametrize(
    ("path", "detail"), [("structure", "full"), ("structure", "allstubs"), ("codelist/LMIS/CL_SEX/1.0/SEX_F", "full")]
)
def test_holds_to_the_schema(version: Version, path: str, detail: str) -> None:
    xml_schema(version, message(path, version, detail=detail))


def read_by_sdmx1(path: str, version: Version, **parameters: str) -> Any:
    import sdmx

    return sdmx.read_sdmx(BytesIO(message(path, version, **parameters)))


def test_sdmx1_reads_every_kind_in_three_languages() -> None:
    read = read_by_sdmx1("structure", "2.1")
    assert set(read.codelist["CL_SEX"].items) == {"SEX_T", "SEX_F", "SEX_M", "SEX_U"}
    assert read.codelist["CL_SEX"]["SEX_F"].name.localizations["lo"] == "ຄຳ F"
    assert read.codelist["CL_OCU"]["OCU_ISCO08_81"].parent.id == "OCU_ISCO08_8"
    flow = read.dataflow["DF_PES_SEEK_STK"]
    assert flow.name.localizations["km"].startswith("ប្រយោគ Registered job seekers")
    dimensions = [one.id for one in flow.structure.dimensions.components]
    assert dimensions[:5] == ["REF_AREA", "FREQ", "MEASURE", "SEX", "AGE"]
    assert dimensions[-1] == "TIME_PERIOD"
    assert {"LOWER_BOUND", "UPPER_BOUND", "OBS_STATUS"} <= {one.id for one in flow.structure.attributes.components}
    assert len(read.categorisation) == len(read.dataflow) == len(read.constraint)
    assert {kind for kind in EVERY if not message(kind, "2.1")} == set()


def test_sdmx1_reads_3_0_too() -> None:
    """Without constraints: ranges of time in SDMX-ML 3.0 it does not know."""
    read = read_by_sdmx1("dataflow", "3.0", references="all")
    assert read.codelist["CL_SEX"]["SEX_F"].name.localizations["km"] == "ពាក្យ F"
    flow = read.dataflow["DF_PES_SEEK_STK"]
    assert [one.id for one in flow.structure.dimensions.components][:4] == ["REF_AREA", "FREQ", "MEASURE", "SEX"]
    assert set(read.concept_scheme["CS_LMIS"].items) >= {"SEX", "OBS_VALUE"}


def test_pysdmx_reads_it() -> None:
    from pysdmx.io import read_sdmx

    for version in ("2.1", "3.0"):
        read = read_sdmx(
            message("datastructure/LMIS/all/latest", version, references="descendants").decode(), validate=True
        )
        found = {one.id: one for one in read.get_data_structure_definitions()}
        seekers = next(one for id_, one in found.items() if "SEX" in id_ and "OFFICE" in id_)
        assert seekers.components["OBS_VALUE"].id == "OBS_VALUE"
        assert {one.id for one in read.get_codelists()} >= {"CL_SEX", "CL_AGE", "CL_OCU"}
