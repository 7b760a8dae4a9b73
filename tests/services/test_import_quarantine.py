"""What the reader is not certain of comes back as rejected rows; workbooks and code pages go in like any file."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from conftest import actor
from factories.workbooks import Xml, a_workbook, an_ods
from lmis.imports.read import SheetUnclear, Told
from lmis.model.session import Database
from lmis.services.importing import ImportReport, import_file
from lmis.vocabulary import Role

BY = actor(role=Role.HEAD)
HEADER = "number,family_name,sex,birth_year,identity_missing_reason,province,registered_on,wanted_occupations\n"
GOOD = "1,Sok,F,1990,lost,Battambang,2026-09-01,8153\n2,Chan,M,1985,lost,KH02,2026-09-02,\n"
TABLE = [line.split(",") for line in (HEADER + GOOD).splitlines()]


def send(database: Database, content: str | bytes, **options: Any) -> ImportReport:
    """Import job seekers for real; every line is accounted for."""
    source = io.BytesIO(content.encode() if isinstance(content, str) else content)
    report = import_file(database, BY, "job-seekers", source, file_name="file", for_real=True, **options)
    assert report.lines == report.created + report.updated + report.unchanged + report.rejected + report.blank
    return report


def test_lines_in_quarantine_are_rejected_with_their_reason_and_can_be_mended(database: Database) -> None:
    bad = '3,"Keo,F,1990,lost,KH02,2026-09-01,8153\n4,Dy,F,1990,lost,KH02,2026-09-01\n'
    rejects = io.StringIO()
    text = "Centre of Battambang\n\n" + HEADER + GOOD + bad + HEADER + ",,,,,,,\n"
    report = send(database, text, rejects=rejects)
    assert (report.lines, report.created, report.rejected, report.blank) == (5, 2, 2, 1)
    told = [(line, column, error.name) for line, column, error in report.refusals]
    assert told == [(6, "", "quotes-unclear"), (7, "", "cells-shifted")]
    rows = list(csv.reader(io.StringIO(rejects.getvalue())))
    assert [row[:2] for row in rows[1:]] == [["3", '"Keo'], ["4", "Dy"]]
    mended = rejects.getvalue().replace('"""Keo"', "Keo")
    assert send(database, mended).created == 2


@pytest.mark.parametrize("make", [a_workbook, an_ods])
def test_a_workbook_goes_in_like_text(database: Database, make: Any) -> None:
    content = make({"Notes": [["called on Monday"]], "People": [["July"], *TABLE]})
    assert send(database, content).created == 2
    assert send(database, HEADER + GOOD).unchanged == 2
    assert send(database, make({"A": TABLE, "B": TABLE}), told=Told(sheet="B")).unchanged == 2
    with pytest.raises(SheetUnclear):
        send(database, make({"A": TABLE, "B": TABLE}))


def test_a_row_with_a_formula_that_has_no_value_is_rejected(database: Database) -> None:
    rejects = io.StringIO()
    row = ["3", Xml("<c><f>A1</f></c>"), *TABLE[1][2:]]
    report = send(database, a_workbook({"A": [*TABLE, row]}), rejects=rejects)
    assert (report.created, report.rejected) == (2, 1)
    assert report.refusals[0][2].name == "formula-without-value"
    assert send(database, rejects.getvalue().replace("?", "Keo")).created == 1


def test_what_a_sender_tells_about_his_file(database: Database) -> None:
    text = (HEADER + GOOD).replace("Sok", "José").replace("family_name", "Nom de famille")
    told = Told(encoding="windows-1252", profile={"nom de famille": "family_name"})
    assert send(database, text.encode("cp1252"), told=told).created == 2
    assert send(database, (HEADER + GOOD).replace("Sok", "José").encode("utf-16")).unchanged == 2
