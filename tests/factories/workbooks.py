"""Workbooks made part by part: as Excel would save them, and as it never would."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
TABLE = 'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
TEXT = 'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'


class Xml(str):
    """A cell that is given as XML: `<c …>`, for XLSX, or `<table:table-cell …>`, for ODS."""

    __slots__ = ()


def letters(at: int) -> str:
    """`A` for 0, `AB` for 27."""
    return letters(at // 26 - 1) + chr(65 + at % 26) if at >= 26 else chr(65 + at)


def rows_of(table: Sequence[Sequence[str | int | float | None]]) -> str:
    """Rows of a sheet; texts stand in the cell."""
    rows = []
    for number, cells in enumerate(table, start=1):
        told = []
        for at, cell in enumerate(cells):
            where = f'r="{letters(at)}{number}"'
            if isinstance(cell, Xml):
                told.append(cell.replace("<c", f"<c {where}", 1))
            elif isinstance(cell, str) and cell:
                told.append(f'<c {where} t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>')
            elif isinstance(cell, int | float):
                told.append(f"<c {where}><v>{cell}</v></c>")
        rows.append(f'<row r="{number}">{"".join(told)}</row>')
    return "".join(rows)


def a_workbook(
    sheets: Mapping[str, Sequence[Sequence[str | int | float | None]]],
    *,
    after: str = "",
    merged: Sequence[str] = (),
    styles: str = "",
    texts: str | None = None,
    state: Mapping[str, str] | None = None,
    from_1904: bool = False,
) -> bytes:
    """An XLSX file.

    Args:
        after: XML behind the rows of the last sheet. merged: ranges in every sheet.
        styles: what stands in `<styleSheet>`. texts: what stands in `<sst>`. state: of a sheet, `hidden`.
    """
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{RELATED}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        listed, related = "", ""
        for at, (name, table) in enumerate(sheets.items(), start=1):
            shown = f' state="{(state or {})[name]}"' if name in (state or {}) else ""
            listed += f'<sheet name={quoteattr(name)} sheetId="{at}" r:id="s{at}"{shown}/>'
            related += f'<Relationship Id="s{at}" Type="{RELATED}/worksheet" Target="worksheets/sheet{at}.xml"/>'
            more = after if at == len(sheets) else ""
            cells = "".join(f'<mergeCell ref="{one}"/>' for one in merged)
            cells = f"<mergeCells>{cells}</mergeCells>" if cells else ""
            archive.writestr(
                f"xl/worksheets/sheet{at}.xml",
                f'<worksheet xmlns="{MAIN}"><sheetData>{rows_of(table)}{more}</sheetData>{cells}</worksheet>',
            )
        if styles:
            related += f'<Relationship Id="st" Type="{RELATED}/styles" Target="/xl/styles.xml"/>'
            archive.writestr("xl/styles.xml", f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>')
        if texts is not None:
            related += f'<Relationship Id="te" Type="{RELATED}/sharedStrings" Target="sharedStrings.xml"/>'
            archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">{texts}</sst>')
        archive.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{PACKAGE}">{related}</Relationships>')
        own = '<workbookPr date1904="1"/>' if from_1904 else ""
        archive.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{RELATED}">{own}<sheets>{listed}</sheets></workbook>'
        )
    return out.getvalue()


def an_ods(sheets: Mapping[str, Sequence[Sequence[str | int | float | None]]], *, after: str = "") -> bytes:
    """An ODS file; `after` is XML behind the rows of the last sheet."""
    body = ""
    for at, (name, table) in enumerate(sheets.items(), start=1):
        rows = ""
        for cells in table:
            told = ""
            for cell in cells:
                if isinstance(cell, Xml):
                    told += cell
                elif isinstance(cell, int | float):
                    told += f'<table:table-cell office:value-type="float" office:value="{cell}"/>'
                elif cell:
                    text = f"<text:p>{escape(cell)}</text:p>"
                    told += f'<table:table-cell office:value-type="string">{text}</table:table-cell>'
                else:
                    told += "<table:table-cell/>"
            rows += f"<table:table-row>{told}</table:table-row>"
        more = after if at == len(sheets) else ""
        body += f"<table:table table:name={quoteattr(name)}>{rows}{more}</table:table>"
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f"<office:document-content {OFFICE} {TABLE} {TEXT}><office:body><office:spreadsheet>{body}"
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return out.getvalue()
