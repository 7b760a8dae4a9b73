"""`lmis read`: foreign tables in, clean rows and a quarantine out."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from factories.workbooks import a_workbook
from lmis.cli import app

HEADER = ["--header", "id,name,born", "--types", "whole!,text!,date"]
TEXT = "List\nborn;id;name\n2001-02-03;1;Sok\n;2;Keo;x\n2002-02-02;3Chan\n;;\n31/31/2000;4;Dy\n"


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LMIS_LANGUAGE", "en")
    Path("table.csv").write_text(TEXT)


def lmis(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["read", *arguments])


def test_every_line_goes_to_one_of_two_files_or_is_blank() -> None:
    ran = lmis("table.csv", *HEADER, "--out", "out.csv", "--quarantine", "rest.csv", "--json")
    assert ran.exit_code == 0, ran.output
    told = json.loads(ran.output)
    assert told.pop("seconds") >= 0
    assert told == {
        "lines": 5, "accepted": 1, "quarantined": 3, "blank": 1, "preamble": 1, "headers": 1, "repaired": 0,
        "suggested": 1, "reasons": {"cells-shifted": 2, "cell-of-other-type": 1}, "encoding": "utf-8",
        "separator": ";", "quote": '"', "sheet": None, "other_sheets": [],
    }  # fmt: skip
    assert Path("out.csv").read_text() == "id,name,born\n1,Sok,2001-02-03\n"
    with Path("rest.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["line"], row["reason"], row["text"], row["suggestion"]) for row in rows] == [
        ("4", "cells-shifted", ";2;Keo;x", ""),
        ("5", "cells-shifted", "2002-02-02;3Chan", '["3", "Chan", "2002-02-02"]'),
        ("7", "cell-of-other-type", "31/31/2000;4;Dy", ""),
    ]
    assert all(row["detail"] for row in rows)


def test_a_repair_is_accepted_when_asked_for() -> None:
    told = json.loads(lmis("table.csv", *HEADER, "--out", "out.csv", "--repair", "--json").output)
    assert (told["accepted"], told["repaired"], told["quarantined"]) == (2, 1, 2)
    assert Path("out.csv").read_text().splitlines()[2] == "3,Chan,2002-02-02"


def test_a_sheet_and_an_encoding_are_named() -> None:
    rows = [["id", "name", "born"], [1, "Sok", ""]]
    Path("book.xlsx").write_bytes(a_workbook({"A": rows, "B": rows}))
    assert lmis("book.xlsx", *HEADER).exit_code == 1
    assert "1 accepted" in lmis("book.xlsx", *HEADER, "--sheet", "B").output
    Path("old.csv").write_bytes("id,name,born\n1,José,\n".encode("cp1252"))
    assert lmis("old.csv", *HEADER, "--out", "old.out").exit_code == 1
    assert not Path("old.out").exists()
    assert "1 accepted" in lmis("old.csv", *HEADER, "--encoding", "windows-1252").output


@pytest.mark.parametrize(
    "arguments",
    [["table.csv"], ["table.csv", "--header", "a,b", "--types", "whole"],
     ["table.csv", "--header", "a", "--types", "number-of-shoes"]],
)  # fmt: skip
def test_wrong_usage_ends_with_two(arguments: list[str]) -> None:
    assert lmis(*arguments).exit_code == 2


def test_a_table_that_is_not_there_ends_with_one_and_says_why() -> None:
    ran = lmis("table.csv", "--header", "course,teacher")
    assert ran.exit_code == 1
    assert "course" in ran.stderr
