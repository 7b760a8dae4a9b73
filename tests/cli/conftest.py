"""The command line on a fresh embedded database, in an empty folder."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from lmis.cli import app

Lmis = Callable[..., Result]


@pytest.fixture
def lmis(templates: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lmis:
    """Run a command with a key of its own."""
    shutil.copy(templates["sqlite"], tmp_path / "lmis.db")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LMIS_DATABASE_URL", "sqlite:///lmis.db")
    monkeypatch.setenv("LMIS_KEY_FILE", "lmis.key")
    monkeypatch.setenv("LMIS_CODER_FILE", templates["coder"])

    def run(*arguments: object) -> Result:
        return CliRunner().invoke(app, [str(argument) for argument in arguments])

    assert run("init").exit_code == 0
    return run
