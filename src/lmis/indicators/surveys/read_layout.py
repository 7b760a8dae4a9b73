"""The `file` of a mapping: how the survey's files are written, as far as their endings do not say it."""

from __future__ import annotations

import codecs
from typing import Any

from lmis.errors import Invalid
from lmis.indicators.surveys.fixed_width import Joining
from lmis.indicators.surveys.mapping import Layout
from lmis.indicators.surveys.read_numbers import check_words

SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t"}
FORMATS = ("by_ending", "fixed_width")
UTF_8 = "utf-8-sig"  # with a mark at the beginning or without


class HeadingMissing(Invalid):
    """The mapping file does not say this about the survey."""


class HeadingMalformed(Invalid):
    """The mapping file says this about the survey in a form that cannot be understood."""


def parse_layout(said: Any) -> Layout:
    """Read `file`. Raises UnknownWord or HeadingMalformed with the place."""
    words = check_words(said, ("separator", "encoding", "format", "rows", "join"), "#/file")
    form = _one_of(words.get("format", "by_ending"), FORMATS, "#/file/format")
    return Layout(
        separator=SEPARATORS[_one_of(words.get("separator", "comma"), tuple(SEPARATORS), "#/file/separator")],
        encoding=_encoding(words.get("encoding")),
        fixed=form == "fixed_width",
        joining=Joining(str(words.get("rows", "")), _pairs(words.get("join", {}))),
    )


def _one_of(said: Any, allowed: tuple[str, ...], pointer: str) -> str:
    if said not in allowed:
        raise HeadingMalformed(pointer=pointer, value=said, shape="|".join(allowed))
    return str(said)


def _encoding(said: Any) -> str:
    if said is None:
        return UTF_8
    try:
        name = codecs.lookup(str(said)).name
    except (LookupError, ValueError) as error:
        raise HeadingMalformed(pointer="#/file/encoding", value=said, shape="utf-8|windows-1252|…") from error
    return UTF_8 if name == "utf-8" else name


def _pairs(said: Any) -> dict[str, dict[str, str]]:
    shape = "{RECORD: {ITEM: ITEM}}"
    if not isinstance(said, dict) or not all(isinstance(pairs, dict) for pairs in said.values()):
        raise HeadingMalformed(pointer="#/file/join", value=said, shape=shape)
    return {str(record): {str(a): str(b) for a, b in pairs.items()} for record, pairs in said.items()}
