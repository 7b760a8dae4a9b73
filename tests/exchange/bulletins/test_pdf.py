"""The bulletin as PDF: what stands in it can be read back, whatever the names hold."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO

import pytest
import typst
from pypdf import PdfReader

from factories.bulletins import ODD, a_bulletin
from lmis.exchange.bulletins.pdf import SETTINGS, pdf_of
from lmis.exchange.documents import legible, unpacked
from lmis.exchange.packing import packed
from lmis.web.pages.bulletins import FONTS


def text_of(pdf: bytes) -> str:
    """All text of a document, without spaces."""
    return re.sub(r"\s", "", "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages))


@pytest.mark.parametrize("language", SETTINGS)
def test_is_tagged_and_tells_title_and_language(language: str) -> None:
    reader = PdfReader(BytesIO(pdf_of(a_bulletin(language), FONTS)))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == language
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Bulletin · Cambodia, 2026"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()


def test_holds_every_figure_and_any_name_as_it_is() -> None:
    found = text_of(pdf_of(a_bulletin(), FONTS))
    for table in a_bulletin().tables:
        for row in table.rows:
            assert all(value.shown in found for value in row.values)
    assert re.sub(r"\s", "", '#[x] $y$ *z* \\ "q" <b>&amp; @a `c` // {d} ? S ភ') in found
    assert "Page1of1" in found


def test_two_runs_make_the_same_bytes() -> None:
    assert pdf_of(a_bulletin(), FONTS) == pdf_of(a_bulletin(), FONTS)


def test_replaces_only_what_no_font_has() -> None:
    assert legible(ODD, unpacked(FONTS).characters) == ODD.replace("😀", "?").replace("Ŝ", "S")


def test_a_long_table_repeats_its_header_on_every_page() -> None:
    bulletin = a_bulletin(name="Province")
    (table,) = bulletin.tables
    long = replace(table, names="Heading of names", rows=table.rows * 60)
    pages = PdfReader(BytesIO(pdf_of(replace(bulletin, tables=(long,)), FONTS))).pages
    holding = [page.extract_text() for page in pages if "Third" in page.extract_text()]
    assert len(holding) >= 3
    assert all("Heading of names" in text for text in holding)


def _told(reader: PdfReader, number: int) -> str:
    """An object in words, without the address of its reader."""
    return re.sub(r", \d+\)", ")", repr(reader.get_object(number)))


def test_packed_objects_are_the_same_objects_and_fewer_bytes() -> None:
    source = b'#set document(title: [A])\n#set text(lang: "en")\n' + b"\n".join(
        b"= Part\n#lorem(30)" for _ in range(40)
    )
    plain = typst.compile(source, format="pdf", pdf_standards=["ua-1"], timestamp=0)
    small = packed(plain)
    before, after = PdfReader(BytesIO(plain), strict=True), PdfReader(BytesIO(small), strict=True)
    assert [page.extract_text() for page in before.pages] == [page.extract_text() for page in after.pages]
    for number in range(1, int(before.trailer["/Size"])):
        assert _told(after, number) == _told(before, number)
    assert after.trailer["/ID"] == before.trailer["/ID"]
    assert len(small) < 0.6 * len(plain)
