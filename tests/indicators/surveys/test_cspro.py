from __future__ import annotations

import gzip
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmis.errors import Invalid
from lmis.indicators.surveys.cspro import UnreadableDictionary, parse_dictionary
from lmis.indicators.surveys.fixed_width import (
    Joining,
    LineTooLong,
    RecordTwice,
    RowsNotNamed,
    UnknownRecordName,
    UnknownRecordType,
    read_fixed_width,
)

HOUSEHOLDS = """\ufeff[Dictionary]
Version=CSPro 7.7
Label=Little survey
Name=LITTLE
RecordTypeStart=1
RecordTypeLen=1
Positions=Relative
ZeroFill=Yes
DecimalChar=No

[Level]
Label=Household
Name=HOUSEHOLD

[IdItems]

[Item]
Label=Household number
Name=HH
Start=2
Len=3

[Record]
Label=Dwelling
Name=DWELLING
RecordTypeValue='1'
RecordLen=13

[Item]
Label=Weight
Name=WGT
Start=5
Len=6
Decimal=2

[Item]
Label=Roof
Name=ROOF
Start=11
Len=3
DataType=Alpha

[ValueSet]
Label=Roof
Name=ROOF_VS1
Value='TIN';Metal sheets

[Record]
Label=Member
Name=MEMBER
RecordTypeValue='2'
MaxRecords=20
RecordLen=12

[Item]
Label=Line
Name=LINE
Start=5
Len=2

[Item]
Label=Age
Name=AGE
Start=7
Len=2

[ValueSet]
Label=Age groups
Name=AGE_VS1
Value=0:14;Child
Value=15:64 66;Adult
Note=whoever that is
Value=99;Not stated
Name=MISSING,Special

[Item]
Label=Days
Name=DAY
Start=9
Len=1
Occurrences=3
ZeroFill=No

[Record]
Label=Work
Name=WORK
RecordTypeValue='3'
MaxRecords=20
RecordLen=8

[Item]
Label=Line of the worker
Name=WLINE
Start=5
Len=2

[Item]
Label=Hours
Name=HOURS
Start=7
Len=2
"""
DATA = "\ufeff1001001250TIN\r\n2001013412 \r\n2001026699\r\n30010240\r\n1002-00150\r\n200201 9  5\r\n\x1a"
LITTLE = parse_dictionary(HOUSEHOLDS)


def cells(wanted: str, joining: Joining | None = None, data: str = DATA) -> list[list[str]]:
    table = read_fixed_width(LITTLE, data, set(wanted.split()), joining)
    return [[str(cell) for cell in row] for row in table[wanted.split()].to_numpy().tolist()]


def test_a_dictionary_tells_records_items_and_the_names_of_values() -> None:
    assert [(one.name, one.code, one.at_most) for one in LITTLE.records] == [
        ("DWELLING", "1", 1), ("MEMBER", "2", 20), ("WORK", "3", 20),
    ]  # fmt: skip
    assert [(one.name, one.start) for one in LITTLE.records[1].items[2:]] == [
        ("DAY_1", 9),
        ("DAY_2", 10),
        ("DAY_3", 11),
    ]
    ages = LITTLE.labels["AGE"]
    assert [ages.of(value) for value in ("07", "15.0", "65", "66", "99", "x")] == [
        "Child", "Adult", None, "Adult", "Not stated", None,
    ]  # fmt: skip
    assert ages.no_answer == {"99"}
    assert LITTLE.labels["ROOF"].of("TIN") == "Metal sheets"


def test_each_record_of_the_repeated_kind_is_a_row_with_the_case_beside_it() -> None:
    assert cells("HH LINE AGE WGT ROOF") == [
        ["1", "1", "34", "12.5", "TIN"],
        ["1", "2", "66", "12.5", "TIN"],
        ["2", "1", "9", "-1.5", ""],
    ]


def test_a_field_that_repeats_is_one_column_for_each_time() -> None:
    assert cells("DAY_1 DAY_2 DAY_3") == [["1", "2", ""], ["9", "9", ""], ["", "", "5"]]


def test_repeated_records_of_a_case_join_by_the_items_that_are_named() -> None:
    joining = Joining("MEMBER", {"WORK": {"WLINE": "LINE"}})
    assert cells("LINE AGE HOURS", joining) == [["1", "34", ""], ["2", "66", "40"], ["1", "9", ""]]


