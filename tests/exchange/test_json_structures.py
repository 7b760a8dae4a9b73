"""Structures as SDMX-JSON: by the schemas, read back by pysdmx, in three languages."""

from __future__ import annotations

from typing import Any

import pytest

from exchange.schemas import json_schema
from factories.statistics import HEAD, a_registry
from lmis.exchange.asking import query_of
from lmis.exchange.json_data import JsonVersion
from lmis.exchange.json_structures import structure_message
from lmis.exchange.xml import in_chunks


def message(path: str, version: JsonVersion, **parameters: str) -> bytes:
    query: Any = query_of("2.1", path, list(parameters.items()))
    return b"".join(in_chunks(structure_message(a_registry().answer(query), HEAD, version)))


@pytest.mark.parametrize("version", ["1.0", "2.0"])
@pytest.mark.parametrize("detail", ["full", "allstubs"])
def test_holds_to_the_schema(version: JsonVersion, detail: str) -> None:
    read = json_schema("structure", version, message("structure", version, detail=detail))
    (sex,) = [one for one in read["data"]["codelists"] if one["id"] == "CL_SEX"]
    assert set(sex["names"]) == {"en", "km", "lo"}
    assert ("codes" in sex) == (detail == "full")
    constraints = read["data"]["contentConstraints" if version == "1.0" else "dataConstraints"]
    assert len(constraints) == len(read["data"]["dataflows"])


def test_pysdmx_reads_2_0() -> None:
    from pysdmx.io import read_sdmx

    written = message("dataflow/LMIS/DF_PES_SEEK_STK", "2.0", references="all").decode()
    read: Any = read_sdmx(written, validate=False)
    (flow,) = read.get_dataflows()
    assert (flow.id, flow.name) == ("DF_PES_SEEK_STK", "Registered job seekers at the end of the period")
    (structure,) = read.get_data_structure_definitions()
    assert [one.id for one in structure.components.dimensions][:5] == ["REF_AREA", "FREQ", "MEASURE", "SEX", "AGE"]
    assert {one.id for one in structure.components.attributes} >= {"LOWER_BOUND", "OBS_STATUS", "NOTE_SOURCE"}
    sex = next(one for one in read.get_codelists() if one.id == "CL_SEX")
    assert [code.id for code in sex.codes] == ["SEX_T", "SEX_F", "SEX_M", "SEX_U"]
