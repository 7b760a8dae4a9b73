from __future__ import annotations

import gzip
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.surveys.example import EXAMPLE, TABLE
from lmis.indicators.surveys import parse_mapping, read_table
from lmis.indicators.surveys.tables import UnreadableTable

MAPPING = parse_mapping(EXAMPLE)


@pytest.mark.parametrize("content", [TABLE.encode(), gzip.compress(TABLE.encode()), b"\xef\xbb\xbf" + TABLE.encode()])
def test_reads_plain_and_packed_files_with_or_without_a_mark(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "survey"
    path.write_bytes(content)
    assert read_table(MAPPING, content)["W"].tolist() == ["100", "150", "200", "250"]
    assert read_table(MAPPING, path).equals(read_table(MAPPING, content))


def test_every_cell_is_a_text() -> None:
    table = read_table(MAPPING, TABLE.replace("100,1", "0100,NA").encode())
    assert table.loc[0, ["W", "SEX", "Q2"]].tolist() == ["0100", "NA", ""]


def test_reads_the_columns_of_the_mapping_alone() -> None:
    table = read_table(MAPPING, TABLE.replace("\n", ",z\n").encode())
    assert set(table.columns) == MAPPING.columns


def test_reads_other_separators() -> None:
    mapping = parse_mapping(EXAMPLE + "file: {separator: tab}\n")
    assert len(read_table(mapping, TABLE.replace(",", "\t").encode())) == 4


PACKED = gzip.compress(TABLE.encode())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\xfa",
        b"\x1f\x8bnot gzip",
        PACKED[:-20],
        PACKED[:30] + b"xxxx" + PACKED[34:],
        b"W,SEX\n1,2\n1,2,3\n",
        b"W,SEX\n1,2,3\n1,2,3\n",
        b"W,SEX\n1,2\n1\n",
        b'W\n"1',
    ],
)
def test_refuses_what_is_no_table(content: bytes) -> None:
    with pytest.raises(UnreadableTable):
        read_table(MAPPING, content)


@given(st.binary(max_size=80))
def test_no_file_makes_it_crash(content: bytes) -> None:
    with suppress(UnreadableTable):
        read_table(MAPPING, content)
