"""A survey's files as tables of texts, whatever program wrote them."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from lmis.errors import Invalid
from lmis.indicators.surveys.cspro import DataDictionary, parse_dictionary
from lmis.indicators.surveys.fixed_width import read_fixed_width
from lmis.indicators.surveys.mapping import SurveyMapping
from lmis.indicators.surveys.statistical import SPSS, STATA, read_statistical

GZIP = b"\x1f\x8b"
DICTIONARY = ".dcf"
FIXED = (".dat", ".fwf")


class UnreadableTable(Invalid):
    """The survey's file is not a table in UTF-8."""


class DictionaryMissing(Invalid):
    """A fixed-width file can only be read with its CSPro dictionary: give the .dcf file among the files."""


class SeveralDictionaries(Invalid):
    """The files of one survey round are read with one CSPro dictionary."""


class NoDataFile(Invalid):
    """Among the files there is none with the survey's records."""


def read_tables(mapping: SurveyMapping, paths: Sequence[Path]) -> list[pd.DataFrame]:
    """Read the files of one survey round: its tables, and the CSPro dictionary where one is among them.

    A dictionary is needed for fixed-width files; beside a CSV file it gives the names of the values.

    Raises:
        UnreadableTable, UnreadableStatisticalFile, UnreadableDictionary, DictionaryMissing, SeveralDictionaries,
        NoDataFile, and what `read_fixed_width` raises.
    """
    given = [path for path in paths if path.suffix.lower() == DICTIONARY]
    data = [path for path in paths if path not in given]
    if len(given) > 1:
        raise SeveralDictionaries(names=[path.name for path in given])
    if not data:
        raise NoDataFile(names=[path.name for path in paths])
    dictionary = parse_dictionary(decoded(mapping, given[0].read_bytes(), given[0].name)) if given else None
    return [read_table(mapping, path, dictionary) for path in data]


def read_table(mapping: SurveyMapping, content: Path | bytes, dictionary: DataDictionary | None = None) -> pd.DataFrame:
    """Read the columns that the mapping uses of one file; every cell a text, "" where empty.

    What a file is, is told by its ending: .dta is Stata, .sav and .zsav are SPSS, .dat and .fwf fixed width; any
    other, and bytes without a name, is CSV. Each may be packed with gzip (.gz).
    A column that is not there is not missed here: `harmonise` says so, with the nearest names.

    Returns:
        The table; `attrs` has `columns`, all names of the file, and `labels`, names of values by column.

    Raises:
        UnreadableTable: with the reason of the reader, or the record, from 1, with too many or too few cells.
    """
    name = content.name if isinstance(content, Path) else ""
    kind = Path(name.removesuffix(".gz")).suffix.lower()
    if isinstance(content, Path) and kind in (STATA, *SPSS):
        return _statistical(mapping, content, kind)
    given = content.read_bytes() if isinstance(content, Path) else content
    text = decoded(mapping, given, name)
    if mapping.layout.fixed or kind in FIXED:
        if dictionary is None:
            raise DictionaryMissing(name=name)
        table = read_fixed_width(dictionary, text, mapping.columns, mapping.layout.joining)
        table.attrs["columns"] = [item.name for record in dictionary.records for item in record.items]
    else:
        table = _separated(mapping, text, name)
    table.attrs["labels"] = dictionary.labels if dictionary is not None else {}
    return table


def decoded(mapping: SurveyMapping, given: bytes, name: str) -> str:
    """The text of a file, in the encoding that the mapping names (UTF-8 if none), unpacked, without a mark."""
    try:
        return (gzip.decompress(given) if given.startswith(GZIP) else given).decode(mapping.layout.encoding)
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise UnreadableTable(name=name, reason=type(error).__name__) from error


def _statistical(mapping: SurveyMapping, path: Path, kind: str) -> pd.DataFrame:
    encoding = None if mapping.layout.encoding == "utf-8-sig" else mapping.layout.encoding
    if not path.name.endswith(".gz"):
        return read_statistical(path, mapping.columns, encoding)
    with TemporaryDirectory() as folder:  # the reader wants a file of its own
        unpacked = Path(folder) / f"survey{kind}"
        try:
            unpacked.write_bytes(gzip.decompress(path.read_bytes()))
        except (OSError, EOFError, zlib.error) as error:
            raise UnreadableTable(name=path.name, reason=type(error).__name__) from error
        return read_statistical(unpacked, mapping.columns, encoding)


def _separated(mapping: SurveyMapping, text: str, name: str) -> pd.DataFrame:
    separator, wanted = mapping.layout.separator, mapping.columns
    try:
        _require_even_rows(text, separator, name)
        names = next(csv.reader(io.StringIO(text, newline=""), delimiter=separator), [])
        _require_once(names, wanted, name)
        table = pd.read_csv(
            io.StringIO(text),
            sep=separator,
            dtype=str,
            keep_default_na=False,
            usecols=lambda column: column in wanted,
        )
    except (ValueError, csv.Error) as error:
        raise UnreadableTable(name=name, reason=type(error).__name__) from error
    table.attrs["columns"] = names  # all that the file has, for the words of a refusal
    return table


def _require_even_rows(text: str, separator: str, name: str) -> None:
    """Refuse a record with fewer or more cells than the header: pandas would fill it up, or shift it."""
    if '"' not in text and _even(text, separator):
        return
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    width = len(next(rows, []))
    for number, row in enumerate(rows, start=1):
        if row and len(row) != width:
            raise UnreadableTable(name=name, reason="UnevenRow", record=number, cells=len(row), columns=width)


def _require_once(names: list[str], wanted: set[str], name: str) -> None:
    """Refuse a column that the mapping reads and that stands twice."""
    twice = [column for column in sorted(wanted) if names.count(column) > 1]
    if twice:
        raise UnreadableTable(name=name, reason="ColumnTwice", column=twice[0])


def _even(text: str, separator: str) -> bool:
    """Has every line of a text without quotes as many separators as the first?"""
    lines = text.replace("\r\n", "\n").split("\n")
    if "\r" in text and any("\r" in line for line in lines):
        return False
    width = lines[0].count(separator) if lines else 0
    return all(line.count(separator) == width for line in lines if line)
