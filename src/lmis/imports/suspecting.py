"""Columns of old fonts: the first rows of a file are judged together, and a column of such a font is read strictly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import Any, Final

from lmis.errors import LmisError
from lmis.imports.columns import many, words
from lmis.imports.definition import Column, Form, Import, Lookups, form
from lmis.imports.records import Record
from lmis.text.legacy import LIMON, LegacyFont
from lmis.text.old_fonts import Doubts, doubts_of

SAMPLED: Final = 500
"""Rows of a file that are judged together."""


def peeked(records: Iterator[Record]) -> tuple[list[Record], Iterator[Record]]:
    """The first records, and all of them; what breaks off among the first breaks off when it is come to."""
    first: list[Record] = []
    try:
        for record in islice(records, SAMPLED):
            first.append(record)
    except LmisError as error:
        return first, chain(first, _broken(error))
    return first, chain(first, records)


def _broken(error: LmisError) -> Iterator[Record]:
    raise error
    yield


def strict(definition: Import, header: Sequence[str], first: Sequence[Record]) -> Import:
    """The definition with the text columns read strictly that are of an old font, by their first cells."""
    cells = {column.name: sample for column, sample in _samples(definition, header, first)}
    if not any(map(doubts_of, cells.values())):
        return definition
    doubts = {name: found for name, sample in cells.items() if (found := doubts_of(sample, beside=True))}
    columns = tuple(
        replace(column, form=_strict(column.form, doubts[column.name])) if column.name in doubts else column
        for column in definition.columns
    )
    return replace(definition, columns=columns)


def _samples(definition: Import, header: Sequence[str], first: Sequence[Record]) -> Iterator[tuple[Column, list[str]]]:
    whole = [record.cells for record in first if record.refusal is None and len(record.cells) >= len(header)]
    for at, name in enumerate(header):
        column = definition.column(name)
        if column is not None and words in (column.form, *column.form.parts):
            yield column, [cells[at] for cells in whole]


def _strict(plain: Form, doubtful: Doubts) -> Form:
    """The form of text, or of several texts, that also refuses what is doubtful."""

    @form()
    def one(cell: str, lookups: Lookups) -> Any:
        """Text as it is typed, in a column of an old font."""
        if doubtful(cell):
            raise LegacyFont(kind=LIMON)
        return words.parse(cell, lookups)

    return one if plain is words else many(one)
