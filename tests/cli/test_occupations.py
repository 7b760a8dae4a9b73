"""Titles on the command line: files in, a file out, and words that a clerk can act on."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from lmis.cli import app


@pytest.fixture
def lmis(templates: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Run a command on a fresh database in an empty folder."""
    shutil.copy(templates["sqlite"], tmp_path / "lmis.db")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LMIS_DATABASE_URL", "sqlite:///lmis.db")
    monkeypatch.setenv("LMIS_KEY_FILE", "lmis.key")

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(app, ["occupations", *arguments])

    assert CliRunner().invoke(app, ["init"]).exit_code == 0
    return run


def test_labels_are_taken_titles_are_coded_and_what_is_unsure_is_answered(lmis) -> None:  # type: ignore[no-untyped-def]
    Path("esco.csv").write_text('uri,name,others,isco\nesco:1,Snake charmer,"Cobra tamer\nCobra dancer",2659\n')
    told = lmis("labels", "esco.csv", "--title", "name", "--title", "others", "--code", "isco", "--concept", "uri",
                "--language", "en")  # fmt: skip
    assert told.output == "esco: 3 titles taken in, in place of 0\n"
    Path("coded.csv").write_text("title;code\nSnake person;esco:1\nWorker;12345\n")
    told = lmis("learn", "coded.csv", "--title", "title", "--code", "code")
    assert "line 3" in told.output
    Path("ads.csv").write_text("No,Job Title,Work\n1,COBRA DANCER,\n2,,\n3,Tailor,sewing\n4,Xyzzy plugh,\n")
    told = lmis(
        "code", "ads.csv", "--title", "job_title", "--duties", "work", "--top", "3", "--out", "out.csv", "--ask"
    )
    assert told.exit_code == 0, told.output
    with Path("out.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["row", "rank", "code", "probability"]
    assert [(row["row"], row["rank"]) for row in rows] == [(row, rank) for row in "134" for rank in "123"]
    assert [row["code"] for row in rows if row["rank"] == "1"][:2] == ["2659", "7531"]
    question = lmis("queue").output.split()[0]
    assert lmis("answer", question, "2659").exit_code == 0
    assert "already" in lmis("answer", question, "2659").output


def test_a_missing_column_is_told_with_the_columns_there_are(lmis) -> None:  # type: ignore[no-untyped-def]
    Path("ads.csv").write_text("id,job title\n1,x\n")
    told = lmis("code", "ads.csv", "--title", "position", "--out", "out.csv")
    assert told.exit_code == 1
    assert "There is no column “position”. The file has: id, job title." in told.output


def test_a_workbook_is_told_to_be_saved_as_csv(lmis) -> None:  # type: ignore[no-untyped-def]
    Path("ads.xlsx").write_bytes(b"PK\x03\x04\xff\xfe\x81")
    assert "CSV UTF-8" in lmis("code", "ads.xlsx", "--title", "t", "--out", "out.csv").output
