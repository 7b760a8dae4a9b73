"""An edition as a clerk opens it: a workbook and a CSV, hiding what the public may not see."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient
from typer.testing import CliRunner

from lmis.cli import app, exporting
from lmis.model.session import Database
from lmis.vocabulary import Country


def edition(http: TestClient) -> str:
    items = http.get("/api/v1/figures/editions", params={"country": "KH", "period": "2026Q3"}).json()["items"]
    return str(items[0]["id"])


@pytest.mark.parametrize(("language", "women"), [("en", "Women"), ("km", "ស្ត្រី"), ("lo", "ຍິງ")])
def test_a_workbook_has_a_sheet_for_each_breakdown(http: TestClient, language: str, women: str) -> None:
    answer = http.get(f"/api/v1/figures/editions/{edition(http)}/table", headers={"Accept-Language": language})
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == 'attachment; filename="lmis-KH-2026Q3-1.xlsx"'
    book: Any = load_workbook(BytesIO(answer.content))
    assert len(book.sheetnames) > 8
    cells = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]
    assert any(women in str(cell) for cell in cells)
    if language != "en":
        return
    sheet = book["Province"]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][0] == "Province"
    assert rows[1][0] == "Cambodia, Quarter 3 of 2026"
    header = next(row for row in rows if row[0] == "Period")
    column = header.index("New registrations of job seekers (registrations)")
    quarter = {row[1]: row for row in rows if row[0] == "Quarter 3 of 2026"}
    assert quarter["KH02"][1:3] == ("KH02", "Battambang")
    assert quarter["KH02"][column : column + 2] == (12, None)
    assert isinstance(quarter["KH02"][column], int)
    assert quarter["KH03"][column : column + 2] == (None, ":c")
    assert any(str(row[0]).startswith(":c  Hidden") for row in rows)
    assert any("Registrations opened in the period" in str(row[0]) for row in rows)


def test_a_csv_has_a_line_for_each_figure(http: TestClient) -> None:
    answer = http.get(f"/api/v1/figures/editions/{edition(http)}/table", params={"form": "csv"})
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))
    (shown,) = [
        one for one in rows
        if (one["indicator"], one["period"], one["breakdown"], one["province"])
        == ("PES_SEEK_IN", "2026Q3", "province", "KH02")
    ]  # fmt: skip
    assert (shown["value"], shown["sign"], shown["province_name"], shown["unit"]) == (
        "12.0",
        "",
        "Battambang",
        "registrations",
    )
    assert {one["value"] for one in rows if one["sign"] == ":c"} == {""}


def test_the_command_line_writes_both(published: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "database", lambda: published)
    monkeypatch.setenv("LMIS_LANGUAGE", "en")
    asked = ["export", "figures", "--country", Country.KH.value, "--period", "2026Q3", "--out"]
    for name in ("table.xlsx", "table.csv"):
        ran = CliRunner().invoke(app, [*asked, str(tmp_path / name)])
        assert ran.exit_code == 0, ran.output
    assert load_workbook(tmp_path / "table.xlsx").sheetnames
    assert (tmp_path / "table.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    none = CliRunner().invoke(app, ["export", "figures", "--country", "KH", "--period", "1999Q1"])
    assert (none.exit_code, "Nothing was published" in none.output) == (1, True)
    assert "--country, --period" in CliRunner().invoke(app, ["export", "figures"]).output
    assert "--office" in CliRunner().invoke(app, ["export", "employers"]).output
