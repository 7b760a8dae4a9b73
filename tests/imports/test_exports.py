"""The way back: what is written in a cell is read as the value of which it was written."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories.listings import lookups
from lmis.config import Settings
from lmis.imports.columns import amount, major, many, minor, number, words
from lmis.imports.definition import Column, Import, Lookups
from lmis.imports.definitions import KINDS
from lmis.imports.exports import Exports, reference
from lmis.imports.read import read
from lmis.imports.rejects import Rejects
from lmis.imports.rows import RowReader
from lmis.imports.splitting import MOST_LINES
from lmis.imports.templates import template
from lmis.sample.world import write_world
from lmis.text.legacy import looks_legacy

FOLDER = Settings().seeds
ID = UUID(int=7)
LETTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])
TEXT = st.text(LETTERS, min_size=1, max_size=12).filter(lambda text: not looks_legacy(text))


KNOWN = {country: lookups(country) for country in ("KH", "LA")}
LOOKUPS = {None: KNOWN["KH"], **KNOWN}
COLUMNS = [
    pytest.param(definition, column, id=f"{kind}-{column.name}")
    for kind, definitions in KINDS.items()
    for definition in definitions
    for column in definition.columns
]


def comes_back(column: Column, cell: str, country: str = "KH") -> None:
    """Cell → value → cell → value."""
    value = column.parse(cell, KNOWN[country])
    written = column.form.write(value)
    assert column.parse(written, KNOWN[country]) == value
    assert column.form.write(column.parse(written, KNOWN[country])) == written


@pytest.mark.parametrize(("definition", "column"), COLUMNS)
def test_the_example_of_a_column_comes_back(definition: Import, column: Column) -> None:
    if column.example:
        comes_back(column, column.example)


@pytest.mark.parametrize(("definition", "column"), COLUMNS)
def test_every_value_of_a_closed_list_comes_back(definition: Import, column: Column) -> None:
    for value in column.form.values or ():
        comes_back(column, value.value)


def test_every_cell_of_a_sample_world_comes_back(tmp_path: Path) -> None:
    write_world(300, 60, 4, tmp_path, FOLDER)
    cells = 0
    for country in ("KH", "LA"):
        for file in sorted((tmp_path / country).glob("*.csv")):
            definition = KINDS[file.stem][0]
            with file.open(encoding="utf-8-sig", newline="") as source:
                for row in csv.DictReader(source):
                    for header, cell in row.items():
                        column = definition.column(header)
                        if column and cell:
                            comes_back(column, cell, country)
                            cells += 1
    assert cells > 10_000


@given(st.lists(TEXT.map(str.strip).filter(bool), max_size=4))
def test_a_list_comes_back_whatever_signs_its_values_hold(values: list[str]) -> None:
    form = many(words)
    assert form.parse(form.write(values), KNOWN["KH"]) == values


@given(st.integers(0, 10**15), st.sampled_from(["KHR", "USD", "VND", None]))
def test_an_amount_in_minor_units_comes_back(value: int, currency: str | None) -> None:
    known = Lookups(minor_units={"KHR": 2, "USD": 2, "VND": 0})
    cell = amount.write(major(value, currency, known))
    assert minor(amount.parse(cell, known), currency, known) == value
    assert Decimal(cell) * 10 ** (0 if currency == "VND" else 2) == value


@given(TEXT | st.uuids().map(str) | st.sampled_from(["1.2E+11", " 7", "S-0000001-2"]))
def test_a_record_is_named_by_its_number_only_where_that_is_read_as_itself(own_number: str) -> None:
    name = reference(ID, own_number)
    assert name in (own_number, str(ID))
    assert number.parse(name, KNOWN["KH"]) == name


def test_the_number_of_an_office_may_not_be_taken_for_an_id() -> None:
    assert reference(ID, "0001") == "0001"
    assert [reference(ID, one) for one in (str(UUID(int=8)), "1.2E+11", " 7", None)] == [str(ID)] * 4


def written(kind: str, **fields: Any) -> tuple[str, Exports]:
    out = io.StringIO()
    made = Exports(out, KINDS[kind][0], KNOWN["KH"])
    made.add(fields)
    return out.getvalue(), made


def read_again(kind: str, content: str) -> Any:
    sheet = read(io.BytesIO(("\ufeff" + content).encode()), KINDS[kind])
    (record,) = sheet.records
    row = RowReader(sheet.definition, sheet.header, LOOKUPS, "KH").row(record)
    assert row.faults == ()
    return row.command


EMPLOYER = {"id": ID, "name": "Golden Needle", "sector": "01", "province": "KH02"}


@pytest.mark.parametrize(
    "name", ["=1+1", "'Abd", "''Abd", "'=1", "+855", "@home", "-", "\tx", "a;b", 'say "so"', "ដារ៉ា"]
)
def test_a_name_comes_back_and_is_no_formula_on_the_way(name: str) -> None:
    content, _ = written("employers", **EMPLOYER | {"name": name, "phone": "+85512345678"})
    (cells,) = list(csv.reader(io.StringIO(content)))[1:]
    assert not [cell for cell in cells if cell[:1] in {"=", "+", "-", "@", "\t"}]
    command = read_again("employers", content)
    assert (command.name, command.phone, command.id) == (name, "+85512345678", ID)


@given(TEXT)
def test_any_name_comes_back(name: str) -> None:
    if not name.isspace():
        assert read_again("employers", written("employers", **EMPLOYER | {"name": name})[0]).name == name


def test_an_apostrophe_in_a_file_of_somebody_else_is_what_was_typed() -> None:
    assert read_again("employers", "name,sector,province\n''Abd,14,KH02\n").name == "''Abd"


def test_an_export_that_was_refused_is_mended_and_sent_again() -> None:
    content, _ = written("employers", **EMPLOYER | {"name": "'=A"})
    sheet = read(io.BytesIO(content.encode()), KINDS["employers"])
    out = io.StringIO()
    rejects = Rejects(out, sheet.header, sheet.separator)
    for record in sheet.records:
        rejects.add(record.cells, record.line, "province", "why")
    assert read_again("employers", out.getvalue()).name == "'=A"


def test_what_no_cell_can_hold_stays_blank_and_is_told() -> None:
    fields = EMPLOYER | {"phone": "+1", "registration_number": " 7", "district": "KH0201", "name_native": "kMBg;"}
    content, made = written("employers", **fields)
    assert made.blanks == [(2, "name_native"), (2, "phone"), (2, "registration_number")]
    (cells,) = csv.DictReader(io.StringIO(content))
    assert (cells["phone"], cells["registration_number"], cells["district"]) == ("", "", "KH0201")


def test_a_letter_that_is_too_long_for_a_cell_stays_blank_and_does_not_break_the_file() -> None:
    fields = {"id": ID, "employer": "1", "title": "a\nb", "occupation": "8153", "province": "KH02"}
    content, made = written("vacancies", **fields, description="x\n" * MOST_LINES)
    assert made.blanks == [(2, "description")]
    assert content.count("\n") == 3
    just = "x\n" * (MOST_LINES - 2)
    content, made = written("vacancies", **fields, description=just)
    assert made.blanks == []
    (record,) = read(io.BytesIO(content.encode()), KINDS["vacancies"]).records
    assert just in record.cells


def test_ids_are_in_exports_and_not_in_templates() -> None:
    for kind, definitions in KINDS.items():
        assert "lmis_id" not in template(kind)
        assert kind == "places" or all(definition.columns[-1].ours for definition in definitions)
