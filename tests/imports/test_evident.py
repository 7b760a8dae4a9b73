"""Lines that are evident are taken apart as those are that were looked at mark by mark, or not at all."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lmis.imports.dialect import SEPARATORS, Dialect
from lmis.imports.evident import LONGEST_LINE, Evident

DIALECTS = [
    Dialect(separator, quote, escape, spaced)
    for separator in SEPARATORS
    for quote in ('"', "'")
    for escape in ("", "\\")
    for spaced in (False, True)
]
CELL = st.text(st.sampled_from("ab ,;|\t'5\\ក"), max_size=6)


@given(st.sampled_from(DIALECTS), st.text(st.sampled_from(" ,;\t|\"'\\a5"), min_size=1, max_size=24))
@example(Dialect(), 'a,"b""c",d')
@example(Dialect(), '5",6"7"')
@example(Dialect(spaced=True), ' "a", b, "c"')
def test_never_differs_from_looking_at_every_mark(dialect: Dialect, text: str) -> None:
    for line in (text, f"{text}\n", f"{text}\r\n"):
        if (cells := Evident(dialect).cells(line)) is not None:
            assert cells == dialect.split(line)


@given(
    st.lists(CELL, min_size=2, max_size=8),
    st.sampled_from(SEPARATORS),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_what_programs_write_is_evident(cells: list[str], separator: str, quoting: int) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, quoting=quoting).writerow(cells)  # type: ignore[arg-type]
    assert Evident(Dialect(separator)).cells(out.getvalue()) == cells


@pytest.mark.parametrize("line", ['a"b,c', '"a"b,c', '"a,b', 'a,"b\n', '"say ""x""",b', '"a", b"', "\n"])
def test_a_mark_that_has_no_evident_place_is_left_to_be_looked_at(line: str) -> None:
    assert Evident(Dialect()).cells(line) is None


def test_goes_on_after_a_line_that_is_not_evident() -> None:
    evident = Evident(Dialect())
    assert [evident.cells(line) for line in ('a,"b\n', 'a,"b"\n', 'x"y,z\n', '"a",b\n')] == [
        None,
        ["a", "b"],
        None,
        ["a", "b"],
    ]


def test_a_line_longer_than_python_takes_is_left_to_be_looked_at() -> None:
    assert Evident(Dialect()).cells(f'"{"a" * LONGEST_LINE}",b') is None
