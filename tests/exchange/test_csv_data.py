"""Observations as SDMX-CSV: by the field guide, and read back by two libraries."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from typing import Any

import pytest

from exchange.asked import FLOW, an_answer
from exchange.test_ml_data import structure
from factories.statistics import HEAD
from lmis.exchange.csv_data import CsvVersion, Labels, data_message

VERSIONS: tuple[CsvVersion, ...] = ("1.0", "2.0")


def message(version: CsvVersion, labels: Labels = "id", **parameters: str) -> str:
    return "".join(data_message(an_answer(**parameters), HEAD, version, labels))


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text)))


@pytest.mark.parametrize("version", VERSIONS)
def test_the_figures_come_back(version: CsvVersion) -> None:
    found = rows(message(version))
    assert len(found) == 24
    front = {"DATAFLOW": f"LMIS:{FLOW}(1.0)"}
    if version == "2.0":
        front = {"STRUCTURE": "dataflow", "STRUCTURE_ID": f"LMIS:{FLOW}(1.0)", "ACTION": "R"}
    assert list(found[0])[: len(front)] == list(front)
    assert all(one.items() >= front.items() for one in found)
    (hidden,) = [one for one in found if one["OBS_STATUS"] == "Q" and one["REF_AREA"] == "KHM"]
    missing = "NaN" if version == "2.0" else ""
    assert (hidden["OBS_VALUE"], hidden["CONF_STATUS"], hidden["LOWER_BOUND"]) == (missing, "C", "")
    assert {len(one) for one in csv.reader(StringIO(message(version)))} == {len(found[0])}


@pytest.mark.parametrize("version", VERSIONS)
def test_labels_stand_beside_codes(version: CsvVersion) -> None:
    (sex,) = {one["SEX: concept SEX"] for one in rows(message(version, "both")) if "SEX_F" in one["SEX: concept SEX"]}
    assert sex == "SEX_F: sex F"


def test_names_have_columns_of_their_own_in_2_0() -> None:
    text = message("2.0", "name")
    assert len({len(one) for one in csv.reader(StringIO(text))}) == 1
    found = rows(text)
    assert {(one["SEX"], one["concept SEX"]) for one in found} == {
        ("SEX_T", "cell _T"), ("SEX_F", "sex F"), ("SEX_M", "sex M"),
    }  # fmt: skip


def test_sdmx1_reads_2_0() -> None:
    import sdmx

    read: Any = sdmx.read_sdmx(BytesIO(message("2.0").encode()), format="csv", structure=structure())
    found = sdmx.to_pandas(read.data[0])
    assert (len(found), int(found.isna().sum())) == (24, 2)


@pytest.mark.parametrize("version", VERSIONS)
def test_pysdmx_reads_it(version: CsvVersion) -> None:
    from pysdmx.io import read_sdmx

    (data,) = read_sdmx(message(version)).data
    assert len(data.data) == 24
    assert data.short_urn == f"Dataflow=LMIS:{FLOW}(1.0)"
