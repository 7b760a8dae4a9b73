"""Workbooks as Excel and LibreOffice save them: sheets, days, numbers, formulas, merged cells, damage."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from benchmarks.books import write_ods, write_xlsx
from benchmarks.seekers import seekers
from benchmarks.workbooks import ours, write_csv
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from factories.listings import lookups
from factories.workbooks import Xml, a_workbook, an_ods
from lmis.errors import LmisError
from lmis.imports.archives import NotASpreadsheet, OldSpreadsheet
from lmis.imports.definitions import KINDS
from lmis.imports.plain import table, typed
from lmis.imports.read import HeaderNotFound, Sheet, SheetNotFound, SheetUnclear, examine, read
from lmis.imports.records import Record
from lmis.imports.rows import RowReader
from lmis.imports.shown import format_of, shown
from lmis.imports.xlsx_rows import REMEMBERED

HEADER = ["id", "name", "born"]
TEMPLATE = table(HEADER, ["number", "text", "date"])
ROW = ["1", "សុខ ດາລາ", "2001-02-03"]


def sheet_of(content: bytes, **options: str) -> tuple[Sheet, list[Record]]:  # type: ignore[type-arg]
    """A workbook of `TEMPLATE`, and its records."""
    source = io.BytesIO(content)
    examine(source)
    sheet = read(source, [TEMPLATE], **options)  # type: ignore[arg-type]
    return sheet, list(typed(sheet))


def cells(content: bytes, **options: str) -> list[list[str]]:
    """What is accepted."""
    return [record.cells for record in sheet_of(content, **options)[1] if record.refusal is None and not record.blank]


def reasons(content: bytes) -> list[tuple[int, str]]:
    """What is in quarantine."""
    return [(record.line, record.refusal.name) for record in sheet_of(content)[1] if record.refusal is not None]


@pytest.mark.parametrize("make", [a_workbook, an_ods])
def test_a_sheet_is_found_by_its_header_below_titles(make) -> None:  # type: ignore[no-untyped-def]
    content = make(
        {"Notes": [["Ministry"], ["call", "Monday"]], "People": [["List"], [], HEADER, ROW, [], ["2", "Keo"]]}
    )
    sheet, found = sheet_of(content)
    assert (sheet.name, sheet.others, sheet.tally.preamble) == ("People", ("Notes",), 2)
    assert [(record.line, record.cells) for record in found if not record.blank] == [(4, ROW), (6, ["2", "Keo", ""])]
    assert sheet.tally.lines == len(found) == sheet.tally.records + sheet.tally.blank


@pytest.mark.parametrize("make", [a_workbook, an_ods])
def test_several_sheets_with_the_header_are_refused_until_one_is_named(make) -> None:  # type: ignore[no-untyped-def]
    content = make({"July": [HEADER, ROW], "August": [HEADER, ["2", "Keo", ""]]})
    with pytest.raises(SheetUnclear) as refused:
        cells(content)
    assert refused.value.values == {"sheets": ["July", "August"]}
    assert cells(content, sheet="August") == [["2", "Keo", ""]]
    with pytest.raises(SheetNotFound):
        cells(content, sheet="May")
    with pytest.raises(HeaderNotFound):
        cells(make({"May": [["a", "b"]]}))


def test_hidden_sheets_are_read_only_when_named() -> None:
    content = a_workbook({"July": [HEADER, ROW], "Old": [HEADER, ["2", "Keo", ""]]}, state={"Old": "hidden"})
    assert cells(content) == [ROW]
    assert cells(content, sheet="Old") == [["2", "Keo", ""]]


def test_a_workbook_of_openpyxl_with_real_days_and_numbers() -> None:
    book = Workbook()
    book.active.append(HEADER)
    book.active.append([12345678, "Sok", date(2001, 2, 3)])
    book.active.append([1.5, "Keo", datetime(2001, 2, 3, 0, 0)])
    book.active.append(["0012", "line\nbreak & <more>", None])
    out = io.BytesIO()
    book.save(out)
    assert cells(out.getvalue()) == [
        ["12345678", "Sok", "2001-02-03"],
        ["1.5", "Keo", "2001-02-03"],
        ["0012", "line\nbreak & <more>", ""],
    ]


def test_shared_texts_runs_and_signs_that_xml_cannot_hold() -> None:
    texts = (
        "<si><t>Sok</t></si><si><r><t>Keo </t></r><r><rPr><b/></rPr><t>Dara</t></r><rPh><t>no</t></rPh></si>"
        "<si><t>a_x000D_b_xD800__x0000_</t></si>"
    )
    rows = [HEADER, *[["1", Xml(f'<c t="s"><v>{at}</v></c>'), ""] for at in range(3)]]
    assert [row[1] for row in cells(a_workbook({"A": rows}, texts=texts))] == ["Sok", "Keo Dara", "a\rb_xD800__x0000_"]
    with pytest.raises(NotASpreadsheet):
        cells(a_workbook({"A": [HEADER, ["1", Xml('<c t="s"><v>9</v></c>')]]}, texts=texts))


def test_formulas_need_their_value_and_errors_are_no_values() -> None:
    rows = [
        HEADER,
        [Xml("<c><f>1+1</f><v>2</v></c>"), Xml('<c t="str"><f>A1</f><v>Sok</v></c>'), ""],
        [Xml("<c><f>1+1</f></c>"), "Keo", ""],
        [Xml('<c t="e"><f>1/0</f><v>#DIV/0!</v></c>'), "Chan", ""],
        [Xml('<c t="b"><v>1</v></c>'), Xml('<c t="str"><f>B9</f><v></v></c>'), ""],
    ]
    content = a_workbook({"A": rows})
    assert cells(content) == [["2", "Sok", ""], ["TRUE", "", ""]]
    assert reasons(content) == [(3, "formula-without-value"), (4, "cell-shows-error")]


def test_merged_cells_of_the_table_are_refused_and_those_of_titles_do_no_harm() -> None:
    rows = [["Title"], HEADER, ROW, ["2", "Keo", ""], ["", "Dy", ""], ["3", "Chan", ""]]
    content = a_workbook({"A": rows}, merged=["A1:C1", "A4:A5"])
    assert cells(content) == [ROW, ["3", "Chan", ""]]
    assert reasons(content) == [(4, "cells-merged"), (5, "cells-merged")]


def test_a_number_that_the_spreadsheet_rounded_is_no_number_of_a_record() -> None:
    content = a_workbook({"A": [HEADER, [1234567890123456, "Sok", ""], [123456789012345, "Keo", ""]]})
    assert cells(content) == [["123456789012345", "Keo", ""]]
    assert reasons(content) == [(2, "cell-of-other-type")]


def test_styles_say_what_is_a_day_and_what_is_filled_with_zeros() -> None:
    styles = (
        '<numFmts><numFmt numFmtId="170" formatCode="000000000"/>'
        '<numFmt numFmtId="171" formatCode="dd/mm/yyyy"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="170"/><xf numFmtId="171"/><xf numFmtId="22"/></cellXfs>'
    )
    row = [Xml('<c s="1"><v>12345678</v></c>'), Xml('<c s="3"><v>46218.5</v></c>'), Xml('<c s="2"><v>46218</v></c>')]
    assert cells(a_workbook({"A": [HEADER, row]}, styles=styles)) == [["012345678", "2026-07-15 12:00", "2026-07-15"]]
    since_1904 = a_workbook({"A": [HEADER, ["1", "", Xml('<c s="2"><v>44756</v></c>')]]}, styles=styles, from_1904=True)
    assert cells(since_1904) == [["1", "", "2026-07-15"]]


@pytest.mark.parametrize(
    ("code", "form"),
    [
        ("General", ""), ("0.00E+00", ""), ("yyyy-mm-dd", "date"), ("[$-1070000]d/mm/yyyy", "date"),
        ("h:mm AM/PM", "time"),
        ("[h]:mm", ""), ('0 "days"', ""), ("mmm-yy", "date"), ("#,##0", ""), ("00000", "00000"),
        ('#,##0"៛"', ""), ("[Red]0", ""),
    ],
)  # fmt: skip
def test_a_number_format_tells_what_a_clerk_sees(code: str, form: str) -> None:
    assert format_of(170, code) == form


@pytest.mark.parametrize(
    ("number", "form", "text"),
    [
        ("1", "date", "1900-01-01"), ("59", "date", "1900-02-28"), ("60", "date", "60"), ("61", "date", "1900-03-01"),
        ("0.5", "time", "12:00"), ("46218.9999999", "date", "2026-07-16"), ("-1", "date", "-1"),
        ("9e9", "date", "9000000000"),
        ("0.1", "", "0.1"), ("1.1000000000000001", "", "1.1"), ("12345678.0", "", "12345678"), ("1E3", "", "1000"),
        ("1e-7", "", "1E-07"), ("8.55E+11", "", "855000000000"), ("1e15", "", "1.00000000000000E+15"),
    ],
)  # fmt: skip
def test_numbers_and_days_are_shown_as_in_the_cell(number: str, form: str, text: str) -> None:
    assert shown(number, form) == text


@given(
    st.integers(-(10**14), 10**14)
    | st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9)
)
def test_no_number_changes(number: int | Decimal) -> None:
    assert Decimal(shown(repr(float(number)), "")) == number


def test_ods_has_repeated_rows_and_cells_notes_and_merged_cells() -> None:
    day = Xml(
        '<table:table-cell office:value-type="date" office:date-value="2001-02-03T00:00:00">'
        "<text:p>x</text:p></table:table-cell>"
    )
    note = Xml(
        '<table:table-cell office:value-type="string"><office:annotation><text:p>note</text:p></office:annotation>'
        "<text:p>Sok<text:s text:c='2'/>Dara</text:p><text:p>Keo</text:p></table:table-cell>"
    )
    merged = Xml('<table:table-cell table:number-rows-spanned="2"><text:p>Dy</text:p></table:table-cell>')
    bare = Xml('<table:table-cell table:formula="of:=1+1"/>')
    after = (
        '<table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="float" office:value="7"/>'
        '<table:table-cell table:number-columns-repeated="16382"/></table:table-row>'
        "<table:table-row-group><table:table-row><table:table-cell office:value-type='float' office:value='8'/>"
        "</table:table-row></table:table-row-group>"
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    )
    content = an_ods({"A": [HEADER, ["1", note, day], ["2", merged, ""], [bare, "Keo", ""]]}, after=after)
    assert cells(content) == [
        ["1", "Sok  Dara\nKeo", "2001-02-03"], ["7", "", ""], ["7", "", ""], ["8", "", ""],
    ]  # fmt: skip
    assert reasons(content) == [(3, "cells-merged"), (4, "formula-without-value")]
    assert [record.line for record in sheet_of(content)[1]] == [2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize("make", [a_workbook, an_ods])
def test_a_kind_of_file_is_imported_from_a_workbook(make) -> None:  # type: ignore[no-untyped-def]
    content = make({"ទិន្នន័យ": [["ឈ្មោះ", "អាយុ", "ខេត្ត"], ["Sok", 30, "KH02"], ["Keo", "", "KH02"]]})
    sheet = read(io.BytesIO(content), KINDS["job-seekers"])
    known = lookups("KH")
    reader = RowReader(sheet.definition, sheet.header, {None: known, "KH": known}, "KH")
    good, bad = [reader.row(record) for record in sheet.records]
    assert (good.command.name, good.command.age) == ("Sok", 30)  # type: ignore[union-attr]
    assert [(fault.column, fault.error.name) for fault in bad.faults] == [("អាយុ", "cell-missing")]


def test_old_or_locked_workbooks_and_other_archives_are_refused() -> None:
    with pytest.raises(OldSpreadsheet):
        cells(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600)
    for content in (b"PK\x03\x04nothing", a_workbook({"A": [HEADER]})[:-30]):
        with pytest.raises(NotASpreadsheet):
            cells(content)


@given(st.data())
def test_no_damage_to_a_workbook_makes_a_reading_crash(data: st.DataObject) -> None:
    make = data.draw(st.sampled_from([a_workbook, an_ods]))
    content = bytearray(make({"A": [HEADER, ROW, [1, "x", ""]]}))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(4, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        sheet_of(bytes(content))
    except LmisError:
        return


@given(st.text(max_size=60))
def test_no_xml_in_a_sheet_makes_a_reading_crash(text: str) -> None:
    for after in (
        text,
        f"<row>{text}</row>",
        f'<row r="{text}"/>',
        f'<row><c r="{text}" t="{text}"><v>{text}</v></c></row>',
    ):
        try:
            sheet_of(a_workbook({"A": [HEADER, ROW]}, after=after.encode("utf-8", "replace").decode()))
        except LmisError:
            continue


def test_a_number_is_shown_by_the_style_of_its_own_cell() -> None:
    styles = (
        '<numFmts><numFmt numFmtId="170" formatCode="000000000"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="170"/><xf numFmtId="14"/></cellXfs>'
    )
    row = [Xml("<c><v>36925</v></c>"), Xml('<c s="1"><v>36925</v></c>'), Xml('<c s="2"><v>36925</v></c>')]
    content = a_workbook({"A": [HEADER, row, row[::-1], row]}, styles=styles)
    whole = ["36925", "000036925", "2001-02-03"]
    found = read(io.BytesIO(content), [table(HEADER)]).records
    assert [record.cells for record in found] == [whole, whole[::-1], whole]


def test_shared_texts_are_those_of_their_numbers_however_many_there_are() -> None:
    count = REMEMBERED + 50
    texts = "".join(f"<si><t>text {at}</t></si>" for at in range(count))
    wanted = [0, count - 1, 1, REMEMBERED - 1, REMEMBERED, 0, count - 1]
    rows = [[Xml(f'<c t="s"><v>{at}</v></c>'), "x", ""] for at in wanted]
    found = read(io.BytesIO(a_workbook({"A": [HEADER, *rows]}, texts=texts)), [table(HEADER)]).records
    assert [record.cells[0] for record in found] == [f"text {at}" for at in wanted]


@pytest.mark.parametrize("write", [write_xlsx, write_ods])
def test_a_workbook_holds_the_same_rows_as_the_csv_of_the_same_people(write, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    write(seekers(300, tmp_path), tmp_path / "book")
    write_csv(seekers(300, tmp_path), tmp_path / "text")
    count, digest = ours(tmp_path / "book")
    assert (count, digest) == ours(tmp_path / "text")
    assert count == 300
