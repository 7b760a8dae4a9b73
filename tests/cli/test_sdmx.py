"""`lmis sdmx check`: what cannot be right in somebody's file."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from exchange.asked import an_answer
from factories.statistics import HEAD
from lmis.cli import app
from lmis.exchange.ml_data import data_message
from lmis.exchange.reading import checked, read_table
from reference_data import needs_reference_data

pytestmark = pytest.mark.filterwarnings("default")  # what sdmx1 itself warns of


def lmis(path: Path, monkeypatch: pytest.MonkeyPatch, language: str = "en") -> Result:
    monkeypatch.setenv("LMIS_LANGUAGE", language)
    return CliRunner().invoke(app, ["sdmx", "check", str(path)])


def test_finds_the_six_defects_of_an_official_file(monkeypatch: pytest.MonkeyPatch) -> None:
    path = needs_reference_data() / "lao_sdg" / "lao_sdg_goal8_sdmx.xml"
    kinds = {one.kind for one in checked(read_table(path), 2026)}
    assert kinds == {
        "buddhist_year", "contributions", "outside_sex_range", "mixed_units", "duplicate_series", "counts_in_amounts",
        "padded",
    }  # fmt: skip
    ran = lmis(path, monkeypatch)
    assert ran.exit_code == 2
    assert "133 figures in 50 series, prepared 2564-06-17" in ran.output
    assert "SL_TLF_NEET (REF_AREA=LA), 2017: total, men, women = 16.11, 7.83, 8.28" in ran.output
    assert "80.8, 0.754, 0.866" in ran.output
    lao = lmis(path, monkeypatch, "lo")
    assert "ພຸດທະສັກກະລາດ" in lao.output


@pytest.mark.parametrize("kind", ["generic", "specific"])
def test_our_own_figures_are_read_and_have_no_defects(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ours.xml"
    path.write_text("".join(data_message(an_answer(), HEAD, kind)), encoding="utf-8")  # type: ignore[arg-type]
    table = read_table(path)
    assert (len(table.figures), table.series) == (22, 6)
    assert {one.unit for one in table.figures} == {"PS"}
    found = {one.kind for one in checked(table, 2026)}
    assert found == {"parts_differ"}  # the made-up total is what each of the sexes is
    assert lmis(path, monkeypatch).exit_code == 2


def test_what_is_no_sdmx_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "other.xml"
    for text in ("", "<a/>", "not xml at all", '{"a": 1}', "<mes:GenericData"):
        path.write_text(text)
        ran = lmis(path, monkeypatch)
        assert ran.exit_code == 1, (text, ran.output)
        assert "not SDMX data" in ran.output
    assert lmis(tmp_path / "none.xml", monkeypatch).exit_code == 1
