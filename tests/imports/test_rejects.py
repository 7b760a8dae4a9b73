"""A rejects file is the file that was sent, with what is wrong behind."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmis.imports.definitions import KINDS
from lmis.imports.read import read
from lmis.imports.rejects import RISKY, Rejects, RejectsFile, bare, guarded, report_at

CELL = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\x00"), max_size=8)


@given(CELL)
def test_a_guarded_cell_comes_back_and_never_begins_a_formula(cell: str) -> None:
    assert bare(guarded(cell)) == cell
    assert guarded(cell)[:1] not in RISKY - {"'"} or not cell


@given(st.lists(CELL, min_size=2, max_size=2), st.sampled_from([",", ";", "\t"]))
def test_what_is_written_is_read_again(cells: list[str], separator: str) -> None:
    out = io.StringIO()
    Rejects(out, ["name", "age", "province"], separator).add([*cells, "KH02"], 7, "age", "=what is wrong")
    sheet = read(io.BytesIO(out.getvalue().encode()), KINDS["job-seekers"])
    assert (sheet.header, sheet.separator) == (["name", "age", "province"], separator)
    assert [record.cells for record in sheet.records] == [[*cells, "KH02"]]


@pytest.mark.parametrize(
    ("cells", "written"),
    [(["Sok", "30"], ["Sok", "30", ""]), (["Sok", "30", "KH02", "more", ""], ["Sok", "30", "KH02,more"])],
    ids=["too few", "too many"],
)
def test_a_shifted_row_loses_nothing_and_keeps_the_width_of_the_file(cells: list[str], written: list[str]) -> None:
    out = io.StringIO()
    Rejects(out, ["name", "age", "province"], ",").add(cells, 2, "", "cells-shifted")
    assert list(csv.reader(io.StringIO(out.getvalue())))[1] == [*written, "2", "", "cells-shifted"]


def test_only_the_three_columns_side_by_side_are_the_report() -> None:
    assert report_at(["seeker", "reason", "Line", "column", "reason "]) == 2
    assert report_at(["line", "seeker", "reason"]) is None
    assert report_at([]) is None


@given(
    st.lists(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r\x00")), min_size=2, max_size=2)),
    st.sampled_from([",", ";", "\t", "|"]),
)
def test_rows_are_read_again_with_their_lines_and_where_they_begin(rows: list[list[str]], separator: str) -> None:
    out, begins = io.StringIO(), []
    file = Rejects(out, ["name", "reason"], separator)
    for line, cells in enumerate(rows):
        begins.append(out.getvalue().count("\n") + 1)
        file.add(cells, line, "name", "=why\nnot")
    again = RejectsFile.of(out.getvalue())
    assert (again.header, again.separator) == (["name", "reason"], separator)
    assert [(row.at, row.line, row.cells, row.reasons) for row in again.rows] == [
        (begin, line, cells, "=why\nnot") for line, (begin, cells) in enumerate(zip(begins, rows, strict=True))
    ]
