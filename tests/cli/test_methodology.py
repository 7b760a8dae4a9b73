"""The methodology page says what the definitions say."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from lmis.cli.docs import app
from lmis.cli.methodology import METHODS, methodology
from lmis.indicators.catalogue import CATALOGUE, ROWS
from lmis.indicators.definitions.register import REGISTER

PAGE = Path(__file__).resolve().parents[2] / "docs" / "indicators.md"


def test_the_page_is_not_stale() -> None:
    assert PAGE.read_text(encoding="utf-8") == methodology(), "run `lmis docs indicators`"


def test_every_definition_of_both_tables_has_its_section() -> None:
    page = methodology()
    for row in ROWS:
        assert f"### {row} · " in page
    for one in (*CATALOGUE, *REGISTER):
        assert f"(`{one.code}`)" in page
    assert {type(one) for one in CATALOGUE} <= set(METHODS)


def test_the_command_writes_it(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["indicators", "--out", str(tmp_path / "page.md")])
    assert done.exit_code == 0
    assert (tmp_path / "page.md").read_text(encoding="utf-8") == methodology()
