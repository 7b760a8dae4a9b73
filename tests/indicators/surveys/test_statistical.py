from __future__ import annotations

import gzip
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from indicators.surveys.example import EXAMPLE, TABLE
from lmis.errors import Invalid
from lmis.indicators.surveys import Why, harmonise, parse_mapping, read_table, read_tables
from lmis.indicators.surveys.statistical import UnreadableStatisticalFile, read_statistical

SEX = {1: "Male", 2: "Female", 3: "Other"}


def numbers() -> pd.DataFrame:
    """The example's table, as a statistical program holds it: numbers, and texts only where they are texts."""
    from io import StringIO

    return pd.read_csv(StringIO(TABLE), dtype={"OCC": str}, keep_default_na=True)


def stata(folder: Path, table: pd.DataFrame, **words: Any) -> Path:
    path = folder / "survey.dta"
    pyreadstat.write_dta(table, str(path), **words)
    return path


def spss(folder: Path, table: pd.DataFrame, **words: Any) -> Path:
    path = folder / "survey.sav"
    pyreadstat.write_sav(table, str(path), **words)
    return path


@pytest.mark.parametrize("write", [stata, spss])
def test_the_same_persons_come_out_of_every_format(write: Any, tmp_path: Path) -> None:
    mapping = parse_mapping(EXAMPLE)
    expected, _ = harmonise(mapping, [read_table(mapping, TABLE.encode())])
    table = numbers()
    table["OCC"] = table["OCC"].fillna("")
    path = write(tmp_path, table, variable_value_labels={"SEX": SEX})
    persons, report = harmonise(mapping, read_tables(mapping, [path]))
    assert set(persons.columns) == set(expected.columns)
    for name, column in expected.columns.items():
        found = persons.columns[name]
        for part in ("yes", "known", "codes", "values"):
            if hasattr(column, part):
                np.testing.assert_array_equal(getattr(found, part), getattr(column, part), err_msg=name)
    by_name = {one.variable: one for one in report.variables}
    assert by_name["sex"].uncovered == {"3": 1}
    assert by_name["sex"].names == {"3": "Other"}
    assert [one.values for one in report.findings if one.kind == "uncovered_named"] == [
        {"variable": "sex", "value": "3", "name": "Other", "records": 1}
    ]


def test_missing_values_of_spss_are_no_answers(tmp_path: Path) -> None:
    ranges = {"Q5": [3], "AGE": [{"lo": 90, "hi": 99}]}
    path = spss(tmp_path, numbers().assign(OCC=""), missing_ranges=ranges)
    mapping = parse_mapping(
        EXAMPLE.replace("yes: [1, 2], no: 3}", "yes: [1, 2], no: 4}").replace(", not_answers: [99]", "")
    )
    persons, report = harmonise(mapping, read_tables(mapping, [path]))
    np.testing.assert_array_equal(persons.number("age"), [30, 14, np.nan, 50])
    because = {one.variable: one.because for one in report.variables}
    assert because["available"] == {Why.EMPTY: 1, Why.NO_ANSWER: 1}
    assert because["age"] == {Why.NO_ANSWER: 1}


def test_missing_values_of_stata_keep_their_letter(tmp_path: Path) -> None:
    table = numbers()[["SEX", "Q5"]].astype(object)
    table["Q5"] = [1, "a", 3, "z"]
    path = stata(
        tmp_path, table, missing_user_values={"Q5": ["a", "z"]}, variable_value_labels={"Q5": {"a": "Refused"}}
    )
    read = read_statistical(path, {"Q5"})
    assert read["Q5"].tolist() == ["1", ".a", "3", ".z"]
    assert read.attrs["labels"]["Q5"].no_answer == {".a", ".z"}
    assert read.attrs["labels"]["Q5"].of(".a") == "Refused"


@pytest.mark.parametrize("write", [stata, spss])
def test_days_texts_and_fractions_are_written_plainly(write: Any, tmp_path: Path) -> None:
    table = pd.DataFrame(
        {"DAY": [date(2022, 11, 3), None], "NAME": ["a", "ភូមិ ១"], "W": [1.25, 3.0], "BIG": [123456789012.0, np.nan]}
    )
    read = read_statistical(write(tmp_path, table), {"DAY", "NAME", "W", "BIG"})
    assert read["DAY"].tolist() == ["2022-11-03", ""]
    assert read["NAME"].tolist() == ["a", "ភូមិ ១"]
    assert read["W"].tolist() == ["1.25", "3"]
    assert read["BIG"].tolist() == ["123456789012", ""]
    assert read.attrs["columns"] == ["DAY", "NAME", "W", "BIG"]


def test_packed_files_are_unpacked(tmp_path: Path) -> None:
    path = stata(tmp_path, numbers().assign(OCC=""))
    packed = tmp_path / "survey.dta.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    mapping = parse_mapping(EXAMPLE)
    assert read_table(mapping, packed).equals(read_table(mapping, path))


@pytest.mark.parametrize("name", ["survey.dta", "survey.sav", "survey.zsav"])
def test_what_is_no_such_file_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"a,b\n1,2\n")
    with pytest.raises(UnreadableStatisticalFile) as refusal:
        read_table(parse_mapping(EXAMPLE), tmp_path / name)
    assert refusal.value.values["name"] == name


def test_a_file_without_the_columns_is_refused_with_the_nearest(tmp_path: Path) -> None:
    path = stata(tmp_path, pd.DataFrame({"SEXE": [1.0, 2.0]}))
    mapping = parse_mapping(EXAMPLE)
    with pytest.raises(Invalid) as refusal:
        harmonise(mapping, read_tables(mapping, [path]))
    assert refusal.value.values["column"] in mapping.columns
