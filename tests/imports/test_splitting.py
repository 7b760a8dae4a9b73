"""Lines to records: how the lines come, and where a block of records ends, makes no difference."""

from __future__ import annotations

import io
from itertools import chain, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmis.imports.dialect import Dialect
from lmis.imports.plain import table, typed
from lmis.imports.read import read
from lmis.imports.records import TOGETHER, Record
from lmis.imports.splitting import Lines, split_records

LINE = st.sampled_from(["a,b\n", '"a",b\n', '"a\n', 'b",c\n', 'a"b,c\n', "\n", '"a""b",c\n', "x\n"])
HEADER = "number,name,sex,born,phone\n"
PLACES = [0, 1, TOGETHER - 2, TOGETHER - 1, TOGETHER, TOGETHER + 1, 2 * TOGETHER - 1, 2 * TOGETHER]


def split(blocks: list[list[str]]) -> list[tuple[int, list[str], bool]]:
    """Every record of these lines: its line, its cells, and whether it was refused."""
    records = chain.from_iterable(split_records(Lines(iter(blocks)), Dialect()))
    return [(record.line, record.cells, record.refusal is not None) for record in records]


@given(st.lists(LINE, min_size=1, max_size=30), st.sets(st.integers(0, 30)))
def test_how_lines_come_together_makes_no_difference(lines: list[str], cuts: set[int]) -> None:
    ends = sorted({0, len(lines), *(cut for cut in cuts if cut < len(lines))})
    blocks = [lines[start:end] for start, end in pairwise(ends)]
    assert split([*blocks, []]) == split([lines])


def test_a_cell_of_several_lines_goes_over_the_end_of_a_block() -> None:
    assert split([["a,b\n", 'c,"d\n'], ['e"\n', "f,g\n"]]) == [
        (1, ["a", "b"], False),
        (2, ["c", "d\ne"], False),
        (4, ["f", "g"], False),
    ]


def rows(count: int) -> list[str]:
    return [f"KHS{at:07},Sok Dara,F,1996-03-12,012345678\n" for at in range(count)]


def found(lines: list[str]) -> tuple[list[Record], int]:
    """Every record of a table of people, and how many headers it has."""
    template = table(HEADER.strip().split(","), ["form:AAA9999999!", "text!", "sex!", "date!", "phone"])
    sheet = read(io.BytesIO("".join([HEADER, *lines]).encode()), [template])
    records = list(typed(sheet))
    assert sheet.tally.lines == len(records)
    return records, sheet.tally.headers


@pytest.mark.parametrize("at", PLACES)
def test_a_damaged_line_is_found_wherever_it_stands(at: int) -> None:
    lines = rows(2 * TOGETHER + 3)
    lines[at] = lines[at].replace(",F", ",,F")
    records, _ = found(lines)
    assert [record.line for record in records if record.refusal is not None] == [at + 2]


@pytest.mark.parametrize("at", PLACES[1:])
def test_the_neighbours_of_a_torn_line_are_found_over_the_end_of_a_block(at: int) -> None:
    lines = rows(2 * TOGETHER + 3)
    lines[at : at + 1] = ["piece of a line\n", lines[at]]
    records, _ = found(lines)
    assert [record.line for record in records if record.refusal is not None] == [at + 1, at + 2, at + 3]


@pytest.mark.parametrize("at", PLACES)
def test_a_header_that_comes_again_is_known_wherever_it_stands(at: int) -> None:
    lines = rows(2 * TOGETHER + 3)
    lines.insert(at, HEADER)
    records, headers = found(lines)
    assert (len(records), headers) == (2 * TOGETHER + 3, 2)
    assert not any(record.refusal for record in records)


@pytest.mark.parametrize("at", PLACES[1:])
def test_another_table_ends_the_rows_wherever_it_begins(at: int) -> None:
    lines = rows(2 * TOGETHER + 3)
    lines[at:at] = ["\n", "course,teacher\n", "sewing,Chan\n"]
    records, _ = found(lines)
    assert [record.refusal.name for record in records[at + 1 : at + 3] if record.refusal] == ["another-table"] * 2
    assert not any(record.refusal for record in [*records[: at + 1], *records[at + 3 :]])


@pytest.mark.parametrize("count", [TOGETHER - 1, TOGETHER, TOGETHER + 1, 3 * TOGETHER])
def test_the_last_line_of_a_file_that_breaks_off_is_held_back(count: int) -> None:
    lines = rows(count)
    lines[-1] = lines[-1].rstrip("\n")
    records, _ = found(lines)
    assert [record.line for record in records if record.refusal is not None] == [count + 1]


def test_rows_with_blank_cells_behind_them_are_looked_at_where_they_hold_something() -> None:
    lines = [line.replace("\n", ",,\n") for line in rows(2 * TOGETHER)]
    lines[TOGETHER + 7] = lines[TOGETHER + 7].replace(",,\n", ",x,\n")
    records, _ = found(lines)
    assert [record.line for record in records if record.refusal is not None] == [TOGETHER + 9]
    assert records[0].cells == ["KHS0000000", "Sok Dara", "F", "1996-03-12", "012345678"]


def test_below_a_header_in_another_order_a_row_of_another_width_is_refused() -> None:
    again = "remark,phone,born,sex,name,number\n"
    whole = "none,012345678,1996-03-12,F,Sok Dara,KHS1000001\n"
    records, headers = found([*rows(3), again, whole, whole.replace("none,", ""), whole.replace("\n", ",x\n")])
    assert headers == 2
    assert records[3].cells == ["KHS1000001", "Sok Dara", "F", "1996-03-12", "012345678"]
    assert [record.line for record in records if record.refusal is not None] == [7, 8]


def test_a_sheet_gives_its_records_in_blocks() -> None:
    content = "".join([HEADER, *rows(10)]).encode()
    template = table(HEADER.strip().split(","))
    blocks = list(read(io.BytesIO(content), [template]).blocks(4))
    assert [len(block) for block in blocks] == [4, 4, 2]
    assert [*chain.from_iterable(blocks)] == list(read(io.BytesIO(content), [template]).records)
