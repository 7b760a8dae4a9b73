"""From bytes to records and commands: headers, separators, cells, and what is refused."""

from __future__ import annotations

import io
from contextlib import suppress
from datetime import date
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories.listings import lookups
from lmis.errors import LmisError
from lmis.imports.definitions import KINDS
from lmis.imports.read import NotUtf8, Record, examine, read, read_gazetteer
from lmis.imports.rows import RowReader
from lmis.imports.templates import template

KNOWN = lookups("KH")
LOOKUPS = {None: KNOWN, "KH": KNOWN}


def rows(kind: str, text: str | bytes) -> list[object]:
    """Every row of a file."""
    content = text.encode() if isinstance(text, str) else text
    sheet = read(io.BytesIO(content), KINDS[kind])
    reader = RowReader(sheet.definition, sheet.header, LOOKUPS, "KH")
    return [reader.row(record) for record in sheet.records if not record.blank]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_example_of_a_template_is_a_valid_command(kind: str) -> None:
    (row,) = rows(kind, template(kind))
    assert row.faults == ()
    assert row.command is not None


@pytest.mark.parametrize(
    "text",
    [
        "name,age,province\nSok,30,Battambang\n",
        "\ufeffname;age;province\r\nSok;30;Battambang\r\n",
        "Name\tAge\tProvince\nSok\t៣០\tបាត់ដំបង\n",
        "ឈ្មោះ,អាយុ,ខេត្ត\nSok,30,2\n",
        "\n\nname|age|province\nSok|30|02\n",
        "name,age,province,remarks\nSok,30,KH02,came with her sister\n",
    ],
    ids=["comma", "semicolon", "tab", "khmer", "pipe", "more"],
)
def test_separators_marks_line_ends_and_headers_of_three_languages(text: str) -> None:
    (row,) = rows("job-seekers", text)
    assert row.faults == ()
    assert (row.command.name, row.command.age, row.command.province) == ("Sok", 30, "KH02")


def test_a_surge_that_tells_the_sex_is_still_a_surge() -> None:
    (row,) = rows("job-seekers", "name,age,province,sector,sex\nSok,30,KH02,14,F\n")
    assert (row.command.name, row.command.sex) == ("Sok", "F")


def test_a_blank_cell_says_nothing_at_all() -> None:
    (row,) = rows("employers", "number,name,sector,province,phone\n1,Needle,14,KH02,\n")
    assert "phone" not in row.command.model_fields_set


def test_amounts_become_minor_units_of_their_currency() -> None:
    header = "name,age,province,wage,wage_currency\n"
    (riel, dong) = rows("job-seekers", f"{header}A,30,KH02,800000,KHR\nB,30,KH02,5000000,VND\n")
    assert riel.command.wage.amount == 80_000_000
    assert dong.command.wage.amount == 5_000_000
    (fine,) = rows("job-seekers", f"{header}A,30,KH02,10.5,VND\n")
    assert fine.faults[0].error.name == "finer-than-the-currency"


def test_every_fault_of_a_row_is_told_with_its_column_and_value() -> None:
    text = "number,sex,date_of_birth,province,family_name,identity_missing_reason\n7,X,31/02/1990,Batambang,Sok,lost\n"
    (row,) = rows("job-seekers", text)
    told = {fault.column: fault.error for fault in row.faults}
    assert set(told) == {"sex", "date_of_birth", "province"}
    assert told["province"].values == {"value": "Batambang", "nearest": ["KH02 Battambang", "KH01 Banteay Meanchey"]}
    assert told["sex"].values["nearest"] == ["F", "M"]


def test_a_rule_of_the_command_is_told_as_a_fault_of_the_row() -> None:
    (row,) = rows("job-seekers", "number,sex,birth_year,province,family_name\n7,F,1990,KH02,Sok\n")
    assert row.faults[0].error.values["rule"] == "identity_reason_missing"


def test_shifted_cells_are_refused_and_never_guessed() -> None:
    text = "name,age,province\nSok,30\nSok,30,KH02,extra\nSok,30,KH02,,\n"
    short, long, trailing = rows("job-seekers", text)
    assert [r.faults[0].error.name for r in (short, long)] == ["cells-shifted"] * 2
    assert trailing.faults == ()


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    text = 'name,age,province\n"Sok\nDara",30,KH02\nChan,x,KH02\n'
    sheet = read(io.BytesIO(text.encode()), KINDS["job-seekers"])
    assert [record.line for record in sheet.records] == [2, 4]


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", "header-not-found"),
        (b"hello\nworld\n", "header-not-found"),
        (b"name,age\nSok,30\n", "column-missing"),
        (b"name,age,province,age\nSok,30,KH02,30\n", "column-twice"),
        (b"name,age,province\nS\xf6k,30,KH02\n", "not-utf8"),
        ("name,age,province\nSok,30,KH02\n".encode("utf-16")[:-1], "not-utf8"),
    ],
    ids=["empty", "no header", "column missing", "column twice", "not utf8", "utf16 cut in a letter"],
)
def test_a_file_that_cannot_be_read_with_certainty_is_refused(content: bytes, error: str) -> None:
    with pytest.raises(LmisError) as refused:
        rows("job-seekers", content)
    assert refused.value.name == error