def test_several_repeated_records_must_be_told_apart() -> None:
    with pytest.raises(RowsNotNamed) as refusal:
        cells("AGE HOURS")
    assert refusal.value.values["types"] == ["MEMBER", "WORK"]
    with pytest.raises(RecordTwice):
        cells("HOURS AGE", Joining("WORK"))
    with pytest.raises(UnknownRecordName) as unknown:
        cells("AGE", Joining("MEMBERS"))
    assert unknown.value.values["nearest"][0] == "MEMBER"


def test_a_file_of_another_dictionary_is_refused_with_the_line() -> None:
    with pytest.raises(UnknownRecordType) as other:
        cells("AGE", data=DATA.replace("\x1a", "9001\n"))
    assert (other.value.values["line"], other.value.values["value"]) == (7, "9")
    with pytest.raises(LineTooLong) as longer:
        cells("AGE", data="2001013412xxxx\n")
    assert longer.value.values == {"line": 1, "length": 14, "at_most": 11}


def test_what_is_no_number_stays_as_it_is() -> None:
    assert cells("AGE", data="20010100\n200102**\n200103  \n") == [["0"], ["**"], [""]]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("", {"line": 1}),
        ('{"software": "CSPro", "version": 8.0}', {"line": 1}),
        ("[Dictionary]\nName=X\nnonsense\n", {"line": 3}),
        ("[Dictionary]\nName=X\n", {"word": "Record"}),
    ],
)
def test_refuses_what_is_no_dictionary(text: str, values: dict[str, object]) -> None:
    with pytest.raises(UnreadableDictionary) as refusal:
        parse_dictionary(text)
    assert refusal.value.values == values


def test_an_item_without_a_place_is_named() -> None:
    with pytest.raises(UnreadableDictionary) as refusal:
        parse_dictionary(HOUSEHOLDS.replace("Start=7\nLen=2\n\n[ValueSet]", "Start=7\n\n[ValueSet]"))
    assert (refusal.value.values["word"], refusal.value.values["of"]) == ("Len", "AGE")


@given(st.integers(0, len(HOUSEHOLDS) - 1), st.integers(0, len(HOUSEHOLDS)), st.sampled_from(["", "[", "=", "x", "\n"]))
def test_no_damage_to_a_dictionary_makes_it_crash(start: int, end: int, put: str) -> None:
    with suppress(Invalid):
        parse_dictionary(HOUSEHOLDS[:start] + put + HOUSEHOLDS[end:])


@given(st.text(alphabet="0123 -.\n\r\ufeffxก", max_size=80))
def test_no_file_makes_it_crash(data: str) -> None:
    with suppress(Invalid):
        cells("HH AGE WGT DAY_2 ROOF", data=data)


def test_the_examples_are_packed_like_others(tmp_path: Path) -> None:
    from lmis.indicators.surveys import parse_mapping, read_tables
    from lmis.indicators.surveys.tables import DictionaryMissing, NoDataFile, SeveralDictionaries

    mapping = parse_mapping(MAPPING)
    (tmp_path / "little.dcf").write_text(HOUSEHOLDS, encoding="utf-8")
    (tmp_path / "little.dat.gz").write_bytes(gzip.compress(DATA.encode()))
    dictionary, data = tmp_path / "little.dcf", tmp_path / "little.dat.gz"
    (table,) = read_tables(mapping, [data, dictionary])
    assert table["AGE"].tolist() == ["34", "66", "9"]
    assert table.attrs["labels"]["AGE"].no_answer == {"99"}
    with pytest.raises(DictionaryMissing):
        read_tables(mapping, [data])
    with pytest.raises(NoDataFile):
        read_tables(mapping, [dictionary])
    with pytest.raises(SeveralDictionaries):
        read_tables(mapping, [dictionary, data, dictionary])


MAPPING = """
survey: little_2024
title: Little survey
country: KH
ref_area: KHM
time: 2024
standard: 19
source: Somewhere
variables:
  weight: {column: WGT}
  sex: {column: LINE, recode: {1: M, 2: F}}
  age: {column: AGE}
  worked: {column: DAY_1, yes: 1, no: 9}
  absent_from_job: {column: DAY_1, yes: 2, no: 9}
  sought_work: {column: DAY_2, yes: 1, no: 2}
  available: {column: DAY_2, yes: 1, no: 2}
"""
