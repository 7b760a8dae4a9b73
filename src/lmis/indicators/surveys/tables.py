"""A survey's file as a table of texts."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from pathlib import Path

import pandas as pd

from lmis.errors import Invalid
from lmis.indicators.surveys.mapping import SurveyMapping

GZIP = b"\x1f\x8b"


class UnreadableTable(Invalid):
    """The survey's file is not a table in UTF-8."""


def read_table(mapping: SurveyMapping, content: Path | bytes) -> pd.DataFrame:
    """Read the columns that the mapping uses of a CSV file, plain or in gzip; every cell a text, "" where
    empty.

    A column that is not there is not missed here: `harmonise` says so, with the nearest names.

    Raises:
        UnreadableTable: with the reason of the reader, or the record, from 1, with too many or too few cells.
    """
    given = content.read_bytes() if isinstance(content, Path) else content
    try:
        text = (gzip.decompress(given) if given.startswith(GZIP) else given).decode("utf-8-sig")
        _require_even_rows(text, mapping.separator)
        table = pd.read_csv(io.StringIO(text), sep=mapping.separator, dtype=str, keep_default_na=False)
    except (OSError, EOFError, ValueError, zlib.error, csv.Error) as error:
        raise UnreadableTable(reason=type(error).__name__) from error
    names = [str(name) for name in table.columns]
    chosen = table[[name for name in names if name in mapping.columns]]
    chosen.attrs["columns"] = names  # all that the file has, for the words of a refusal
    return chosen


def _require_even_rows(text: str, separator: str) -> None:
    """Refuse a record with fewer or more cells than the header: pandas would fill it up, or shift it."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    width = len(next(rows, []))
    for number, row in enumerate(rows, start=1):
        if row and len(row) != width:
            raise UnreadableTable(reason="UnevenRow", record=number, cells=len(row), columns=width)
