"""Delimited text: what other collections expect, what nobody can break, and what is put in quarantine."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmis.errors import LmisError
from lmis.imports.plain import table, typed
from lmis.imports.read import read
from lmis.imports.records import Record
from reference_data import needs_reference_data

SPECTRUM = [
    "comma_in_quotes", "empty", "empty_crlf", "escaped_quotes", "json", "location_coordinates", "newlines",
    "newlines_crlf", "quotes_and_newlines", "simple", "simple_crlf", "utf8",
]  # fmt: skip
CELL = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)


def records(content: bytes | str, header: str, types: str = "") -> list[Record]:
    """Every record of a table with this header."""
    source = io.BytesIO(content.encode() if isinstance(content, str) else content)
    return list(typed(read(source, [table(header.split(","), types.split(",") if types else [])])))


def told(found: list[Record]) -> list[tuple[int, str]]:
    """Line and reason of what is in quarantine."""
    return [(record.line, record.refusal.name) for record in found if record.refusal is not None]


@pytest.mark.parametrize("name", SPECTRUM)
def test_csv_spectrum_is_read_exactly(name: str) -> None:
    folder = needs_reference_data() / "csv" / "csv-spectrum"
    content, expected = (folder / f"{name}.csv").read_bytes(), json.loads((folder / f"{name}.json").read_text("utf-8"))
    if name.endswith("_crlf") and b"\r" not in content:  # a copy whose line ends were made plain
        content = content.replace(b"\n", b"\r\n")
    rows = expected if isinstance(expected, list) else [expected]
    if name == "location_coordinates":  # the collection hides the telephone number in its answer only
        assert rows[0]["Contact Phone Number"] == "1234567890"
        rows[0]["Contact Phone Number"] = "2095257564"
        rows[0] |= {"Cities": "Modesto", "Counties": "Stanislaus"}
    found = records(content, ",".join(content.decode().splitlines()[0].split(",")))
    assert [record.cells for record in found] == [list(row.values()) for row in rows]


def test_naughty_strings_come_back_unchanged_from_every_column() -> None:
    file: Path = needs_reference_data() / "csv" / "naughty_strings.json"
    strings = json.loads(file.read_text("utf-8"))
    assert len(strings) > 500
    for separator in (",", ";", "\t", "|"):
        for place in range(3):
            rows = [["a", "b", "c"] for _ in strings]
            for row, string in zip(rows, strings, strict=True):
                row[place] = string
            out = io.StringIO()
            csv.writer(out, delimiter=separator).writerows([["first", "second", "third"], *rows])
            found = records(out.getvalue().encode("utf-8", "surrogatepass"), "first,second,third")
            assert told(found) == []
            assert [record.cells for record in found] == rows


@given(
    st.lists(st.lists(CELL, min_size=3, max_size=3), max_size=12),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_what_a_program_writes_is_read_or_refused_but_never_changed(
    rows: list[list[str]], separator: str, end: str, quoting: int
) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator=end, quoting=quoting)  # type: ignore[arg-type]
    writer.writerows([["first", "second", "third"], *rows])
    accepted = [r.cells for r in records(out.getvalue(), "first,second,third") if r.refusal is None and not r.blank]
    left = iter(rows)
    assert all(any(cells == row for row in left) for cells in accepted)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('1,"Sok,30', "quotes-unclear"),
        ('1,Sok",30', "quotes-unclear"),
        ('1,"Sok"x,30', "quotes-unclear"),
        ('1,""Sok"",30', "quotes-unclear"),
        ('1,5" tall,30', "quotes-unclear"),
        ("1,Sok", "cells-shifted"),
        ("1,Sok,30,more", "cells-shifted"),
        ("1;Sok;30", "cells-shifted"),
    ],
)
def test_a_damaged_line_costs_itself_alone(line: str, reason: str) -> None:
    text = f"id,name,age\n1,Keo,20\n{line}\n" + '2,"Chan, B",40\n' * 3
    found = records(text, "id,name,age", "whole,text,whole")
    assert told(found) == [(3, reason)]
    assert [record.line for record in found] == [2, 3, 4, 5, 6]
    assert found[1].raw is not None
    assert found[1].raw.rstrip("\n") == line


@pytest.mark.parametrize(
    "text",
    [
        "id,name\n1,Sok,30\n",
        "id,name,age,born\n1,Sok,30\n",
        "1,Sok,30\n2,Keo,40\n",
        "nr,person,years\n1,Sok,30\n",
        'id,name,age\n1,"Sok,30\n',
        'id,name,age\n1,Sok",30\n',
        'id,name,age\n1,"So"k",30\n',
        'id,name,age\n1,So"k,30\n',
    ],
    ids=[
        "header with less fields", "header with more fields", "no header", "another header", "mark that stays open",
        "mark that closes nothing", "mark within quotes", "mark without quotes",
    ],
)  # fmt: skip
def test_what_the_bad_files_of_test_suites_hold_is_never_read(text: str) -> None:
    """Source: the classes of bad files of csv-test-data (sineemore), made anew."""
    try:
        found = records(text, "id,name,age", "whole,text,whole")
    except LmisError:
        return
    assert [record for record in found if record.refusal is None and not record.blank] == []


def test_an_open_quote_never_swallows_rows_even_if_another_one_closes_it() -> None:
    text = 'id,name,age\n1,"Sok,20\n2,Keo,30\n3,Chan",40\n4,Dy,50\n'
    assert told(records(text, "id,name,age", "whole,text,whole")) == [(2, "quotes-unclear"), (4, "quotes-unclear")]


@pytest.mark.parametrize("torn", ["1,Keo,20,K\n12\n2,Sok,30,K13\n", "1,Keo,20,K12\n2\n3,Sok,30,K13\n"])
def test_a_piece_of_a_torn_line_makes_its_neighbours_uncertain(torn: str) -> None:
    found = records(
        f"id,name,age,code\n0,Dy,60,K11\n{torn}4,Chan,40,K14\n", "id,name,age,code", "whole,text,whole,text"
    )
    assert told(found) == [(3, "line-torn"), (4, "cells-shifted"), (5, "line-torn")]


def test_a_file_that_breaks_off_gives_its_last_line_back() -> None:
    rows = "".join(f"{number},Sok,30\n" for number in range(8))
    assert told(records(f"id,name,age\n{rows}9,Keo,4", "id,name,age")) == [(10, "file-cut")]
    assert told(records(f'id,name,age\n{rows}9,Keo,"4"', "id,name,age")) == []


def test_a_repair_is_suggested_only_where_types_leave_one_way() -> None:
    header, types = "id,name,sex,born", "form:A999!,text!,sex!,date!"
    text = "id,name,sex,born\nK001,SokF,2001-02-03\nK002,Sok, Dara,F,2001-02-03\nK003;Keo;M;2001-02-03\nK004,Keo,F\n"
    found = records(text, header, types)
    assert [record.suggestion for record in found] == [
        ["K001", "Sok", "F", "2001-02-03"],
        ["K002", "Sok, Dara", "F", "2001-02-03"],
        ["K003", "Keo", "M", "2001-02-03"],
        None,
    ]
    assert all(record.refusal is not None for record in found)


@pytest.mark.parametrize(
    "text",
    [
        "sep=;\nid;name;age\n1;Sok;20\n",
        "'id','name','age'\n'1','Sok','20'\n",
        'id, name, age\n1, "Sok", 20\n',
        "id|name|age\r1|Sok|20\r",
        'id,name,age\r\n"1","Sok","20"\n',
        "id,name,age,,\n1,Sok,20,,\n",
        "\n\nMinistry of Labour\nList, July\n\nid,name,age\n1,Sok,20\n",
        "id,name,age\nid,name,age\n1,Sok,20\nID,Name,AGE\n",
        "age,id,name\n20,1,Sok\n",
    ],
    ids=["sep", "apostrophes", "spaced", "cr", "mixed", "trailing", "preamble", "repeated", "order"],
)
def test_the_same_row_in_many_dialects(text: str) -> None:
    found = [record.cells for record in records(text, "id,name,age", "whole,text,whole") if not record.blank]
    assert found == [["1", "Sok", "20"]]


def test_backslashes_before_quotes_and_apostrophes_around_cells_are_seen() -> None:
    text = 'id,name\n1,"Sok \\"Dara\\" Keo"\n2,"a, b"\n'
    assert [record.cells[1] for record in records(text, "id,name")] == ['Sok "Dara" Keo', "a, b"]
    text = "id,name\n1,'Sok, Dara'\n2,'it''s'\n3,O'Neill\n"
    assert [record.cells[1] for record in records(text, "id,name")] == ["Sok, Dara", "it's", "O'Neill"]


def test_a_separator_too_many_is_not_taken_for_one_at_the_end() -> None:
    text = "id,first,second\n1,Sok,\n2,,Keo,\n"
    assert told(records(text, "id,first,second")) == [(3, "cells-shifted")]
