"""`lmis survey load`: the report in three languages, errors that stop it, files of every program."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path
from typing import Any

import pyreadstat
import pytest

from indicators.surveys.example import EXAMPLE, TABLE
from indicators.surveys.test_cspro import DATA, HOUSEHOLDS, MAPPING

SEX = {1: "Male", 2: "Female", 3: "Other"}


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    mapping, file = tmp_path / "round.yml", tmp_path / "round.csv"
    mapping.write_text(EXAMPLE, encoding="utf-8")
    file.write_text(TABLE, encoding="utf-8")
    return mapping, file


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "en",
            [
                "sex: value 3 is covered by no rule (1 records).",
                "without an answer: covered by no rule: 1",
                "Rehearsal",
            ],
        ),
        ("km", ["គ្មានក្បួនគ្របដណ្តប់", "គ្មានចម្លើយ"]),
        ("lo", ["ບໍ່ມີກົດຄອບຄຸມ", "ບໍ່ມີຄຳຕອບ"]),
    ],
)
def test_the_report_is_told_in_three_languages(
    lmis: Any, files: tuple[Path, Path], language: str, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LMIS_LANGUAGE", language)
    told_now = lmis("survey", "load", *files)
    assert told_now.exit_code == 0
    assert [words for words in told if words not in told_now.output] == []


def test_errors_stop_a_survey_and_nothing_is_kept(lmis: Any, files: tuple[Path, Path]) -> None:
    mapping, file = files
    file.write_text(TABLE.replace("\n150,", "\n,").replace("\n200,2,99,2,7", "\n200,2,99,2,"), encoding="utf-8")
    for options in ([], ["--for-real"]):
        refused = lmis("survey", "load", mapping, file, *options)
        assert refused.exit_code == 1
        assert "Errors, each of which stops the survey: 2" in refused.output
        assert "1 records have no weight, the first is record 2. Every person needs one." in refused.output
        assert "1 records lack the stratum or sampling unit in column EA, the first is record 3." in refused.output
        assert "“xyz_lfs_2024” has 2 errors" in refused.output
    assert "xyz_lfs_2024" not in lmis("survey", "list").output


def test_what_each_value_became_is_shown_where_it_is_asked_for(lmis: Any, files: tuple[Path, Path]) -> None:
    mapping, _ = files
    from io import StringIO

    import pandas as pd

    file = mapping.with_name("round.dta")
    table = pd.read_csv(StringIO(TABLE), dtype={"OCC": str})
    pyreadstat.write_dta(table.assign(OCC=table["OCC"].fillna("")), str(file), variable_value_labels={"SEX": SEX})
    shown = lmis("survey", "load", mapping, file, "--values").output
    assert "2 “Female” → F: 2" in shown
    assert "3 “Other” → –: 1" in shown
    assert "sex: value 3 “Other” is covered by no rule (1 records)." in shown


def test_a_fixed_width_file_is_given_with_its_dictionary(lmis: Any, tmp_path: Path) -> None:
    mapping, dictionary, data = tmp_path / "little.yml", tmp_path / "little.dcf", tmp_path / "little.dat"
    mapping.write_text(MAPPING, encoding="utf-8")
    dictionary.write_text(HOUSEHOLDS, encoding="utf-8")
    data.write_text(DATA.replace("002-00150", "002000150"), encoding="utf-8", newline="")
    assert ".dcf" in lmis("survey", "load", mapping, data).output
    taken = lmis("survey", "load", mapping, dictionary, data, "--for-real")
    assert taken.exit_code == 0, taken.output
    assert "little_2024: 3 records read, 3 kept, created" in taken.output


def test_a_survey_is_published_and_its_figures_are_exported(
    lmis: Any, files: tuple[Path, Path], tmp_path: Path
) -> None:
    assert "PERIOD --country, --survey" in lmis("publish").output
    assert "“xyz_lfs_2024”" in lmis("publish", "--survey", "xyz_lfs_2024").output
    assert lmis("survey", "load", *files, "--for-real").exit_code == 0
    told = lmis("publish", "--survey", "xyz_lfs_2024")
    assert told.exit_code == 0, told.output
    assert "xyz_lfs_2024: edition 1, " in told.output
    assert "from 4 records" in told.output
    assert "nothing changed since edition 1" in lmis("publish", "--survey", "xyz_lfs_2024").output
    assert "edition 2, " in lmis("publish", "--survey", "xyz_lfs_2024", "--final").output
    out = tmp_path / "figures.csv"
    asked = ("export", "figures", "--country", "KH", "--period", "2024Q1", "--out", out)
    assert "Nothing was published" in lmis(*asked).output
    assert lmis(*asked, "--survey", "xyz_lfs_2024").exit_code == 0
    text = out.read_text(encoding="utf-8-sig")
    assert "Labour force survey" in text
    assert ":c" in text
    assert "missing: own_use_work" in text


def test_figures_from_outside_are_given_in_a_table(lmis: Any, tmp_path: Path) -> None:
    table, out = tmp_path / "given.csv", tmp_path / "figures.csv"
    table.write_text("series,period,value,source\nunemployed,2024Q1,20,LFS\nlabour_force,2024Q1,400,LFS\n")
    told = lmis("publish", "2024Q1", "--country", "KH", "--given", table)
    assert told.exit_code == 0, told.output
    assert lmis("export", "figures", "--country", "KH", "--period", "2024Q1", "--out", out).exit_code == 0
    rows = csv.DictReader(StringIO(out.read_text(encoding="utf-8-sig")))
    (rate,) = [row for row in rows if (row["indicator"], row["period"]) == ("BEV_U", "2024Q1")]
    assert rate["value"] == "5.0"
    table.write_text("series,period,value,source\nunemployed,2024Q1,many,LFS\n")
    refused = lmis("publish", "2024Q1", "--country", "KH", "--given", table)
    assert (refused.exit_code, "Line 2, column “value”: “many”" in refused.output) == (1, True)
