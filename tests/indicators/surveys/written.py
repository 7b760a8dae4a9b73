"""A survey's table written back into the fixed-width file that its CSPro dictionary describes."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd

from lmis.indicators.surveys.cspro import DataDictionary, Item


def fixed_width(dictionary: DataDictionary, table: pd.DataFrame) -> str:
    """Every row as a line of the dictionary's only record type, with a mark at the beginning of the file."""
    (record,) = dictionary.records
    items = sorted((*dictionary.case(record.level), *record.items), key=lambda item: item.start)
    fields = [[_field(item, cell) for cell in table[item.name].tolist()] for item in items]
    assert items[0].start == dictionary.type_start + dictionary.type_length
    assert all(one.start + one.length == two.start for one, two in pairwise(items))
    return "\ufeff" + "".join(record.code + "".join(line).rstrip() + "\r\n" for line in zip(*fields, strict=True))


def _field(item: Item, cell: str) -> str:
    if not cell:
        return " " * item.length
    number = round(float(cell) * 10**item.decimals)
    text = str(number).rjust(item.length, "0" if item.zero_fill else " ")
    assert len(text) == item.length
    return text
