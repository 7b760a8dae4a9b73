"""A table is known by its header: preambles, repeated headers, other tables, profiles, and the account of all lines."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories.listings import lookups
from lmis.errors import LmisError
from lmis.imports.anchoring import UnknownColumn
from lmis.imports.definitions import KINDS
from lmis.imports.encodings import EncodingContradicted, LineTooLong, UnknownEncoding, examine
from lmis.imports.plain import table, typed
from lmis.imports.read import NotUtf8, read
from lmis.imports.rows import RowReader

TEMPLATE = table(["id", "name", "born"], ["whole!", "text", "date"])


def sheet_of(text: str | bytes, **options: object):  # type: ignore[no-untyped-def]
    """A file of `TEMPLATE`, its records, and its tally."""
    sheet = read(io.BytesIO(text.encode() if isinstance(text, str) else text), [TEMPLATE], **options)  # type: ignore[arg-type]
    return sheet, list(typed(sheet)), sheet.tally


def test_lines_before_the_header_and_headers_are_counted_apart() -> None:
    text = "List of July\n\nid,name,born\n1,Sok,2001-02-03\nid,name,born\n\n2,Keo\n,,\n"
    _, found, tally = sheet_of(text)
    assert (tally.preamble, tally.headers, tally.records, tally.quarantined, tally.blank) == (2, 2, 1, 1, 2)
    assert tally.lines == len(found) == 4


def test_another_table_is_put_in_quarantine_until_ours_goes_on() -> None:
    text = (
        "id,name,born\n1,Sok,2001-02-03\n\ncourse,teacher,room\n5,Dara,2001-01-01\n6,Keo,\n\n"
        "id,name,born\n7,Chan,2002-02-02\n\nplace,fee\nKandal,3\n"
    )
    _, found, tally = sheet_of(text)
    assert [record.cells[0] for record in found if record.refusal is None and not record.blank] == ["1", "7"]
    assert [record.line for record in found if record.refusal is not None] == [4, 5, 6, 11, 12]
    assert tally.headers == 2


def test_a_closing_line_in_a_table_of_texts_costs_itself_alone() -> None:
    text = "first,second,third\na,b,c\n\nPrepared by,Sok\n\nd,e,f\n"
    sheet = read(io.BytesIO(text.encode()), [table(["first", "second", "third"])])
    found = list(typed(sheet))
    assert [record.cells for record in found if record.refusal is None and not record.blank] == [
        list("abc"),
        list("def"),
    ]
    assert [record.line for record in found if record.refusal is not None] == [4]


def test_a_header_in_another_order_goes_on_with_the_cells_where_they_belong() -> None:
    _, found, _ = sheet_of("id,name,born\n1,Sok,2001-02-03\nborn,id,name\n2002-02-02,2,Keo\n")
    assert [record.cells for record in found] == [["1", "Sok", "2001-02-03"], ["2", "Keo", "2002-02-02"]]


def test_a_header_of_two_rows_with_merged_cells_is_read_as_one() -> None:
    _, found, tally = sheet_of("id,Person,\n,name,born\n1,Sok,2001-02-03\n")
    assert ([record.cells for record in found], tally.headers) == ([["1", "Sok", "2001-02-03"]], 2)


def test_a_senders_own_headers_are_known_by_his_profile() -> None:
    text = "No,Full name of the person,DOB\n1,Sok,2001-02-03\n"
    profile = {"no": "id", "Full name of the person": "name", "dob": "born"}
    sheet, found, _ = sheet_of(text, profile=profile)
    assert (sheet.header, found[0].cells) == (["No", "Full name of the person", "DOB"], ["1", "Sok", "2001-02-03"])
    with pytest.raises(UnknownColumn) as refused:
        sheet_of(text, profile={"no": "idd"})
    assert refused.value.values == {"value": "idd", "nearest": ["id"]}


def test_a_profile_comes_before_the_words_of_a_column() -> None:
    text = "name,age,mobile,province\nSok,30,012345678,KH02\n"
    sheet = read(io.BytesIO(text.encode()), KINDS["job-seekers"], profile={"mobile": "number"})
    known = lookups("KH")
    row = RowReader(sheet.definition, sheet.header, {None: known, "KH": known}, "KH").row(next(sheet.records))
    assert (row.command.own_number, row.command.phone) == ("012345678", None)  # type: ignore[union-attr]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_is_known_by_itself(encoding: str) -> None:
    content = "id\tname\tborn\r\n1\tសុខ ດາລາ\t2001-02-03\r\n".encode(encoding)
    examine(io.BytesIO(content))
    assert sheet_of(content)[1][0].cells == ["1", "សុខ ດາລາ", "2001-02-03"]


@pytest.mark.parametrize("mark", [b"", b"\xfe\xff"])
def test_sixteen_bits_with_the_large_end_first(mark: bytes) -> None:
    content = mark + "id\tname\tborn\n1\tសុខ\t2001-02-03\n".encode("utf-16-be")
    assert sheet_of(content)[1][0].cells[1] == "សុខ"


def test_a_code_page_is_told_and_never_guessed() -> None:
    content = "id,name,born\n1,José,2001-02-03\n2,กานดา,2001-02-03\n".encode("cp1252", "ignore")
    with pytest.raises(NotUtf8) as refused:
        examine(io.BytesIO(content))
    assert refused.value.values == {"line": 2}
    for name in ("windows-1252", "cp1252", "Windows 1252"):
        assert examine(io.BytesIO(content), name)
        assert sheet_of(content, encoding=name)[1][0].cells[1] == "José"
    thai = "id,name,born\n1,กานดา,2001-02-03\n".encode("cp874")
    assert sheet_of(thai, encoding="windows-874")[1][0].cells[1] == "กานดา"
    with pytest.raises(UnknownEncoding):
        examine(io.BytesIO(content), "utf-7")


def test_a_code_page_that_cannot_be_meant_is_refused() -> None:
    for content in ("id,name,born\n1,សុខ,2001-02-03\n".encode(), "\ufeffid,name,born\n".encode()):
        with pytest.raises(EncodingContradicted):
            examine(io.BytesIO(content), "windows-1252")


def test_a_line_without_end_is_refused_beforehand() -> None:
    with pytest.raises(LineTooLong) as refused:
        examine(io.BytesIO(b"id,name\n1," + b"x" * 5_000_000))
    assert refused.value.values["line"] == 2


PIECES = st.sampled_from(
    [
        "id,name,born",
        "1,Sok,2001-02-03",
        '2,"Keo, D",',
        "",
        ",,",
        '"',
        "3,x",
        "a,b",
        "title",
        "4,a,b,c",
        '5,"x\ny",',
        "6;7;8",
    ]
)


@given(st.lists(PIECES, max_size=14), st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
def test_every_line_is_accounted_for(pieces: list[str], end: str, ended: bool) -> None:
    text = end.join(pieces) + (end if ended else "")
    try:
        _, found, tally = sheet_of(text)
    except LmisError:
        return
    lines = io.StringIO(text, newline="").readlines()
    assert tally.lines == len(found)
    whole = sum("\n" in cell for record in found for cell in record.cells if record.refusal is None)
    assert tally.lines + tally.preamble + tally.headers + whole >= len(lines) - sum('"' in line for line in lines)
    for record in found:
        if record.refusal is None and not record.blank:
            assert lines[record.line - 1].startswith((record.cells[0], f'"{record.cells[0]}'))


@given(
    st.binary(max_size=200),
    st.sampled_from([b"", b"PK\x03\x04", b"\xff\xfe", b"id,name,born\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]),
)
def test_no_bytes_make_a_reading_crash(content: bytes, begins: bytes) -> None:
    for encoding in (None, "windows-1252", "utf-16"):
        try:
            examine(io.BytesIO(begins + content), encoding)
            sheet_of(begins + content, encoding=encoding)
        except LmisError:
            continue
