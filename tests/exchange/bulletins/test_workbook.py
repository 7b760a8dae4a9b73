"""The bulletin as a workbook: the same figures, as numbers, ready to print."""

from __future__ import annotations

from io import BytesIO

from openpyxl import load_workbook

from factories.bulletins import ODD, a_bulletin
from lmis.exchange.bulletins.workbook import write_bulletin


def test_numbers_are_numbers_and_signs_are_text() -> None:
    out = BytesIO()
    write_bulletin(a_bulletin(), out)
    book = load_workbook(out)
    assert book.sheetnames == ["In brief", "Sectors", "About"]
    sheet = book["Sectors"]
    rows = [[cell.value for cell in row[:4]] for row in sheet.iter_rows(min_row=6, max_row=9)]
    assert rows == [
        ["Sector", "Openings: number", "Openings: quarter, %", "Class"],
        ["All", 1234, 5, "=1+1"],
        [ODD, "…", "(…)", "–"],
        ["Third", 0, -2.5, "surplus"],
    ]
    assert sheet["D7"].data_type == "s"  # a text that begins like a formula stays a text
    assert (sheet["B7"].number_format, sheet["C7"].number_format) == ("#,##0", "+#,##0.0;-#,##0.0;#,##0.0")
    assert (sheet["B8"].alignment.horizontal, sheet["D8"].alignment.horizontal) == ("right", None)


def test_names_and_header_stay_and_a_page_is_wide_enough() -> None:
    out = BytesIO()
    write_bulletin(a_bulletin(), out)
    sheet = load_workbook(out)["Sectors"]
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("B7", "$6:$6")
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) in ((None, 0), (1, 0))


def test_sentences_and_notes_have_sheets_of_their_own() -> None:
    out = BytesIO()
    write_bulletin(a_bulletin(), out)
    book = load_workbook(out)
    assert [cell.value for cell in book["In brief"]["A"]][-2:] == ["First.", ODD]
    assert [[cell.value for cell in row] for row in book["About"].iter_rows(min_row=7, max_row=8)] == [
        ["Note", "One."],
        [None, "Two."],
    ]
