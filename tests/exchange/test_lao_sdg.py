"""The Lao Statistics Bureau's shape: every code that is told is one of its own, and sdmx1 reads it by its structure."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from factories.statistics import HEAD, MadeSource, a_registry
from lmis.exchange.flows import Flow
from lmis.exchange.lao_sdg import AGES, DIMENSIONS, OBSERVED, SERIES, lao_answer, lao_key, lao_series
from lmis.exchange.ml_data import data_message
from lmis.exchange.observations import Observation, Series
from lmis.exchange.reading import read_table
from reference_data import needs_reference_data

pytestmark = pytest.mark.filterwarnings("default")  # what sdmx1 itself warns of
CELLS: tuple[dict[str, str | None], ...] = (
    {}, {"sex": "F"}, {"sex": "M"}, {"age_group": "Y15-24"}, {"age_group": "YGE65"}, {"age_5yr": "Y20-24"},
    {"area": "urban"}, {"education": "3"}, {"province": "north"}, {"age_youth": "Y0-14"},
)  # fmt: skip


def flow(code: str) -> Flow:
    return a_registry().flow(f"DF_{code}")


def surveyed(one: Flow, areas: tuple[str, ...] = ("LAO", "KHM")) -> Iterator[Series]:
    told = Observation("2022", 2.4, ("A", "F", 1.9, 3.1, "LFS", "Labour force survey 2022"))
    for area in areas:
        for cell in CELLS:
            yield Series(one.key(area, "A", cell), one.series_attributes(), [told])
    yield Series(one.key("LAO", "Q", {}), one.series_attributes(), [told])


def written() -> bytes:
    flows = [(one, surveyed(one)) for one in MadeSource().flows()]
    return "".join(data_message(lao_answer(flows, a_registry()), HEAD, "specific")).encode()


def test_only_annual_figures_of_lao_pdr_with_codes_of_the_bureau_are_told() -> None:
    survey = flow("UNE_DEAP_RT")
    told = [dict(zip(DIMENSIONS, each.key, strict=True)) for each in lao_series(survey, surveyed(survey))]
    assert [(one["SEX"], one["AGE"], one["URBANISATION"], one["EDUCATION_LEV"]) for one in told] == [
        ("_T", "Y_GE15", "_T", "_T"), ("F", "Y_GE15", "_T", "_T"), ("M", "Y_GE15", "_T", "_T"),
        ("_T", "Y15T24", "_T", "_T"), ("_T", "Y_GE65", "_T", "_T"), ("_T", "Y20T24", "_T", "_T"),
        ("_T", "Y_GE15", "U", "_T"), ("_T", "Y_GE15", "_T", "ISCED11_3"), ("_T", "Y0T14", "_T", "_T"),
    ]  # fmt: skip
    assert {(one["REF_AREA"], one["SERIES"], one["REPORTING_TYPE"]) for one in told} == {("LA", "SL_TLF_UEM", "N")}
    seekers = a_registry().flow("DF_PES_SEEK_IN")
    assert list(lao_series(seekers, [Series(seekers.key("LAO", "A", {}), (), [])])) == []


def test_the_young_who_are_in_neither_are_15_to_24() -> None:
    neet = flow("EIP_NEET_RT")
    ages = {one.key[DIMENSIONS.index("AGE")] for one in lao_series(neet, [Series(neet.key("LAO", "A", {}), (), [])])}
    assert ages == {"Y15T24"}


def test_provinces_have_the_bureaus_numbers() -> None:
    one = flow("UNE_DEAP_RT")
    place = one.structure.ids.index("ADM1")
    key = list(one.key("LAO", "A", {}))
    key[place] = "ADM1_LA13"
    told = lao_key(one, tuple(key))
    assert told is not None
    assert told[DIMENSIONS.index("REF_AREA")] == "13"


def test_of_two_standards_the_newest_that_has_a_value_is_told() -> None:
    one = flow("UNE_DEAP_RT")

    def by(standard: str, sex: str | None, value: float | None) -> Series:
        told = Observation("2022", value, ("A", "F", None, None, "LFS", ""))
        return Series(one.key("LAO", "A", {"standard": standard, "sex": sex}), (), [told])

    held = [by("13", None, 2.0), by("19", None, 3.0), by("13", "F", 4.0), by("19", "F", None)]
    told = [each.observations[0].value for each in lao_series(one, held)]
    assert told == [3.0, 4.0]


def test_it_is_read_and_its_codes_are_the_bureaus(tmp_path: Path) -> None:
    import sdmx

    path = needs_reference_data() / "lao_sdg" / "lao_LSB_DSD.xml"
    official: Any = sdmx.read_sdmx(BytesIO(path.read_bytes()))
    structure = official.structure["SDG"]
    assert tuple(one.id for one in structure.dimensions.components)[:-1] == DIMENSIONS
    assert set(OBSERVED) <= {one.id for one in structure.attributes.components}
    assert set(official.codelist["CL_AGE"].items) >= AGES
    assert set(official.codelist["CL_SERIES"].items) >= {series for series, _ in SERIES.values()}
    lists = {one.id: one.local_representation.enumerated for one in structure.dimensions.components[:-1]}
    read: Any = sdmx.read_sdmx(BytesIO(written()), structure=structure)
    observed = read.data[0].obs
    assert len(observed) > 30
    for one in observed:
        for name, value in one.key.values.items():
            if name in lists:
                assert str(getattr(value.value, "id", value.value)) in lists[name].items, (name, value)
    file = tmp_path / "lao.xml"
    file.write_bytes(written())
    assert {one.series for one in read_table(file).figures} >= {"SL_TLF_UEM", "SL_TLF_NEET", "SL_ISV_IFEM"}
