"""Observations as SDMX-CSV: by the field guide, and read back by two libraries."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.asked import FLOW, an_answer
from exchange.test_ml_data import structure
from factories.statistics import HEAD
from lmis.exchange.csv_data import CsvVersion, Labels, cell, data_message
from lmis.exchange.observations import Observation, Series

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


def by_python(rows: list[list[str]]) -> str:
    """Lines as Python's own csv writes them."""
    held = StringIO(newline="")
    csv.writer(held, lineterminator="\r\n").writerows(rows)
    return held.getvalue()


@given(st.lists(st.text(st.characters() | st.sampled_from('",\r\n;= \t')), min_size=2, max_size=5))
def test_cells_are_those_of_pythons_csv(texts: list[str]) -> None:
    assert ",".join(map(cell, texts)) + "\r\n" == by_python([texts])


NAUGHTY = [
    "",
    '"',
    '""',
    ",",
    "a,b",
    "\r",
    "\n",
    "\r\n",
    " lead",
    "trail ",
    "=1+1",
    "ok",
    'say "no", please',
    "ຄຳ,ຄຳ",
    "\u2028",
]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("labels", ["id", "name", "both"])
def test_whatever_is_said_of_figures_a_message_is_byte_for_byte_what_pythons_csv_writes(
    version: CsvVersion, labels: Labels
) -> None:
    corpus = json.loads((Path(__file__).parents[1] / "text" / "naughty_km_lo.json").read_text(encoding="utf-8"))
    found = [text for text in NAUGHTY + [str(one) for one in corpus] if text.isprintable() or text in NAUGHTY]
    answer = an_answer()
    (first, *_) = answer.series
    held = [
        Series(first.key, first.attributes, [Observation("2026-Q1", at / 3, ("A", "F", at / 7, None, "PES", said))])
        for at, said in enumerate(found)
    ]
    text = "".join(data_message(replace(answer, series=held), HEAD, version, labels))
    rows = list(csv.reader(StringIO(text, newline="")))
    assert text == by_python(rows)
    notes = [row[rows[0].index(next(name for name in rows[0] if name.startswith("NOTE_SOURCE")))] for row in rows[1:]]
    assert notes == found


@pytest.mark.parametrize("at", ["SEX", "AllDimensions"])
def test_a_line_is_an_observation_whichever_dimension_is_asked_to_vary(at: str) -> None:
    assert message("2.0", dimensionAtObservation=at) == message("2.0")
