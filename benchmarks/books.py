"""Workbooks of a million rows as programs save them: written row by row, so that only the texts of columns weigh."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ODF = "urn:oasis:names:tc:opendocument:xmlns"
NUMBERS = frozenset({"birth_year", "education", "months_without_work"})
ALONE = frozenset({"number", "identity_number", "phone"})
"""Columns whose texts nearly never come twice: they are listed without being looked up."""
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
FIRST_DAY = date(1899, 12, 30)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    + "".join(
        f'<Override PartName="/xl/{part}.xml" '
        f'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"/>'
        for part, kind in {
            "workbook": "sheet.main", "worksheets/sheet1": "worksheet", "styles": "styles",
            "sharedStrings": "sharedStrings",
        }.items()
    )
    + "</Types>",
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
    '<sheets><sheet name="Sheet1" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="r2" Type="{OFFICE}/styles" Target="styles.xml"/>'
    f'<Relationship Id="r3" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts>'
    '<fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
}  # fmt: skip


def write_xlsx(rows: Iterator[list[str]], path: Path) -> None:
    """As Excel saves it: texts are shared, days and numbers are numbers."""
    header = next(rows)
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=1) as archive, TemporaryFile() as texts:
        for name, content in PARTS.items():
            archive.writestr(name, HEAD + content)
        shared = _Shared(texts)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>'.encode())
            letters = [_letters(at) for at in range(len(header))]
            sheet.write(_xlsx_row(header, [""] * len(header), letters, 1, shared))
            for number, cells in enumerate(rows, start=2):
                sheet.write(_xlsx_row(cells, header, letters, number, shared))
            sheet.write(b"</sheetData></worksheet>")
        texts.seek(0)
        with archive.open("xl/sharedStrings.xml", "w", force_zip64=True) as part:
            part.write(f'{HEAD}<sst xmlns="{MAIN}" uniqueCount="{shared.count}">'.encode())
            while block := texts.read(1 << 20):
                part.write(block)
            part.write(b"</sst>")


class _Shared:
    """The list of shared texts, in the order in which they first come."""

    def __init__(self, target: IO[bytes]) -> None:
        self.target, self.count = target, 0
        self.known: dict[str, int] = {}

    def add(self, text: str) -> int:
        """One more, and its number."""
        self.target.write(f'<si><t xml:space="preserve">{escape(text)}</t></si>'.encode())
        self.count += 1
        return self.count - 1

    def number(self, text: str) -> int:
        """The number of a text."""
        if (known := self.known.get(text)) is None:
            known = self.known[text] = self.add(text)
        return known


def _xlsx_row(cells: Sequence[str], names: Sequence[str], letters: Sequence[str], row: int, texts: _Shared) -> bytes:
    told = [f'<row r="{row}">']
    for cell, name, letter in zip(cells, names, letters, strict=True):
        if not cell:
            continue
        if name in NUMBERS:
            told.append(f'<c r="{letter}{row}"><v>{cell}</v></c>')
        elif DAY.fullmatch(cell):
            told.append(f'<c r="{letter}{row}" s="1"><v>{(date.fromisoformat(cell) - FIRST_DAY).days}</v></c>')
        else:
            at = texts.add(cell) if name in ALONE else texts.number(cell)
            told.append(f'<c r="{letter}{row}" t="s"><v>{at}</v></c>')
    return "".join([*told, "</row>"]).encode()


def _letters(at: int) -> str:
    return _letters(at // 26 - 1) + chr(65 + at % 26) if at >= 26 else chr(65 + at)


def write_ods(rows: Iterable[list[str]], path: Path, most: int | None = None) -> int:
    """As LibreOffice saves it, until the file has so many bytes; returns how many rows are in it."""
    names: list[str] = []
    number = -1
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=6) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        with archive.open("content.xml", "w", force_zip64=True) as part:
            part.write(
                f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content xmlns:office="{ODF}:office:1.0" '
                f'xmlns:table="{ODF}:table:1.0" xmlns:text="{ODF}:text:1.0" office:version="1.3"><office:body>'
                '<office:spreadsheet><table:table table:name="Sheet1" table:style-name="ta1">'.encode()
            )
            for number, cells in enumerate(rows):
                part.write(_ods_row(cells, names or [""] * len(cells)))
                names = names or cells
                if most is not None and number % 1000 == 0 and path.stat().st_size > most:
                    break
            part.write(b"</table:table></office:spreadsheet></office:body></office:document-content>")
        archive.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{ODF}:manifest:1.0"><manifest:file-entry manifest:full-path="/" '
            'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/><manifest:file-entry '
            'manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>',
        )
    return number


def _ods_row(cells: Sequence[str], names: Sequence[str]) -> bytes:
    told = ['<table:table-row table:style-name="ro1">']
    blank = 0
    for cell, name in zip(cells, names, strict=True):
        if not cell:
            blank += 1
            continue
        if blank:
            told.append(f'<table:table-cell table:number-columns-repeated="{blank}"/>')
            blank = 0
        kind = 'office:value-type="string"'
        if name in NUMBERS:
            kind = f'office:value-type="float" office:value="{cell}"'
        elif DAY.fullmatch(cell):
            kind = f'table:style-name="ce1" office:value-type="date" office:date-value="{cell}"'
        told.append(f"<table:table-cell {kind}><text:p>{escape(cell)}</text:p></table:table-cell>")
    return "".join([*told, "</table:table-row>"]).encode()
