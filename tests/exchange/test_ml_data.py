"""Observations as SDMX-ML: by the schemas, and the same figures read back by two libraries."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest

from exchange.asked import FLOW, an_answer
from exchange.schemas import xml_schema
from factories.statistics import HEAD, a_registry
from lmis.exchange.asking import query_of
from lmis.exchange.ml_data import Kind, data_message
from lmis.exchange.ml_structures import structure_message
from lmis.exchange.xml import in_chunks

KINDS: tuple[Kind, ...] = ("generic", "specific", "specific-3.0")
SHAPES = ("TIME_PERIOD", "AllDimensions", "SEX")
DETAILS = ("full", "dataonly", "serieskeysonly", "nodata")


def message(kind: Kind, key: str = "all", **parameters: str) -> bytes:
    return b"".join(in_chunks(data_message(an_answer(key, **parameters), HEAD, kind)))


def structure() -> Any:
    import sdmx

    query: Any = query_of("2.1", f"dataflow/LMIS/{FLOW}", [("references", "descendants")])
    written = b"".join(in_chunks(structure_message(a_registry().answer(query), HEAD, "2.1")))
    read: Any = sdmx.read_sdmx(BytesIO(written))
    return next(iter(read.structure.values()))


@pytest.mark.parametrize("at", SHAPES)
@pytest.mark.parametrize("detail", DETAILS)
def test_generic_data_hold_to_the_schema(at: str, detail: str) -> None:
    xml_schema("2.1", message("generic", dimensionAtObservation=at, detail=detail))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("at", SHAPES)
def test_sdmx1_reads_the_figures(kind: Kind, at: str) -> None:
    import sdmx

    given = {} if kind == "generic" else {"structure": structure()}
    read: Any = sdmx.read_sdmx(BytesIO(message(kind, dimensionAtObservation=at)), **given)
    frame = sdmx.to_pandas(read.data[0], attributes="o").reset_index()
    assert len(frame) == 24
    women = frame[(frame.REF_AREA == "LAO") & (frame.SEX == "SEX_F") & (frame.TIME_PERIOD == "2026-Q3")]
    assert [float(value) for value in women["value"]] == [10.75]
    assert [float(value) for value in women["UPPER_BOUND"].astype(float)] == [10.5]
    hidden = frame[frame.OBS_STATUS.astype(str) == "Q"]
    assert len(hidden) == 2
    assert hidden["value"].isna().all()
    assert set(hidden.CONF_STATUS.astype(str)) == {"C"}


@pytest.mark.parametrize("kind", KINDS)
def test_pysdmx_reads_the_figures(kind: Kind) -> None:
    from pysdmx.io import get_datasets, read_sdmx

    read = read_sdmx(message(kind).decode(), validate=kind == "generic")
    (data,) = read.get_datasets() if hasattr(read, "get_datasets") else get_datasets(message(kind).decode())
    assert len(data.data) == 24
    row = data.data[(data.data.REF_AREA == "KHM") & (data.data.SEX == "SEX_T") & (data.data.TIME_PERIOD == "2026-Q4")]
    assert [float(value) for value in row.OBS_VALUE] == [11]


def test_a_detail_leaves_out_what_it_says() -> None:
    full, keys = message("generic"), message("generic", detail="serieskeysonly")
    assert b"ObsValue" in full
    assert b"gen:Obs" not in keys
    assert keys.count(b"<gen:Series>") == full.count(b"<gen:Series>") == 6
    only = message("generic", detail="dataonly")
    assert b"Attributes" not in only
    assert only.count(b"<gen:Obs>") == 24
    none = message("generic", detail="nodata")
    assert b"UNIT_MEASURE" in none
    assert b"gen:Obs" not in none


def test_what_is_not_xml_is_escaped() -> None:
    assert b"edition &lt;1&gt; &amp; hidden" in message("generic")
    assert b"edition &lt;1&gt; &amp; hidden" in message("specific")
