"""Rows of XLSX that a pattern takes apart hold what the XML parser finds in them."""

from __future__ import annotations

import io
from contextlib import suppress
from zipfile import ZipFile

import openpyxl
import pytest
from benchmarks.books import write_xlsx
from hypothesis import given
from hypothesis import strategies as st

from factories.workbooks import MAIN, a_workbook
from lmis.errors import LmisError
from lmis.imports.archives import CHUNK, Growing, damaged
from lmis.imports.records import Record
from lmis.imports.xlsx import Xlsx
from lmis.imports.xlsx_evident import Rows
from lmis.imports.xlsx_rows import RowReader, Texts, complete_rows

SPACE = f"{{{MAIN}}}"
PIECES = [
    '<row r="{n}"><c r="A{n}"><v>1</v></c><c r="C{n}" s="1" t="n"><v>36925</v></c></row>',
    '<row r="{n}" spans="1:3" ht="12.8"><c r="B{n}" t="s"><v>0</v></c><c r="AA{n}" t="s"><v>1</v></c></row>',
    '<row r="{n}"><c r="A{n}" t="inlineStr"><is><t xml:space="preserve"> សុខ _x0041_ </t></is></c></row>',
    '<row r="{n}"><c r="A{n}" s="1"/><c r="B{n}" t="inlineStr"><is><t></t></is></c></row>',
    '<row r="{n}"></row>',
    '<row r="{n}"/>',
    '<row><c><v>7</v></c><c t="b"><v>1</v></c></row>',
    '<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>a &amp; b</t></is></c></row>',
    '<row r="{n}"><c r="A{n}"><f>1+1</f></c><c r="B{n}" t="e"><v>#N/A</v></c></row>',
    "<row r='{n}'><c r='B{n}'><v>2</v></c></row>",
    '<row r="{n}"><c r="B{n}"><v>2</v></c><c r="A{n}"><v>1</v></c></row>',
    '<row r="{n}"><c r="A{n}" t="s"><v> 1 </v></c></row>',
    '<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>one\r\ntwo\rthree</t></is></c></row>',
    "<!-- <row r='1'><c r='A1'><v>9</v></c></row> -->",
    '<row r="{n}"><c r="A{n}" t="inlineStr"><is><t><![CDATA[</row>]]></t></is></c></row>',
    "<?note <row/>?>",
    " \n ",
]  # fmt: skip


def content(rows: str, before: str = "<cols/>", after: str = "<pageMargins/>") -> bytes:
    text = f'<?xml version="1.0"?>\n<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'
    return text.encode()


def blocks(sheet: bytes, size: int) -> list[bytes]:
    return [sheet[at : at + size] for at in range(0, len(sheet), size)]


def reader() -> RowReader:
    texts = Texts()
    for text in ("first", "ທີສອງ"):
        texts.add(text)
    return RowReader(SPACE, texts, ["", "date"], from_1904=False)


def told(record: Record) -> tuple[list[str], str | None]:
    return record.cells, record.refusal and record.refusal.name


def found(sheet: bytes, size: int) -> list[tuple[list[str], str | None]]:
    own, rows = reader(), Rows(iter(blocks(sheet, size)), SPACE)
    return [told(own.evident(*row) if isinstance(row, tuple) else own.record(row, 0)) for row in rows]


def parsed(sheet: bytes) -> list[tuple[list[str], str | None]]:
    own = reader()
    return [told(own.record(row, 0)) for row in complete_rows(iter([sheet]), SPACE, Growing())]


@given(st.lists(st.sampled_from(PIECES), max_size=12), st.integers(1, 400))
def test_whatever_stands_in_a_sheet_it_is_read_as_the_parser_reads_it(pieces: list[str], size: int) -> None:
    sheet = content("".join(piece.replace("{n}", str(at)) for at, piece in enumerate(pieces, start=1)))
    assert found(sheet, size) == parsed(sheet)


@given(st.lists(st.sampled_from(PIECES), max_size=6), st.data())
def test_damage_is_refused_or_read_as_the_parser_reads_it(pieces: list[str], data: st.DataObject) -> None:
    sheet = content("".join(piece.replace("{n}", str(at)) for at, piece in enumerate(pieces, start=1)))
    at = data.draw(st.integers(0, len(sheet) - 1))
    sheet = sheet[:at] + data.draw(st.binary(max_size=3)) + sheet[at + data.draw(st.integers(0, 3)) :]
    try:
        with damaged():
            wanted = parsed(sheet)
    except LmisError:
        wanted = None
    with suppress(LmisError), damaged():
        told = found(sheet, 100)
        assert wanted is None or told == wanted


def evident(file: bytes) -> float:
    """The share of rows of the first sheet that are evident."""
    book = Xlsx(ZipFile(io.BytesIO(file)))
    with book.archive.open(book.parts[book.names[0]]) as part:
        kinds = [isinstance(row, tuple) for row in Rows(iter(lambda: part.read(CHUNK), b""), book.space)]
    return sum(kinds) / len(kinds)


def test_the_rows_of_programs_are_evident(tmp_path) -> None:  # type: ignore[no-untyped-def]
    rows = [["number", "registered_on", "education"], *[[f"K{at}", "2026-09-01", "3"] for at in range(50)]]
    write_xlsx(iter(rows), tmp_path / "excel.xlsx")
    assert evident((tmp_path / "excel.xlsx").read_bytes()) == 1.0
    assert evident(a_workbook({"A": rows})) == 1.0
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    assert evident(out.getvalue()) == 1.0


@pytest.mark.parametrize("before", ["<!-- x -->", "<?x y?>", "<cols>" + "<col/>" * 200_000 + "</cols>"])
def test_where_something_could_hide_rows_the_parser_reads_all(before: str) -> None:
    sheet = content(PIECES[0].replace("{n}", "1") * 3, before)
    assert not any(isinstance(row, tuple) for row in Rows(iter(blocks(sheet, 50_000)), SPACE))
    assert found(sheet, 50_000) == parsed(sheet)
