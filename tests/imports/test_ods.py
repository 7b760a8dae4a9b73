"""The sheets of an ODS file: known at a glance, or by reading all of it where a glance could deceive."""

from __future__ import annotations

import io
from zipfile import ZipFile

from hypothesis import given
from hypothesis import strategies as st

from factories.workbooks import an_ods
from lmis.imports.ods import CONTENT, Ods

NAME = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=12)


def an_archive(content: bytes) -> ZipFile:
    """A workbook whose content is this."""
    out = io.BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr(CONTENT, content)
    return ZipFile(out)


def names(content: bytes) -> tuple[str, ...]:
    return tuple(Ods(an_archive(content)).names)


def exactly(content: bytes) -> tuple[str, ...]:
    """The names as a whole reading finds them."""
    archive = an_archive(content)
    return tuple(dict.fromkeys(name for name, _ in Ods(archive)._rows(None)))


def content_of(*sheets: str) -> bytes:
    return ZipFile(io.BytesIO(an_ods({name: [["a", "b"]] for name in sheets}))).read(CONTENT)


@given(st.lists(NAME, min_size=1, max_size=4, unique=True))
def test_every_name_is_known_at_a_glance(sheets: list[str]) -> None:
    content = content_of(*sheets)
    assert Ods(an_archive(content))._at_a_glance() == sheets
    assert names(content) == exactly(content) == tuple(sheets)


def test_what_only_looks_like_a_sheet_is_none() -> None:
    content = content_of("People", "Notes")
    linked = b'<table:dde-links><table:dde-link><table:table table:name="Linked"/></table:dde-link></table:dde-links>'
    for more in (b'<!-- <table:table table:name="Gone"> -->', linked):
        changed = content.replace(b"</office:spreadsheet>", more + b"</office:spreadsheet>")
        assert names(changed) == exactly(changed) == ("People", "Notes")


def test_words_in_a_cell_are_no_sheet() -> None:
    content = ZipFile(io.BytesIO(an_ods({"A": [["table ", 'table name="B"']]}))).read(CONTENT)
    assert names(content) == ("A",)


def test_another_sign_for_the_namespace_or_another_line_makes_no_difference() -> None:
    content = content_of("People").replace(b"<table:table table:name", b"<table:table\n  table:name")
    assert names(content) == ("People",)
    content = content_of("People").replace(b"table:", b"t.1:").replace(b"xmlns:table", b"xmlns:t.1")
    assert names(content) == exactly(content) == ("People",)
