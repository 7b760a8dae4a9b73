"""A fixed-width file as a table, by its CSPro dictionary: the records of a case brought together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd

from lmis.errors import Invalid
from lmis.indicators.surveys.cspro import DataDictionary, Item, RecordType
from lmis.indicators.surveys.source import compact, renamed
from lmis.indicators.surveys.values import plain_number
from lmis.text.nearest import nearest


class UnknownRecordType(Invalid):
    """A line of the fixed-width file is of no record type of the dictionary; do the two belong together?"""


class LineTooLong(Invalid):
    """A line of the fixed-width file is longer than its record in the dictionary; do the two belong together?"""


class RowsNotNamed(Invalid):
    """Several record types stand more than once in a case: say in the mapping file which one is a row of the table."""


class RecordTwice(Invalid):
    """A record that should stand once stands twice: say in the mapping file by which items the records join."""


class UnknownRecordName(Invalid):
    """The dictionary has no record type of this name."""


@dataclass(frozen=True, slots=True)
class Joining:
    """How a mapping brings record types together.

    `rows` names the record type that is one row; `pairs` gives, for another one, the items of it and of the rows
    that must be equal besides those that name the case (a line number).
    """

    rows: str = ""
    pairs: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def read_fixed_width(
    dictionary: DataDictionary, text: str, wanted: Set[str], joining: Joining | None = None
) -> pd.DataFrame:
    """Read the wanted items of a fixed-width file.

    Args:
        text: the file, a record on each line; a mark at its beginning is passed over.
        wanted: names of items; those that the dictionary does not have are passed over.

    Returns:
        A row for every record of the type that is the row; items of other records beside them, "" where the case
        has none. Numbers are in their shortest form with their decimal point, implied or not.

    Raises:
        UnknownRecordType, LineTooLong: with the line, from 1.
        RowsNotNamed, UnknownRecordName, RecordTwice: with the record types.
    """
    how = joining or Joining()
    lines = _by_type(dictionary, text)
    rows = _row_type(dictionary, wanted, how)
    table = _cells(dictionary, rows, lines[rows.code], wanted, how)
    for record in dictionary.records:
        if record is not rows and wanted & {item.name for item in record.items}:
            table = _joined(dictionary, table, rows, record, lines[record.code], wanted, how)
    names = [item.name for item in chain(*dictionary.ids, *(record.items for record in dictionary.records))]
    return table[[name for name in names if name in wanted]]


def _by_type(dictionary: DataDictionary, text: str) -> dict[str, list[str]]:
    """The lines of each record type; refused is what the dictionary does not describe."""
    found: dict[str, list[str]] = {record.code: [] for record in dictionary.records}
    longest = {record.code: _end(dictionary, record) for record in dictionary.records}
    place = slice(max(dictionary.type_start - 1, 0), max(dictionary.type_start - 1, 0) + dictionary.type_length)
    for number, line in enumerate(text.lstrip("\ufeff").split("\n"), start=1):
        said = line.rstrip()
        if not said.strip("\x1a"):
            continue
        code = said[place]
        if code not in found:
            raise UnknownRecordType(line=number, value=code, types=sorted(found))
        if len(said) > longest[code]:
            raise LineTooLong(line=number, length=len(said), at_most=longest[code])
        found[code].append(said)
    return found


def _end(dictionary: DataDictionary, record: RecordType) -> int:
    items = (*dictionary.case(record.level), *record.items)
    ends = [item.start + item.length - 1 for item in items]
    return max(*ends, dictionary.type_start + dictionary.type_length - 1, 0)


def _row_type(dictionary: DataDictionary, wanted: Set[str], how: Joining) -> RecordType:
    """The record type that is a row: the one that is named, else the only one that is read or stands repeatedly."""
    by_name = {record.name: record for record in dictionary.records}
    for name in [how.rows, *how.pairs]:
        if name and name not in by_name:
            raise UnknownRecordName(value=name, nearest=nearest(name, list(by_name)))
    if how.rows:
        return by_name[how.rows]
    read = [record for record in dictionary.records if wanted & {item.name for item in record.items}]
    deepest = [one for one in read if one.level == max(record.level for record in read)]
    several = [record for record in deepest if record.at_most > 1] or deepest or list(dictionary.records)
    if len(several) > 1:
        raise RowsNotNamed(types=[record.name for record in several])
    return several[0]


def _cells(
    dictionary: DataDictionary, record: RecordType, lines: Sequence[str], wanted: Set[str], how: Joining
) -> pd.DataFrame:
    """The items of one record type that are wanted, or by which it joins."""
    pairs = how.pairs.get(record.name, {})
    keys = {*pairs, *chain.from_iterable(other.values() for other in how.pairs.values())}
    case = dictionary.case(record.level)
    items = [item for item in (*case, *record.items) if item in case or item.name in wanted | keys]
    return pd.DataFrame({item.name: _texts(item, lines) for item in items}, index=range(len(lines)))


def _texts(item: Item, lines: Sequence[str]) -> pd.Categorical[Any]:
    first, last = item.start - 1, item.start - 1 + item.length
    return renamed(compact([line[first:last] for line in lines]), lambda raw: cell_of(item, raw))


def cell_of(item: Item, raw: str) -> str:
    """What stands in a field: a number in its shortest form, its implied point set; else the text without blanks."""
    text = raw.strip()
    digits = text.removeprefix("-")
    if not item.numeric or not digits.isascii() or not digits.replace(".", "", 1).isdigit():
        return text
    if item.decimals and not item.decimal_char and "." not in digits:
        filled = digits.rjust(item.decimals + 1, "0")
        text = text[: len(text) - len(digits)] + f"{filled[: -item.decimals]}.{filled[-item.decimals :]}"
    return plain_number(text)


def _joined(
    dictionary: DataDictionary,
    table: pd.DataFrame,
    rows: RecordType,
    record: RecordType,
    lines: Sequence[str],
    wanted: Set[str],
    how: Joining,
) -> pd.DataFrame:
    """The table with the items of another record type of the same case beside it."""
    other = _cells(dictionary, record, lines, wanted, how)
    case = [item.name for item in dictionary.case(min(record.level, rows.level))]
    pairs = how.pairs.get(record.name, {})
    there, here = [*case, *pairs], [*case, *pairs.values()]
    keys = _key(other, there)
    if record.level > rows.level or keys.duplicated().any():
        raise RecordTwice(record=record.name, rows=rows.name)
    place = pd.Index(keys).get_indexer(pd.Index(_key(table, here)))
    new = [name for name in other.columns if name not in table.columns]
    for name in new:
        values = other[name].astype(object).to_numpy()
        table[name] = compact(np.append(values, "")[place].tolist())
    return table


def _key(table: pd.DataFrame, names: Sequence[str]) -> pd.Series[str]:
    """One text for each row, out of several columns."""
    key = pd.Series("", index=table.index, dtype=object)
    for name in names:
        key = key + table[name].astype(object) + "\x1f"
    return key
