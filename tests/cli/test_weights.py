"""The table of points on the command line, and a new version of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from lmis.cli import app
from lmis.matching.weights import DEFAULT_WEIGHTS


@pytest.fixture
def lmis(templates: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    shutil.copy(templates["sqlite"], tmp_path / "lmis.db")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LMIS_DATABASE_URL", "sqlite:///lmis.db")
    monkeypatch.setenv("LMIS_KEY_FILE", "lmis.key")

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(app, ["match", *arguments])

    assert CliRunner().invoke(app, ["init"]).exit_code == 0
    return run


def test_the_table_is_shown_in_the_readers_language(lmis, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    told = lmis("weights")
    assert told.exit_code == 0
    assert f"Weights {DEFAULT_WEIGHTS.version}, in force: at most 100 points." in told.output
    assert "wants related work" in told.output
    monkeypatch.setenv("LMIS_LANGUAGE", "km")
    assert "មុខរបរ" in lmis("weights").output


def test_a_new_version_is_set_and_shown(lmis) -> None:  # type: ignore[no-untyped-def]
    told = lmis("weights", "--set", "skills=40", "--set", "wage=0", "--as", "2027.1", "--country", "KH")
    assert (told.exit_code, "2027.1, in force: at most 119" in told.output) == (0, True)
    assert "2027.1" in lmis("weights", "--country", "KH").output
    assert DEFAULT_WEIGHTS.version in lmis("weights", "--country", "LA").output


@pytest.mark.parametrize(
    "wrong",
    [("--set", "skills=40"), ("--set", "skills", "--as", "2"), ("--set", "charm=4", "--as", "2"),
     ("--set", "skills=40", "--as", "no good"), ("--set", "skills=101", "--as", "2")],
)  # fmt: skip
def test_what_is_wrong_is_said(lmis, wrong: tuple[str, ...]) -> None:  # type: ignore[no-untyped-def]
    told = lmis("weights", *wrong)
    assert told.exit_code == 1
    assert told.exception is None or isinstance(told.exception, SystemExit)
    assert "Traceback" not in told.output


def test_skills_are_counted(lmis) -> None:  # type: ignore[no-untyped-def]
    assert lmis("skills").exit_code == 0
