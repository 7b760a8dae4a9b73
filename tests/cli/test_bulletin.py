"""`lmis bulletin`: a file in three forms and four languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from cli.conftest import Lmis


@pytest.fixture
def published(lmis: Lmis) -> Lmis:
    """A quarter in which nothing happened."""
    assert lmis("publish", "2026Q3", "--country", "KH").exit_code == 0
    return lmis


def written(lmis: Lmis, file: str, language: str, *more: str) -> str:
    """Write a bulletin; returns what was told."""
    ran = lmis("bulletin", "2026Q3", "--country", "KH", "--language", language, "--out", file, *more)
    assert ran.exit_code == 0, ran.stderr
    assert list(Path().glob("*.part")) == []
    return ran.output


def test_writes_pdf_workbook_and_page(published: Lmis) -> None:
    assert written(published, "b.pdf", "km", "--sample") == "b.pdf: 8 tables from edition 1\n"
    reader = PdfReader("b.pdf")
    assert (reader.trailer["/Root"]["/Lang"], len(reader.pages) > 1) == ("km", True)
    written(published, "b.XLSX", "zh")
    assert load_workbook("b.XLSX").sheetnames[0] == "摘要"
    written(published, "b.html", "lo", "--audience", "ministry")
    page = Path("b.html").read_text("utf-8")
    assert '<html lang="lo">' in page
    assert "src=" not in page.replace("src: url", "")
    assert page.count("data:font/woff2") == 4  # it needs no other file


def test_an_unknown_ending_or_quarter_is_told_and_leaves_no_file(published: Lmis) -> None:
    for period, out, told in (
        ("2026Q3", "b.doc", ".pdf, .xlsx or .html"),
        ("2026Q2", "b.pdf", "No edition of this quarter"),
        ("2026M07", "b.pdf", "written as 2026Q3"),
    ):
        ran = published("bulletin", period, "--country", "KH", "--out", out)
        assert ran.exit_code == 1
        assert told in ran.stderr
        assert not Path(out).exists()
    assert published("bulletin", "2026Q3", "--country", "KH", "--out", "b.pdf", "--language", "fr").exit_code == 2
    assert published("bulletin", "2026Q3", "--country", "KH", "--out", "b.pdf", "--edition", "7").exit_code == 1