@given(st.binary(max_size=300))
def test_no_bytes_make_reading_crash(content: bytes) -> None:
    for kind in KINDS:
        with suppress(LmisError):
            rows(kind, content)
        with suppress(LmisError):
            list(read_gazetteer(io.BytesIO(content), KINDS["places"][0]).records)


@given(st.lists(st.text(max_size=12), min_size=3, max_size=3))
def test_no_cells_make_a_row_crash(cells: list[str]) -> None:
    reader = RowReader(KINDS["job-seekers"][1], ["name", "age", "province"], LOOKUPS, "KH")
    row = reader.row(Record(2, cells))
    assert (row.command is None) == bool(row.faults)


def test_a_rejects_files_own_columns_are_left_out_when_it_comes_again() -> None:
    (row,) = rows("job-seekers", "name,age,province,line,column,reason\nSok,30,KH02,2,age,too old\n")
    assert row.command.happened_on is None


def test_days_in_the_ways_people_write_them() -> None:
    text = "name,age,province,registered_on\nA,30,KH02,2026-07-01\nB,30,KH02,១/៧/២០២៦\nC,30,KH02,01/07/2569\n"
    assert [row.command.happened_on for row in rows("job-seekers", text)] == [date(2026, 7, 1)] * 3


def test_lines_before_the_header_are_counted_too() -> None:
    sheet = read(io.BytesIO(b"\n\nname,age,province\nSok,30,KH02\n"), KINDS["job-seekers"])
    assert [record.line for record in sheet.records] == [4]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ("1,Sok,F,1990,,KH02,,", "identity_missing_reason"),
        ("1,,F,1990,lost,KH02,,", "family_name"),
        ("1,Sok,F,,lost,KH02,,", "birth_date"),
        ("1,Sok,F,1990,lost,KH02,100,", "currency"),
        ("1,Sok,F,1990,lost,KH02,100.0001,USD", "Wage"),
    ],
)
def test_a_fault_of_several_fields_names_the_column_to_be_mended(cells: str, column: str) -> None:
    header = "number,family_name,sex,birth_year,identity_missing_reason,province,Wage,currency\n"
    (row,) = rows("job-seekers", header + cells + "\n")
    assert [fault.column for fault in row.faults] == [column]


def test_the_number_of_persons_engaged_gives_the_size_class() -> None:
    header = "name,sector,province,paid_employees\n"
    told = rows("employers", header + "".join(f"A,14,KH02,{n}\n" for n in ("9", "10", "២៤៩", "250", "50-249")))
    assert [row.command.size for row in told] == ["1-9", "10-49", "50-249", "250+", "50-249"]
    (wrong,) = rows("employers", header + "A,14,KH02,0\n")
    assert wrong.faults[0].error.name == "not-in-list"


@pytest.mark.parametrize("content", [b"", b"a\n\xff", b"a\r\n\xe1\x9e", "\ufeffs\n".encode()])
def test_the_line_of_the_first_wrong_byte_is_told_beforehand(content: bytes) -> None:
    source = io.BytesIO(content)
    if b"a" in content:
        with pytest.raises(NotUtf8) as refused:
            examine(source)
        assert refused.value.values == {"line": 2}
    else:
        assert examine(source) == sha256(content).hexdigest()
        assert source.tell() == 0


def test_a_quote_that_nobody_closes_costs_one_line() -> None:
    lines = ["name,age,province", *(f"P{number},30,KH02" for number in range(300))]
    lines[4], lines[200], lines[-1] = '"P3,30,KH02', 'P199 5" tall,30,KH02', '"P299,30,KH02'
    found = rows("job-seekers", "\n".join(lines) + "\n")
    bad = [row for row in found if row.faults]
    assert len(found) == 300
    assert [(row.record.line, row.faults[0].error.name) for row in bad] == [
        (5, "quotes-unclear"),
        (201, "quotes-unclear"),
        (301, "quotes-unclear"),
    ]
